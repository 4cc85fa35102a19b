/** Adding and removing the passkey slot of the open drawer. Both ask for the passphrase: it is never the only way. */
import { isAppError } from '../errors.ts';
import { equalBytes, type Bytes } from '../trust/bytes.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { withRootKey } from './keyring.ts';
import {
	makePasskeySlot,
	openPasskeySlot,
	parsePasskeySlot,
	PRF_BYTES,
	type MadePasskey,
	type PasskeyProblem
} from './passkey-slot.ts';
import { pinProblem, type PinProblem } from './pin-rule.ts';
import { forgetQuickFacts } from './quick-facts.ts';
import { readSlotAs, removeSlot, writeSlotText } from './slot-store.ts';
import type { SlotOwner } from './slots.ts';
import { changingSlots } from './tab-locks.ts';
import type { UnlockProblem } from './unlocking.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** A passkey that was made and answered twice, and what the person typed. */
export interface PasskeyWish {
	readonly passphrase: string;
	readonly pin: string;
	readonly made: MadePasskey;
	/** PRF answers, 32 bytes each; wiped here. */
	readonly first: Bytes;
	readonly second: Bytes;
}

/** `answers-differ`: the passkey is not one that can be relied on. `bad-answer`: what it gave is no PRF answer. */
export type AddPasskeyProblem =
	PinProblem | PasskeyProblem | UnlockProblem | WriteProblem | 'answers-differ' | 'bad-answer' | 'not-open';

/** The vault's part about passkeys, for whichever drawer is open. */
export interface Passkeys {
	/** Whether this is the passphrase of the open drawer: asked before a passkey is made for nothing. */
	checkPassphrase(passphrase: string): Promise<Outcome<null, UnlockProblem | 'not-open'>>;
	/** Saves the slot only after the second answer has opened it. */
	addPasskey(wish: PasskeyWish): Promise<Outcome<null, AddPasskeyProblem>>;
	/** @returns the id of the passkey that opens nothing any more, if there was one; base64url */
	removePasskey(passphrase: string): Promise<Outcome<string | undefined, UnlockProblem | 'not-open'>>;
}

function answersProblem({ first, second }: PasskeyWish): 'answers-differ' | 'bad-answer' | undefined {
	if (first.length !== PRF_BYTES || first.every((byte) => byte === 0)) return 'bad-answer';
	return equalBytes(first, second) ? undefined : 'answers-differ';
}

async function saveSlot(
	rootKey: Bytes,
	owner: SlotOwner,
	{ pin, made, first, second, now }: PasskeyWish & { readonly now: number }
): Promise<Outcome<null, AddPasskeyProblem>> {
	try {
		const slot = await makePasskeySlot(rootKey, { pin, prf: first }, { ...owner, ...made, madeAt: now });
		const opened = await openPasskeySlot(slot, { pin, prf: second });
		if (!opened.ok) return refuse(opened.reason);
		const isSame = equalBytes(opened.rootKey, rootKey);
		opened.rootKey.fill(0);
		if (!isSame) return refuse('damaged');
		await writeSlotText(owner.profile, 'passkey', JSON.stringify(slot));
		return accept(null);
	} catch (error) {
		if (isAppError(error) && error.code === 'no-memory-for-key') return refuse('no-memory');
		if (isAppError(error) && error.code !== 'slot-not-written') throw error;
		return refuse(writeProblem(error));
	}
}

async function add(
	profile: string,
	wish: PasskeyWish & { readonly now: number }
): Promise<Outcome<null, AddPasskeyProblem>> {
	const weakness = pinProblem(wish.pin) ?? answersProblem(wish);
	if (weakness !== undefined) return refuse(weakness);
	const secret = { kind: 'passphrase', passphrase: wish.passphrase } as const;
	const saved = await withRootKey(profile, secret, (rootKey, owner) => saveSlot(rootKey, owner, wish));
	return saved.ok ? saved.value : saved;
}

function remove(profile: string, passphrase: string): Promise<Outcome<string | undefined, UnlockProblem>> {
	return withRootKey(profile, { kind: 'passphrase', passphrase }, async () => {
		const slot = await readSlotAs(profile, 'passkey', parsePasskeySlot);
		await removeSlot(profile, 'passkey');
		await forgetQuickFacts(profile);
		return slot === undefined || slot === 'damaged' ? undefined : slot.credential;
	});
}

/**
 * @param current profile of the open drawer
 * @param now clock, ms
 */
export function makePasskeys(current: () => string | undefined, now: () => number): Passkeys {
	return {
		async checkPassphrase(passphrase) {
			const profile = current();
			if (profile === undefined) return refuse('not-open');
			return withRootKey(profile, { kind: 'passphrase', passphrase }, () => Promise.resolve(null));
		},
		async addPasskey(wish) {
			const profile = current();
			try {
				return profile === undefined
					? refuse('not-open')
					: await changingSlots(profile, () => add(profile, { ...wish, now: now() }));
			} finally {
				wish.first.fill(0);
				wish.second.fill(0);
			}
		},
		async removePasskey(passphrase) {
			const profile = current();
			if (profile === undefined) return refuse('not-open');
			return changingSlots(profile, () => remove(profile, passphrase));
		}
	};
}
