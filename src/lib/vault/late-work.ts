/**
 * Work that a signed record does not hold: drafts of another device, or of this one, that do not descend from its final,
 * and a second final. Kept, shown with its text, and never part of the record unless somebody adds it.
 */
import type { DecisionRecord } from '../record/types.ts';
import { accept, refuse } from '../trust/outcome.ts';
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { newestOf, ownLine } from './own-line.ts';
import { recordKey } from './record-keys.ts';
import type { RecordLine } from './record-line.ts';
import { cutRevision, openWorking, type CutProblem } from './revisions.ts';
import { contentOf } from './versions.ts';
import { putRewritten, rewrittenRows } from './working-rows.ts';

/** One text beside a signed record. */
export interface LateWork {
	/** Entry id. */
	readonly entry: string;
	/** A draft that was not in when the record was signed, or a second signing that came after the first. */
	readonly kind: 'draft' | 'final';
	readonly isHere: boolean;
	/** ISO 8601, as its device claims it. */
	readonly at: string;
	/** Absent where it cannot be opened here. */
	readonly record?: DecisionRecord;
	/** Whether the office refused it; it is kept here all the same. */
	readonly isRefused: boolean;
}

/** Finals of this record that the office did not take. */
async function refusedFinals({ db }: OfficeDrawer, id: string, line: RecordLine) {
	if (line.final === null) return [];
	const rows = await db.entries.where('record').equals(id).toArray();
	const parked = rows.filter(
		(row) => row.state === 'parked' && row.kind === 'final' && row.id !== line.final
	);
	return (await Promise.all(parked.map(entryOf))).filter((entry) => entry !== undefined);
}

/** What stands beside the record's final, the newest of each line; empty while nothing is signed. */
export async function lateWork(
	office: OfficeDrawer,
	id: string,
	line: RecordLine
): Promise<readonly LateWork[]> {
	const { device } = office.keys;
	const refused = await refusedFinals(office, id, line);
	const late = [...newestOf(ownLine(line, device).late), ...refused];
	return Promise.all(
		late.map(async (entry) => {
			const record = await contentOf(office, entry);
			return {
				entry: entry.id,
				kind: entry.header.kind === 'final' ? ('final' as const) : ('draft' as const),
				isHere: entry.header.device === device,
				at: new Date(entry.header.clientAt).toISOString(),
				...(record && { record }),
				isRefused: refused.includes(entry)
			};
		})
	);
}

/**
 * Another device signed the record while this one was writing, or signed it first as the log has it: what is saved here
 * is a revision of its own, late work from now on, and the working copy becomes what was signed. Does nothing where
 * there is no such final. A signature of this device that came second stays in the log, with its own key.
 */
export async function takeFinal(office: OfficeDrawer, id: string, line: RecordLine): Promise<void> {
	const final = line.revisions.find((entry) => entry.id === line.final);
	if (final === undefined || final.header.device === office.keys.device) return;
	const before = await openWorking(office, id);
	if (!before.ok || before.value.header.clearedAt !== undefined) return;
	if (ownLine(line, office.keys.device, before.value.beside.taken).known.includes(final)) return;
	if (!(await cutRevision(office, id)).ok) return;
	const record = await contentOf(office, final);
	const keyNumber = final.header.keyNumber ?? 0;
	const key = await recordKey(office, final.header);
	if (record === undefined || key === undefined) return;
	await office.append<CutProblem>(async () => {
		const working = await openWorking(office, id);
		if (!working.ok) return working;
		const { row, header, beside } = working.value;
		// Saved again meanwhile: the next opening cuts that first.
		if (row.cut !== row.saveCounter) return accept({ entries: [], write: () => Promise.resolve(true) });
		const savedAt = new Date(final.header.clientAt).toISOString();
		const { version } = record;
		const signed = { ...header, life: 'final', missing: 0, savedAt, version } as const;
		const content = { ...beside, header: signed, record, taken: [...(beside.taken ?? []), final.id] };
		const rows = await rewrittenRows(office, { row, content, key, keyNumber, isCut: true });
		if (rows === undefined) return refuse('too-large');
		return accept({ entries: [], write: () => putRewritten(office, rows) });
	});
}
