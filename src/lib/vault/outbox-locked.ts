/**
 * The outbox as the service worker needs it, while the drawer is locked: what waits, and what an exchange writes. Needs no
 * key and no Dexie. The page's Dexie and this file open the same database (Dexie's version 1 is IndexedDB's 10); only
 * Dexie ever changes the schema.
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

/** States that still have something to send. */
export const UNSENT: readonly EntryState[] = ['queued', 'sent'];
/** Version of the drawer's database that this app writes, as Dexie counts it; `database.ts` declares the same. */
export const DRAWER_VERSION = 3;
/** Dexie's version 1 is IndexedDB's 10, with room for repairs between. */
export const asDexie = (version: number) => Math.floor(version / 10);

/** Name of the drawer's database of a profile. */
export function drawerName(profile: string): string {
	return `doorstep-drawer-${profile}`;
}

/** An open connection; close it when done, so that the page can upgrade the schema. */
export interface LockedOutbox extends ReturnType<typeof exchangeOver> {
	/** Entries still to be sent, oldest first. */
	unsent(): Promise<readonly EntryRow[]>;
	/** Writes what was learned, in one strict transaction; steps that the states do not allow are left out and counted. */
	mark(marks: readonly EntryMark[]): Promise<{ readonly skipped: number }>;
	readSync(key: string): Promise<unknown>;
	writeSync(key: string, value: unknown): Promise<void>;
	close(): void;
}

/** Entries in one state, oldest first. */
export async function rowsInState(
	db: IDBPDatabase<OutboxSchema>,
	state: EntryState
): Promise<readonly EntryRow[]> {
	return inOrder(await db.getAllFromIndex('entries', 'state', state));
}

/** The outbox over an open database. */
export function lockedOver(db: IDBPDatabase<OutboxSchema>): LockedOutbox {
	return {
		...exchangeOver(db),
		unsent: async () => inOrder((await Promise.all(UNSENT.map((state) => rowsInState(db, state)))).flat()),
		mark: (marks) => mark(db, marks),
		readSync: async (key) => (await db.get('sync', key))?.value,
		writeSync: async (key, value) => {
			const transaction = db.transaction('sync', 'readwrite', { durability: 'strict' });
			await transaction.store.put({ key, value });
			await transaction.done;
		},
		close: () => db.close()
	};
}

/** Opens the outbox of a profile for the service worker. @returns and throws as `openOutbox` */
export async function openLocked(profile: string): Promise<LockedOutbox | undefined> {
	const db = await openExisting(drawerName(profile));
	return db && lockedOver(db);
}

/**
 * Opens a drawer's database, or gives undefined when this device has no such drawer. Never makes one: an empty database
 * without Dexie's stores would break the drawer.
 * @throws AppError 'database-newer' when a newer Doorstep wrote it: nothing of it is touched then
 */
export async function openExisting(name: string): Promise<IDBPDatabase<OutboxSchema> | undefined> {
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
