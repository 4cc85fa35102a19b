/**
 * What is added to a record after it was made final: words and events, each a signed entry under the final's key, queued
 * in the transaction that keeps its text in the working copy. The final and the head stay what they are.
 */
import { addendumContent, readAddendum, type Addition, type AddendumContent } from '../record/addendum.ts';
import type { RecordDue, RecordHeader } from '../record/types.ts';
import type { Entry } from '../trust/entry.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { makeRevision, openRevision } from '../trust/revision.ts';
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer, Standing } from './office-drawer.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import type { EntryRow, EntryState } from './outbox.ts';
import { recordKey } from './record-keys.ts';
import { recordLine } from './record-line.ts';
import { openWorking, wellFormed, type CutProblem, type OpenedWorking } from './revisions.ts';
import { openCopy, type OwnAddition, type WorkingContent } from './working-copy.ts';
import { putRewritten, rewrittenRows } from './working-rows.ts';

/** `not-final`: there is nothing signed yet that it could be added to. */
export type AddProblem = CutProblem | 'not-final' | 'not-open';

/** One addition, as the log has it. */
export interface AfterItem {
	/** Entry id. */
	readonly entry: string;
	/** Absent where it cannot be read here: its key or its text is missing, or a newer app wrote it. */
	readonly content?: AddendumContent;
	/** Version of the record that it was added to. */
	readonly version: number | null;
	/** The device's clock, ms since 1970: a claim. */
	readonly claimedAt: number;
	/** When the office received it, ms since 1970; absent until it came back in the log. */
	readonly receivedAt?: number;
	readonly state: EntryState;
	readonly device: string;
	readonly isThisDevice: boolean;
}

/** The part of the vault about what follows a final. */
export interface AfterFinal {
	/**
	 * Adds words or an event to a final record: signed, queued, works offline.
	 * @param due what the record promises from then on, for the list; absent: as before
	 * @returns the entry's id
	 */
	addTo(id: string, addition: Addition, due?: RecordDue): Promise<Outcome<string, AddProblem>>;
	/** Everything that was added, by any device of the person's that is known here; oldest first. */
	afterFinal(id: string): Promise<readonly AfterItem[]>;
}

const NAME = 'case/practitionerName';
/** A header names 64 parents at most; the final is one of them. */
const MOST_ADDITIONS = 63;

/** The entry's parents: the final, and the additions that nothing stands on yet. */
function parentsOf(final: Entry, additions: readonly Entry[]) {
	const taken = new Set(additions.flatMap(({ header }) => header.parents));
	const open = additions.filter(({ id }) => !taken.has(id)).slice(-MOST_ADDITIONS);
	return [final, ...open].map(({ id, header }) => ({ id, n: header.n ?? 0 }));
}

async function addenda({ db }: OfficeDrawer, record: string): Promise<readonly EntryRow[]> {
	const rows = await db.entries.where('record').equals(record).toArray();
	return rows
		.filter((row) => row.kind === 'addendum' && row.checked === 1)
		.sort((one, other) => (one.seq ?? Infinity) - (other.seq ?? Infinity) || one.order - other.order);
}

/** What a record signed: its newest final, the key of it and what was added so far. */
async function signedOf(office: OfficeDrawer, id: string) {
	const line = await recordLine(office.db, id);
	const final = line.revisions.find((entry) => entry.id === line.final);
	if (final === undefined) return refuse('not-final' as const);
	const keyNumber = final.header.keyNumber ?? 0;
	const key = await recordKey(office, final.header);
	if (key === undefined) return refuse('no-key' as const);
	const rows = (await addenda(office, id)).filter(({ state }) => state !== 'parked');
	const additions = (await Promise.all(rows.map(entryOf))).filter((entry) => entry !== undefined);
	return accept({ final, keyNumber, key, additions });
}

/** Handing over is a step of the record's life; other events leave it where it is. */
function lifeAfter(header: RecordHeader, content: AddendumContent): RecordHeader {
	const isHandedOver = content.sort === 'event' && content.kind === 'handed-over';
	return isHandedOver && header.life === 'final' ? { ...header, life: 'handed-over' } : header;
}

/** What is added, and to what. */
export interface Adding {
	readonly working: OpenedWorking;
	readonly addition: Addition;
}

/** Signs an addition to the newest final, under its key. */
export async function signAddition(office: OfficeDrawer, { by }: Standing, { working, addition }: Adding) {
	const { row, salt, content: record } = working;
	const signed = await signedOf(office, row.id);
	if (!signed.ok) return signed;
	const { final, keyNumber, key, additions } = signed.value;
	const name = record.values[NAME];
	const about = { final: final.id, by: typeof name === 'string' ? name.trim() : '' };
	const content = wellFormed(addendumContent(addition, about));
	const entry = await makeRevision(by, {
		kind: 'addendum',
		record: row.id,
		salt,
		parents: parentsOf(final, additions),
		keyNumber,
		key,
		schema: content.schema,
		version: final.header.version,
		supersedes: null,
		purgeAfter: final.header.purgeAfter,
		content
	});
	key.fill(0);
	return entry.ok ? accept({ entry: entry.value, content }) : entry;
}

/** The list row with other dates. */
function withDue(
	{ due: before, ...header }: RecordHeader,
	due: RecordDue | undefined = before
): RecordHeader {
	return due === undefined || Object.keys(due).length === 0 ? header : { ...header, due };
}

/** The working copy with the addition beside its text. */
function withAddition(
	{ content: record, header, beside }: OpenedWorking,
	{ due, ...addition }: OwnAddition & { readonly due: RecordDue | undefined }
): WorkingContent {
	const after = [...(beside.after ?? []), addition];
	return { ...beside, header: withDue(lifeAfter(header, addition.content), due), record, after };
}

/** Adds words or an event to the record's newest final. */
export async function addToFinal(
	office: OfficeDrawer,
	id: string,
	{ addition, due }: { readonly addition: Addition; readonly due?: RecordDue | undefined }
): Promise<Outcome<string, AddProblem>> {
	const stored = await office.append<AddProblem>(async (standing) => {
		const working = await openWorking(office, id);
		if (!working.ok) return working;
		const signed = await signAddition(office, standing, { working: working.value, addition });
		if (!signed.ok) return signed;
		const { row, key } = working.value;
		const { entry, content } = signed.value;
		const next = withAddition(working.value, { entry: entry.id, content, due });
		const isCut = row.cut === row.saveCounter;
		const { keyNumber } = row;
		const rows = await rewrittenRows(office, { row, content: next, key, keyNumber, isCut });
		if (rows === undefined) return refuse('too-large');
		return accept({ entries: [entry], write: () => putRewritten(office, rows) });
	});
	if (!stored.ok) return stored;
	const [entry] = stored.value;
	return entry === undefined ? refuse('storage') : accept(entry.id);
}

/** What the addition says: from its own entry, which is signed, else from what this device kept of its own. */
async function contentOf(
	office: OfficeDrawer,
	entry: Entry,
	own: OwnAddition | undefined
): Promise<AddendumContent | undefined> {
	if (entry.c === null) return own?.content;
	const key = await recordKey(office, entry.header);
	if (key === undefined) return own?.content;
	const opened = await openRevision(entry, key);
	key.fill(0);
	return opened.ok ? readAddendum(opened.value.content) : undefined;
}

async function itemOf(
	office: OfficeDrawer,
	row: EntryRow,
	own: readonly OwnAddition[]
): Promise<AfterItem | undefined> {
	const entry = await entryOf(row);
	if (entry === undefined) return undefined;
	const content = await contentOf(
		office,
		entry,
		own.find((one) => one.entry === row.id)
	);
	const device = entry.header.device ?? '';
	return {
		entry: entry.id,
		...(content && { content }),
		version: entry.header.version,
		claimedAt: entry.header.clientAt,
		...(row.receivedAt !== undefined && { receivedAt: row.receivedAt }),
		state: row.state,
		device,
		isThisDevice: device === office.keys.device
	};
}

/** Everything that was added to a record, oldest first: the order of the log, then what waits to be sent. */
export async function readAfterFinal(office: OfficeDrawer, id: string): Promise<readonly AfterItem[]> {
	const { db, keys } = office;
	const row = await db.working.get(id);
	const copy = row && (await openCopy(keys, db, row));
	const own = copy?.ok ? (copy.after ?? []) : [];
	const items = await Promise.all((await addenda(office, id)).map((one) => itemOf(office, one, own)));
	return items.filter((item) => item !== undefined);
}

/** The vault's part about what follows a final, for whichever drawer is open. */
export function makeAfterFinalPart(current: CurrentDrawer): AfterFinal {
	return {
		async addTo(id, addition, due) {
			const open = current();
			if (!open) return refuse('not-open');
			const added = await addToFinal(open.office, id, { addition, due });
			// The row moved on: whoever writes its next version goes on from there.
			if (added.ok) await open.drafts.open(id);
			return added;
		},
		async afterFinal(id) {
			const open = current();
			return open ? readAfterFinal(open.office, id) : [];
		}
	};
}
