/** The root key of a drawer, lent for wrapping it again in a further slot. */
import type { Bytes } from '../trust/bytes.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { DrawerDatabase } from './database.ts';
import { isMidway, rootKeyInForce } from './root-keys.ts';
import type { SlotOwner } from './slots.ts';
import { rootKeyFor, type UnlockProblem, type UnlockSecret } from './unlocking.ts';

/**
 * Lends the root key to `use`, for wrapping it again in a further slot, and wipes it afterwards.
 * @param secret of a slot that this drawer has; asked for anew for every change of the ways to unlock
 * @param use gets 32 bytes that are zeros once it has ended, well or not
 * @returns what `use` gave, or why the secret opens nothing
 */
export async function withRootKey<T>(
	profile: string,
	secret: UnlockSecret,
	use: (rootKey: Bytes, owner: SlotOwner) => Promise<T>
): Promise<Outcome<T, UnlockProblem>> {
	const found = await rootKeyFor(profile, secret);
	if (!found.ok) return refuse(found.reason);
	const { owner } = found;
	const rootKey = await inForce(found.rootKey, owner);
	try {
		return accept(await use(rootKey, owner));
	} finally {
		rootKey.fill(0);
	}
}

/** Looks into the database only where a slot holds two root keys. */
async function inForce(rootKeys: Bytes, owner: SlotOwner): Promise<Bytes> {
	if (!isMidway(rootKeys)) return rootKeys;
	const db = new DrawerDatabase(owner.profile);
	try {
		return await rootKeyInForce(db, rootKeys, owner);
	} finally {
		db.close();
	}
}
