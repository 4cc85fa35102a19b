/** What a page may ask about the versions of a record: plain data, and an opening that shows them as one. */
import { isAppMade, entriesOf } from '../record/entries.ts';
import { canonicalJson } from '../pack/canonical.ts';
import type { PackStamp } from '../pack/types.ts';
import type { DecisionRecord, ValuePath } from '../record/types.ts';
import type { Entry } from '../trust/entry.ts';
import type { OpenResult } from './drafts.ts';
import { adoptPulled, pulledOnly, type Adopting, type PulledRecord } from './pulled-records.ts';
import { CAME } from './pulled.ts';
import { entryOf } from './keylog-shelf.ts';
import { lateWork, takeFinal, type LateWork } from './late-work.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { CurrentDrawer, OpenDrawer } from './open-drawer.ts';
import { recordLine, type RecordLine } from './record-line.ts';
import { contentOf, wholeView, type LocalText } from './versions.ts';
import { keptBeside, openCopy } from './working-copy.ts';

/** Who wrote a revision, and when. */
export interface Writer {
	readonly isHere: boolean;
	/** Opaque id of the device. */
	readonly device: string;
	/** ISO 8601, as that device claims it. */
	readonly at: string;
}

/** The versions of one record, beside the text that is open. */
export interface RecordVersions {
	/** Revisions that another device wrote and that were not looked at when the record was opened. */
	readonly unseen: number;
	/** Paths of open questions between versions. */
	readonly open: readonly ValuePath[];
	/** What came from elsewhere and stands beside what was written here, with nothing to choose. */
	readonly combined: readonly ValuePath[];
	/** The packs that the versions were written on; more than one is for a person to know. */
	readonly packs: readonly PackStamp[];
	/** By revision id. */
	readonly writers: Readonly<Record<string, Writer>>;
	/** Revisions whose text cannot be opened here. */
	readonly unread: number;
	readonly late: readonly LateWork[];
}

/** What one revision says. */
export interface VersionText {
	readonly entry: string;
	/** Absent where it cannot be opened here. */
	readonly record?: DecisionRecord;
}

/** A record of the list that has something to say about versions. */
export interface ListedVersions {
	readonly record: string;
	readonly open: number;
	readonly unseen: number;
	readonly late: number;
}

/** The part of the vault about versions of other devices. */
export interface Versions {
	/** Undefined before joining, and for a record that nobody else wrote to. */
	versions(id: string): Promise<RecordVersions | undefined>;
	/** Every revision with its text, the newest first; empty for a record that nobody else wrote to. */
	versionTexts(id: string): Promise<readonly VersionText[]>;
	/** Records that other devices wrote to, with what is open about them. */
	listedVersions(): Promise<readonly ListedVersions[]>;
	/** Records that are here as revisions of another device only, opened, to be described and kept. */
	pulledOnly(): Promise<readonly PulledRecord[]>;
	/** Keeps one of them as a working copy of this device. @returns false when it could not be kept */
	adoptPulled(adopting: Adopting): Promise<boolean>;
}

export function writerOf({ header }: Entry, device: string): Writer {
	return {
		isHere: header.device === device,
		device: header.device ?? '',
		at: new Date(header.clientAt).toISOString()
	};
}

/** Whether anybody else has a part in it; most records have no one, and then nothing more is done. */
function isShared(line: RecordLine, device: string): boolean {
	return line.revisions.some(({ header }) => header.device !== device);
}

/** Whether the newest revision of this device was refused: then no line holds what it says. */
async function isNewestRefused({ db, keys }: OfficeDrawer, id: string, line: RecordLine): Promise<boolean> {
	const rows = await db.entries.where('record').equals(id).toArray();
	const parked = rows.filter(
		({ state, kind }) => state === 'parked' && (kind === 'draft' || kind === 'final')
	);
	if (parked.length === 0) return false;
	const refused = (await Promise.all(parked.map(entryOf))).filter((entry) => entry !== undefined);
	const newest = (entries: readonly Entry[]) => {
		const own = entries.filter(({ header }) => header.device === keys.device);
		return Math.max(0, ...own.map(({ header }) => header.deviceSeq ?? 0));
	};
	return newest(refused) > newest(line.revisions);
}

async function localText(office: OfficeDrawer, id: string, line: RecordLine): Promise<LocalText | undefined> {
	const { db, keys } = office;
	const row = await db.working.get(id);
	const copy = row && (await openCopy(keys, db, row));
	if (!copy?.ok) return undefined;
	const { taken = [] } = keptBeside(copy);
	const isCut = row?.cut === row?.saveCounter && !(await isNewestRefused(office, id, line));
	return { record: copy.record, isCut, taken };
}

/** Paths that say something else in the view than in the text, with nothing to choose between. */
function combinedPaths(text: DecisionRecord, view: DecisionRecord): readonly ValuePath[] {
	const [before, after] = [entriesOf(text), entriesOf(view)];
	const said = (value: unknown) => (value === undefined ? '' : canonicalJson(value));
	return [...new Set([...before.keys(), ...after.keys()])]
		.filter((path) => !isAppMade(path) && view.sides?.[path] === undefined)
		.filter((path) => said(before.get(path)) !== said(after.get(path)));
}

async function versionsOf(office: OfficeDrawer, id: string): Promise<RecordVersions | undefined> {
	const { device } = office.keys;
	const line = await recordLine(office.db, id);
	const late = await lateWork(office, id, line);
	if (!isShared(line, device) && late.length === 0) return undefined;
	const text = await localText(office, id, line);
	const { view, own } = await wholeView(office, line, text);
	const isDraft = line.final === null || own.parents.some((parent) => parent.id !== line.final);
	return {
		unseen: own.unseen.length,
		open: isDraft ? view.conflicts.map(({ path }) => path) : [],
		combined: text && view.record && isDraft ? combinedPaths(text.record, view.record) : [],
		packs: view.packs,
		writers: Object.fromEntries(line.revisions.map((entry) => [entry.id, writerOf(entry, device)])),
		unread: view.unread.length,
		late
	};
}

/** Opens a record for its screen: what other devices wrote since stands in it. Nothing is written by that. */
export async function openShown({ office, drafts }: OpenDrawer, id: string): Promise<OpenResult> {
	const { said } = await office.held();
	const isJoined = said !== undefined && said !== 'damaged' && said.state === 'joined';
	if (!isJoined) return drafts.open(id);
	const line = await recordLine(office.db, id);
	if (isShared(line, office.keys.device)) await takeFinal(office, id, line);
	const opened = await drafts.open(id);
	if (!opened.ok || opened.header.life !== 'draft' || !isShared(line, office.keys.device)) return opened;
	const now = await recordLine(office.db, id);
	const text = await localText(office, id, now);
	const { view, own } = await wholeView(office, now, text);
	if (own.unseen.length === 0 || view.record === undefined) return opened;
	drafts.takeUp(
		id,
		own.unseen.map((entry) => entry.id)
	);
	return { ...opened, record: view.record, isMerged: true };
}

async function textsOf(office: OfficeDrawer, id: string): Promise<readonly VersionText[]> {
	const line = await recordLine(office.db, id);
	if (!isShared(line, office.keys.device)) return [];
	const texts = line.revisions.map(async (entry) => {
		const record = await contentOf(office, entry);
		return { entry: entry.id, ...(record && { record }) };
	});
	return (await Promise.all(texts)).reverse();
}

async function listedOf(office: OfficeDrawer): Promise<readonly ListedVersions[]> {
	const marks = await office.db.sync.where('key').startsWith(CAME).primaryKeys();
	const found: ListedVersions[] = [];
	for (const mark of marks) {
		const record = mark.slice(CAME.length);
		const facts = await versionsOf(office, record);
		const { open = [], unseen = 0, late = [] } = facts ?? {};
		if (open.length + unseen + late.length > 0)
			found.push({ record, open: open.length, unseen, late: late.length });
		// Settled: the next revision of another device marks it again.
		else if (await office.db.working.get(record)) await office.db.sync.delete(mark);
	}
	return found;
}

/** The vault's part about versions, for whichever drawer is open. */
export function makeVersionsPart(current: CurrentDrawer): Versions {
	return {
		async versions(id) {
			const open = current();
			return open && versionsOf(open.office, id);
		},
		async versionTexts(id) {
			const open = current();
			return open ? textsOf(open.office, id) : [];
		},
		async listedVersions() {
			const open = current();
			return open ? listedOf(open.office) : [];
		},
		async pulledOnly() {
			const open = current();
			return open ? pulledOnly(open.office) : [];
		},
		async adoptPulled(adopting) {
			const open = current();
			return open !== undefined && adoptPulled(open.office, adopting);
		}
	};
}
