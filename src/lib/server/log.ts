import { CHAIN_START, chainStep } from '../trust/ids.ts';
import { fromUtf8, type Bytes } from '../trust/bytes.ts';
import type { Entry } from '../trust/entry.ts';
import type { EntryHeader } from '../trust/entry-header.ts';
import { AppError } from '../errors.ts';
import { hash } from './hash.ts';
import { STATEMENTS } from './statements.ts';
import { bytes, count, orNull, text, type Sql, type SqlRow } from './store.ts';

/** Where an organisation's log stands: its newest seq and the chain value there. */
export interface LogHead {
	readonly seq: number;
	readonly chain: Bytes;
}

export interface Tenant extends LogHead {
	readonly rootKey: Bytes;
	/** Newest seq in a verified backup; null while none is configured. */
	readonly durableSeq: number | null;
}

/** An entry as it lies in the log. */
export interface StoredEntry {
	readonly seq: number;
	readonly id: string;
	readonly kind: string;
	readonly record: string | null;
	readonly device: string | null;
	readonly header: Bytes;
	readonly signature: Bytes;
	readonly chain: Bytes;
	/** Server time, ms. */
	readonly receivedAt: number;
}

/** An entry with its body; null where it was erased or is not for this reader. */
export interface BodiedEntry extends StoredEntry {
	readonly body: Bytes | null;
}

/** @param row of a statement that selects an entry's columns */
export function storedEntry(row: SqlRow): StoredEntry {
	return {
		seq: count(row.seq),
		id: text(row.entry_id),
		kind: text(row.kind),
		record: orNull(row.record_id, text),
		device: orNull(row.device_id, text),
		header: bytes(row.header),
		signature: bytes(row.sig),
		chain: bytes(row.chain),
		receivedAt: count(row.received_at)
	};
}

/** The header of an entry that was checked before it was stored. */
export function storedHeader(stored: StoredEntry): EntryHeader {
	const source = fromUtf8(stored.header);
	if (source === undefined) throw new AppError('stored-header', { seq: stored.seq });
	// `readIncoming` checked these very bytes before they were stored.
	return JSON.parse(source) as EntryHeader;
}

/** @param row as `storedEntry`, with `body` */
export function bodiedEntry(row: SqlRow): BodiedEntry {
	return { ...storedEntry(row), body: orNull(row.body, bytes) };
}

const first = (rows: readonly SqlRow[]) => (rows[0] === undefined ? undefined : storedEntry(rows[0]));

/** Ids of all organisations in this store. */
export async function listTenants(sql: Sql): Promise<readonly string[]> {
	return (await sql.all(STATEMENTS.tenants)).map((row) => text(row.tenant_id));
}

export async function readTenant(sql: Sql, tenant: string): Promise<Tenant | undefined> {
	const [row] = await sql.all(STATEMENTS.tenant, tenant);
	if (row === undefined) return undefined;
	return {
		rootKey: bytes(row.root_key),
		seq: count(row.seq),
		chain: bytes(row.chain),
		durableSeq: orNull(row.durable_seq, count)
	};
}

/** @param made `at` is server time in ms */
export async function addTenant(
	sql: Sql,
	made: { readonly tenant: string; readonly rootKey: Bytes; readonly at: number }
): Promise<void> {
	await sql.run(STATEMENTS.addTenant, made.tenant, made.rootKey, CHAIN_START, made.at);
}

/**
 * Takes the one lock of an organisation for the rest of this transaction, and says where its log stands.
 * @throws AppError 'no-tenant'
 */
export async function lockTenant(sql: Sql, tenant: string): Promise<LogHead> {
	const [row] = await sql.all(STATEMENTS.lockTenant, tenant);
	if (row === undefined) throw new AppError('no-tenant', { tenant });
	return { seq: count(row.seq), chain: bytes(row.chain) };
}

/**
 * Appends an entry under the lock: next seq, next chain value, body, counter row.
 * @param at server time, ms
 * @returns where the log stands now
 */
export async function appendEntry(
	sql: Sql,
	{ id, header, h, s, c }: Entry,
	{ head, at }: { readonly head: LogHead; readonly at: number }
): Promise<LogHead> {
	const seq = head.seq + 1;
	const chain = await chainStep(head.chain, { entryId: id, seq, receivedAt: at }, hash);
	const { tenant, kind, record, device, deviceSeq, keyNumber } = header;
	const row = [tenant, seq, id, kind, record, device, deviceSeq, keyNumber, h, s, chain, at] as const;
	await sql.run(STATEMENTS.addEntry, ...row);
	if (c !== null) await sql.run(STATEMENTS.addBody, tenant, id, c);
	await sql.run(STATEMENTS.advanceTenant, tenant, seq, chain, at);
	return { seq, chain };
}

export async function entryById(sql: Sql, tenant: string, id: string): Promise<StoredEntry | undefined> {
	return first(await sql.all(STATEMENTS.entryById, tenant, id));
}

export async function entryAt(sql: Sql, tenant: string, seq: number): Promise<StoredEntry | undefined> {
	return first(await sql.all(STATEMENTS.entryAt, tenant, seq));
}

/** Id of the entry to which a device gave this number. */
export async function entryOfNumber(
	sql: Sql,
	{ tenant, device, number }: { readonly tenant: string; readonly device: string; readonly number: number }
): Promise<string | undefined> {
	const [row] = await sql.all(STATEMENTS.entryOfNumber, tenant, device, number);
	return row === undefined ? undefined : text(row.entry_id);
}

/** All entries of a record, in order of seq, without bodies. */
export async function entriesOfRecord(
	sql: Sql,
	tenant: string,
	record: string
): Promise<readonly StoredEntry[]> {
	return (await sql.all(STATEMENTS.entriesOfRecord, tenant, record)).map(storedEntry);
}

/** The keylog after a seq, with bodies. */
export async function readKeylog(sql: Sql, tenant: string, after = 0): Promise<readonly BodiedEntry[]> {
	return (await sql.all(STATEMENTS.keylog, tenant, after)).map(bodiedEntry);
}

/** Seq and id of the newest keylog entry; undefined in an empty log. */
export async function keylogHead(
	sql: Sql,
	tenant: string
): Promise<{ readonly seq: number; readonly id: string } | undefined> {
	const [row] = await sql.all(STATEMENTS.keylogHead, tenant);
	return row === undefined ? undefined : { seq: count(row.seq), id: text(row.entry_id) };
}

/**
 * The raw log, page by page, for programs that check it from its start.
 * @param page `after`: seq; `most`: rows
 */
export async function readLog(
	sql: Sql,
	tenant: string,
	page: { readonly after: number; readonly most: number }
): Promise<readonly BodiedEntry[]> {
	return (await sql.all(STATEMENTS.log, tenant, page.after, page.most)).map(bodiedEntry);
}

/** Moves the mark up to which a verified backup holds the log; never back. */
export async function moveDurable(sql: Sql, tenant: string, seq: number): Promise<void> {
	await sql.run(STATEMENTS.moveDurable, tenant, seq);
}
