/**
 * What a slot holds: the root key; or, while new keys are being made, the new root key and then the one before it. All
 * rows of a drawer change to the new key in one transaction, so the row that opens says which of the two is in force:
 * no mark could say it more surely, and none can be lost.
 */
import type { Bytes } from '../trust/bytes.ts';
import type { DrawerDatabase } from './database.ts';
import { openDeviceKeys } from './device-keys.ts';
import { openPage } from './header-pages.ts';
import { deriveKeys, unwrapSecret, type DrawerKeys } from './keys.ts';
import { readMembership } from './membership.ts';

const KEY_BYTES = 32;

/** Whether bytes from a slot are one root key, or a new one and the one before. */
export function areRootKeys(bytes: Bytes): boolean {
	return bytes.length === KEY_BYTES || bytes.length === 2 * KEY_BYTES;
}

/** Whether new keys were being made when this was written. */
export function isMidway(rootKeys: Bytes): boolean {
	return rootKeys.length > KEY_BYTES;
}

/** The new root key and then the one before, as a slot holds them meanwhile. */
export function bothRootKeys(next: Bytes, before: Bytes): Bytes {
	const both = new Uint8Array(2 * KEY_BYTES);
	both.set(next);
	both.set(before, KEY_BYTES);
	return both;
}

/** Copies of the two root keys of a slot. */
export function splitRootKeys(both: Bytes): { readonly next: Bytes; readonly before: Bytes } {
	return { next: both.slice(0, KEY_BYTES), before: both.slice(KEY_BYTES) };
}

/** Whether any row of the drawer opens with these keys; the rows that are always there are tried first. */
async function opensAnything(db: DrawerDatabase, keys: DrawerKeys): Promise<boolean> {
	const device = await db.deviceKeys.get(keys.device);
	if (device && (await openDeviceKeys(keys, device))) return true;
	const { said } = await readMembership(db, keys);
	if (said !== undefined && said !== 'damaged') return true;
	for (const page of await db.headerPages.toArray()) if ((await openPage(keys, page)).ok) return true;
	for (const { record, keyNumber, wrapped } of await db.recordKeys.toArray())
		if ((await unwrapSecret(keys, wrapped, { id: record, keyNumber })).ok) return true;
	return false;
}

/** Which of a slot's root keys seals the drawer. A drawer in which nothing opens at all keeps the one before. */
export async function whichInForce(
	db: DrawerDatabase,
	rootKeys: Bytes,
	owner: Pick<DrawerKeys, 'profile' | 'device'>
): Promise<'next' | 'before'> {
	if (!isMidway(rootKeys)) return 'next';
	const { next } = splitRootKeys(rootKeys);
	return (await opensAnything(db, await deriveKeys(next, owner))) ? 'next' : 'before';
}

/**
 * A copy of the root key that seals the drawer.
 * @param rootKeys from a slot; wiped afterwards */
export async function rootKeyInForce(
	db: DrawerDatabase,
	rootKeys: Bytes,
	owner: Pick<DrawerKeys, 'profile' | 'device'>
): Promise<Bytes> {
	const which = await whichInForce(db, rootKeys, owner);
	const split = splitRootKeys(rootKeys);
	rootKeys.fill(0);
	const [chosen, other] = which === 'next' ? [split.next, split.before] : [split.before, split.next];
	other.fill(0);
	return chosen;
}
