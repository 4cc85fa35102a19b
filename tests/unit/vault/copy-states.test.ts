import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { utf8 } from '#lib/trust/bytes.ts';
import { copyStateOf } from '#lib/vault/copy-state.ts';
import { allCopyStates } from '#lib/vault/copy-states.ts';
import { DrawerDatabase, type WorkingRow } from '#lib/vault/database.ts';
import type { EntryRow, EntryState } from '#lib/vault/outbox.ts';

const STATES: readonly EntryState[] = ['queued', 'sent', 'acked', 'echoed', 'safe', 'parked'];
const RECORDS = 60;

const any = <T>(choices: readonly T[]): T => choices[Math.floor(Math.random() * choices.length)]!;

function entry(record: string, state: EntryState, order: number): EntryRow {
	const kind = any(['draft', 'grant', 'final']);
	const h = utf8(JSON.stringify({ keyNumber: any([1, 2]) }));
	const sent = any([{}, { seq: order + 100 }, { reason: 'busy', lastTryAt: 5 }]);
	return { id: newId(), kind, record, h, s: h, state, order, queuedAt: 1, ...sent };
}

/** A drawer in any condition, with entries in the given states. */
async function drawerWith(states: readonly EntryState[]): Promise<DrawerDatabase> {
	const db = new DrawerDatabase(newId());
	const ids = Array.from({ length: RECORDS }, newId);
	const rows = ids.map((id): WorkingRow => {
		const saveCounter = any([1, 2, 3]);
		const named = any([{}, { salt: newId() }, { salt: newId(), cut: any([saveCounter, 1]) }]);
		return { id, blob: utf8('x'), saveCounter, keyNumber: 1, page: 0, ...named };
	});
	// A cut mark is only ever written beside an entry, or when there is one already.
	const entries = rows.flatMap(({ id, cut }) =>
		Array.from({ length: (cut === undefined ? 0 : 1) + any([0, 1, 3]) }, (_, at) =>
			entry(id, any(states), at)
		)
	);
	const firsts = new Set<string | null>();
	// The first of a cut record is a revision.
	const revised = entries.map((row) => {
		if (firsts.has(row.record)) return row;
		firsts.add(row.record);
		return { ...row, kind: 'draft' };
	});
	await db.working.bulkAdd(rows);
	await db.entries.bulkAdd(revised);
	return db;
}

it.each([
	['any states', STATES],
	['all on the server', ['echoed']],
	['all safe', ['safe']],
	['some safe', ['echoed', 'safe']],
	['on the way', ['queued', 'echoed']],
	['refused and safe', ['parked', 'safe']]
] as const)('says of every record what reading its rows one by one says: %s', async (_name, states) => {
	const db = await drawerWith(states);
	const expected = Object.fromEntries(
		await Promise.all(
			(await db.working.toArray()).map(async (row) => {
				const rows = await db.entries.where('record').equals(row.id).toArray();
				return [row.id, copyStateOf(row, rows)] as const;
			})
		)
	);
	expect(await allCopyStates(db)).toEqual(expected);
	db.close();
});

it('moves no sealed bytes of records that nothing is to be done for', async () => {
	const db = await drawerWith(['safe']);
	const read: string[] = [];
	db.working.hook('reading', (row) => (read.push(row.id), row));
	db.entries.hook('reading', (row) => (read.push(row.id), row));
	expect(Object.keys(await allCopyStates(db))).toHaveLength(RECORDS);
	expect(read).toEqual([]);
	db.close();
});
