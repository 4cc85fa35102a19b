/**
 * The small database that may be read before unlocking: what this device remembers about itself.
 * Nothing about a child, a case or a person of a family ever goes in here: it lies on the disk in the clear.
 * Plain `idb`, so that the open shelf, the lock page and the service worker need no Dexie.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { AppError } from '../errors.ts';
import type { ProfileMark } from './profile-mark.ts';

const NAME = 'doorstep-device';
const VERSION = 2;

interface DeviceSchema extends DBSchema {
	settings: { key: string; value: unknown };
	packs: { key: string; value: string };
	slots: { key: string; value: string };
	readiness: { key: string; value: unknown };
	profiles: { key: string; value: ProfileMark };
	captures: { key: string; value: CaptureRow };
}

/** A quick check kept while locked: sealed to its person's own recipient, so that only their drawer can open it. */
export interface CaptureRow {
	readonly id: string;
	/** Whose it is. */
	readonly profile: string;
	/** Ms since 1970, as this device claims it. */
	readonly madeAt: number;
	/** An age file. */
	readonly sealed: Uint8Array<ArrayBuffer>;
}

/** So long an upgrade waits for other tabs before it is said that they are in the way. */
export const BLOCKED_FOR_MS = 3000;

/** The stores, in the order in which versions added them. */
const STORES = ['settings', 'packs', 'slots', 'readiness', 'profiles', 'captures'] as const;

/** The open device database; for the files of this folder only. */
export type DeviceDatabase = IDBPDatabase<DeviceSchema>;

let opened: Promise<DeviceDatabase> | undefined;

/** Another tab wants a newer schema, or the browser closed the connection: the next call opens it again. */
function forget(): void {
	opened = undefined;
}

/** The device database, opened once; for the files of this folder only. */
export function device(): Promise<DeviceDatabase> {
	opened ??= open().catch((error: unknown) => {
		forget();
		throw error;
	});
	return opened;
}

/**
 * An upgrade waits for older tabs to let go, and they do unless they hang. Nobody else should wait for long: the open
 * shelf works without the database, and the next call looks again.
 */
function open(): Promise<DeviceDatabase> {
	return new Promise((resolve, reject) => {
		let isGivenUp = false;
		openDB<DeviceSchema>(NAME, VERSION, {
			upgrade: (...[db, , , transaction]) => {
				// Expected when it is cut off: `openDB` itself rejects, and is read below.
				transaction.done.catch(() => undefined);
				// Whatever version it comes from, and wherever an earlier upgrade was cut off: what is missing is made.
				for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
			},
			blocked() {
				setTimeout(() => {
					isGivenUp = true;
					reject(new AppError('database-blocked'));
				}, BLOCKED_FOR_MS);
			},
			blocking(_current, _blocked, event) {
				(event.target as IDBDatabase).close();
				forget();
			},
			terminated: forget
		}).then((db) => {
			if (isGivenUp) db.close();
			else resolve(db);
		}, reject);
	});
}

/**
 * A setting of this device, as stored by `writeSetting`; undefined when never set. The caller checks its shape.
 * @param key for example `numbers`
 */
export async function readSetting(key: string): Promise<unknown> {
	return (await device()).get('settings', key);
}

/**
 * Keeps a setting of this device, in the clear. Plain data only.
 * @param key for example `numbers`
 * @param value anything that can be cloned; undefined removes the setting
 */
export async function writeSetting(key: string, value: unknown): Promise<void> {
	const db = await device();
	const done = db.transaction('settings', 'readwrite', { durability: 'strict' });
	if (value === undefined) await done.store.delete(key);
	else await done.store.put(value, key);
	await done.done;
}

/**
 * The text of a pack that was good when it was written; undefined when this device never had it.
 * @param version for example `2026-11`
 */
export async function readPack(version: string): Promise<string | undefined> {
	return (await device()).get('packs', version);
}

/**
 * Keeps a pack that was parsed and found good.
 * @param version the pack's own version
 * @param text the file as served
 */
export async function writePack(version: string, text: string): Promise<void> {
	await (await device()).put('packs', text, version);
}

/** Versions of all packs kept here, in order. */
export async function listPacks(): Promise<readonly string[]> {
	return (await device()).getAllKeys('packs');
}

/** Forgets a pack; the caller knows where else it is. */
export async function deletePack(version: string): Promise<void> {
	await (await device()).delete('packs', version);
}

/** What this device knows about being ready for a visit, as stored; undefined when never noted. */
export async function readReadiness(key: string): Promise<unknown> {
	return (await device()).get('readiness', key);
}

/** Notes one fact about being ready for a visit (last update, storage asked for). Plain data only. */
export async function writeReadiness(key: string, value: unknown): Promise<void> {
	await (await device()).put('readiness', value, key);
}

/**
 * A key slot where the browser has no private file system; see `slot-store.ts`. Sealed by the person's passphrase.
 * @param name file name of the slot
 */
export async function readSlotRow(name: string): Promise<string | undefined> {
	return (await device()).get('slots', name);
}

/** Writes a key slot in one strict transaction: the old one stays until the new one is on the disk. */
export async function writeSlotRow(name: string, text: string): Promise<void> {
	const transaction = (await device()).transaction('slots', 'readwrite', { durability: 'strict' });
	await transaction.store.put(text, name);
	await transaction.done;
}

/** Removes a key slot. */
export async function deleteSlotRow(name: string): Promise<void> {
	await (await device()).delete('slots', name);
}

/** Names of all key slots kept here. */
export async function listSlotRows(): Promise<readonly string[]> {
	return (await device()).getAllKeys('slots');
}

/** Closes the connection; the next call opens it again. For tests and for removing this device's data. */
export async function closeDeviceDatabase(): Promise<void> {
	const closing = opened;
	forget();
	(await closing)?.close();
}
