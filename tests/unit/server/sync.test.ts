import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '#lib/trust/bytes.ts';
import { chainStep, CHAIN_START, entryId } from '#lib/trust/ids.ts';
import { ackWord, sync, syncAnswer, wire, withDraft } from '../../support/office-people.ts';
import { revision } from '../../support/people.ts';

describe('one exchange', () => {
	it('takes grants and draft, and sends them back without body at the seqs of the acks', async () => {
		const { answer, given, draft } = await withDraft();
		expect(answer.acks.map(ackWord)).toEqual(['seq', 'seq', 'seq']);
		const ids = [...given, draft].map((entry) => entry.id);
		expect(answer.acks.map((ack) => ack.id)).toEqual(ids);
		const own = answer.pull.filter((entry) => entry.c === null);
		const echoed = await Promise.all(own.map((entry) => entryId(fromBase64Url(entry.h) ?? new Uint8Array())));
		expect(echoed).toEqual(ids);
		expect(own.map((entry) => entry.seq)).toEqual(answer.acks.map((ack) => 'seq' in ack && ack.seq));
		expect(answer.durable).toBeNull();
	});

	it('gives the same answer to the same push, and stores nothing twice', async () => {
		const { server, worker, given, draft, answer } = await withDraft();
		const again = await sync(server, worker, { push: wire(...given, draft, draft) });
		expect(again.acks.slice(0, 3)).toEqual(answer.acks);
		expect(again.acks[3]).toEqual(answer.acks[2]);
		expect(again.cursor).toBe(answer.cursor);
	});

	it('sends a chain that the device can compute itself from what it was sent', async () => {
		const { answer } = await withDraft();
		// The worker sees every entry of this small log, so that the chain has no gap for it.
		let chain = CHAIN_START;
		for (const { seq, h, receivedAt } of answer.pull) {
			const id = await entryId(fromBase64Url(h) ?? new Uint8Array());
			chain = await chainStep(chain, { entryId: id, seq, receivedAt });
		}
		expect(answer.chain).toBe(toBase64Url(chain));
	});

	it('goes on from cursor and chain, and sends nothing new when there is nothing', async () => {
		const { server, worker, answer } = await withDraft();
		const { cursor, chain } = answer;
		const next = await sync(server, worker, { cursor, chain });
		expect(next).toMatchObject({ pull: [], cursor, chain, more: false, bootstrap: [], needs_session: false });
	});

	it('says log-fork with its own head when the cursor or the chain is not of this log, and takes nothing', async () => {
		const { server, worker, organisation, record, draft, answer } = await withDraft();
		const late = await revision(worker, organisation, { record, parents: [draft] });
		const other = toBase64Url(new Uint8Array(32).fill(7));
		for (const position of [
			{ cursor: answer.cursor, chain: other },
			{ cursor: answer.cursor + 5, chain: answer.chain }
		]) {
			const refused = await syncAnswer(server, worker, { ...position, push: wire(late) });
			expect(refused.status).toBe(409);
			const problem = (await refused.json()) as Record<string, unknown>;
			expect(problem).toMatchObject({ reason: 'log-fork', seq: answer.cursor, chain: answer.chain });
		}
		expect((await sync(server, worker)).cursor).toBe(answer.cursor);
	});

	it('keeps going after a bad entry in the middle of a batch', async () => {
		const { server, worker, organisation, record, draft } = await withDraft();
		const next = await revision(worker, organisation, { record, parents: [draft] });
		const push = [{ h: 'x', s: '', c: null }, ...wire(next), 17 as never];
		const { acks } = await sync(server, worker, { push });
		expect(acks.map(ackWord)).toEqual(['malformed', 'seq', 'malformed']);
	});
});
