/**
 * Records that came from another device of the person's and have no working copy here yet: opened with the keys that
 * were granted to the person's own space, and kept under them, so that they are listed, opened and edited as any other.
 */
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { Entry } from '../trust/entry.ts';
import { AppError } from '../errors.ts';
import { commitSave } from './commit-save.ts';
import type { RecordFacts } from './drafts.ts';
import { sealPage, withRow } from './header-pages.ts';
import { importRecordKey, wrapSecret } from './keys.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { PageShelf } from './page-shelf.ts';
import { recordKey, type KeyName } from './record-keys.ts';
import { recordLine, type RecordLine } from './record-line.ts';
import { contentOf, wholeView } from './versions.ts';
import { sealCopy } from './working-copy.ts';

/** One of them, in the open. */
export interface PulledRecord {
	readonly id: string;
	readonly record: DecisionRecord;
	readonly life: 'draft' | 'final';
	/** ISO 8601, when its newest revision was made, as that device claims it. */
	readonly at: string;
}

/** What the list shows of it; made from the record by `lib/record`, which knows the pack. */
export interface Adopting {
	readonly id: string;
	readonly facts: RecordFacts;
}

/** What becomes the working copy. */
interface Found extends PulledRecord {
	readonly key: KeyName;
	readonly salt: string;
	readonly taken: readonly string[];
}

const TRIES = 8;

/** Of a record that this device never wrote to: what it wrote itself and then cleared must not come back. */
function isOthers({ revisions }: RecordLine, device: string): boolean {
	return revisions.length > 0 && revisions.every(({ header }) => header.device !== device);
}

/** The key of the highest number, the first in the log where two devices opened the same. */
function newestKey(revisions: readonly Entry[]): KeyName {
	const numberOf = ({ header }: Entry) => header.keyNumber ?? 0;
	const [first] = revisions.toSorted((one, other) => numberOf(other) - numberOf(one));
	if (first === undefined) throw new AppError('no-revision-of-pulled');
	return first.header;
}

async function found(office: OfficeDrawer, id: string): Promise<Found | undefined> {
	const line = await recordLine(office.db, id);
	if (!isOthers(line, office.keys.device)) return undefined;
	const { view, own } = await wholeView(office, line, undefined);
	const final = line.revisions.find((entry) => entry.id === line.final);
	const isFinal = final !== undefined && line.leaves.every((leaf) => leaf.id === final.id);
	const record = isFinal ? await contentOf(office, final) : view.record;
	const salt = line.revisions.find(({ header }) => header.salt !== null)?.header.salt;
	if (record === undefined || salt === undefined || salt === null) return undefined;
	const inLine = line.revisions.filter((entry) => !own.late.includes(entry));
	return {
		id,
		record,
		life: isFinal ? 'final' : 'draft',
		at: new Date(Math.max(...inLine.map(({ header }) => header.clientAt))).toISOString(),
		key: isFinal ? final.header : newestKey(inLine),
		salt,
		taken: line.leaves.map((leaf) => leaf.id)
	};
}

/** Ids of records with entries and without a working copy, from indexes alone. */
async function withoutCopy({ db }: OfficeDrawer): Promise<readonly string[]> {
	const copies = new Set(await db.working.orderBy('page').primaryKeys());
	// Ids are the only values of this index; statements have none.
	const named = (await db.entries.orderBy('record').uniqueKeys()) as string[];
	return named.filter((id) => !copies.has(id));
}

/** Opens every record that came from another device and has no working copy here. */
export async function pulledOnly(office: OfficeDrawer): Promise<readonly PulledRecord[]> {
	const all: PulledRecord[] = [];
	for (const id of await withoutCopy(office)) {
		const one = await found(office, id);
		if (one !== undefined) all.push({ id, record: one.record, life: one.life, at: one.at });
	}
	return all;
}

/** @returns false when the list page had moved on */
async function keepOnce(office: OfficeDrawer, one: Found, facts: RecordFacts): Promise<boolean> {
	const { db, keys } = office;
	const { id, record, salt, taken, life, at } = one;
	const keyNumber = one.key.keyNumber ?? 0;
	const raw = await recordKey(office, one.key);
	if (raw === undefined) throw new AppError('no-key-of-pulled', { record: id });
	const wrapped = await wrapSecret(keys, raw.slice(), { id, keyNumber });
	const page = await new PageShelf(db, keys).withRoom();
	const header: RecordHeader = { ...facts, id, life, createdAt: record.createdAt, savedAt: at };
	const current = { key: await importRecordKey(raw), keyNumber, saveCounter: 1 };
	const sealed = await sealCopy(keys, { header, record, taken }, current);
	if (!sealed.ok) throw new AppError('pulled-not-sealed', { reason: sealed.reason });
	const own = { id, salt, blob: sealed.bytes, saveCounter: 1, keyNumber, page: page.page, cut: 1 };
	const pageRow = await sealPage(keys, withRow(page, { header, saveCounter: 1 }));
	const key = { record: id, keyNumber, wrapped };
	if ((await db.working.get(id)) !== undefined) return true;
	return commitSave(db, { working: own, pageRow, key }, page.counter);
}

/** Keeps one record as a working copy. @returns false when it is not there, or is here already */
export async function adoptPulled(office: OfficeDrawer, { id, facts }: Adopting): Promise<boolean> {
	for (let left = TRIES; left > 0; left -= 1) {
		const isHere = (await office.db.working.get(id)) !== undefined;
		const one = isHere ? undefined : await found(office, id);
		if (one === undefined) return false;
		if (await keepOnce(office, one, facts)) return true;
	}
	throw new AppError('page-never-still', { tries: TRIES });
}
