import { isAppError } from '../errors.ts';
import type { DecisionRecord } from '../record/types.ts';
import { randomBytes, type Bytes } from '../trust/bytes.ts';
import { newId } from '../trust/ids.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { DrawerDatabase } from './database.ts';
import { makeDeviceKeys } from './device-keys.ts';
import { Drafts, type DraftInput, type DraftList, type OpenResult, type SaveResult } from './drafts.ts';
import { makeEnrolment, type Enrolment } from './enrolment.ts';
import { Gate } from './gate.ts';
import { makeHelp, type Help } from './help.ts';
import { keepRoot, type KeptRoot } from './kept-root.ts';
import { deriveKeys, type DrawerKeys } from './keys.ts';
import { makeOfficePart, type Office } from './office.ts';
import { OfficeDrawer, type Place } from './office-drawer.ts';
import type { CurrentDrawer, OpenDrawer } from './open-drawer.ts';
import { makePasskeys, type Passkeys } from './passkeys.ts';
import type { ProfileMark } from './profile-mark.ts';
import { writeProfile } from './profiles.ts';
import { checkPulled } from './pulled.ts';
import { recoveryKeeper, withRecovery } from './recovery.ts';
import { moveRecords, newRecordName, type RecordName } from './rehome.ts';
import { rootKeyInForce } from './root-keys.ts';
import { keepUp } from './slot-upkeep.ts';
import { writeSlot } from './slot-store.ts';
import { makeSlot, type SlotOwner } from './slots.ts';
import { OpenShare } from './tab-locks.ts';
import { rootKeyFor, type UnlockProblem, type UnlockSecret } from './unlocking.ts';
import { makeKeyring, type Keyring } from './ways-to-unlock.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

export type MakeResult =
	| { readonly ok: true; readonly profile: string }
	| { readonly ok: false; readonly reason: WriteProblem | 'no-memory' };
export type UnlockResult =
	{ readonly ok: true } | { readonly ok: false; readonly reason: UnlockProblem | WriteProblem };

/** What the page may ask of the vault; everything that crosses is plain data. */
export interface Vault extends Enrolment, Office, Keyring, Passkeys, Help {
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
	let open: OpenDrawer | undefined;
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
			return { ok: true, profile: owner.profile };
		},
		async unlock(profile, secret) {
			const result = await openDrawer(profile, secret, place);
			if (!result.ok) return result;
			open = result.open;
			await catchUp(open.office);
			// Not waited for: the person is at the door of their records, and the next unlock does it too.
			void keep();
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

/** The parts that work on whichever drawer is open. A new part has a line here, and its name in `Vault`. */
function partsOf(current: CurrentDrawer, place: Place, keep: () => Promise<void>) {
	return {
		...makePasskeys(
			() => current()?.office.keys.profile,
			() => place.now()
		),
		...makeHelp(() => place.now()),
		...withRecovery(keep, {
			...makeEnrolment(() => current()?.office, place.origin),
			...makeOfficePart(current)
		})
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

/** Clock and origin, and the share that keeps other tabs from changing the root key. */
interface Where {
	readonly place: Place;
	readonly share: OpenShare;
}

function openWith(
	drawer: { db: DrawerDatabase; keys: DrawerKeys; root: KeptRoot },
	{ place, share }: Where
): OpenDrawer {
	const { db, keys, root } = drawer;
	return { drafts: new Drafts(db, keys), office: new OfficeDrawer(db, keys, place), share, root };
}

/** Both wipe what they take. */
async function keysOf(rootKey: Bytes, owner: SlotOwner): Promise<{ keys: DrawerKeys; root: KeptRoot }> {
	const keys = await deriveKeys(rootKey.slice(), owner);
	return { keys, root: await keepRoot(rootKey, keys) };
}

/** The same drawer under another root key, which is wiped. Records that were open have to be opened anew. */
async function underKey({ office, share }: OpenDrawer, rootKey: Bytes): Promise<OpenDrawer> {
	const { db, place } = office;
	const { profile, device } = office.keys;
	return openWith({ db, ...(await keysOf(rootKey, { profile, device })) }, { place, share });
}

async function makeDrawer(
	passphrase: string,
	owner: SlotOwner & Pick<ProfileMark, 'initials' | 'colour'>,
	place: Place
): Promise<OpenDrawer> {
	const rootKey = randomBytes(32);
	const { profile, device, initials, colour } = owner;
	const madeAt = place.now();
	const slot = await makeSlot(rootKey, passphrase, { profile, device, madeAt });
	const { keys, root } = await keysOf(rootKey, { profile, device });
	const db = new DrawerDatabase(profile);
	const deviceKeys = await makeDeviceKeys(keys);
	await db.deviceKeys.put(deviceKeys);
	const { recipient } = deviceKeys;
	await writeProfile({ profile, initials, colour, madeAt, recipient });
	await writeSlot(slot);
	return openWith({ db, keys, root }, { place, share: await OpenShare.take(profile) });
}

type OpenedDrawer =
	| { readonly ok: true; readonly open: OpenDrawer }
	| { readonly ok: false; readonly reason: UnlockProblem | WriteProblem };

async function openDrawer(profile: string, secret: UnlockSecret, place: Place): Promise<OpenedDrawer> {
	// Before the slot is read: from here on nobody changes the root key.
	const share = await OpenShare.take(profile);
	let opened: OpenedDrawer | undefined;
	try {
		opened = await openShared(profile, secret, { place, share });
		return opened;
	} finally {
		if (!opened?.ok) await share.giveBack();
	}
}

async function openShared(profile: string, secret: UnlockSecret, at: Where): Promise<OpenedDrawer> {
	const { place, share } = at;
	const found = await rootKeyFor(profile, secret, place.now());
	if (!found.ok) return found;
	const { rootKey: rootKeys, owner } = found;
	const db = new DrawerDatabase(profile);
	try {
		await db.open();
	} catch (error) {
		found.rootKey.fill(0);
		return { ok: false, reason: writeProblem(error) };
	}
	if (secret.kind === 'passphrase') {
		const upkeep = { db, owner, now: () => place.now() };
		// What cannot be put right now stays as it is: the drawer opens all the same.
		await keepUp(upkeep, share, { passphrase: secret.passphrase, rootKeys }).catch(() => undefined);
	}
	const rootKey = await rootKeyInForce(db, rootKeys, owner);
	return { ok: true, open: openWith({ db, ...(await keysOf(rootKey, owner)) }, at) };
}

/**
 * What came while locked is verified first; then goes on with what a joining left undone, if anything. A device that
 * cannot store opens its drawer all the same; what could not be done is done at the next unlock.
 */
async function catchUp(office: OfficeDrawer): Promise<void> {
	try {
		await checkPulled(office);
		await moveRecords(office);
	} catch (error) {
		if (!isWriteFailure(error)) throw error;
	}
}

/** A browser's or Dexie's refusal to store, as opposed to a fault of ours. */
function isWriteFailure(error: unknown): boolean {
	return error instanceof DOMException || (error instanceof Error && 'inner' in error);
}
