/**
 * What an exchange with the office writes into the drawer: one strict transaction for each answer, and only if the
 * device still stands where it stood when it asked. Needs no key and no Dexie, like `outbox.ts`.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { Bytes } from '../trust/bytes.ts';
import { markIn, type EntryMark, type EntryRow, type OutboxSchema } from './outbox-rows.ts';

/** Everything in the log up to `cursor` is stored here; `round`: pages under way. */
export interface LogPosition {
	readonly cursor: number;
	readonly chain: string | null;
	readonly round?: { readonly from: number; readonly to: number };
}

/** An entry that came from the log. */
export interface LogEntry {
	readonly id: string;
	readonly kind: string;
	readonly record: string | null;
	readonly seq: number;
	readonly receivedAt: number;
	readonly h: Bytes;
	readonly s: Bytes;
	readonly c: Bytes | null;
}

/** One answer of the office; `src/lib/sync/sync-store.ts` says what each part means. */
export interface LogChange {
	readonly position: LogPosition;
	readonly marks: readonly EntryMark[];
	readonly pulled: readonly LogEntry[];
	readonly bootstrap: readonly string[];
	readonly durable: number | null;
	readonly isEnd: boolean;
}

/** Records to be fetched whole, and how far the first of them came. */
export interface PendingRecords {
	readonly records: readonly string[];
	readonly after: number;
}

/** Keys of the `sync` table. `cursor`: `{seq, chain, round?}`; `forked`: both heads, until a person has seen them. */
const CURSOR = 'cursor';
const PENDING = 'bootstrap';
const DURABLE = 'durable';
const FORKED = 'forked';
/** Begins the keys of entries that wait to be checked, one for each seq. */
export const PULLED = 'pulled:';

type Writing = IDBPTransaction<OutboxSchema, ['entries', 'sync'], 'readwrite'>;
type Database = IDBPDatabase<OutboxSchema>;

const NONE: PendingRecords = { records: [], after: 0 };

async function positionIn(transaction: Writing): Promise<LogPosition> {
	return toPosition((await transaction.objectStore('sync').get(CURSOR))?.value);
}

function toPosition(value: unknown): LogPosition {
	// Written here, and by joining with the same shape.
	const kept = value as { seq: number; chain: string | null; round?: LogPosition['round'] } | undefined;
	if (kept === undefined || kept.seq === 0) return { cursor: 0, chain: null };
	const { seq, chain, round } = kept;
	return { cursor: seq, chain, ...(round && { round }) };
}

/** The round only saves work; cursor and chain say whether an answer still fits. */
function isSame(one: LogPosition, other: LogPosition): boolean {
	return one.cursor === other.cursor && one.chain === other.chain;
}

async function putPosition(transaction: Writing, { cursor, chain, round }: LogPosition): Promise<void> {
	const value = { seq: cursor, chain, ...(round && { round }) };
	await transaction.objectStore('sync').put({ key: CURSOR, value });
}

/** A row of ours as it came back in the log: shown, with its body if it ever had one here. */
function echoed(row: EntryRow, { seq, receivedAt, c }: LogEntry): EntryRow {
	const { unseen: _unseen, reason: _reason, ...kept } = row;
	const body = row.c ?? c;
	return { ...kept, state: 'echoed', seq, receivedAt, ...(body && { c: body }) };
}

/** Sorts by seq as text; a seq has at most 16 digits. */
const pulledKey = (seq: number) => `${PULLED}${String(seq).padStart(16, '0')}`;
const pulledKeys = () => IDBKeyRange.bound(PULLED, `${PULLED}\uffff`);

/**
 * Entries that are here already are the same bytes, since an id is a hash: they are marked. New ones are kept apart
 * until the open drawer has checked who signed them; a server must not be able to put a word into a record.
 */
async function putPulled(transaction: Writing, pulled: readonly LogEntry[]): Promise<void> {
	const entries = transaction.objectStore('entries');
	for (const entry of pulled) {
		const row = await entries.get(entry.id);
		if (row !== undefined) await entries.put(echoed(row, entry));
		else await transaction.objectStore('sync').put({ key: pulledKey(entry.seq), value: entry });
	}
}

/** What the server had acknowledged and the log does not show: it was restored, so send again. */
async function requeueUnseen(transaction: Writing, { position, isEnd }: LogChange): Promise<void> {
	const entries = transaction.objectStore('entries');
	for (const row of await entries.index('state').getAll('acked')) {
		const isLost = row.unseen === true ? isEnd : row.seq !== undefined && row.seq <= position.cursor;
		if (!isLost || row.c === undefined) continue;
		const { unseen: _unseen, ...rest } = row;
		await entries.put({ ...rest, state: 'queued' });
	}
}

async function putSafe(transaction: Writing, durable: number | null): Promise<void> {
	await transaction.objectStore('sync').put({ key: DURABLE, value: durable });
	if (durable === null) return;
	const entries = transaction.objectStore('entries');
	for (const row of await entries.index('state').getAll('echoed')) {
		if (row.seq !== undefined && row.seq <= durable) await entries.put({ ...row, state: 'safe' });
	}
}

async function pendingIn(transaction: Writing): Promise<PendingRecords> {
	// Written by this file alone.
	return ((await transaction.objectStore('sync').get(PENDING))?.value ?? NONE) as PendingRecords;
}

async function addPending(transaction: Writing, records: readonly string[]): Promise<void> {
	if (records.length === 0) return;
	const waiting = await pendingIn(transaction);
	const value = { records: [...new Set([...waiting.records, ...records])], after: waiting.after };
	await transaction.objectStore('sync').put({ key: PENDING, value });
}

/** Runs one strict transaction; `work` says false when it came too late, before it wrote anything. */
async function written(db: Database, work: (transaction: Writing) => Promise<boolean>): Promise<boolean> {
	const transaction = db.transaction(['entries', 'sync'], 'readwrite', { durability: 'strict' });
	const isWritten = await work(transaction);
	await transaction.done;
	return isWritten;
}

/** Everything the log had shown counts as not shown yet; what the server cannot have goes first. */
async function unsee(transaction: Writing, serverSeq: number): Promise<void> {
	const entries = transaction.objectStore('entries');
	for (const state of ['acked', 'echoed', 'safe'] as const) {
		for (const row of await entries.index('state').getAll(state)) {
			const isBeyond = (row.seq ?? 0) > serverSeq && row.c !== undefined;
			await entries.put(isBeyond ? { ...row, state: 'queued' } : { ...row, state: 'acked', unseen: true });
		}
	}
}

async function applyIn(transaction: Writing, from: LogPosition, change: LogChange): Promise<boolean> {
	if (!isSame(await positionIn(transaction), from)) return false;
	await markIn(transaction, change.marks);
	await putPulled(transaction, change.pulled);
	await requeueUnseen(transaction, change);
	await putSafe(transaction, change.durable);
	await addPending(transaction, change.bootstrap);
	await putPosition(transaction, change.position);
	return true;
}

/** Where the office's log stands, as it says. */
export interface LogHead {
	readonly seq: number;
	readonly chain: string;
}

async function forkIn(transaction: Writing, from: LogPosition, server: LogHead): Promise<boolean> {
	if (!isSame(await positionIn(transaction), from)) return false;
	await unsee(transaction, server.seq);
	// They will come again, perhaps at other places.
	await transaction.objectStore('sync').delete(pulledKeys());
	await putPosition(transaction, { cursor: 0, chain: null });
	const mine = { seq: from.cursor, chain: from.chain };
	await transaction.objectStore('sync').put({ key: FORKED, value: { mine, server } });
	return true;
}

/** A part of the records that were fetched whole. */
export interface FetchedRecords {
	readonly pulled: readonly LogEntry[];
	readonly next: PendingRecords;
}

async function addRecordsIn(
	transaction: Writing,
	from: PendingRecords,
	{ pulled, next }: FetchedRecords
): Promise<boolean> {
	const waiting = await pendingIn(transaction);
	const isStill = from.records.every((record, index) => waiting.records[index] === record);
	if (!isStill || waiting.after !== from.after) return false;
	await putPulled(transaction, pulled);
	const later = waiting.records.slice(from.records.length);
	const value = { records: [...next.records, ...later], after: next.after };
	await transaction.objectStore('sync').put({ key: PENDING, value });
	return true;
}

/** The part of the outbox that an exchange writes. Each answers false when it came too late. */
export function exchangeOver(db: Database) {
	return {
		position: async () => toPosition((await db.get('sync', CURSOR))?.value),
		// Written by this file alone.
		pendingBootstrap: async () => ((await db.get('sync', PENDING))?.value ?? NONE) as PendingRecords,
		/** Entries of the log that the open drawer has still to check, in order of seq. */
		pulled: async (): Promise<readonly LogEntry[]> => {
			const rows = await db.getAll('sync', pulledKeys());
			// Written by this file alone.
			return rows.map((row) => row.value as LogEntry);
		},
		/** Forgets entries that were checked: they lie among the others now, or are set apart. */
		dropPulled: async (seqs: readonly number[]) => {
			const transaction = db.transaction('sync', 'readwrite', { durability: 'strict' });
			for (const seq of seqs) await transaction.store.delete(pulledKey(seq));
			await transaction.done;
		},
		apply: (from: LogPosition, change: LogChange) =>
			written(db, (transaction) => applyIn(transaction, from, change)),
		fork: (from: LogPosition, server: LogHead) =>
			written(db, (transaction) => forkIn(transaction, from, server)),
		addRecords: (from: PendingRecords, got: FetchedRecords) =>
			written(db, (transaction) => addRecordsIn(transaction, from, got))
	};
}
