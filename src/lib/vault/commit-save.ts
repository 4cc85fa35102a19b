/**
 * The one transaction of a save, by hand. Every keystroke ends here: Dexie's promises would double its time. What it
 * keeps is the same: strict, all or nothing, and only if the page still stands where the writer saw it.
 */
import { AppError } from '../errors.ts';
import type { DrawerDatabase, HeaderPageRow, RecordKeyRow, WorkingRow } from './database.ts';

/** What a save writes; all of it is sealed already, because IndexedDB commits while a cipher is awaited. */
export interface SavedRows {
	readonly working: WorkingRow;
	readonly pageRow: HeaderPageRow;
	/** Of a new record. */
	readonly key?: RecordKeyRow;
}

/** The connection that Dexie holds. Dexie opens it again after the browser closed it. */
async function connection(db: DrawerDatabase): Promise<IDBDatabase> {
	if (!db.isOpen()) await db.open();
	return db.backendDB();
}

/**
 * Writes a record's row and its list page.
 * @param expected counter that the page must have; two tabs may write different records of one page
 * @returns false when the page had moved on, and then nothing was written
 * @throws what the browser refused with; `writeProblem` reads it
 */
export async function commitSave(db: DrawerDatabase, rows: SavedRows, expected: number): Promise<boolean> {
	const stores = ['working', 'headerPages', ...(rows.key ? ['recordKeys'] : [])];
	const transaction = (await connection(db)).transaction(stores, 'readwrite', { durability: 'strict' });
	let hasMoved = false;
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve(true);
		transaction.onabort = () =>
			hasMoved ? resolve(false) : reject(transaction.error ?? new AppError('save-aborted'));
		const stored = transaction.objectStore('headerPages').get(rows.pageRow.page);
		stored.onsuccess = () => {
			// Only pages stand in this store.
			const page = stored.result as HeaderPageRow | undefined;
			hasMoved = (page?.counter ?? 0) !== expected;
			if (hasMoved) transaction.abort();
			else transaction.commit();
		};
		ask(transaction, rows);
	});
}

/** Asks for all writes at once, without waiting for the counter: an abort takes them back. */
function ask(transaction: IDBTransaction, { working, pageRow, key }: SavedRows): void {
	try {
		if (key) transaction.objectStore('recordKeys').add(key);
		transaction.objectStore('working').put(working);
		transaction.objectStore('headerPages').put(pageRow);
	} catch (error) {
		// What was asked for before must not be written without the rest.
		transaction.abort();
		throw error;
	}
}
