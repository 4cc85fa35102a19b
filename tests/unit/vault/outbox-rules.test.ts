import { describe, expect, it } from 'vitest';
import type { LogEntry } from '#lib/vault/outbox-log.ts';
import { HELD, pulledKey, takeIn } from '#lib/vault/outbox-rules.ts';
import type { EntryRow } from '#lib/vault/outbox-rows.ts';
import { memoryDrawer } from '../../simulation/drawer.ts';

const bytes = new Uint8Array([1]);
const came: LogEntry = {
	id: 'e1',
	kind: 'draft',
	record: 'r',
	h: bytes,
	s: bytes,
	c: bytes,
	seq: 7,
	receivedAt: 5
};
const row: EntryRow = { ...came, c: bytes, state: 'echoed', order: 7, queuedAt: 5 };
const AT = { cursor: 7, chain: 'x'.repeat(43) };

/** A device whose check has read an entry that waits, and has not put it among the others yet. */
async function checking() {
	const drawer = memoryDrawer();
	await drawer.store.writeSync('cursor', { seq: AT.cursor, chain: AT.chain });
	await drawer.store.writeSync(pulledKey(came), came);
	const take = (from: string) => drawer.within((rows) => takeIn(rows, { row, from }));
	return {
		drawer,
		take,
		states: async () => (await drawer.rows()).map(({ state, checked }) => [state, checked])
	};
}

describe('an entry that was verified', () => {
	it('is echoed while it waits where it was read, and waits no longer', async () => {
		const { drawer, take, states } = await checking();
		await take(pulledKey(came));
		expect(await states()).toEqual([['echoed', 1]]);
		expect(await drawer.pulled()).toEqual([]);
	});

	it('is not called echoed when the history changed while it was checked: it goes to the office again', async () => {
		const { drawer, take, states } = await checking();
		expect(await drawer.store.fork(AT, { seq: 3, chain: 'y'.repeat(43), at: 9 })).toBe(true);
		await take(pulledKey(came));
		expect(await states()).toEqual([['queued', 1]]);
	});

	it('keeps the state that it has among the others since the history changed', async () => {
		const { drawer, take, states } = await checking();
		await drawer.store.fork(AT, { seq: 8, chain: 'y'.repeat(43), at: 9 });
		await take(HELD);
		expect(await states()).toEqual([['acked', 1]]);
	});
});
