/** A drawer as an older version of the app left it, to be put back before every round of a migration test. */
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import { drawerName } from '../../../src/lib/vault/outbox.ts';

const SEED = 'lab-seed';
/** Dexie's version 1 is IndexedDB's 10. */
const OLD_VERSION = 10;
const STORES = [
	'working',
	'headerPages',
	'recordKeys',
	'deviceKeys',
	'entries',
	'sync',
	'quarantine'
] as const;

/** The schema of Dexie's version 1, by hand. */
function makeOldStores(db: IDBPDatabase): void {
	db.createObjectStore('working', { keyPath: 'id' }).createIndex('page', 'page');
	db.createObjectStore('headerPages', { keyPath: 'page' });
	db.createObjectStore('recordKeys', { keyPath: ['record', 'keyNumber'] }).createIndex('record', 'record');
	db.createObjectStore('deviceKeys', { keyPath: 'device' });
	const entries = db.createObjectStore('entries', { keyPath: 'id' });
	entries.createIndex('state', 'state');
	entries.createIndex('record', 'record');
	db.createObjectStore('sync', { keyPath: 'key' });
	db.createObjectStore('quarantine', { keyPath: 'key' });
}

async function copyRows(from: IDBPDatabase, to: IDBPDatabase): Promise<void> {
	for (const name of STORES) {
		const rows: unknown[] = await from.getAll(name);
		const transaction = to.transaction(name, 'readwrite', { durability: 'strict' });
		for (const row of rows) void transaction.store.put(row);
		await transaction.done;
	}
}

/** Keeps the rows of a drawer that no connection is open to, for `plantSeed`. */
export async function keepSeed(profile: string): Promise<void> {
	const drawer = await openDB(drawerName(profile));
	const seed = await openDB(SEED, 1, { upgrade: makeOldStores });
	await copyRows(drawer, seed);
	drawer.close();
	seed.close();
}

/** Puts the drawer back as an older app left it: same rows, first schema. */
export async function plantSeed(profile: string): Promise<void> {
	await deleteDB(drawerName(profile));
	const seed = await openDB(SEED, 1);
	const drawer = await openDB(drawerName(profile), OLD_VERSION, { upgrade: makeOldStores });
	await copyRows(seed, drawer);
	seed.close();
	drawer.close();
}
