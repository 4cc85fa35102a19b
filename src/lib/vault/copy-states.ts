/**
 * Where the copies of all records are, for a drawer with thousands of them: read from indexes alone, in one moment of
 * the database. Sealed bytes are moved only of records that something is still to be done for.
 */
import { copyStateOf, type CopyState } from './copy-state.ts';
import type { DrawerDatabase } from './database.ts';
import type { EntryRow, EntryState } from './outbox.ts';

/** What may have a reason or a time to tell, or is not in the log yet: read row by row. */
const UNSETTLED: readonly EntryState[] = ['parked', 'queued', 'sent', 'acked'];

/** After every id. */
const LAST = '\uffff';

/** Records with an entry in this state. */
async function recordsIn(db: DrawerDatabase, state: EntryState): Promise<ReadonlySet<string>> {
	const range = db.entries.where('[state+record]').between([state, ''], [state, LAST]);
	// Keys of this index are pairs.
	const pairs = (await range.uniqueKeys()) as unknown as readonly (readonly [string, string])[];
	return new Set(pairs.map(([, record]) => record));
}

/** Records whose newest text is in a revision: the cut mark is the save counter. */
async function cutRecords(db: DrawerDatabase): Promise<ReadonlySet<string>> {
	const index = '[cut+saveCounter]';
	const pairs = (await db.working.orderBy(index).uniqueKeys()) as unknown as readonly (readonly [
		number,
		number
	])[];
	const equal = pairs.filter(([cut, saveCounter]) => cut === saveCounter);
	const ids = equal.map((pair) =>
		db.working
			.where(index)
			.equals([...pair])
			.primaryKeys()
	);
	return new Set((await Promise.all(ids)).flat());
}

/** Records by what all their entries have in common, and those that must be read row by row. */
interface Settled {
	readonly safe: ReadonlySet<string>;
	readonly unclear: ReadonlySet<string>;
	/** What a record is that stands in neither. */
	readonly otherwise: CopyState;
}

const SERVER: CopyState = { place: 'server' };
const SAFE: CopyState = { place: 'safe' };
const NONE: ReadonlySet<string> = new Set();
const UNJOINED: Settled = { safe: NONE, unclear: NONE, otherwise: SERVER };

async function settledRecords(db: DrawerDatabase): Promise<Settled> {
	const unsettled = new Set<string>();
	for (const state of UNSETTLED) for (const record of await recordsIn(db, state)) unsettled.add(record);
	// Mostly all is in one of the two states: then nothing needs to be told apart.
	if ((await db.entries.where('state').equals('safe').count()) === 0)
		return { safe: NONE, unclear: unsettled, otherwise: SERVER };
	const echoed = await recordsIn(db, 'echoed');
	if (echoed.size === 0) return { safe: NONE, unclear: unsettled, otherwise: SAFE };
	const safe = await recordsIn(db, 'safe');
	const mixed = [...echoed].filter((record) => safe.has(record));
	return { safe, unclear: new Set([...unsettled, ...mixed]), otherwise: SERVER };
}

async function readWhole(db: DrawerDatabase, records: readonly string[]): Promise<[string, CopyState][]> {
	const rows = await Promise.all(
		records.map((record) => db.entries.where('record').equals(record).toArray())
	);
	const working = await db.working.bulkGet([...records]);
	return records.map((id, at): [string, CopyState] => [id, copyStateOf(working[at], rows[at] ?? [])]);
}

/** The state of every record that is listed here, by id; never more than is true. */
export async function allCopyStates(db: DrawerDatabase): Promise<Readonly<Record<string, CopyState>>> {
	return db.transaction('r', [db.working, db.entries], async () => {
		// By an index that has them all: the rows themselves lie between much text on the disk.
		const ids = await db.working.orderBy('page').primaryKeys();
		const named = new Set(await db.working.orderBy('salt').primaryKeys());
		const isJoined = named.size > 0;
		const cut = isJoined ? await cutRecords(db) : NONE;
		const settled = isJoined ? await settledRecords(db) : UNJOINED;
		const unclear = ids.filter((id) => named.has(id) && settled.unclear.has(id));
		const states = ids.map((id): [string, CopyState] => {
			if (!named.has(id)) return [id, { place: 'device-only', reason: 'not-joined' }];
			if (!cut.has(id)) return [id, { place: 'device-only', reason: 'not-cut' }];
			return [id, settled.safe.has(id) ? SAFE : settled.otherwise];
		});
		return Object.fromEntries([...states, ...(await readWhole(db, unclear))]);
	});
}

/** Entries as `copyStateOf` reads them, for the record alone. */
export async function oneCopyState(db: DrawerDatabase, id: string): Promise<CopyState> {
	const rows: readonly EntryRow[] = await db.entries.where('record').equals(id).toArray();
	return copyStateOf(await db.working.get(id), rows);
}
