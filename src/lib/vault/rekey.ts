/**
 * New keys for a drawer, for when somebody may have seen the passphrase. In this order: the slot gets the new
 * passphrase and holds both root keys; the other ways to unlock go; everything is sealed again in one transaction; the slot keeps the new root key alone. Cut off anywhere, exactly one passphrase opens, and it opens
 * everything; the next unlock goes on where this stopped.
 */
import { randomBytes, type Bytes } from '../trust/bytes.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { DrawerDatabase } from './database.ts';
import { deriveKeys } from './keys.ts';
import { resealDrawer, type Resealed, type ResealProblem } from './reseal.ts';
import { bothRootKeys, isMidway, rootKeyInForce, splitRootKeys, whichInForce } from './root-keys.ts';
import { keepSlot, openCurrentSlot, prepared, type PassphraseChange } from './slot-change.ts';
import { slotKindsOf, type SlotKind } from './slot-names.ts';
import { removeSlot } from './slot-store.ts';
import { wrapInSlot, type PreparedSlot, type SlotOwner } from './slots.ts';
import type { UnlockProblem } from './unlocking.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** Ways to unlock beside the passphrase. */
export type OtherKind = Exclude<SlotKind, 'passphrase'>;

/** What new keys are made on. */
export interface RekeyPlace {
	readonly db: DrawerDatabase;
	readonly owner: SlotOwner;
	/** Ms since 1970. */
	readonly now: () => number;
}

/** `unfinished`: the new passphrase counts already, the keys do not yet; the next unlock goes on with it. */
export type RekeyProblem = UnlockProblem | WriteProblem | 'unfinished';

/** What became of it. */
export interface Rekeyed extends Resealed {
	/** Ways to unlock that are gone: they cannot follow without their secrets, and may be added again. */
	readonly removed: readonly OtherKind[];
}

async function removeOthers(profile: string): Promise<readonly OtherKind[]> {
	const kinds = await slotKindsOf(profile);
	const others = kinds.filter((kind) => kind !== 'passphrase');
	for (const kind of others) await removeSlot(profile, kind);
	return others;
}

/** From a slot that holds both root keys to one that holds the new one. Nothing is done twice that was done already. */
async function complete(
	place: RekeyPlace,
	both: Bytes,
	slot: PreparedSlot
): Promise<Outcome<Rekeyed, WriteProblem | ResealProblem | 'damaged'>> {
	const { db, owner } = place;
	const removed = await removeOthers(owner.profile);
	const { next, before } = splitRootKeys(both);
	try {
		let left = 0;
		if ((await whichInForce(db, both, owner)) === 'before') {
			const [from, to] = [await deriveKeys(before, owner), await deriveKeys(next.slice(), owner)];
			const resealed = await resealDrawer(db, from, to);
			if (!resealed.ok) return resealed;
			({ left } = resealed.value);
			// Nothing opens at all: the root key before is not thrown away for that.
			if ((await whichInForce(db, both, owner)) === 'before') return refuse('damaged');
		}
		const kept = await keepSlot(await wrapInSlot(next, slot));
		return kept.ok ? accept({ removed, left }) : kept;
	} finally {
		next.fill(0);
		before.fill(0);
	}
}

async function completeOrSay(
	place: RekeyPlace,
	both: Bytes,
	slot: PreparedSlot
): Promise<Outcome<Rekeyed, 'unfinished'>> {
	try {
		const done = await complete(place, both, slot);
		return done.ok ? done : refuse('unfinished', done.reason);
	} catch (error) {
		return refuse('unfinished', writeProblem(error));
	}
}

/** What making new keys came to; `rootKey` once the new passphrase counts: the one in force, which the caller wipes. */
export interface NewKeysMade {
	readonly done: Outcome<Rekeyed, RekeyProblem>;
	readonly rootKey?: Bytes;
}

/**
 * Makes new keys. Call it while no other tab has the drawer open.
 * @returns `unfinished` once the new passphrase counts but not everything was done; anything else that is refused
 * left all as it was
 */
export async function makeNewKeys(
	place: RekeyPlace,
	{ current, next }: PassphraseChange
): Promise<NewKeysMade> {
	const { db, owner } = place;
	const opened = await openCurrentSlot(owner.profile, current);
	if (!opened.ok) return { done: opened };
	const before = await rootKeyInForce(db, opened.value.rootKeys, owner);
	const fresh = randomBytes(32);
	const both = bothRootKeys(fresh, before);
	fresh.fill(0);
	before.fill(0);
	try {
		const slot = await prepared(next, { ...owner, madeAt: place.now() });
		if (!slot.ok) return { done: slot };
		const kept = await keepSlot(await wrapInSlot(both, slot.value));
		if (!kept.ok) return { done: kept };
		const done = await completeOrSay(place, both, slot.value);
		return { done, rootKey: await rootKeyInForce(db, both.slice(), owner) };
	} finally {
		both.fill(0);
	}
}

/**
 * Goes on with new keys that were cut off. Call it while no other tab has the drawer open.
 * @param passphrase that just opened the drawer
 */
export async function finishNewKeys(place: RekeyPlace, passphrase: string): Promise<void> {
	const opened = await openCurrentSlot(place.owner.profile, passphrase);
	if (!opened.ok) return;
	const { slot, rootKeys } = opened.value;
	try {
		if (!isMidway(rootKeys)) return;
		const again = await prepared(passphrase, { ...place.owner, madeAt: slot.madeAt ?? place.now() });
		if (again.ok) await completeOrSay(place, rootKeys, again.value);
	} finally {
		rootKeys.fill(0);
	}
}
