/**
 * The recovery slot: the drawer's root key sealed to the organisation's recovery, kept on the device alone. Only the
 * kit opens it, and it leaves the device only inside a request that its person makes.
 */
import * as v from 'valibot';
import type { Bytes } from './bytes.ts';
import type { SpaceEpoch } from './grant.ts';
import type { Outcome } from './outcome.ts';
import { openRoot, rootCommit, sealRoot, type RootPlace, type RootProblem } from './sealed-root.ts';
import { countShape, idShape, parseSlotText, slotCheck } from './slot-text.ts';

const shape = v.strictObject({
	v: v.literal(1),
	type: v.literal('recovery'),
	profile: idShape,
	device: idShape,
	tenant: idShape,
	person: idShape,
	/** Of the organisation's root key. */
	fingerprint: v.string(),
	space: idShape,
	epoch: countShape,
	/** Names the root key that is in it. */
	commit: v.string(),
	sealed: v.string(),
	check: v.string()
});

/** A recovery slot as it stands in its file. */
export type RecoverySlot = v.InferOutput<typeof shape>;

/** Whose root key it is, and of which organisation. */
export type RecoveryOwner = Pick<RecoverySlot, 'profile' | 'device' | 'tenant' | 'person' | 'fingerprint'>;

/** What decides whether a slot is still the right one. */
export type RecoveryPlace = Omit<RecoverySlot, 'v' | 'type' | 'sealed' | 'check'>;

const NAMES = ['profile', 'device', 'tenant', 'person', 'fingerprint', 'space', 'epoch', 'commit'] as const;

function checkOf(slot: Omit<RecoverySlot, 'check'>): Promise<string> {
	return slotCheck([slot.v, slot.type, ...NAMES.map((name) => slot[name]), slot.sealed]);
}

/** Where a root key stands in a recovery slot, and in the request made of it. */
export function recoveryRootPlace(place: Omit<RecoveryPlace, 'person' | 'fingerprint'>): RootPlace {
	const { tenant, profile, device, commit, space, epoch } = place;
	return { use: 'recovery', tenant, profile, device, commit, at: `${space}/${epoch}` };
}

/** What the slot of this root key, for this epoch of recovery, has to say. */
export async function recoveryPlace(
	rootKey: Uint8Array,
	owner: RecoveryOwner,
	{ space, epoch }: SpaceEpoch
): Promise<RecoveryPlace> {
	return { ...owner, space, epoch, commit: await rootCommit(rootKey, owner) };
}

/** Whether a slot says all of that already. */
export function isFor(slot: RecoverySlot, place: RecoveryPlace): boolean {
	return NAMES.every((name) => slot[name] === place[name]);
}

/** Seals a root key to the organisation's recovery. @param recipient from the verified keylog and nowhere else */
export async function makeRecoverySlot(
	rootKey: Uint8Array,
	place: RecoveryPlace,
	recipient: string
): Promise<RecoverySlot> {
	const sealed = await sealRoot(rootKey, recipient, recoveryRootPlace(place));
	const open = { v: 1, type: 'recovery', ...place, sealed } as const;
	return { ...open, check: await checkOf(open) };
}

/** @returns the slot, or undefined when its file is torn, changed or not ours */
export function parseRecoverySlot(text: string): Promise<RecoverySlot | undefined> {
	return parseSlotText(text, shape, checkOf);
}

/** Opens a recovery slot, or the part of a request that came from one, with the kit's identity. */
export function openRecovery(
	slot: Omit<RecoveryPlace, 'person' | 'fingerprint'> & { readonly sealed: string },
	recoveryIdentity: string
): Promise<Outcome<Bytes, RootProblem>> {
	return openRoot(slot.sealed, recoveryIdentity, recoveryRootPlace(slot));
}
