import {
	LIMITS,
	type BootstrapRequest,
	type BootstrapResponse,
	type LoggedEntry,
	type Round
} from '../sync/protocol.ts';
import { toBase64Url } from '../trust/bytes.ts';
import { entryAt, type BodiedEntry, type Tenant } from './log.ts';
import { openedRecords, pullRecord, pullStretch, type DeviceName } from './readers.ts';
import type { Sql } from './store.ts';

/** Entries looked at for one page, whoever may read them: bounds the work of one request. */
const STRETCH = 20_000;

/** Where a device says it stands. */
export interface Position {
	readonly cursor: number;
	readonly round?: Round;
}

/** One page of the log for one device. */
export interface Page {
	readonly pull: readonly LoggedEntry[];
	readonly cursor: number;
	readonly chain: string | null;
	readonly more: boolean;
	readonly round?: Round;
	readonly bootstrap: readonly string[];
}

/** An entry as it travels back. */
export function logged({ seq, header, signature, body, receivedAt }: BodiedEntry): LoggedEntry {
	const c = body === null ? null : toBase64Url(body);
	return { seq, receivedAt, h: toBase64Url(header), s: toBase64Url(signature), c };
}

const charsOf = (entry: LoggedEntry) => entry.h.length + entry.s.length + (entry.c?.length ?? 0);

/** As many entries from the front as one answer may carry, and at least one. */
function fitting(entries: readonly LoggedEntry[]): readonly LoggedEntry[] {
	let left = LIMITS.pageChars;
	const over = entries.findIndex((entry, index) => {
		left -= charsOf(entry);
		return left < 0 && index > 0;
	});
	return over === -1 ? entries : entries.slice(0, over);
}

/** Base64url of the chain value at a seq; null at 0. */
async function chainAt(sql: Sql, tenant: string, seq: number): Promise<string | null> {
	const entry = seq === 0 ? undefined : await entryAt(sql, tenant, seq);
	return entry === undefined ? null : toBase64Url(entry.chain);
}

/** Whether the log of a device and ours part ways: its cursor is past our end, or has another chain value. */
export async function isForked(
	sql: Sql,
	tenant: string,
	said: { readonly cursor: number; readonly chain: string | null }
): Promise<boolean> {
	return (await chainAt(sql, tenant, said.cursor)) !== said.chain;
}

/** A round that the device made up is not followed: it begins a new one. */
function roundOf({ cursor, round }: Position, seq: number): Round {
	const isOurs = round !== undefined && round.from <= cursor && cursor <= round.to && round.to <= seq;
	return isOurs ? round : { from: cursor, to: seq };
}

/**
 * One page after a cursor. All pages of a round end at the seq that its first page saw, and records that opened to
 * the device within the round are named on its first page; what opens later belongs to the next round.
 * @param end where the log stood before anything else was read */
export async function pullPage(
	sql: Sql,
	name: DeviceName,
	{ position, end }: { readonly position: Position; readonly end: Tenant }
): Promise<Page> {
	const { cursor } = position;
	const round = roundOf(position, end.seq);
	const upTo = Math.min(round.to, cursor + STRETCH);
	const rows = await pullStretch(sql, name, { after: cursor, upTo, most: LIMITS.pageItems });
	const pull = fitting(rows.map(logged));
	const isWhole = pull.length === rows.length && rows.length < LIMITS.pageItems;
	const reached = isWhole ? upTo : (pull.at(-1)?.seq ?? upTo);
	const more = reached < round.to;
	return {
		pull,
		cursor: reached,
		chain: await chainAt(sql, name.tenant, reached),
		more,
		...(more ? { round } : {}),
		bootstrap: cursor === round.from ? await openedRecords(sql, name, round) : []
	};
}

/**
 * Whole records, one after the other, as many as one answer may carry; `next` is what to ask for then. A record that
 * is not open to the device gives nothing.
 * @param upTo where the log stood before anything else was read */
export async function bootstrapPage(
	sql: Sql,
	name: DeviceName,
	{ request, upTo }: { readonly request: BootstrapRequest; readonly upTo: number }
): Promise<BootstrapResponse> {
	const entries: LoggedEntry[] = [];
	let after = request.after;
	for (const [index, record] of request.records.entries()) {
		const most = LIMITS.pageItems - entries.length;
		const rows = await pullRecord(sql, name, { record, after, upTo, most });
		const wanted = [...entries, ...rows.map(logged)];
		const fits = fitting(wanted).slice(entries.length);
		entries.push(...fits);
		if (fits.length < rows.length || rows.length === most) {
			const records = request.records.slice(index);
			return { entries, next: { records, after: fits.at(-1)?.seq ?? after } };
		}
		after = 0;
	}
	return { entries, next: null };
}
