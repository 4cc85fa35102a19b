import { isAppError } from '../errors.ts';
import type { DecisionRecord } from '../record/types.ts';
import { randomBytes, type Bytes } from '../trust/bytes.ts';
import { newId } from '../trust/ids.ts';
import { DrawerDatabase } from './database.ts';
import { makeDeviceKeys } from './device-keys.ts';
import { Drafts, type DraftInput, type DraftList, type OpenResult, type SaveResult } from './drafts.ts';
import { makeEnrolment, type Enrolment } from './enrolment.ts';
import { deriveKeys, type DrawerKeys } from './keys.ts';
import { makeOfficePart, type Office } from './office.ts';
import { OfficeDrawer, type Place } from './office-drawer.ts';
import { makeLimitsPart, type Limits } from './office-limits.ts';
import { makePlacesPart, type Places } from './place.ts';
import { checkPulled } from './pulled.ts';
import { moveRecords, newRecordName, type RecordName } from './rehome.ts';
import type { ProfileMark } from './profile-mark.ts';
import { writeProfile } from './profiles.ts';
import { writeSlot } from './slot-store.ts';
import { makeSlot, type SlotOwner } from './slots.ts';
import { rootKeyFor, type UnlockProblem, type UnlockSecret } from './unlocking.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

export type MakeResult =
	| { readonly ok: true; readonly profile: string }
	| { readonly ok: false; readonly reason: WriteProblem | 'no-memory' };
export type UnlockResult =
	{ readonly ok: true } | { readonly ok: false; readonly reason: UnlockProblem | WriteProblem };

/** What the page may ask of the vault; everything that crosses is plain data. */
export interface Vault extends Enrolment, Office, Limits, Places {
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

/** A drawer while it is open; what each part of the vault works on. */
export interface OpenDrawer {
	readonly drafts: Drafts;
	readonly office: OfficeDrawer;
}

/**
 * A vault that is closed until `make` or `unlock`. Ending the worker it lives in closes it for good.
 * @param place origin and clock of this worker */
export function createVault(place: Place): Vault {
	let open: OpenDrawer | undefined;
	return {
		...makeEnrolment(() => open?.office, place.origin),
		...makeOfficePart(() => open),
		...makeLimitsPart(() => open),
		...makePlacesPart(() => open),
		async make(passphrase, mark = NO_MARK) {
			const owner = { profile: newId(), device: newId() };
			try {
				open = await makeDrawer(passphrase, { ...owner, ...mark }, place);
				return { ok: true, profile: owner.profile };
			} catch (error) {
				if (isWriteFailure(error)) return { ok: false, reason: writeProblem(error) };
				if (isAppError(error) && error.code === 'no-memory-for-key')
					return { ok: false, reason: 'no-memory' };
				throw error;
			}
		},
		async unlock(profile, secret) {
			const result = await openDrawer(profile, secret, place);
			if (!result.ok) return result;
			open = result.open;
			// What came while locked is verified first; then goes on with what a joining left undone, if anything.
			await unlessFull(async (office) => {
				await checkPulled(office);
				await moveRecords(office);
			}, open.office);
			return { ok: true };
		},
		create: async (input) =>
			open ? open.drafts.create({ ...input, ...(await nameFor(open.office)) }) : NOT_OPEN,
		save: async (input) => open?.drafts.save(input) ?? NOT_OPEN,
		open: async (id) => open?.drafts.open(id) ?? NOT_OPEN,
		list: async () => open?.drafts.list() ?? { headers: [], damaged: [] },
		setAside: async (input) => open?.drafts.setAside(input),
		takeBack: async (id, blob) => open?.drafts.takeBack(id, blob)
	};
}

/** A name that only this person can claim; before joining nobody is known to claim it, so any id will do. */
async function nameFor(office: OfficeDrawer): Promise<RecordName | { readonly id: string }> {
	const { said } = await office.held();
	const isJoined = said !== undefined && said !== 'damaged' && said.state === 'joined';
	return isJoined ? newRecordName(said.person) : { id: newId() };
}

function openWith(db: DrawerDatabase, keys: DrawerKeys, place: Place): OpenDrawer {
	return { drafts: new Drafts(db, keys), office: new OfficeDrawer(db, keys, place) };
}

async function makeDrawer(
	passphrase: string,
	owner: SlotOwner & Pick<ProfileMark, 'initials' | 'colour'>,
	place: Place
): Promise<OpenDrawer> {
	const rootKey = randomBytes(32);
	const { profile, device, initials, colour } = owner;
	const slot = await makeSlot(rootKey, passphrase, { profile, device });
	const keys = await deriveKeys(rootKey, { profile, device });
	const db = new DrawerDatabase(profile);
	const deviceKeys = await makeDeviceKeys(keys);
	await db.deviceKeys.put(deviceKeys);
	const { recipient } = deviceKeys;
	await writeProfile({ profile, initials, colour, madeAt: place.now(), recipient });
	await writeSlot(slot);
	return openWith(db, keys, place);
}

type OpenedDrawer =
	| { readonly ok: true; readonly open: OpenDrawer }
	| { readonly ok: false; readonly reason: UnlockProblem | WriteProblem };

async function openDrawer(profile: string, secret: UnlockSecret, place: Place): Promise<OpenedDrawer> {
	const found = await rootKeyFor(profile, secret);
	if (!found.ok) return found;
	const db = new DrawerDatabase(profile);
	try {
		await db.open();
	} catch (error) {
		return { ok: false, reason: writeProblem(error) };
	}
	return { ok: true, open: openWith(db, await deriveKeys(found.rootKey, found.owner), place) };
}

/** A device that cannot store opens its drawer all the same; what could not be done is done at the next unlock. */
async function unlessFull(
	work: (office: OfficeDrawer) => Promise<void>,
	office: OfficeDrawer
): Promise<void> {
	try {
		await work(office);
	} catch (error) {
		if (!isWriteFailure(error)) throw error;
	}
}

/** A browser's or Dexie's refusal to store, as opposed to a fault of ours. */
function isWriteFailure(error: unknown): boolean {
	return error instanceof DOMException || (error instanceof Error && 'inner' in error);
}
