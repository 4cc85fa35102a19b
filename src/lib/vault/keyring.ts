/** The root key of a drawer, lent for wrapping it again in a further slot. */
import type { Bytes } from '../trust/bytes.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { DrawerDatabase } from './database.ts';
import type { OtherKind } from './rekey.ts';
import { isMidway, rootKeyInForce } from './root-keys.ts';
import { writeSlotText } from './slot-store.ts';
import type { SlotOwner } from './slots.ts';
import { changingSlots } from './tab-locks.ts';
import { rootKeyFor, type UnlockProblem, type UnlockSecret } from './unlocking.ts';
import { whileWriting, type WriteProblem } from './write-problem.ts';

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

/**
 * Adds a way to unlock, or puts another in the place of one of its kind.
 * @param make wraps the root key, which it must not keep, and gives the text of the slot
 */
export async function addSlot(
	profile: string,
	to: { readonly kind: OtherKind; readonly secret: UnlockSecret },
	make: (rootKey: Bytes, owner: SlotOwner) => Promise<string>
): Promise<Outcome<null, UnlockProblem | WriteProblem>> {
	return changingSlots(profile, async () => {
		const made = await withRootKey(profile, to.secret, make);
		if (!made.ok) return made;
		return whileWriting(() => writeSlotText(profile, to.kind, made.value));
	});
}
