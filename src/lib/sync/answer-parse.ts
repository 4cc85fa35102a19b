/** Parsers of what the server answers. A server may be wrong, old, or not ours at all: nothing is taken on trust. */
import { fromBase64Url, fromUtf8, sha256, toBase64Url, type Bytes } from '../trust/bytes.ts';
import { entryId, isEntryId, isId } from '../trust/ids.ts';
import { asFields, isCount, parseRound } from './protocol-parse.ts';
import type { Position, PulledEntry } from './sync-store.ts';

/** What the server said about one pushed entry. */
export type ReadAck =
	| { readonly kind: 'seq'; readonly id: string; readonly seq: number }
	| { readonly kind: 'missing'; readonly id: string; readonly missing: readonly string[] }
	/** `id` is null where the server could not read the entry; its place in the push names it. */
	| { readonly kind: 'refused'; readonly id: string | null; readonly reason: string };

/** A sync answer, checked. */
export interface ReadAnswer {
	readonly acks: readonly ReadAck[];
	readonly pulled: readonly PulledEntry[];
	readonly position: Position;
	readonly more: boolean;
	readonly bootstrap: readonly string[];
	readonly durable: number | null;
	readonly needsSession: boolean;
	readonly nextPollMs: number;
	/** Over so long a time what nobody waits for spreads itself after coming online, ms. */
	readonly spreadMs: number;
	readonly backup?: { readonly state: string; readonly at: number | null };
}

const HASH = /^[\w-]{43}$/;
/** A reason of the protocol. Anything else would be a stranger's words on our screens. */
const REASON = /^[a-z][a-z-]{0,39}$/;

/** Every item parsed, or undefined when one is not of its form. */
function every<Item>(
	value: unknown,
	parse: (item: unknown) => Item | undefined
): readonly Item[] | undefined {
	if (!Array.isArray(value)) return undefined;
	const items = value.map(parse);
	return items.some((item) => item === undefined) ? undefined : (items as Item[]);
}

function parseAck(value: unknown): ReadAck | undefined {
	const ack = asFields(value);
	if (ack === undefined) return undefined;
	const reason = asFields(ack.problem)?.reason;
	if (typeof reason === 'string') {
		const known = REASON.test(reason) ? reason : 'refused';
		return { kind: 'refused', id: isEntryId(ack.id) ? ack.id : null, reason: known };
	}
	if (!isEntryId(ack.id)) return undefined;
	if (isCount(ack.seq)) return { kind: 'seq', id: ack.id, seq: ack.seq };
	const missing = every(ack.missing, (id) => (isEntryId(id) ? id : undefined));
	return missing && { kind: 'missing', id: ack.id, missing };
}

/** What became of a push, in its order; undefined when it does not say. */
export function parseAcks(value: unknown): readonly ReadAck[] | undefined {
	return every(value, parseAck);
}

interface Head {
	readonly kind: string;
	readonly record: string | null;
	readonly bodyHash: unknown;
}

/** What the header says; signatures are checked where the keylog is. */
function readHead(h: Bytes): Head | undefined {
	try {
		const header = asFields(JSON.parse(fromUtf8(h) ?? ''));
		if (typeof header?.kind !== 'string') return undefined;
		const record = isId(header.record) ? header.record : null;
		return { kind: header.kind, record, bodyHash: header.bodyHash };
	} catch {
		return undefined;
	}
}

/** Header, signature and body as bytes; undefined when one of them is not there or not base64url. */
function readBytes(entry: Readonly<Record<string, unknown>>): Pick<PulledEntry, 'h' | 's' | 'c'> | undefined {
	const bytes = (value: unknown) => (typeof value === 'string' ? fromBase64Url(value) : undefined);
	const [h, s] = [bytes(entry.h), bytes(entry.s)];
	const c = entry.c === null ? null : bytes(entry.c);
	return h === undefined || s === undefined || c === undefined ? undefined : { h, s, c };
}

async function parsePulled(value: unknown): Promise<PulledEntry | undefined> {
	const entry = asFields(value);
	const bytes = entry && readBytes(entry);
	const head = bytes && readHead(bytes.h);
	if (bytes === undefined || head === undefined) return undefined;
	if (!isCount(entry?.seq) || !isCount(entry.receivedAt)) return undefined;
	const { kind, record, bodyHash } = head;
	if (bytes.c !== null && toBase64Url(await sha256(bytes.c)) !== bodyHash) return undefined;
	const { seq, receivedAt } = entry;
	return { id: await entryId(bytes.h), kind, record, ...bytes, seq, receivedAt };
}

/** Entries from the log. Undefined when one of them is not an entry. */
export async function parsePulledList(value: unknown): Promise<readonly PulledEntry[] | undefined> {
	if (!Array.isArray(value)) return undefined;
	const items = await Promise.all(value.map(parsePulled));
	return every(items, (item) => item as PulledEntry | undefined);
}

function parsePosition(body: Readonly<Record<string, unknown>>): Position | undefined {
	const { cursor, chain } = body;
	if (!isCount(cursor) || (cursor === 0) !== (chain === null)) return undefined;
	if (chain !== null && (typeof chain !== 'string' || !HASH.test(chain))) return undefined;
	const round = body.more === true ? parseRound(body.round) : undefined;
	return round === undefined ? { cursor, chain } : { cursor, chain, round };
}

/** A page must go forward and hold only what lies between the two cursors, in order. */
function isAfter(pulled: readonly PulledEntry[], from: number, to: number): boolean {
	return to >= from && pulled.every(({ seq }, index) => seq > (pulled[index - 1]?.seq ?? from) && seq <= to);
}

const POLL_MS = { least: 30_000, usual: 300_000, most: 3_600_000 };

function pollOf(value: unknown): number {
	return isCount(value) ? Math.min(Math.max(value * 1000, POLL_MS.least), POLL_MS.most) : POLL_MS.usual;
}

const SPREAD_MS = { usual: 120_000, most: 900_000 };

/** @source reference/sync.md section 5 */
function spreadOf(value: unknown): number {
	return isCount(value) ? Math.min(value * 1000, SPREAD_MS.most) : SPREAD_MS.usual;
}

const BACKUP_WORD = /^[a-z-]{1,20}$/;

function backupOf({ backup, backup_at: at }: Readonly<Record<string, unknown>>): ReadAnswer['backup'] {
	if (typeof backup !== 'string' || !BACKUP_WORD.test(backup)) return undefined;
	return { state: backup, at: isCount(at) ? at : null };
}

/**
 * A sync answer to a request that stood at `from`.
 * @returns undefined when it is not one: the page, an old server, or somebody in between
 */
export async function parseSyncAnswer(value: unknown, from: Position): Promise<ReadAnswer | undefined> {
	const body = asFields(value);
	if (body === undefined) return undefined;
	const acks = parseAcks(body.acks);
	const pulled = await parsePulledList(body.pull);
	const bootstrap = every(body.bootstrap, (id) => (isId(id) ? id : undefined));
	const position = parsePosition(body);
	if (!acks || !pulled || !bootstrap || !position) return undefined;
	if (!isAfter(pulled, from.cursor, position.cursor)) return undefined;
	const backup = backupOf(body);
	return {
		...(backup && { backup }),
		acks,
		pulled,
		position,
		bootstrap,
		more: body.more === true,
		durable: isCount(body.durable) ? body.durable : null,
		needsSession: body.needs_session === true,
		nextPollMs: pollOf(body.next_poll_s),
		spreadMs: spreadOf(body.hint_window_s)
	};
}
