/** The ways to unlock a drawer, as the page asks about them: listed, changed, removed, and made anew. */
import type { Bytes } from '../trust/bytes.ts';
import { refuse, type Outcome } from '../trust/outcome.ts';
import type { KdfSettings } from './kdf.ts';
import { isBelowFloor } from './kdf-strength.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { makeNewKeys, type NewKeysMade, type Rekeyed, type RekeyProblem } from './rekey.ts';
import {
	keepSlot,
	newPassphraseProblem,
	openCurrentSlot,
	prepared,
	type NewPassphraseProblem,
	type PassphraseChange
} from './slot-change.ts';
import { slotKindsOf, type SlotKind } from './slot-names.ts';
import { readSlot, readSlotAs, removeSlot } from './slot-store.ts';
import { wrapInSlot, type SlotOwner } from './slots.ts';
import { changingSlots, type OpenShare } from './tab-locks.ts';
import type { UnlockProblem } from './unlocking.ts';
import { whileWriting, type WriteProblem } from './write-problem.ts';

/** One way to unlock, as facts; the words are the page's. */
export interface Way {
	readonly kind: SlotKind;
	/** False when its file is damaged: it opens nothing any more. */
	readonly isWhole: boolean;
	/** Ms since 1970, as this device claimed it; absent in slots from before it was noted. */
	readonly madeAt?: number;
	/** Of a passphrase: how it is turned into a key. */
	readonly kdf?: KdfSettings;
	/** This device could not give the memory for the usual strength. */
	readonly isSmall?: boolean;
}

/** `last-way`: the passphrase is the one way that is always there. */
export type RemoveProblem = UnlockProblem | WriteProblem | 'last-way' | 'not-open';
export type ChangeProblem = UnlockProblem | WriteProblem | NewPassphraseProblem | 'not-open';
/** `open-elsewhere`: another tab kept the drawer open although it was told to lock. */
export type NewKeysProblem = RekeyProblem | NewPassphraseProblem | 'open-elsewhere' | 'not-open';

/** The part of the vault about the ways to unlock. Every change asks for the passphrase of now. */
export interface Keyring {
	/** The ways that this drawer has, the passphrase first. */
	ways(): Promise<readonly Way[]>;
	/** Puts another passphrase in the place of the one of now. */
	changePassphrase(change: PassphraseChange): Promise<Outcome<null, ChangeProblem>>;
	/** Removes a way for good; never the passphrase. */
	removeWay(kind: SlotKind, current: string): Promise<Outcome<null, RemoveProblem>>;
	/**
	 * Another passphrase and another root key, for when somebody may have seen the passphrase. Tell other tabs to lock
	 * before. Records that are open here have to be opened anew.
	 */
	makeNewKeys(change: PassphraseChange): Promise<Outcome<Rekeyed, NewKeysProblem>>;
}

/** Other tabs were told to lock; they save first. */
const OTHERS_TAKE_MS = 5000;

async function changePassphrase(
	owner: SlotOwner,
	change: PassphraseChange,
	now: number
): Promise<Outcome<null, ChangeProblem>> {
	const problem = newPassphraseProblem(change);
	if (problem) return refuse(problem);
	const opened = await openCurrentSlot(owner.profile, change.current);
	if (!opened.ok) return opened;
	const { rootKeys } = opened.value;
	try {
		const slot = await prepared(change.next, { ...owner, madeAt: now });
		return slot.ok ? await keepSlot(await wrapInSlot(rootKeys, slot.value)) : slot;
	} finally {
		rootKeys.fill(0);
	}
}

async function removeWay(
	profile: string,
	kind: SlotKind,
	current: string
): Promise<Outcome<null, RemoveProblem>> {
	if (kind === 'passphrase') return refuse('last-way');
	const opened = await openCurrentSlot(profile, current);
	if (!opened.ok) return opened;
	opened.value.rootKeys.fill(0);
	return whileWriting(() => removeSlot(profile, kind));
}

/** When a slot of any kind was made; every kind notes it under the same name. */
function readMadeAt(text: string): Promise<{ readonly madeAt?: number } | undefined> {
	try {
		const { madeAt } = JSON.parse(text) as { readonly madeAt?: unknown };
		return Promise.resolve(typeof madeAt === 'number' ? { madeAt } : {});
	} catch {
		return Promise.resolve(undefined);
	}
}

async function wayOf(profile: string, kind: SlotKind): Promise<Way> {
	if (kind !== 'passphrase') {
		const read = await readSlotAs(profile, kind, readMadeAt);
		return read === undefined || read === 'damaged'
			? { kind, isWhole: false }
			: { kind, isWhole: true, ...read };
	}
	const slot = await readSlot(profile);
	if (slot === undefined || slot === 'damaged') return { kind, isWhole: false };
	const { kdf, madeAt } = slot;
	return { kind, isWhole: true, kdf, isSmall: isBelowFloor(kdf), ...(madeAt !== undefined && { madeAt }) };
}

/** A drawer as this part needs it. */
interface Unlocked {
	readonly office: OfficeDrawer;
	readonly share: OpenShare;
}

async function newKeys(
	{ office, share }: Unlocked,
	change: PassphraseChange
): Promise<{ readonly done: Outcome<Rekeyed, NewKeysProblem> } & Pick<NewKeysMade, 'rootKey'>> {
	const problem = newPassphraseProblem(change);
	if (problem) return { done: refuse(problem) };
	const { db, keys, place } = office;
	const rekeyPlace = { db, owner: ownerOf(keys), now: () => place.now() };
	return changingSlots(keys.profile, async () => {
		const made = await share.whileAlone(OTHERS_TAKE_MS, () => makeNewKeys(rekeyPlace, change));
		return made ?? { done: refuse('open-elsewhere') };
	});
}

const ownerOf = ({ profile, device }: SlotOwner): SlotOwner => ({ profile, device });

/**
 * The vault's part about the ways to unlock, for whichever drawer is open.
 * @param reopen takes the drawer under this root key from now on, and wipes it
 */
export function makeKeyring(
	current: () => Unlocked | undefined,
	reopen: (rootKey: Bytes) => Promise<void>
): Keyring {
	return {
		async ways() {
			const profile = current()?.office.keys.profile;
			if (profile === undefined) return [];
			return Promise.all((await slotKindsOf(profile)).map((kind) => wayOf(profile, kind)));
		},
		async changePassphrase(change) {
			const open = current();
			if (!open) return refuse('not-open');
			const { keys, place } = open.office;
			return changingSlots(keys.profile, () => changePassphrase(ownerOf(keys), change, place.now()));
		},
		async removeWay(kind, passphrase) {
			const open = current();
			if (!open) return refuse('not-open');
			const { profile } = open.office.keys;
			return changingSlots(profile, () => removeWay(profile, kind, passphrase));
		},
		async makeNewKeys(change) {
			const open = current();
			if (!open) return refuse('not-open');
			const { done, rootKey } = await newKeys(open, change);
			if (rootKey) await reopen(rootKey);
			return done;
		}
	};
}
