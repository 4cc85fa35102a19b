import { describe, expect, it } from 'vitest';
import { readRecord } from '#lib/server/records.ts';
import { HISTORY, toNotes } from '#lib/vault/history-notes.ts';
import { secondDevice, sync, wire } from '../../support/office-people.ts';
import { delivering, logIds, unsentRecord } from '../../support/deliveries.ts';
import { flakyDevice } from '../../support/flaky-device.ts';
import { follow, revision } from '../../support/people.ts';
import { keptCopy } from '../../support/test-office.ts';

describe('a server that was restored from an old backup', () => {
	it('gets back everything that it had acknowledged, and the device says that its history changed', async () => {
		const { office, worker, link, flaky } = await delivering();
		const first = await unsentRecord(office, worker);
		await flaky.queue(...first.entries);
		await flaky.deliver();
		const restore = await keptCopy(office.server);
		const later = await unsentRecord(office, worker);
		await flaky.queue(...later.entries);
		await flaky.deliver();
		const before = await logIds(office);
		link.server = await restore();
		expect(await logIds(link)).not.toEqual(before);

		const end = await flaky.deliver();
		expect(end).toMatchObject({ kind: 'quiet', forked: true });
		const [note, ...more] = toNotes(await flaky.outbox.readSync(HISTORY));
		expect(note).toMatchObject({
			kind: 'fork',
			mine: { seq: before.length },
			other: { seq: before.length - later.entries.length }
		});
		expect(note?.mine.chain).not.toBe(note?.other.chain);
		expect(more).toEqual([]);
		expect(new Set(await logIds(link))).toEqual(new Set(before));
		expect(new Set(await flaky.states([...first.entries, ...later.entries]))).toEqual(new Set(['echoed']));
		const { tenant } = office.organisation.made;
		const { record } = later.record;
		const row = await link.server.office.store.read((sql) => readRecord(sql, { tenant, record }));
		expect(row?.head).toBe(later.entries.at(-1)?.id);
	});

	it('is healed by the locked device that pushes, and read again once the drawer is open', async () => {
		const { office, worker, link, flaky } = await delivering('delivery');
		await flaky.deliver();
		// The second time it shows the server what it has: from now on the cookie reads nothing before that.
		await flaky.deliver();
		const restore = await keptCopy(office.server);
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		await flaky.deliver();
		link.server = await restore();
		expect(await flaky.deliver()).toMatchObject({ kind: 'quiet', forked: true, needsSession: true });
		expect(await logIds(link)).toEqual(expect.arrayContaining(entries.map((entry) => entry.id)));
		flaky.credential = 'session';
		expect(await flaky.deliver()).toMatchObject({ kind: 'quiet', needsSession: false });
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
	});

	it('gets back a statement of the keylog and what stands on it, from whichever device has them', async () => {
		const { office, worker, link, flaky } = await delivering();
		const restore = await keptCopy(office.server);
		const second = await secondDevice(office, worker);
		await sync(office.server, worker, { push: wire(second.member) });
		await follow(office.organisation, [second.member]);
		const { entries } = await unsentRecord(office, second);
		await sync(office.server, second, { push: wire(...entries) });
		await flaky.deliver();
		await flaky.take();
		const before = await logIds(office);
		link.server = await restore();
		expect(await flaky.deliver()).toMatchObject({ kind: 'quiet', forked: true });
		expect(new Set(await logIds(link))).toEqual(new Set(before));
	});

	it('gets back from a locked device what it alone still has of a device that is gone', async () => {
		const { office, worker, link, flaky } = await delivering();
		const restore = await keptCopy(office.server);
		const second = await secondDevice(office, worker);
		await sync(office.server, worker, { push: wire(second.member) });
		await follow(office.organisation, [second.member]);
		const { entries } = await unsentRecord(office, second);
		await sync(office.server, second, { push: wire(...entries) });
		// Pulled and never checked: no drawer was open since.
		await flaky.deliver();
		const before = await logIds(office);
		expect(await flaky.outbox.pulled()).toHaveLength(before.length);
		link.server = await restore();
		expect(await flaky.deliver()).toMatchObject({ kind: 'quiet', forked: true });
		expect(new Set(await logIds(link))).toEqual(new Set(before));
		expect(new Set((await flaky.rows()).map(({ checked }) => checked))).toEqual(new Set([undefined]));
	});

	it('notes each change of history, and overwrites none', async () => {
		const { office, worker, link, flaky } = await delivering();
		for (let count = 0; count < 2; count += 1) {
			const restore = await keptCopy(link.server);
			await flaky.queue(...(await unsentRecord(office, worker)).entries);
			await flaky.deliver();
			link.server = await restore();
			await flaky.deliver();
		}
		const notes = toNotes(await flaky.outbox.readSync(HISTORY));
		expect(notes.map(({ kind, mine }) => [kind, mine.seq > 0])).toEqual([
			['fork', true],
			['fork', true]
		]);
		expect(notes[0]?.mine).not.toEqual(notes[1]?.mine);
	});

	it('notices an acknowledged entry that is gone although the cursor still fits', async () => {
		const { office, worker, link, flaky } = await delivering();
		await flaky.deliver();
		const restore = await keptCopy(office.server);
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		// The push is stored and answered, and the page with its echo is what the restore takes away.
		const position = await flaky.outbox.position();
		const { acks } = await sync(office.server, worker, { ...position, push: wire(...entries) });
		await flaky.outbox.mark(
			acks.flatMap((ack) => ('seq' in ack ? [{ id: ack.id, state: 'acked' as const, seq: ack.seq }] : []))
		);
		link.server = await restore();
		const other = await unsentRecord(office, office.administrator);
		await sync(link.server, office.administrator, { push: wire(...other.entries) });
		await flaky.deliver();
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
		expect(await logIds(link)).toEqual(expect.arrayContaining(entries.map((entry) => entry.id)));
	});

	it('heals two devices that edited at once: both revisions, one head', async () => {
		const { office, worker, link, flaky } = await delivering();
		const { record, entries } = await unsentRecord(office, worker, 1);
		await flaky.queue(...entries);
		await flaky.deliver();
		const second = await secondDevice(office, worker);
		await sync(office.server, worker, { push: wire(second.member) });
		await follow(office.organisation, [second.member]);
		const other = await flakyDevice(link, second);
		await other.deliver();
		await other.take();
		await flaky.deliver();
		await flaky.take();
		const restore = await keptCopy(office.server);
		const parents = entries.slice(-1);
		const one = await revision(worker, office.organisation, { record, parents });
		const two = await revision(second, office.organisation, { record, parents });
		await flaky.queue(one);
		await other.queue(two);
		await flaky.deliver();
		await other.deliver();
		await flaky.deliver();
		for (const device of [flaky, other]) await device.take();
		link.server = await restore();
		await other.deliver();
		await flaky.deliver();
		await other.deliver();
		const { tenant } = office.organisation.made;
		const row = await link.server.office.store.read((sql) =>
			readRecord(sql, { tenant, record: record.record })
		);
		expect(new Set(row?.leaves)).toEqual(new Set([one.id, two.id]));
		for (const device of [flaky, other]) {
			await device.take();
			expect(await device.states([one, two])).toEqual(['echoed', 'echoed']);
		}
	});
});
