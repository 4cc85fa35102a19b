/**
 * Opens the drawer's database, and never one that a newer Doorstep wrote: Dexie by itself would open that too, and add
 * what it misses. An upgrade is one transaction: cut off anywhere, the old version stands and is upgraded next time.
 */
import { openDB } from 'idb';
import { AppError } from '../errors.ts';
import { DrawerDatabase } from './database.ts';
import { BLOCKED_FOR_MS } from './device-db.ts';
import { asDexie, drawerName } from './outbox.ts';

/** Dexie's version of a database as it stands; 0 when there is none. Makes and changes nothing. */
async function storedVersion(name: string): Promise<number> {
	const found = { isNew: false };
	try {
		const db = await openDB(name, undefined, {
			upgrade: (...[, , , transaction]) => {
				found.isNew = true;
				// Expected: the abort below. `openDB` itself rejects, and is read there.
				transaction.done.catch(() => undefined);
				transaction.abort();
			}
		});
		const { version } = db;
		db.close();
		return asDexie(version);
	} catch (error) {
		if (found.isNew) return 0;
		throw error;
	}
}

/**
 * @param profile opaque id of the person on this device
 * @throws AppError 'database-newer', or 'database-blocked' while another tab holds an older version open
 */
export async function openDrawerDatabase(profile: string): Promise<DrawerDatabase> {
	const db = new DrawerDatabase(profile);
	const version = await storedVersion(drawerName(profile));
	if (version > db.verno) throw new AppError('database-newer', { version });
	await new Promise<void>((resolve, reject) => {
		db.on('blocked', () => {
			setTimeout(() => {
				reject(new AppError('database-blocked'));
			}, BLOCKED_FOR_MS);
		});
		db.open().then(() => resolve(), reject);
	});
	return db;
}
