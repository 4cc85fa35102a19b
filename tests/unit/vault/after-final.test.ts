import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Addition } from '#lib/record/addendum.ts';
import { withValue } from '#lib/record/paths.ts';
import { openKit } from '#lib/trust/kit.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { verifyLog } from '#lib/trust/verify.ts';
import { FACTS } from '../../support/drawer.ts';
import { completed, emergency, finalIn } from '../../support/final-record.ts';
import {
	connect,
	disconnect,
	joinedPractitioner,
	KIT_WORDS,
	logRows,
	pushed,
	queued,
	recordIn
} from '../../support/office-drawer.ts';

afterEach(() => vi.unstubAllGlobals());

const words = (text: string): Addition => ({
	sort: 'words',
	at: '2026-11-23T09:00:00Z',
	by: 'S. Writer',
	text,
	why: 'The school rang back'
});
const exported: Addition = {
	sort: 'event',
	event: { kind: 'exported', at: '2026-11-23T10:00:00Z', facts: { form: 'text' } }
};
const handedOver: Addition = {
	sort: 'event',
	event: { kind: 'handed-over', at: '2026-11-24T10:00:00Z', facts: { exported: { system: 'Mosaic' } } }
};

describe('adding to a final record', () => {
	it('works offline, keeps the final as it is, and reads what was added, oldest first', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device, withValue(completed(emergency()), 'case/practitionerName', 'A. Name'));
		const before = await device.drafts.open(id);
		disconnect();
		expect((await device.vault.addTo(id, words('They have it now'))).ok).toBe(true);
		expect((await device.vault.addTo(id, exported)).ok).toBe(true);
		const items = await device.reopened().vault.afterFinal(id);
		expect(items.map(({ content }) => content)).toMatchObject([
			{ schema: 1, sort: 'words', by: 'S. Writer', text: 'They have it now', why: 'The school rang back' },
			{ schema: 1, sort: 'event', by: 'A. Name', kind: 'exported', facts: { form: 'text' } }
		]);
		expect(
			items.every(({ isThisDevice, version, receivedAt }) => isThisDevice && version === 1 && !receivedAt)
		).toBe(true);
		expect(await device.reopened().drafts.open(id)).toEqual(before);
	});

	it('is taken by the office, verified from the fingerprint, and opened by recovery; the final stays the final', async () => {
		const { device, server, kit, fingerprint } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.vault.addTo(id, words('one'));
		await device.vault.addTo(id, words('two'));
		connect(server);
		expect((await pushed(server, device)).every((ack) => 'seq' in ack)).toBe(true);
		const checked = await verifyLog(await logRows(server), fingerprint);
		expect(checked.findings).toEqual([]);
		const opened = await openKit(kit, KIT_WORDS);
		const all = await openRecord(checked.entries, id, [opened.ok ? opened.value.recoveryIdentity : '']);
		const revisions = all.ok ? all.value.revisions : [];
		const [final, one, two] = revisions.map(({ checked: { entry } }) => entry);
		expect(revisions.map(({ opened: each }) => each.ok && each.value.content['text'])).toEqual([
			undefined,
			'one',
			'two'
		]);
		expect(one?.header).toMatchObject({ kind: 'addendum', parents: [final?.id], n: 2, version: 1 });
		expect(two?.header).toMatchObject({ parents: [final?.id, one?.id], n: 3 });
		expect(two?.header.keyNumber).toBe(final?.header.keyNumber);
	});

	it('says when the office received it, once the log has shown it', async () => {
		const { device, server } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.vault.addTo(id, words('one'));
		connect(server);
		await pushed(server, device);
		const [item] = await device.vault.afterFinal(id);
		expect(item).toMatchObject({ state: 'echoed', receivedAt: server.clock.now });
		expect(await device.vault.copyState(id)).toEqual({ place: 'server' });
		await device.vault.addTo(id, words('two'));
		expect(await device.vault.copyState(id)).toEqual({ place: 'waiting' });
		expect((await device.vault.copyStates())[id]).toEqual({ place: 'waiting' });
	});

	it('hands the record over: its life goes on in the list', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.vault.addTo(id, handedOver);
		expect((await device.reopened().drafts.list()).headers).toMatchObject([{ id, life: 'handed-over' }]);
		expect(
			await device.drafts.save({ id, record: emergency(), facts: FACTS, at: '2026-11-24T10:00:00Z' })
		).toEqual({ ok: false, reason: 'final' });
	});

	it('writes into the list what is due from then on, and leaves it where nobody says', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		const due = async () => (await device.reopened().drafts.list()).headers[0]?.due;
		await device.vault.addTo(id, exported, { review: '2026-12-03', chase: '2026-12-01T09:00:00Z' });
		await device.vault.addTo(id, words('one'));
		expect(await due()).toEqual({ review: '2026-12-03', chase: '2026-12-01T09:00:00Z' });
		await device.vault.addTo(id, exported, { review: '2026-12-03' });
		expect(await due()).toEqual({ review: '2026-12-03' });
		await device.vault.addTo(id, exported, {});
		expect(await due()).toBe(undefined);
	});

	it('reads own additions when their bodies were pruned', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.vault.addTo(id, words('one'));
		await device.db.entries.toCollection().modify((row) => {
			if (row.kind === 'addendum') delete (row as { c?: unknown }).c;
		});
		expect(await device.vault.afterFinal(id)).toMatchObject([{ content: { text: 'one' } }]);
	});

	it('refuses a draft, an unknown record and text beyond what a revision holds', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, emergency());
		expect(await device.vault.addTo(id, exported)).toEqual({ ok: false, reason: 'not-final' });
		expect(await device.vault.addTo('a'.repeat(26), exported)).toEqual({
			ok: false,
			reason: 'no-such-record'
		});
		const final = await finalIn(device);
		const long = words('x'.repeat(5 * 1024 * 1024));
		expect(await device.vault.addTo(final, long)).toEqual({ ok: false, reason: 'too-large' });
		expect(await device.vault.afterFinal(final)).toEqual([]);
	});

	it('keeps half an emoji, as text that can be signed', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		expect((await device.vault.addTo(id, words('cut \ud83d'))).ok).toBe(true);
		expect(await device.vault.afterFinal(id)).toMatchObject([{ content: { text: 'cut \ufffd' } }]);
	});

	it('is all or nothing: killed at any write, neither the entry nor the text is there', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		const quota = new DOMException('no room', 'QuotaExceededError');
		const count = (await queued(device)).length;
		for (const table of ['entries', 'membership', 'working', 'headerPages'] as const) {
			const write = table === 'entries' ? 'bulkAdd' : 'put';
			vi.spyOn(device.db[table], write as 'put').mockImplementation(() => Promise.reject(quota) as never);
			expect(await device.vault.addTo(id, exported)).toEqual({ ok: false, reason: 'full' });
			vi.restoreAllMocks();
			expect(await device.vault.afterFinal(id)).toEqual([]);
			expect((await queued(device)).length).toBe(count);
		}
		expect((await device.vault.addTo(id, exported)).ok).toBe(true);
		expect(await device.vault.afterFinal(id)).toHaveLength(1);
	});

	it('never loses an addition of another tab', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		const other = device.reopened();
		await Promise.all([device.vault.addTo(id, words('here')), other.vault.addTo(id, words('there'))]);
		const texts = (await device.vault.afterFinal(id)).map(({ content }) => content);
		expect(texts).toHaveLength(2);
		const copy = await device.reopened().vault.afterFinal(id);
		expect(new Set(copy.map(({ content }) => content?.sort === 'words' && content.text))).toEqual(
			new Set(['here', 'there'])
		);
	});
});
