import { isAppError } from '../errors.ts';
import type { DecisionRecord } from '../record/types.ts';
import type { Bytes } from '../trust/bytes.ts';
import { newId } from '../trust/ids.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { makeAfterFinalPart, type AfterFinal } from './after-final.ts';
import { makeCapturesPart, type Captures } from './captures.ts';
import type { DraftInput, DraftList, OpenResult, SaveResult } from './drafts.ts';
import { makeEnrolment, type Enrolment } from './enrolment.ts';
import { Gate } from './gate.ts';
import { makeHelp, type Help } from './help.ts';
import { makeKept, type Kept } from './kept.ts';
import { makeOfficePart, type Office } from './office.ts';
import { makeLimitsPart, type Limits } from './office-limits.ts';
import { makeLastPractitionerPart, type LastPractitioner } from './last-practitioner.ts';
import type { OfficeDrawer, Place } from './office-drawer.ts';
import type { CurrentDrawer, UnlockedDrawer } from './open-drawer.ts';
import { makeDrawer, openDrawer, underKey } from './opening.ts';
import { makePasskeys, type Passkeys } from './passkeys.ts';
import { makePlacesPart, type Places } from './place.ts';
import type { ProfileMark } from './profile-mark.ts';
import { pruneBodies } from './prune.ts';
import { makeProvingPart, type Proving } from './proof.ts';
import { checkPulled } from './pulled.ts';
import { makeSearchPart, type RecordSearch } from './record-search.ts';
import { makeRecordLifePart, type RecordLife } from './record-life.ts';
import { recoveryKeeper, withRecovery } from './recovery.ts';
import { makeRehearsal, type Rehearsal } from './rehearsal.ts';
import { moveRecords, newRecordName, type RecordName } from './rehome.ts';
import { makeRemovingPart, type Removing } from './removing.ts';
import { makeRescuePart, noteRescueKeys, type Rescue } from './rescue.ts';
import { makeVersionsPart, openShown, type Versions } from './version-look.ts';
import type { UnlockProblem, UnlockSecret } from './unlocking.ts';
import { makeKeyring, type Keyring } from './ways-to-unlock.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

export type MakeResult =
	| { readonly ok: true; readonly profile: string }
	| { readonly ok: false; readonly reason: WriteProblem | 'no-memory' };
export type UnlockResult =
	{ readonly ok: true } | { readonly ok: false; readonly reason: UnlockProblem | WriteProblem };

/** What the page may ask of the vault; everything that crosses is plain data. */
export interface Vault
	extends
		Enrolment,
		Office,
		Keyring,
		Passkeys,
		Help,
		Kept,
		LastPractitioner,
		Limits,
		Places,
		Rehearsal,
		Rescue,
		Captures,
		RecordSearch,
		Proving,
		Removing,
		AfterFinal,
		RecordLife,
		Versions {
	/** Makes a drawer and leaves it open. The slot is written last: a drawer made by half is no drawer. */
	make(passphrase: string, mark?: Pick<ProfileMark, 'initials' | 'colour'>): Promise<MakeResult>;
	/** Opens a drawer. A wrong secret takes as long as the right one, and changes nothing. */
	unlock(profile: string, secret: UnlockSecret): Promise<UnlockResult>;
	/** Keeps a new record; its id is in the header that comes back. */
	create(input: Omit<DraftInput, 'id'>): Promise<SaveResult>;
	/** Saves a record that was opened or made here. */
	save(input: DraftInput): Promise<SaveResult>;
	open(id: string): Promise<OpenResult>;
	list(): Promise<DraftList>;
	/** Seals words that could not be written, for `takeBack` after the next unlock. */
	setAside(input: DraftInput): Promise<Bytes | undefined>;
	takeBack(id: string, blob: Bytes): Promise<DecisionRecord | undefined>;
}

const NO_MARK = { initials: '', colour: 'teal' } as const;
const NOT_OPEN = { ok: false, reason: 'not-open' } as const;

/** The parts that work on whichever drawer is open. A new part has a line here, and its name in `Vault`. */
function partsOf(current: CurrentDrawer, place: Place, keep: () => Promise<void>) {
	const enrolment = makeEnrolment(() => current()?.office, place.origin);
	const office = makeOfficePart(current);
	return {
		...withRecovery(keep, { ...enrolment, ...office }),
		...makePasskeys(
			() => current()?.office.keys.profile,
			() => place.now()
		),
		...makeHelp(() => place.now()),
		...makeKept(current),
		...makeLastPractitionerPart(current),
		...makeLimitsPart(current),
		...makePlacesPart(current),
		...makeRehearsal(),
		...makeRescuePart(current, nameFor),
		...makeCapturesPart(current, nameFor),
		...makeSearchPart(current),
		...makeProvingPart(current),
		...makeRemovingPart(current, office),
		...makeAfterFinalPart(current),
		...makeRecordLifePart(current),
		...makeVersionsPart(current)
	};
}

/**
 * A vault that is closed until `make` or `unlock`. Ending the worker it lives in closes it for good.
 * @param place origin and clock of this worker */
export function createVault(place: Place): Vault {
	return oneRootKeyAtATime(ungatedVault(place));
}

/** New keys are made alone: whatever was sealed under the old ones meanwhile would never open again. */
function oneRootKeyAtATime(vault: Vault): Vault {
	const gate = new Gate();
	type Call = (...args: readonly unknown[]) => Promise<unknown>;
	const calls = Object.entries(vault) as readonly (readonly [string, Call])[];
	const passing = calls.map(([name, call]) => {
		const through: Call = (...args) =>
			name === 'makeNewKeys' ? gate.alone(() => call(...args)) : gate.pass(() => call(...args));
		return [name, through] as const;
	});
	// The same names, each with the same arguments and the same answer.
	return Object.fromEntries(passing) as unknown as Vault;
}

function ungatedVault(place: Place): Vault {
	let open: UnlockedDrawer | undefined;
	const current = () => open;
	const keep = recoveryKeeper(current);
	return {
		...partsOf(current, place, keep),
		...makeKeyring(current, async (rootKey) => {
			if (open) open = await underKey(open, rootKey);
			// Recovery went with the old keys; it can follow, because it is sealed to a public key.
			await keep();
		}),
		async make(passphrase, mark = NO_MARK) {
			const owner = { profile: newId(), device: newId(), ...mark };
			const made = await unlessRefused(() => makeDrawer(passphrase, owner, place));
			if (!made.ok) return made;
			open = made.value;
			await unlessFull(noteRescueKeys, open.office);
			return { ok: true, profile: owner.profile };
		},
		async unlock(profile, secret) {
			const result = await openDrawer(profile, secret, place);
			if (!result.ok) return result;
			open = result.open;
			// What came while locked is verified first; then goes on with what a joining left undone, if anything.
			await unlessFull(afterUnlock, open.office);
			// Not waited for: the person is at the door of their records, and the next unlock does it too.
			void keep();
			// Nor for this: what could not go today goes tomorrow.
			void pruneBodies(open.office).catch(() => undefined);
			return { ok: true };
		},
		create: async (input) =>
			open ? open.drafts.create({ ...input, ...(await nameFor(open.office)) }) : NOT_OPEN,
		save: async (input) => open?.drafts.save(input) ?? NOT_OPEN,
		open: async (id) => (open ? openShown(open, id) : NOT_OPEN),
		list: async () => open?.drafts.list() ?? { headers: [], damaged: [] },
		setAside: async (input) => open?.drafts.setAside(input),
		takeBack: async (id, blob) => open?.drafts.takeBack(id, blob)
	};
}

/** What a device that has no room or no memory says to making a drawer. */
async function unlessRefused<T>(make: () => Promise<T>): Promise<Outcome<T, WriteProblem | 'no-memory'>> {
	try {
		return accept(await make());
	} catch (error) {
		if (isWriteFailure(error)) return refuse(writeProblem(error));
		if (isAppError(error) && error.code === 'no-memory-for-key') return refuse('no-memory');
		throw error;
	}
}

/** A name that only this person can claim; before joining nobody is known to claim it, so any id will do. */
async function nameFor(office: OfficeDrawer): Promise<RecordName | { readonly id: string }> {
	const { said } = await office.held();
	const isJoined = said !== undefined && said !== 'damaged' && said.state === 'joined';
	return isJoined ? newRecordName(said.person) : { id: newId() };
}

async function afterUnlock(office: OfficeDrawer): Promise<void> {
	await checkPulled(office);
	await moveRecords(office);
	await noteRescueKeys(office);
}

/** A device that cannot store opens its drawer all the same; what could not be done is done at the next unlock. */
async function unlessFull(
	work: (office: OfficeDrawer) => Promise<void>,
	office: OfficeDrawer
): Promise<void> {
	const { withRoom } = office.place;
	const run = () => work(office);
	try {
		await (withRoom ? withRoom(run) : run());
	} catch (error) {
		if (!isWriteFailure(error)) throw error;
	}
}

/** A browser's or Dexie's refusal to store, as opposed to a fault of ours. */
function isWriteFailure(error: unknown): boolean {
	const isRefused = error instanceof DOMException || (error instanceof Error && 'inner' in error);
	return isRefused || writeProblem(error) !== 'storage';
}
