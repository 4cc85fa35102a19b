/** Finalising: the record is signed as a whole, under a key of its own, and never changes again. Works offline. */
import type { LocalSettings, Pack } from '../pack/types.ts';
import { headerOf } from '../record/header.ts';
import { journeyOf } from '../record/make.ts';
import { missingParts } from '../record/missing.ts';
import { isFromNewerApp } from '../record/newer-app.ts';
import { withSealedPath } from '../record/replay-check.ts';
import type { DecisionRecord, RecordHeader, ValuePath } from '../record/types.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { newRecordKey } from './keys.ts';
import type { OfficeDrawer, Standing } from './office-drawer.ts';
import { nextOf, openWorking, revisionEntries, type CutProblem, type OpenedWorking } from './revisions.ts';
import { putRewritten, rewrittenRows } from './working-rows.ts';

/** What finalising is judged by: the record's own pack, and this device's settings. */
export interface Finalising {
	readonly id: string;
	readonly pack: Pack;
	readonly settings: LocalSettings;
	/** The instant of finalising, ISO 8601, as the device claims it. */
	readonly at: string;
}

/**
 * `other-pack`: the pack is not the one that the record was made with, so nothing may be judged by it. `versions-open`:
 * another device wrote something that was not looked at, or that nobody has chosen between.
 */
export type FinaliseProblem = CutProblem | 'already-final' | 'other-pack' | 'versions-open';

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

async function signFinal(
	office: OfficeDrawer,
	standing: Standing,
	{ working, header }: { readonly working: OpenedWorking; readonly header: RecordHeader }
) {
	const { row, salt } = working;
	const { own, line, content } = await nextOf(office, working);
	// What is signed is what its person has seen, and nothing in it is left open.
	if (own.unseen.length > 0 || content.sides !== undefined) return refuse('versions-open');
	const raw = newRecordKey();
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
	const text = { header, record: content, ...working.beside };
	const rows = await rewrittenRows(office, { row, content: text, key: raw, keyNumber, isCut: true });
	raw.fill(0);
	if (rows === undefined) return refuse('too-large');
	return accept({ entries: entries.value, write: () => putRewritten(office, rows) });
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
	const { pack, settings } = finalising;
	const signed = { ...working.value, content: withSealedPath(pack, content, settings) };
	return accept({ ...judged, header: { ...judged.header, createdAt }, working: signed });
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
