/** What is put right about the slots at an unlock, once the passphrase is known and before anything is opened. */
import type { Bytes } from '../trust/bytes.ts';
import { isBelowFloor } from './kdf-strength.ts';
import { finishNewKeys, type RekeyPlace } from './rekey.ts';
import { isMidway } from './root-keys.ts';
import { keepSlot, openCurrentSlot } from './slot-change.ts';
import { readSlot, settlePassphraseSlot } from './slot-store.ts';
import { prepareStrongSlot, wrapInSlot } from './slots.ts';
import { changingSlotsIfFree, type OpenShare } from './tab-locks.ts';

/** An unlock must not wait for other tabs, only for the browser to say that there are none. */
const ALONE_WAITS_MS = 500;

/** A slot from before, weaker than this app makes them: once the passphrase is known it costs nothing to do better. */
async function strengthen({ owner, now }: RekeyPlace, passphrase: string): Promise<void> {
	const slot = await readSlot(owner.profile);
	if (!slot || slot === 'damaged' || !isBelowFloor(slot.kdf)) return;
	const opened = await openCurrentSlot(owner.profile, passphrase);
	if (!opened.ok) return;
	const { rootKeys } = opened.value;
	try {
		const stronger = await prepareStrongSlot(passphrase, { ...owner, madeAt: slot.madeAt ?? now() });
		// Where the disk refuses, the slot stays what it was, and the next unlock tries again.
		if (stronger) await keepSlot(await wrapInSlot(rootKeys, stronger));
	} finally {
		rootKeys.fill(0);
	}
}

/**
 * Ends a rewrite that was cut off, goes on with new keys that were cut off, and makes a weak slot strong.
 * @param rootKeys what the slot held; only looked at
 */
export async function keepUp(
	place: RekeyPlace,
	share: OpenShare,
	at: { readonly passphrase: string; readonly rootKeys: Bytes }
): Promise<void> {
	const { profile } = place.owner;
	// Another tab that is at the slots right now must not hold up this unlock.
	await changingSlotsIfFree(profile, async () => {
		await settlePassphraseSlot(profile);
		// With the drawer open in another tab nothing is sealed again under its feet: the next unlock will do it.
		if (isMidway(at.rootKeys))
			await share.whileAlone(ALONE_WAITS_MS, () => finishNewKeys(place, at.passphrase));
		else await strengthen(place, at.passphrase);
	});
}
