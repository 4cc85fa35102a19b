/**
 * The sealed entries of the drawer and how far each has travelled. Needs no key and no Dexie: the service worker
 * reads and marks them while the drawer is locked. The page's Dexie and this file open the same database (Dexie's
 * version 1 is IndexedDB's 10); only Dexie ever changes the schema.
 */
import { openDB, type IDBPDatabase } from 'idb';
import { AppError } from '../errors.ts';
import { exchangeOver } from './outbox-exchange.ts';
import {
	entryRowsIn,
	markIn,
	type EntryMark,
	type EntryRow,
	type EntryState,
	type OutboxSchema
} from './outbox-rows.ts';

export type { EntryMark, EntryRow, EntryState, SyncRow } from './outbox-rows.ts';

/** States that still have something to send. */
const UNSENT: readonly EntryState[] = ['queued', 'sent'];
/** Version of the drawer's database that this app writes, as Dexie counts it; `database.ts` declares the same. */
export const DRAWER_VERSION = 3;
/** Dexie's version 1 is IndexedDB's 10, with room for repairs between. */
export const asDexie = (version: number) => Math.floor(version / 10);

/** Name of the drawer's database of a profile. */
export function drawerName(profile: string): string {
	return `doorstep-drawer-${profile}`;
}

/** An open connection; close it when done, so that the page can upgrade the schema. */
export interface Outbox extends ReturnType<typeof exchangeOver> {
	/** Entries still to be sent, oldest first. */
	unsent(): Promise<readonly EntryRow[]>;
	/** Entries in one state, oldest first. */
	inState(state: EntryState): Promise<readonly EntryRow[]>;
	/** Writes what was learned, in one strict transaction; steps that the states do not allow are left out and counted. */
	mark(marks: readonly EntryMark[]): Promise<{ readonly skipped: number }>;
	readSync(key: string): Promise<unknown>;
	writeSync(key: string, value: unknown): Promise<void>;
	/** How many records are kept here, and how many entries are not with the office yet. */
	count(): Promise<{ readonly records: number; readonly unsent: number }>;
	close(): void;
}

/**
 * Opens the outbox of a profile, or gives undefined when this device has no such drawer. Never makes one: an empty
 * database without Dexie's stores would break the drawer.
 * @throws AppError 'database-newer' when a newer Doorstep wrote it: nothing of it is touched then
 */
export async function openOutbox(profile: string): Promise<Outbox | undefined> {
	const db = await openExisting(drawerName(profile));
	if (!db) return undefined;
	const inState = async (state: EntryState) => inOrder(await db.getAllFromIndex('entries', 'state', state));
	return {
		...exchangeOver(db),
		inState,
		unsent: async () => inOrder((await Promise.all(UNSENT.map(inState))).flat()),
		mark: (marks) => mark(db, marks),
		readSync: async (key) => (await db.get('sync', key))?.value,
		writeSync: async (key, value) => {
			const transaction = db.transaction('sync', 'readwrite', { durability: 'strict' });
			await transaction.store.put({ key, value });
			await transaction.done;
		},
		count: async () => {
			const notThere = [...UNSENT, 'parked'] as const;
			const counts = await Promise.all(notThere.map((state) => db.countFromIndex('entries', 'state', state)));
			return { records: await db.count('working'), unsent: counts.reduce((sum, one) => sum + one, 0) };
		},
		close: () => db.close()
	};
}

async function openExisting(name: string): Promise<IDBPDatabase<OutboxSchema> | undefined> {
	const found = { isNew: false };
	try {
		const db = await openDB<OutboxSchema>(name, undefined, {
			upgrade: (...[, , , transaction]) => {
				found.isNew = true;
				// Expected: the abort below. `openDB` itself rejects, and is read there.
				transaction.done.catch(() => undefined);
				transaction.abort();
			},
			blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close()
		});
		const isOurs = db.objectStoreNames.contains('entries');
		const isNewer = asDexie(db.version) > DRAWER_VERSION;
		if (isOurs && !isNewer) return db;
		db.close();
		if (isNewer) throw new AppError('database-newer', { version: db.version });
		return undefined;
	} catch (error) {
		if (found.isNew) return undefined;
		throw error;
	}
}

async function mark(
	db: IDBPDatabase<OutboxSchema>,
	marks: readonly EntryMark[]
): Promise<{ skipped: number }> {
	const transaction = db.transaction('entries', 'readwrite', { durability: 'strict' });
	const skipped = await markIn(entryRowsIn(transaction), marks);
	await transaction.done;
	return { skipped };
}

function inOrder(rows: readonly EntryRow[]): readonly EntryRow[] {
	return [...rows].sort((a, b) => a.order - b.order);
}
