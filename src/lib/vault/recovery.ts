/** Keeps the recovery slot of an open drawer right: made once it is joined, made again when recovery has a new epoch. */
import { newestEpoch, recoverySpace } from '../trust/keylog-state.ts';
import { isFor, makeRecoverySlot, parseRecoverySlot, recoveryPlace } from '../trust/recovery-slot.ts';
import { isAppError } from '../errors.ts';
import type { Enrolment } from './enrolment.ts';
import type { KeptRoot } from './kept-root.ts';
import type { Office } from './office.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { readSlotAs, removeSlot, writeSlotText } from './slot-store.ts';

/** `none`: nobody can help, for this device has not joined or its keylog does not hold. `made`: just now. */
export type RecoveryState = 'none' | 'kept' | 'made';

/**
 * Makes the recovery slot unless the right one is there. The recipient comes from the verified keylog and nowhere else.
 * @throws what the storage throws; the next unlock tries again
 */
export async function keepRecovery(office: OfficeDrawer, root: KeptRoot): Promise<RecoveryState> {
	const standing = await office.standing();
	if (!standing.ok) return 'none';
	const { member, keylog } = standing.value;
	const epoch = newestEpoch(recoverySpace(keylog));
	if (epoch === undefined) return 'none';
	const { profile, device } = office.keys;
	const { tenant, person, fingerprint } = member;
	const slot = await readSlotAs(profile, 'recovery', parseRecoverySlot);
	const done = await root(async (rootKey) => {
		const place = await recoveryPlace(rootKey, { profile, device, tenant, person, fingerprint }, epoch);
		if (slot !== undefined && slot !== 'damaged' && isFor(slot, place)) return 'kept';
		const made = await makeRecoverySlot(rootKey, place, epoch.recipient);
		await writeSlotText(profile, 'recovery', JSON.stringify(made));
		return 'made';
	});
	return done ?? 'none';
}

type Current = () => { readonly office: OfficeDrawer; readonly root: KeptRoot } | undefined;

/** By the browser's files, by Dexie, or because a slot did not read back. */
function isRefused(error: unknown): boolean {
	if (isAppError(error)) return error.code === 'slot-not-written';
	return error instanceof DOMException || (error instanceof Error && 'inner' in error);
}

/** Looks after the recovery slot of whichever drawer is open, one time after the other; a device that refuses is asked again later. */
export function recoveryKeeper(current: Current): () => Promise<void> {
	let running = Promise.resolve();
	const look = async () => {
		const open = current();
		if (open === undefined) return;
		try {
			// Whoever opened the drawer needs no help any more: a request, also one that somebody else made, is void.
			await removeSlot(open.office.keys.profile, 'request');
			await keepRecovery(open.office, open.root);
		} catch (error) {
			if (!isRefused(error)) throw error;
		}
	};
	// One fault must not end the looking after.
	return () => (running = running.then(look, look));
}

type Watched = Enrolment & Office;

/** The organisation's part of the vault; whatever may bring recovery, or a new epoch of it, looks after the slot. */
export function withRecovery(keep: () => Promise<void>, part: Watched): Watched {
	return {
		...part,
		async confirmJoin(text, answer) {
			const confirmed = await part.confirmJoin(text, answer);
			if (confirmed.ok) await keep();
			return confirmed;
		},
		async confirmOrganisation(acks) {
			const confirmed = await part.confirmOrganisation(acks);
			if (confirmed.ok) await keep();
			return confirmed;
		},
		async checkPulled() {
			const applied = await part.checkPulled();
			if (applied.taken > 0) await keep();
			return applied;
		}
	};
}
