/** Finalising: the record is signed as a whole, under a key of its own, and never changes again. Works offline. */
import type { LocalSettings, Pack } from '../pack/types.ts';
import { headerOf, journeyOf } from '../record/make.ts';
import { missingParts } from '../record/missing.ts';
import { isFromNewerApp } from '../record/newer-app.ts';
import type { DecisionRecord, RecordHeader, ValuePath } from '../record/types.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { HeaderPageRow, RecordKeyRow, WorkingRow } from './database.ts';
import { sealPage, withRow } from './header-pages.ts';
import { importRecordKey, newRecordKey, wrapSecret } from './keys.ts';
import type { OfficeDrawer, Standing } from './office-drawer.ts';
import { PageShelf } from './page-shelf.ts';
import { recordLine } from './record-line.ts';
import { openWorking, revisionEntries, type CutProblem, type OpenedWorking } from './revisions.ts';
import { sealCopy } from './working-copy.ts';

/** What finalising is judged by: the record's own pack, and this device's settings. */
export interface Finalising {
	readonly id: string;
	readonly pack: Pack;
	readonly settings: LocalSettings;
	/** The instant of finalising, ISO 8601, as the device claims it. */
	readonly at: string;
}

/** `other-pack`: the pack is not the one that the record was made with, so nothing may be judged by it. */
export type FinaliseProblem = CutProblem | 'already-final' | 'other-pack';

/** A required field that is not complete, in the order of the record. */
export interface MissingField {
	readonly path: ValuePath;
	readonly label: string;
}

export type FinaliseResult =
	| { readonly ok: true; readonly header: RecordHeader; readonly entry: string }
	| { readonly ok: false; readonly reason: 'missing-parts'; readonly missing: readonly MissingField[] }
	| { readonly ok: false; readonly reason: FinaliseProblem | 'not-open' };

interface Judged {
	readonly header: RecordHeader;
	readonly missing: readonly MissingField[];
}

/** What a record lacks, and how the list shows it once it is final. */
function judge({ id, pack, settings, at }: Finalising, record: DecisionRecord): Judged {
	const result = journeyOf(pack, record, settings);
	const missing = missingParts(pack, { record, result });
	return {
		header: headerOf({ pack, result }, record, { id, life: 'final', savedAt: at }),
		missing: missing.map(({ field, path }) => ({ path, label: field.label }))
	};
}

interface FinalRows {
	readonly working: WorkingRow;
	readonly key: RecordKeyRow;
	readonly pageRow: HeaderPageRow;
	/** What must still stand for these rows to be written. */
	readonly before: { readonly saveCounter: number; readonly pageCounter: number };
}

/** The working copy under the final's key, listed as final. */
async function finalRows(
	{ db, keys }: OfficeDrawer,
	{ row, content }: OpenedWorking,
	{ header, raw }: { readonly header: RecordHeader; readonly raw: ReturnType<typeof newRecordKey> }
): Promise<FinalRows | undefined> {
	const { id } = row;
	const keyNumber = row.keyNumber + 1;
	const saveCounter = row.saveCounter + 1;
	const wrapped = await wrapSecret(keys, raw, { id, keyNumber });
	const current = { key: await importRecordKey(raw), keyNumber, saveCounter };
	const sealed = await sealCopy(keys, { header, record: content }, current);
	if (!sealed.ok) return undefined;
	const page = await new PageShelf(db, keys).fresh(row.page);
	return {
		working: { ...row, blob: sealed.bytes, saveCounter, keyNumber, cut: saveCounter },
		key: { record: id, keyNumber, wrapped },
		pageRow: await sealPage(keys, withRow(page, { header, saveCounter })),
		before: { saveCounter: row.saveCounter, pageCounter: page.counter }
	};
}

/** Inside the transaction: writes the rows unless the record or its page moved on meanwhile. */
async function settle({ db }: OfficeDrawer, { working, key, pageRow, before }: FinalRows): Promise<boolean> {
	const stored = await db.working.get(working.id);
	const page = await db.headerPages.get(pageRow.page);
	if (stored?.saveCounter !== before.saveCounter || (page?.counter ?? 0) !== before.pageCounter) return false;
	await db.recordKeys.add(key);
	await db.working.put(working);
	await db.headerPages.put(pageRow);
	return true;
}

async function signFinal(
	office: OfficeDrawer,
	standing: Standing,
	{ working, header }: { readonly working: OpenedWorking; readonly header: RecordHeader }
) {
	const { row, salt, content } = working;
	const raw = newRecordKey();
	const line = await recordLine(office.db, row.id);
	const keyNumber = row.keyNumber + 1;
	const entries = await revisionEntries(standing, {
		kind: 'final',
		record: row.id,
		salt,
		keyNumber,
		key: raw,
		content,
		line
	});
	if (!entries.ok) return entries;
	const rows = await finalRows(office, working, { header, raw });
	if (rows === undefined) return refuse('too-large');
	return accept({ entries: entries.value, write: () => settle(office, rows) });
}

async function mayFinalise(
	office: OfficeDrawer,
	finalising: Finalising
): Promise<Outcome<Judged & { readonly working: OpenedWorking }, FinaliseProblem>> {
	const working = await openWorking(office, finalising.id);
	if (!working.ok) return working;
	const { content, header } = working.value;
	if (header.life !== 'draft') return refuse('already-final');
	if (isFromNewerApp(content)) return refuse('newer-schema');
	if (content.pack.hash !== finalising.pack.hash) return refuse('other-pack');
	const judged = judge(finalising, content);
	const { createdAt } = header;
	return accept({ ...judged, header: { ...judged.header, createdAt }, working: working.value });
}

/**
 * Signs the saved text as the record's final: a new key number, granted to the own space, to recovery and to the
 * review spaces that the keylog names for this person; parents are all leaves of the line.
 */
export async function finaliseRecord(office: OfficeDrawer, finalising: Finalising): Promise<FinaliseResult> {
	let missing: readonly MissingField[] = [];
	let header: RecordHeader | undefined;
	const stored = await office.append<FinaliseProblem | 'missing-parts'>(async (standing) => {
		const judged = await mayFinalise(office, finalising);
		if (!judged.ok) return judged;
		({ missing, header } = judged.value);
		if (missing.length > 0) return refuse('missing-parts');
		return signFinal(office, standing, judged.value);
	});
	if (!stored.ok) {
		return stored.reason === 'missing-parts'
			? { ok: false, reason: stored.reason, missing }
			: { ok: false, reason: stored.reason };
	}
	const entry = stored.value.at(-1)?.id;
	if (header === undefined || entry === undefined) return { ok: false, reason: 'storage' };
	return { ok: true, header, entry };
}
