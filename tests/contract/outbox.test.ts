import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { drawerName, openOutbox, type EntryRow, type EntryState, type Outbox } from '#lib/vault/outbox.ts';
import { openTestDrawer, type TestDrawer } from '../support/drawer.ts';

function entry(order: number, state: EntryState = 'queued'): EntryRow {
	const bytes = new Uint8Array([order]);
	return {
		id: `e${order}`,
		kind: 'draft',
		record: newId(),
		h: bytes,
		s: bytes,
		c: bytes,
		state,
		order,
		queuedAt: 1
	};
}

async function withEntries(...rows: EntryRow[]): Promise<{ drawer: TestDrawer; outbox: Outbox }> {
	const drawer = await openTestDrawer();
	await drawer.db.entries.bulkAdd(rows);
	const outbox = await openOutbox(drawer.keys.profile);
	return outbox ? { drawer, outbox } : expect.fail('no outbox');
}

describe('the outbox, opened without Dexie and without keys', () => {
	it('reads what the drawer queued, in order', async () => {
		const { outbox } = await withEntries(entry(3), entry(1), entry(2, 'sent'), entry(4, 'safe'));
		expect((await outbox.unsent()).map((row) => row.id)).toEqual(['e1', 'e2', 'e3']);
		expect((await outbox.inState('safe')).map((row) => row.id)).toEqual(['e4']);
	});

	it('marks how far an entry has come, and the drawer sees it', async () => {
		const { drawer, outbox } = await withEntries(entry(1), entry(2));
		const parked = { id: 'e2', state: 'parked', reason: 'bad-signature', triedAt: 9 } as const;
		expect(await outbox.mark([{ id: 'e1', state: 'echoed', seq: 7 }, parked])).toEqual({ skipped: 0 });
		expect(await drawer.db.entries.get('e1')).toMatchObject({ state: 'echoed', seq: 7 });
		expect(await drawer.db.entries.get('e2')).toMatchObject({ reason: 'bad-signature', lastTryAt: 9 });
		await outbox.mark([{ id: 'e2', state: 'queued' }]);
		expect(await drawer.db.entries.get('e2')).not.toHaveProperty('reason');
	});

	it('knows whether anything of an organisation is here', async () => {
		expect(await (await withEntries()).outbox.hasEntries()).toBe(false);
		expect(await (await withEntries(entry(1, 'safe'))).outbox.hasEntries()).toBe(true);
	});

	it('never goes backwards by a late answer, only by a new queueing', async () => {
		const { drawer, outbox } = await withEntries(entry(1, 'safe'), entry(2, 'echoed'));
		const late = [
			{ id: 'e1', state: 'sent' },
			{ id: 'e2', state: 'acked' },
			{ id: 'unknown', state: 'sent' }
		] as const;
		expect(await outbox.mark(late)).toEqual({ skipped: 3 });
		expect((await drawer.db.entries.get('e1'))?.state).toBe('safe');
		expect(await outbox.mark([{ id: 'e1', state: 'queued' }])).toEqual({ skipped: 0 });
	});

	it('keeps the state of sync', async () => {
		const { drawer, outbox } = await withEntries();
		await outbox.writeSync('cursor', 12);
		expect(await outbox.readSync('cursor')).toBe(12);
		expect(await drawer.db.sync.get('cursor')).toEqual({ key: 'cursor', value: 12 });
		expect(await outbox.readSync('chain')).toBeUndefined();
	});

	it('does not make a database where there is no drawer', async () => {
		const profile = newId();
		expect(await openOutbox(profile)).toBeUndefined();
		expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(drawerName(profile));
	});

	it('does not stand in the way of removing the drawer', async () => {
		const { drawer } = await withEntries();
		await drawer.db.delete();
		expect(await openOutbox(drawer.keys.profile)).toBeUndefined();
	});
});
