/**
 * The rules by which an exchange with the office changes what is kept here, over rows that may lie anywhere: the drawer's
 * IndexedDB in the app, plain memory in the simulator, which runs these very functions. Each runs within one transaction.
 */
import {
	HISTORY,
	RECEIPTS,
	toNotes,
	toReceipts,
	withNote,
	withReceipts,
	type HistoryNote
} from './history-notes.ts';
import { markIn, type EntryRow } from './outbox-rows.ts';
import type {
	LogPosition,
	LogEntry,
	LogChange,
	PendingRecords,
	LogHead,
	FetchedRecords,
	SyncRows
} from './outbox-log.ts';

/** Keys of the `sync` table. `cursor`: `{seq, chain, round?}`. */
export const CURSOR = 'cursor';
export const PENDING = 'bootstrap';
const DURABLE = 'durable';
const BACKUP = 'backup';
/** Begins the keys of entries that wait to be checked. */
export const PULLED = 'pulled:';

/** Sorts by seq as text; a seq has at most 16 digits. A server that gives one place twice hides nothing by it. */
export const pulledKey = ({ seq, id }: Pick<LogEntry, 'seq' | 'id'>) =>
	`${PULLED}${String(seq).padStart(16, '0')}:${id}`;

const NONE: PendingRecords = { records: [], after: 0 };

/** @param value of `CURSOR` */
export function toPosition(value: unknown): LogPosition {
	// Written here, and by joining with the same shape.
	const kept = value as { seq: number; chain: string | null; round?: LogPosition['round'] } | undefined;
	if (kept === undefined || kept.seq === 0) return { cursor: 0, chain: null };
	const { seq, chain, round } = kept;
	return { cursor: seq, chain, ...(round && { round }) };
}

/** @param value of `PENDING` */
export function toPending(value: unknown): PendingRecords {
	// Written by this file alone.
	return (value as PendingRecords | undefined) ?? NONE;
}

/** The round only saves work; cursor and chain say whether an answer still fits. */
function isSame(one: LogPosition, other: LogPosition): boolean {
	return one.cursor === other.cursor && one.chain === other.chain;
}

const stillAt = async (rows: SyncRows, from: LogPosition) =>
	isSame(toPosition(await rows.read(CURSOR)), from);

async function putPosition(rows: SyncRows, { cursor, chain, round }: LogPosition): Promise<void> {
	await rows.write(CURSOR, { seq: cursor, chain, ...(round && { round }) });
}

/** A row of ours as it came back in the log: shown, with its body if it ever had one here. */
function echoed(row: EntryRow, { seq, receivedAt, c }: LogEntry): EntryRow {
	const { unseen: _unseen, reason: _reason, ...kept } = row;
	const body = row.c ?? c;
	return { ...kept, state: 'echoed', seq, receivedAt, ...(body && { c: body }) };
}

/**
 * Entries that are here already are the same bytes, since an id is a hash: they are marked. New ones are kept apart
 * until the open drawer has checked who signed them; a server must not be able to put a word into a record.
 */
async function putPulled(rows: SyncRows, pulled: readonly LogEntry[]): Promise<void> {
	for (const entry of pulled) {
		const row = await rows.get(entry.id);
		if (row !== undefined) await rows.put(echoed(row, entry));
		else await rows.write(pulledKey(entry), entry);
	}
}

/** What the server had acknowledged and the log does not show: it was restored, so send again. */
async function requeueUnseen(rows: SyncRows, { position, isEnd, marks }: LogChange): Promise<void> {
	const justTaken = new Set(marks.map(({ id }) => id));
	for (const row of await rows.inState('acked')) {
		const isPassed = row.unseen !== true && row.seq !== undefined && row.seq <= position.cursor;
		// At its end the log has everything that was ever acknowledged, but for what it took while it was read.
		const isLost = isPassed || (isEnd && !justTaken.has(row.id));
		if (!isLost || row.c === undefined) continue;
		const { unseen: _unseen, ...rest } = row;
		await rows.put({ ...rest, state: 'queued' });
	}
}

async function putSafe(rows: SyncRows, durable: number | null): Promise<void> {
	await rows.write(DURABLE, durable);
	if (durable === null) return;
	for (const row of await rows.inState('echoed')) {
		if (row.seq !== undefined && row.seq <= durable) await rows.put({ ...row, state: 'safe' });
	}
}

async function addPending(rows: SyncRows, records: readonly string[]): Promise<void> {
	if (records.length === 0) return;
	const waiting = toPending(await rows.read(PENDING));
	const all = [...new Set([...waiting.records, ...records])];
	await rows.write(PENDING, { records: all, after: waiting.after });
}

async function note(rows: SyncRows, added: HistoryNote): Promise<void> {
	await rows.write(HISTORY, withNote(toNotes(await rows.read(HISTORY)), added));
}

async function putReceipts(rows: SyncRows, { receipts, broken, position, at }: LogChange): Promise<void> {
	const kept = toReceipts(await rows.read(RECEIPTS));
	const next = withReceipts(kept, receipts);
	if (next !== kept) await rows.write(RECEIPTS, next);
	if (broken === null) return;
	const other = { seq: position.cursor, chain: position.chain };
	await note(rows, { kind: 'chain', at, mine: broken, other });
}

/**
 * Stores one answer of the office as a whole.
 * @param from where the device stood when it asked
 * @returns false when it stands elsewhere by now: then nothing was written
 */
export async function applyIn(rows: SyncRows, from: LogPosition, change: LogChange): Promise<boolean> {
	if (!(await stillAt(rows, from))) return false;
	await markIn(rows, change.marks);
	await putPulled(rows, change.pulled);
	await requeueUnseen(rows, change);
	await putSafe(rows, change.durable);
	await addPending(rows, change.bootstrap);
	await putReceipts(rows, change);
	if (change.backup !== undefined) await rows.write(BACKUP, change.backup);
	await putPosition(rows, change.position);
	return true;
}

/** Everything the log had shown counts as not shown yet; what the server cannot have goes first. */
async function unsee(rows: SyncRows, serverSeq: number): Promise<void> {
	for (const state of ['acked', 'echoed', 'safe'] as const) {
		for (const row of await rows.inState(state)) {
			const isBeyond = (row.seq ?? 0) > serverSeq && row.c !== undefined;
			await rows.put(isBeyond ? { ...row, state: 'queued' } : { ...row, state: 'acked', unseen: true });
		}
	}
}

/**
 * What nobody has checked yet may be in no other place any more: its device may be gone, and the log has lost it. It is
 * kept as what it is, to be sent again; without a body there is nothing to send, and the log shows it again or not.
 */
async function keepPulled(rows: SyncRows, serverSeq: number): Promise<void> {
	for (const { c, ...entry } of await rows.pulled()) {
		if (c === null || (await rows.get(entry.id)) !== undefined) continue;
		const row = { ...entry, c, order: entry.seq, queuedAt: entry.receivedAt };
		const isBeyond = entry.seq > serverSeq;
		await rows.put(isBeyond ? { ...row, state: 'queued' } : { ...row, state: 'acked', unseen: true });
	}
	await rows.dropPulled();
}

/** The office has another history. @returns as `applyIn` */
export async function forkIn(
	rows: SyncRows,
	from: LogPosition,
	{ at, ...server }: LogHead & { readonly at: number }
): Promise<boolean> {
	if (!(await stillAt(rows, from))) return false;
	await unsee(rows, server.seq);
	await keepPulled(rows, server.seq);
	await putPosition(rows, { cursor: 0, chain: null });
	await rows.write(RECEIPTS, []);
	await note(rows, { kind: 'fork', at, mine: { seq: from.cursor, chain: from.chain }, other: server });
	return true;
}

/** Stores a part of the records fetched whole. @returns false when others wait by now: then nothing was written */
export async function addRecordsIn(
	rows: SyncRows,
	from: PendingRecords,
	{ pulled, next }: FetchedRecords
): Promise<boolean> {
	const waiting = toPending(await rows.read(PENDING));
	const isStill = from.records.every((record, index) => waiting.records[index] === record);
	if (!isStill || waiting.after !== from.after) return false;
	await putPulled(rows, pulled);
	const later = waiting.records.slice(from.records.length);
	await rows.write(PENDING, { records: [...next.records, ...later], after: next.after });
	return true;
}

/** An entry that was verified just now. */
export interface VerifiedEntry {
	/** As it stands when the log has it: `echoed`, with its place. */
	readonly row: EntryRow;
	/**
	 * Key under which it waited to be checked; `held`: it lies among the others since the history changed; null: this page
	 * pulled it itself just now.
	 */
	readonly from: string | null;
}

export const HELD = 'held';

/** Whether the log that showed an entry is still the one that this device follows. */
export async function isStillThere(
	rows: Pick<SyncRows, 'read'>,
	from: VerifiedEntry['from']
): Promise<boolean> {
	return from === null || (from !== HELD && (await rows.read(from)) !== undefined);
}

/**
 * Puts a verified entry among the others. Whether the log has it is what the rows say now, and not what they said when
 * the check began: meanwhile the history may have changed, and it is not called echoed on the word of a log that is gone.
 */
export async function takeIn(
	rows: Pick<SyncRows, 'get' | 'put' | 'read' | 'remove'>,
	{ row, from }: VerifiedEntry
): Promise<void> {
	const known = await rows.get(row.id);
	if (!(await isStillThere(rows, from))) {
		if (known !== undefined) await rows.put({ ...known, checked: 1 });
		return;
	}
	const { reason: _reason, unseen: _unseen, ...kept } = known ?? row;
	const { seq, receivedAt } = row;
	const place = { ...(seq !== undefined && { seq }), ...(receivedAt !== undefined && { receivedAt }) };
	const state = known?.state === 'safe' ? 'safe' : 'echoed';
	const recovered = row.recovered === 1 ? ({ recovered: 1 } as const) : {};
	await rows.put({ ...kept, ...place, ...recovered, state, checked: 1 });
	if (from !== null) await rows.remove(from);
}

const RANKS = new Map([
	['key', 0],
	['grant', 1]
]);
const rankOf = ({ row }: VerifiedEntry) => RANKS.get(row.kind) ?? 2;

/**
 * The order in which entries are checked: statements, then grants, which say whose a record is, then all else, each by
 * place. The place alone does not do: after a change of history some have a place in the log that is gone.
 */
export function inCheckOrder<Waiting extends VerifiedEntry>(waiting: readonly Waiting[]): readonly Waiting[] {
	const seqOf = ({ row }: VerifiedEntry) => row.seq ?? 0;
	return [...waiting].sort((one, other) => rankOf(one) - rankOf(other) || seqOf(one) - seqOf(other));
}
