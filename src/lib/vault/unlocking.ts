/** Every way to the vault root key of a drawer: one slot, and the secret that opens it. */
import type { Bytes } from '../trust/bytes.ts';
import {
	openPasskeySlot,
	parsePasskeySlot,
	type PasskeyProblem,
	type PasskeySecret
} from './passkey-slot.ts';
import { quickRefusalNow, readQuickFacts, writeQuickFacts } from './quick-facts.ts';
import { afterPasskey, afterPassphrase, withFailure, type QuickRefusal } from './quick-rule.ts';
import { readSlot, readSlotAs } from './slot-store.ts';
import { openSlot, type SlotOwner, type SlotProblem } from './slots.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** What a person gives to open their drawer by its passphrase. */
export interface PassphraseSecret {
	readonly kind: 'passphrase';
	readonly passphrase: string;
}

/** What a person gives to open their drawer. A passkey's answer is wiped once it was tried. */
export type UnlockSecret = PassphraseSecret | ({ readonly kind: 'passkey' } & PasskeySecret);

/** `no-drawer`, `no-passkey`: this device has no slot of that kind for the profile. */
export type UnlockProblem =
	SlotProblem | PasskeyProblem | QuickRefusal | WriteProblem | 'no-drawer' | 'no-passkey';

/** The root key (32 bytes; whoever takes it wipes it) and whose it is; or why not. */
export type FoundRootKey =
	| { readonly ok: true; readonly rootKey: Bytes; readonly owner: SlotOwner }
	| { readonly ok: false; readonly reason: UnlockProblem };

/**
 * Opens the slot that fits the secret. A wrong secret takes as long as the right one.
 * @param now this device's clock, ms
 */
export async function rootKeyFor(
	profile: string,
	secret: UnlockSecret,
	now = Date.now()
): Promise<FoundRootKey> {
	if (secret.kind === 'passphrase') return byPassphrase(profile, secret.passphrase, now);
	try {
		return await byPasskey(profile, secret, now);
	} finally {
		secret.prf.fill(0);
	}
}

async function byPassphrase(profile: string, passphrase: string, now: number): Promise<FoundRootKey> {
	const slot = await readSlot(profile);
	if (!slot) return { ok: false, reason: 'no-drawer' };
	if (slot === 'damaged') return { ok: false, reason: 'damaged' };
	const opened = await openSlot(slot, passphrase);
	if (!opened.ok) return opened;
	// A full device opens its drawer all the same; the passkey then asks for the passphrase once more.
	void writeQuickFacts(profile, afterPassphrase(now)).catch(() => undefined);
	return { ok: true, rootKey: opened.rootKey, owner: { profile: slot.profile, device: slot.device } };
}

async function byPasskey(profile: string, secret: PasskeySecret, now: number): Promise<FoundRootKey> {
	const refusal = await quickRefusalNow(profile, now);
	if (refusal !== undefined) return { ok: false, reason: refusal };
	const slot = await readSlotAs(profile, 'passkey', parsePasskeySlot);
	if (!slot) return { ok: false, reason: 'no-passkey' };
	if (slot === 'damaged') return { ok: false, reason: 'damaged' };
	const facts = await readQuickFacts(profile);
	try {
		// Counted before it is tried: a page that is closed in the middle tried all the same.
		await writeQuickFacts(profile, withFailure(facts, now));
	} catch (error) {
		return { ok: false, reason: writeProblem(error) };
	}
	const opened = await openPasskeySlot(slot, secret);
	if (!opened.ok) return opened;
	await writeQuickFacts(profile, afterPasskey(facts, now)).catch(() => undefined);
	return { ok: true, rootKey: opened.rootKey, owner: { profile: slot.profile, device: slot.device } };
}
