/** Every way to the vault root key of a drawer: one slot, and the secret that opens it. */
import type { Bytes } from '../trust/bytes.ts';
import { readSlot } from './slot-store.ts';
import { openSlot, type SlotOwner, type SlotProblem } from './slots.ts';

/** What a person gives to open their drawer. */
export interface UnlockSecret {
	readonly kind: 'passphrase';
	readonly passphrase: string;
}

/** `no-drawer`: this device has no slot of that kind for the profile. */
export type UnlockProblem = SlotProblem | 'no-drawer';

/** The root key (32 bytes; whoever takes it wipes it) and whose it is; or why not. */
export type FoundRootKey =
	| { readonly ok: true; readonly rootKey: Bytes; readonly owner: SlotOwner }
	| { readonly ok: false; readonly reason: UnlockProblem };

/** Opens the slot that fits the secret. A wrong secret takes as long as the right one. */
export async function rootKeyFor(profile: string, secret: UnlockSecret): Promise<FoundRootKey> {
	const slot = await readSlot(profile);
	if (!slot) return { ok: false, reason: 'no-drawer' };
	if (slot === 'damaged') return { ok: false, reason: 'damaged' };
	const opened = await openSlot(slot, secret.passphrase);
	if (!opened.ok) return opened;
	return { ok: true, rootKey: opened.rootKey, owner: { profile: slot.profile, device: slot.device } };
}
