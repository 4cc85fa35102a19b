import { AppError } from '../errors.ts';
import { equalBytes, fromBase64Url, sha256, toBase64Url, type Bytes, type Hash } from './bytes.ts';
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { ENTRY_TYPE, isSignedBy, sign, type SigningKey } from './dsse.ts';
import { readHeader, type EntryHeader, type EntryKind, type LastReceipt } from './entry-header.ts';
import { entryId, recordId } from './ids.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** Header bytes, signature, body as they are stored; the body is null where it was pruned, erased or not sent. */
export interface EntryBytes {
	readonly h: Bytes;
	readonly s: Bytes;
	readonly c: Bytes | null;
}

/** An entry whose shape, canonical form and body hash were checked; its signature not yet. */
export interface Entry extends EntryBytes {
	readonly id: string;
	readonly header: EntryHeader;
}

/** The same on the wire: base64url. */
export interface WireEntry {
	readonly h: string;
	readonly s: string;
	readonly c?: string | null;
}

/** Why bytes are not an entry. `at` names the header field. */
export type EntryProblem =
	| 'bad-encoding'
	| 'not-canonical'
	| 'newer-format'
	| 'unknown-kind'
	| 'bad-header'
	| 'bad-record-id'
	| 'bad-body';

/** Where the signing device stands when it makes an entry. */
export interface SignerPosition {
	/** Number of this entry among the device's entries, from 1. */
	readonly deviceSeq: number;
	/** Id of the device's entry before this one; null for the first. */
	readonly devicePrev: string | null;
	/** Newest keylog entry the device knows. */
	readonly keylogHead: string | null;
	readonly lastReceipt: LastReceipt | null;
	/** The device's clock, ms. */
	readonly clientAt: number;
}

/** The signing device: ids and key. */
export interface DeviceSigner {
	readonly tenant: string;
	readonly person: string;
	readonly device: string;
	readonly key: SigningKey;
}

/** Who signs an entry, and where in its own row of entries. */
export interface Signing {
	readonly signer: DeviceSigner;
	readonly position: SignerPosition;
}

/** Where the device stands after one more entry of its own; a keylog entry also becomes the head it knows. */
export function positionAfter(position: SignerPosition, { id, header }: Entry): SignerPosition {
	return {
		...position,
		deviceSeq: position.deviceSeq + 1,
		devicePrev: id,
		keylogHead: header.kind === 'key' ? id : position.keylogHead
	};
}

/** A header without what follows from the body. */
export type HeaderDraft = Omit<EntryHeader, 'bodyHash' | 'bodyLen'>;

const UNUSED = {
	record: null,
	salt: null,
	n: null,
	parents: [],
	keyNumber: null,
	keyCommit: null,
	space: null,
	epoch: null,
	schema: null,
	version: null,
	supersedes: null,
	contentRoot: null,
	purgeAfter: null
} as const;

/** Fields of its kind, over nulls for all others, with the signer and its position. */
export function draftHeader(
	{ signer, position }: Signing,
	kind: EntryKind,
	fields: Partial<HeaderDraft>
): HeaderDraft {
	const { tenant, person, device } = signer;
	return { v: 1, tenant, kind, ...UNUSED, author: person, device, ...position, ...fields };
}

/**
 * Builds and signs an entry.
 * @throws AppError 'bad-own-header' when the draft breaks the shape of its kind: a bug of ours */
export async function signEntry(draft: HeaderDraft, body: Bytes, key: SigningKey): Promise<Entry> {
	const bodyHash = toBase64Url(await sha256(body));
	const h = canonicalBytes({ ...draft, bodyHash, bodyLen: body.length });
	const s = await sign(key, { type: ENTRY_TYPE, bytes: h });
	const entry = await readEntry({ h, s, c: body });
	if (!entry.ok) {
		throw new AppError('bad-own-header', { kind: draft.kind, reason: entry.reason, at: entry.at ?? '' });
	}
	return entry.value;
}

function problemOfForm(reason: string): EntryProblem {
	return reason === 'not-canonical' ? 'not-canonical' : 'bad-encoding';
}

async function problemOfIds(
	{ author, record, salt }: EntryHeader,
	hash: Hash
): Promise<EntryProblem | undefined> {
	if (salt === null || record === null || author === null) return undefined;
	const bytes = fromBase64Url(salt);
	return bytes !== undefined && (await recordId(author, bytes, hash)) === record
		? undefined
		: 'bad-record-id';
}

async function isBodyOf(header: EntryHeader, body: Bytes, hash: Hash): Promise<boolean> {
	const said = fromBase64Url(header.bodyHash);
	return body.length === header.bodyLen && said !== undefined && equalBytes(await hash(body), said);
}

/**
 * Checks everything about an entry that needs no key and no history: canonical header, fields of its kind, record
 * id from author and salt, body length and hash. The signature is `isEntrySignedBy`'s.
 */
export async function readEntry(
	{ h, s, c }: EntryBytes,
	hash: Hash = sha256
): Promise<Outcome<Entry, EntryProblem>> {
	// Rows come from a disk that others may have written to: what is there need not be bytes at all.
	if (![h, s, ...(c === null ? [] : [c])].every((part) => ArrayBuffer.isView(part)))
		return refuse('bad-encoding');
	if (s.length !== 64) return refuse('bad-encoding', 's');
	const parsed = parseCanonical(h, { maxBytes: 16 * 1024, maxDepth: 8 });
	if (!parsed.ok) return refuse(problemOfForm(parsed.reason), 'h');
	const header = readHeader(parsed.value);
	if (!header.ok) return header;
	const problem = await problemOfIds(header.value, hash);
	if (problem !== undefined) return refuse(problem, 'record');
	if (c !== null && !(await isBodyOf(header.value, c, hash))) return refuse('bad-body');
	return accept({ id: await entryId(h, hash), header: header.value, h, s, c });
}

/** `readEntry` from the wire. */
export async function readWireEntry(
	wire: WireEntry,
	hash: Hash = sha256
): Promise<Outcome<Entry, EntryProblem>> {
	const h = fromBase64Url(wire.h);
	const s = fromBase64Url(wire.s);
	const c = typeof wire.c === 'string' ? fromBase64Url(wire.c) : null;
	if (h === undefined || s === undefined || c === undefined) return refuse('bad-encoding');
	return readEntry({ h, s, c }, hash);
}

/** The form that travels. */
export function toWire({ h, s, c }: EntryBytes): WireEntry {
	return { h: toBase64Url(h), s: toBase64Url(s), c: c === null ? null : toBase64Url(c) };
}

/** Whether the entry's signature is of that key: 32 bytes, from the keylog and nowhere else. */
export async function isEntrySignedBy(
	{ h, s }: Pick<EntryBytes, 'h' | 's'>,
	publicKey: Uint8Array
): Promise<boolean> {
	return isSignedBy(publicKey, { type: ENTRY_TYPE, bytes: h }, s);
}
