/**
 * The vault's part in rescue files: gathers everything that no office has confirmed and seals it to the person and to
 * the organisation's recovery key; opens such a file again and puts its texts back as drafts.
 */
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { Bytes } from '../trust/bytes.ts';
import { toWire } from '../trust/entry.ts';
import { grantTargets } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import {
	makeRescue,
	openRescue,
	type RescueContents,
	type RescuedText,
	type RescueProblem
} from '../trust/rescue.ts';
import type { WorkingRow } from './database.ts';
import type { DraftInput, SaveProblem } from './drafts.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { EntryRow } from './outbox.ts';
import { rescuedRows, RESCUE_KEYS, type RescueFile, type RescueKeys } from './rescue-rows.ts';
import type { CurrentDrawer, OpenDrawer } from './open-drawer.ts';
import { openCopy, type OpenedCopy } from './working-copy.ts';

/** What came of putting a file's texts back. */
export interface PutBack {
	/** Drafts made from texts that this drawer does not have, or has with other words. */
	readonly made: number;
	/** Texts that this drawer has word for word. */
	readonly here: number;
	/** Texts that could not be kept, with the reason of the first. */
	readonly failed: number;
	readonly reason?: SaveProblem | 'not-a-record';
	/** Sealed entries in the file: they are the office's to take. */
	readonly entries: number;
}

/** Words that the disk refused. */
export interface UnsavedWords {
	/** As they stand on the screen. */
	readonly open: readonly DraftInput[];
	/** Of records that are no longer on the screen, as `setAside` sealed them, by record. */
	readonly aside: readonly (readonly [record: string, sealed: Bytes])[];
}

export type MakeRescueProblem = 'not-open' | 'nothing-unsent' | 'no-device-keys';

/** The part of the vault about rescue files. */
export interface Rescue {
	/** Everything that is not on the server, as one age file; nothing on this device is changed by it. */
	makeRescue(unsaved: UnsavedWords): Promise<Outcome<RescueFile, MakeRescueProblem>>;
	/** Opens a rescue file of this person and makes drafts of what this drawer lacks. Nothing here is changed. */
	putBack(file: Bytes, at: string): Promise<Outcome<PutBack, RescueProblem | MakeRescueProblem>>;
}

/** A name for a new record of the open drawer; given by the vault, which knows whether the device has joined. */
type Naming = (office: OfficeDrawer) => Promise<{ readonly id: string; readonly salt?: string }>;

/** Who can open what this drawer seals for later: the device itself before joining, then the person and recovery. */
export async function rescueKeys(office: OfficeDrawer): Promise<RescueKeys | undefined> {
	const device = await office.device();
	if (device === undefined) return undefined;
	const alone = { tenant: null, fingerprint: null, recipients: [device.recipient], own: device.recipient };
	const standing = await office.standing();
	if (!standing.ok) return alone;
	const { keylog, member } = standing.value;
	const targets = grantTargets(keylog, member.person, 'draft');
	if (targets === undefined) return alone;
	const { tenant, fingerprint } = member;
	return { ...alone, tenant, fingerprint, recipients: targets.map(({ recipient }) => recipient) };
}

/** Keeps the public keys in the clear, so that a locked drawer's sealed entries can be saved too. */
export async function noteRescueKeys(office: OfficeDrawer): Promise<void> {
	const value = await rescueKeys(office);
	if (value === undefined) return;
	const stored = await office.db.sync.get(RESCUE_KEYS);
	// A stranger's key put in here while it lay in the clear would read what is kept while locked: it is put right.
	if (JSON.stringify(stored?.value) !== JSON.stringify(value))
		await office.db.sync.put({ key: RESCUE_KEYS, value });
}

interface Gathered {
	readonly texts: Map<string, RescuedText>;
	readonly unreadable: { record: string; reason: string }[];
}

/** Puts an opened copy among the texts, or its reason beside them. */
function put(into: Gathered, id: string, from: { copy: OpenedCopy | undefined; isUnsaved: boolean }): void {
	const { copy, isUnsaved } = from;
	if (copy?.ok) into.texts.set(id, textOf(copy.header, copy.record, isUnsaved));
	else into.unreadable.push({ record: id, reason: copy?.reason ?? 'no-such-record' });
}

/** Texts that no confirmed revision holds: those on the disk, and over them those that the disk refused. */
async function gather(
	{ db, keys }: OfficeDrawer,
	unsent: readonly EntryRow[],
	unsaved: UnsavedWords
): Promise<Gathered> {
	const waiting = new Set(unsent.map(({ record }) => record));
	const found: Gathered = { texts: new Map(), unreadable: [] };
	for (const id of await db.working.toCollection().primaryKeys()) {
		const row = await db.working.get(id);
		if (row === undefined || isConfirmed(row, waiting)) continue;
		put(found, id, { copy: await openCopy(keys, db, row), isUnsaved: false });
	}
	for (const [id, blob] of unsaved.aside) {
		const row = await db.working.get(id);
		const aside = row && { ...row, blob, saveCounter: row.saveCounter + 1 };
		put(found, id, { copy: aside && (await openCopy(keys, db, aside)), isUnsaved: true });
	}
	for (const { id, record, facts, at } of unsaved.open)
		found.texts.set(id, textOf({ id, ...facts, savedAt: at }, record, true));
	return found;
}

/** Whether a revision that an office has seen holds this text. */
function isConfirmed(row: WorkingRow, waiting: ReadonlySet<string | null>): boolean {
	return row.salt !== undefined && row.cut === row.saveCounter && !waiting.has(row.id);
}

function textOf(
	{ id, title, kind, life, missing, savedAt }: Omit<RecordHeader, 'createdAt'>,
	record: DecisionRecord,
	isUnsaved: boolean
): RescuedText {
	const facts = { title: title.toWellFormed(), kind, life, missing };
	return { record: id, ...facts, savedAt, content: JSON.stringify(record), isUnsaved };
}

async function make(
	{ office }: OpenDrawer,
	unsaved: UnsavedWords
): Promise<Outcome<RescueFile, MakeRescueProblem>> {
	const keys = await rescueKeys(office);
	if (keys === undefined) return refuse('no-device-keys');
	const rows = await office.db.entries.toArray();
	const { keylog, entries, unsent } = rescuedRows(rows);
	const { texts, unreadable } = await gather(office, unsent, unsaved);
	if (entries.length + texts.size + unreadable.length === 0) return refuse('nothing-unsent');
	const wire = ({ h, s, c }: EntryRow) => toWire({ h, s, c: c ?? null });
	const { tenant, fingerprint, recipients } = keys;
	const contents: RescueContents = {
		tenant,
		fingerprint,
		device: office.keys.device,
		madeAt: office.place.now(),
		isWhole: true,
		keylog: keylog.map(wire),
		entries: entries.map(wire),
		texts: [...texts.values()],
		unreadable
	};
	const file = await makeRescue(contents, recipients);
	const counts = { texts: texts.size, entries: entries.length, unreadable: unreadable.length };
	return accept({ file, ...counts, isForOffice: tenant !== null });
}

/** The identities of this person that are in the drawer. */
async function ownIdentities(office: OfficeDrawer): Promise<readonly string[]> {
	const device = await office.device();
	const { said } = await office.held();
	const personal =
		said !== undefined && said !== 'damaged' && said.state === 'joined' ? [said.personal.identity] : [];
	return [...personal, ...(device ? [device.identity] : [])];
}

function recordIn(content: string): DecisionRecord | undefined {
	try {
		const said: unknown = JSON.parse(content);
		const isRecord =
			typeof said === 'object' && said !== null && 'schema' in said && 'values' in said && 'pack' in said;
		// Written by `textOf` from a record; age has no signature, so what the screens rely on is looked at here.
		return isRecord ? (said as DecisionRecord) : undefined;
	} catch {
		return undefined;
	}
}

async function putOne(
	{ drafts, office }: OpenDrawer,
	text: RescuedText,
	at: { readonly now: string; readonly name: Naming }
): Promise<'here' | 'made' | SaveProblem | 'not-a-record'> {
	const record = recordIn(text.content);
	if (record === undefined) return 'not-a-record';
	const row = await office.db.working.get(text.record);
	const copy = row && (await openCopy(office.keys, office.db, row));
	if (copy?.ok && JSON.stringify(copy.record) === text.content) return 'here';
	// What was final there is a draft here: a signature cannot be put back. The screens describe it anew at its next save.
	const kind = text.kind as RecordHeader['kind'];
	const facts = { title: text.title, kind, life: 'draft', missing: text.missing } as const;
	const made = await drafts.create({ ...(await at.name(office)), record, facts, at: at.now });
	return made.ok ? 'made' : made.reason;
}

async function putBack(
	open: OpenDrawer,
	file: Bytes,
	at: { readonly now: string; readonly name: Naming }
): Promise<Outcome<PutBack, RescueProblem | MakeRescueProblem>> {
	const opened = await openRescue(file, await ownIdentities(open.office));
	if (!opened.ok) return opened;
	const { texts, entries } = opened.value;
	const results: Awaited<ReturnType<typeof putOne>>[] = [];
	for (const text of texts) results.push(await putOne(open, text, at));
	const count = (result: string) => results.filter((one) => one === result).length;
	const reason = results.find((one) => one !== 'made' && one !== 'here');
	const [made, here] = [count('made'), count('here')];
	const failed = results.length - made - here;
	return accept({ made, here, failed, ...(reason && { reason }), entries: entries.length });
}

/** The vault's part about rescue files, for whichever drawer is open. */
export function makeRescuePart(current: CurrentDrawer, name: Naming): Rescue {
	return {
		async makeRescue(unsaved) {
			const open = current();
			return open ? make(open, unsaved) : refuse('not-open');
		},
		async putBack(file, now) {
			const open = current();
			return open ? putBack(open, file, { now, name }) : refuse('not-open');
		}
	};
}
