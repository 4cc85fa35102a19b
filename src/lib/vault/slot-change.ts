/** Changes to the passphrase slot, each after the passphrase of now was given again. One tab at a time. */
import { isAppError } from '../errors.ts';
import type { Bytes } from '../trust/bytes.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { notePassMs, passMsOf } from './kdf-strength.ts';
import { readSlot, settlePassphraseSlot, writeSlot } from './slot-store.ts';
import { openSlot, prepareSlot, type PreparedSlot, type Slot, type SlotMaker } from './slots.ts';
import type { UnlockProblem } from './unlocking.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** What is wrong with a new passphrase. The page judges its strength; the vault holds to the least. */
export type NewPassphraseProblem = 'short' | 'same';

/** As the page asks for it: the passphrase of now, and the new one. */
export interface PassphraseChange {
	readonly current: string;
	readonly next: string;
}

const LEAST_LETTERS = 14;

/** Whether the new one will not do, however strong it is. */
export function newPassphraseProblem({ current, next }: PassphraseChange): NewPassphraseProblem | undefined {
	const [before, after] = [current.normalize('NFKC'), next.normalize('NFKC')];
	if (Array.from(after).length < LEAST_LETTERS) return 'short';
	return before === after ? 'same' : undefined;
}

/** The passphrase slot, opened. */
export interface CurrentSlot {
	readonly slot: Slot;
	/** One root key, or two: `root-keys.ts`. Whoever takes it wipes it. */
	readonly rootKeys: Bytes;
}

/** Opens the passphrase slot for a change, after ending a rewrite that was cut off. */
export async function openCurrentSlot(
	profile: string,
	passphrase: string
): Promise<Outcome<CurrentSlot, UnlockProblem>> {
	await settlePassphraseSlot(profile);
	const slot = await readSlot(profile);
	if (!slot) return refuse('no-drawer');
	if (slot === 'damaged') return refuse('damaged');
	const began = performance.now();
	const opened = await openSlot(slot, passphrase);
	const passMs = passMsOf(slot.kdf, performance.now() - began);
	if (passMs !== undefined) await notePassMs(passMs);
	return opened.ok ? accept({ slot, rootKeys: opened.rootKey }) : refuse(opened.reason);
}

/** Stretches the new passphrase; a device without memory for it is an answer, not a fault. */
export async function prepared(
	passphrase: string,
	maker: SlotMaker
): Promise<Outcome<PreparedSlot, 'no-memory'>> {
	try {
		return accept(await prepareSlot(passphrase, maker));
	} catch (error) {
		if (isAppError(error) && error.code === 'no-memory-for-key') return refuse('no-memory');
		throw error;
	}
}

/**
 * Puts a slot in the place of the one that is there. When the disk refuses, what would be read from now on decides:
 * the person must never be told of a passphrase that does not count.
 */
export async function keepSlot(slot: Slot): Promise<Outcome<null, WriteProblem>> {
	try {
		await writeSlot(slot);
		return accept(null);
	} catch (error) {
		const counts = await readSlot(slot.profile).catch(() => undefined);
		if (counts !== undefined && counts !== 'damaged' && counts.check === slot.check) return accept(null);
		return refuse(writeProblem(error));
	}
}
