/**
 * A forgotten passphrase: the device asks the office with the sealed root key of its recovery slot, and takes the answer.
 * All of it works while the drawer is locked, and none of it touches the passphrase slot before the last step.
 */
import { isAppError } from '../errors.ts';
import { newIdentity } from '../trust/age.ts';
import type { Bytes } from '../trust/bytes.ts';
import { openAnswer, readAnswer, type AnswerRefusal } from '../trust/help-answer.ts';
import { makeRequest } from '../trust/help-request.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { parseRecoverySlot, type RecoverySlot } from '../trust/recovery-slot.ts';
import type { RootProblem } from '../trust/sealed-root.ts';
import { DrawerDatabase } from './database.ts';
import { openDeviceKeys } from './device-keys.ts';
import { deriveKeys, unwrapSecret } from './keys.ts';
import {
	makeRequestSlot,
	openRequestSlot,
	parseRequestSlot,
	requestIn,
	type RequestSlot
} from './request-slot.ts';
import { readSlotAs, removeSlot, writeSlot, writeSlotText } from './slot-store.ts';
import { newPassphraseProblem } from './slot-change.ts';
import { makeSlot, type SlotOwner } from './slots.ts';
import { changingSlots } from './tab-locks.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** A request that waits for its answer, as the page shows it. */
export interface WaitingRequest {
	/** Four groups of four letters, to compare by telephone. */
	readonly code: string;
	/** Ms since 1970. */
	readonly madeAt: number;
	/** The file to send; nothing in it is secret. */
	readonly file: string;
}

/** What can be done about a forgotten passphrase on this device. */
export interface HelpState {
	/** Whether the office can help: this device had joined when its drawer was last open. */
	readonly recovery: 'none' | 'ready' | 'damaged';
	readonly request: WaitingRequest | 'damaged' | undefined;
}

export type AskProblem = WriteProblem | 'no-recovery' | 'no-memory' | 'short';

/** `does-not-open`: the root key in the answer is not the one of this drawer. */
export type TakeAnswerProblem =
	| AnswerRefusal
	| RootProblem
	| WriteProblem
	| 'no-request'
	| 'wrong-passphrase'
	| 'weak'
	| 'no-memory'
	| 'does-not-open';

/** The vault's part about a forgotten passphrase; works on a locked drawer. */
export interface Help {
	helpState(profile: string): Promise<HelpState>;
	/** Makes a request under a new passphrase; an earlier one is void afterwards. The old passphrase works on. */
	askForHelp(profile: string, passphrase: string): Promise<Outcome<WaitingRequest, AskProblem>>;
	/** Checks an answer, and only if it opens this drawer gives the drawer the new passphrase. */
	takeAnswer(profile: string, file: Bytes, passphrase: string): Promise<Outcome<null, TakeAnswerProblem>>;
	/** Forgets a request. */
	dropRequest(profile: string): Promise<void>;
}

async function waitingIn(slot: RequestSlot): Promise<WaitingRequest | 'damaged'> {
	const read = await requestIn(slot);
	if (read === undefined) return 'damaged';
	return { code: read.code, madeAt: read.request.madeAt, file: slot.request };
}

async function helpState(profile: string): Promise<HelpState> {
	const recovery = await readSlotAs(profile, 'recovery', parseRecoverySlot);
	const request = await readSlotAs(profile, 'request', parseRequestSlot);
	return {
		recovery: recovery === undefined ? 'none' : recovery === 'damaged' ? 'damaged' : 'ready',
		request: request === undefined || request === 'damaged' ? request : await waitingIn(request)
	};
}

/** Storage that refuses is a reason to tell; anything else is a fault of ours. */
function refusalOf(error: unknown): Outcome<never, WriteProblem | 'no-memory'> {
	if (isAppError(error) && error.code === 'no-memory-for-key') return refuse('no-memory');
	if (isAppError(error) && error.code !== 'slot-not-written') throw error;
	return refuse(writeProblem(error));
}

async function newRequest(slot: RecoverySlot, passphrase: string, now: number): Promise<WaitingRequest> {
	const { identity, recipient } = await newIdentity();
	const file = makeRequest(slot, recipient, now);
	const made = await makeRequestSlot(passphrase, slot, { identity, file });
	await writeSlotText(slot.profile, 'request', JSON.stringify(made));
	const waiting = await waitingIn(made);
	// It was made just now.
	return waiting as WaitingRequest;
}

/**
 * Whether a root key is the one of this drawer: something that it wraps must open. Without this check a device that
 * somebody tampered with would get a slot that opens nothing.
 */
async function opensDrawer(rootKey: Bytes, owner: SlotOwner): Promise<boolean> {
	const keys = await deriveKeys(rootKey.slice(), owner);
	const db = new DrawerDatabase(owner.profile);
	try {
		await db.open();
		const row = await db.deviceKeys.get(owner.device);
		if (row && (await openDeviceKeys(keys, row))) return true;
		const key = await db.recordKeys.toCollection().first();
		if (key === undefined) return false;
		const { record: id, keyNumber } = key;
		return (await unwrapSecret(keys, key.wrapped, { id, keyNumber })).ok;
	} finally {
		db.close();
	}
}

async function rewrite(
	rootKey: Bytes,
	owner: SlotOwner & { readonly madeAt: number },
	passphrase: string
): Promise<Outcome<null, TakeAnswerProblem>> {
	try {
		if (!(await opensDrawer(rootKey, owner))) return refuse('does-not-open');
		await writeSlot(await makeSlot(rootKey, passphrase, owner));
		// Last: cut off before this the answer may simply be loaded again.
		await removeSlot(owner.profile, 'request');
		return accept(null);
	} catch (error) {
		return refusalOf(error);
	} finally {
		rootKey.fill(0);
	}
}

async function takeAnswer(
	profile: string,
	file: Bytes,
	{ passphrase, now }: { readonly passphrase: string; readonly now: number }
): Promise<Outcome<null, TakeAnswerProblem>> {
	const slot = await readSlotAs(profile, 'request', parseRequestSlot);
	if (slot === undefined) return refuse('no-request');
	const waiting = slot === 'damaged' ? undefined : await requestIn(slot);
	if (slot === 'damaged' || waiting === undefined) return refuse('damaged');
	const answer = readAnswer(file, waiting);
	if (!answer.ok) return answer;
	const opened = await openRequestSlot(slot, passphrase);
	if (!opened.ok) return refuse(opened.reason);
	const rootKey = await openAnswer(answer.value, opened.read, opened.identity);
	if (!rootKey.ok) return rootKey;
	return rewrite(rootKey.value, { profile: slot.profile, device: slot.device, madeAt: now }, passphrase);
}

/** The vault's part about a forgotten passphrase. @param now clock, ms */
export function makeHelp(now: () => number): Help {
	return {
		helpState,
		takeAnswer: (profile, file, passphrase) =>
			changingSlots(profile, () => takeAnswer(profile, file, { passphrase, now: now() })),
		async askForHelp(profile, passphrase) {
			if (newPassphraseProblem({ current: '', next: passphrase }) !== undefined) return refuse('short');
			const slot = await readSlotAs(profile, 'recovery', parseRecoverySlot);
			if (slot === undefined || slot === 'damaged') return refuse('no-recovery');
			try {
				return accept(await newRequest(slot, passphrase, now()));
			} catch (error) {
				return refusalOf(error);
			}
		},
		dropRequest: (profile) => removeSlot(profile, 'request')
	};
}
