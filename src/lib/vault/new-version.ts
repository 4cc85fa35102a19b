/**
 * A further version of a signed record: a draft that starts from what the final says, under a new key number. What was
 * signed stays beside it, in the log and on this device; nothing is overwritten.
 */
import type { DecisionRecord } from '../record/types.ts';
import type { Entry } from '../trust/entry.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { WorkingRow } from './database.ts';
import { newRecordKey } from './keys.ts';
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { recordKey } from './record-keys.ts';
import { keyNumberOf, recordLine } from './record-line.ts';
import { openWorking, type CutProblem, type OpenedWorking } from './revisions.ts';
import { signedVersions } from './signed-versions.ts';
import type { SignedVersion, WorkingContent } from './working-copy.ts';
import { putRewritten, rewrittenRows, type RewrittenRows } from './working-rows.ts';

/** Why there is to be a new version, and when it was begun: ISO 8601, as the device claims it. */
export interface VersionStart {
	readonly reason: string;
	readonly at: string;
}

/**
 * `draft-open`: a version is being written already. `no-reason`: it has to be given. `not-sound`: what was signed does
 * not hold, so nothing may start from it.
 */
export type VersionProblem =
	CutProblem | 'not-open' | 'not-final' | 'draft-open' | 'no-reason' | 'not-sound' | 'cleared';
/** `has-revision`: it was sent, or waits to be; a draft in the log is not taken back. */
export type DropProblem = CutProblem | 'not-open' | 'no-version-open' | 'has-revision';

interface StartingPoint {
	readonly final: Entry;
	readonly record: DecisionRecord;
}

/** The newest final, if it holds. */
async function startingPoint(
	office: OfficeDrawer,
	id: string
): Promise<Outcome<StartingPoint, VersionProblem>> {
	const [newest] = await signedVersions(office, id);
	const line = await recordLine(office.db, id);
	const final = line.revisions.find((entry) => entry.id === newest?.entry);
	if (newest?.record === undefined || final === undefined) return refuse('not-final');
	return newest.problem === undefined ? accept({ final, record: newest.record }) : refuse('not-sound');
}

function draftFrom({ final, record }: StartingPoint, { reason, at }: VersionStart): DecisionRecord {
	const { sealed: _sealed, ...said } = record;
	const version = (final.header.version ?? 1) + 1;
	return { ...said, recordedAt: at, version, newVersion: { reason, from: final.id, at } };
}

/** The working copy as the new draft, with what was signed beside it. */
function asDraft(
	{ header, beside }: OpenedWorking,
	from: StartingPoint,
	start: VersionStart
): WorkingContent {
	const signed: readonly SignedVersion[] = [
		...(beside.signed ?? []),
		{ entry: from.final.id, header, record: from.record }
	];
	const record = draftFrom(from, start);
	const { version } = record;
	return { ...beside, signed, header: { ...header, life: 'draft', savedAt: start.at, version }, record };
}

function mayStart({ header }: OpenedWorking, { reason }: VersionStart): VersionProblem | undefined {
	if (header.clearedAt !== undefined) return 'cleared';
	if (header.life === 'draft') return 'draft-open';
	return reason.trim() === '' ? 'no-reason' : undefined;
}

/** Begins the next version. @returns its number */
export async function startVersion(
	office: OfficeDrawer,
	id: string,
	start: VersionStart
): Promise<Outcome<number, VersionProblem>> {
	let version = 0;
	const stored = await office.append<VersionProblem>(async () => {
		const working = await openWorking(office, id);
		if (!working.ok) return working;
		const problem = mayStart(working.value, start);
		if (problem !== undefined) return refuse(problem);
		const from = await startingPoint(office, id);
		if (!from.ok) return from;
		const content = asDraft(working.value, from.value, start);
		const { row } = working.value;
		const keyNumber = Math.max(row.keyNumber, from.value.final.header.keyNumber ?? 0) + 1;
		const key = newRecordKey();
		const rows = await rewrittenRows(office, { row, content, key, keyNumber, isCut: false });
		key.fill(0);
		if (rows === undefined) return refuse('too-large');
		({ version } = content.record);
		return accept({ entries: [], write: () => putRewritten(office, rows) });
	});
	return stored.ok ? accept(version) : stored;
}

/** Whether a revision under this key number exists: then the draft is in the log, or on its way there. */
async function hasRevision({ db }: OfficeDrawer, id: string, keyNumber: number): Promise<boolean> {
	const rows = await db.entries.where('record').equals(id).toArray();
	return rows.some((row) => row.kind === 'draft' && keyNumberOf(row) === keyNumber);
}

/** Drops a version of which no revision was cut yet: the record is again what was signed. */
export async function dropVersion(office: OfficeDrawer, id: string): Promise<Outcome<null, DropProblem>> {
	const stored = await office.append<DropProblem>(async () => {
		const working = await openWorking(office, id);
		if (!working.ok) return working;
		const { row, beside } = working.value;
		const last = beside.signed?.at(-1);
		if (working.value.header.life !== 'draft' || last === undefined) return refuse('no-version-open');
		if (await hasRevision(office, id, row.keyNumber)) return refuse('has-revision');
		const key = await keyOfFinal(office, last.entry);
		if (key === undefined) return refuse('no-key');
		const content = { ...beside, signed: beside.signed?.slice(0, -1) ?? [], ...lastOf(last) };
		const rows = await rewrittenRows(office, { row, content, ...key, isCut: true });
		if (rows === undefined) return refuse('too-large');
		return accept({ entries: [], write: () => takeBack(office, row, rows) });
	});
	return stored.ok ? accept(null) : stored;
}

async function keyOfFinal(office: OfficeDrawer, final: string) {
	const row = await office.db.entries.get(final);
	const header = row && (await entryOf(row))?.header;
	const key = header && (await recordKey(office, header));
	return key && { key, keyNumber: header.keyNumber ?? 0 };
}

/** Inside the transaction: another tab may have cut a revision meanwhile. */
async function takeBack(
	office: OfficeDrawer,
	{ id, keyNumber }: WorkingRow,
	rows: RewrittenRows
): Promise<boolean> {
	if ((await hasRevision(office, id, keyNumber)) || !(await putRewritten(office, rows))) return false;
	await office.db.recordKeys.delete([id, keyNumber]);
	return true;
}

function lastOf({ header, record }: SignedVersion): Pick<WorkingContent, 'header' | 'record'> {
	return { header, record };
}
