import { isId } from '../trust/ids.ts';
/** Parsers of the wire: unknown JSON to a typed request, or undefined. Hand-written: the service worker pays for every byte. */
import {
	LIMITS,
	type BootstrapRequest,
	type ChallengeRequest,
	type JoinRequest,
	type Round,
	type SessionRequest,
	type SetupRequest,
	type SignedChallenge,
	type SyncRequest,
	type WireEntry
} from './protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

const BASE64URL = /^[A-Za-z0-9_-]*$/;
/** base64url characters of so many bytes. */
const chars = (bytes: number) => Math.ceil((bytes * 4) / 3);
const SIGNATURE_CHARS = chars(64);
const HASH_CHARS = chars(32);
/** A challenge is five short fields. */
const CHALLENGE_CHARS = chars(1024);

/** The value as an object with fields, or undefined for anything else. */
export function asFields(value: unknown): Fields | undefined {
	// An object that is not an array has string keys; its values stay unknown.
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A whole number from 0 up that JSON can carry exactly. */
export function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

const isBytes = (value: unknown, most: number): value is string =>
	typeof value === 'string' && value.length <= most && BASE64URL.test(value);

const isHash = (value: unknown): value is string => isBytes(value, HASH_CHARS) && value.length === HASH_CHARS;

/**
 * One entry of a push, or undefined when it is not even shaped like one. Sizes and content are judged by the
 * receiver, entry by entry, so that one bad entry does not fail its neighbours.
 * @param value one item of `push` or `entries`
 */
export function parseWireEntry(value: unknown): WireEntry | undefined {
	const entry = asFields(value);
	if (typeof entry?.h !== 'string' || typeof entry.s !== 'string') return undefined;
	if (typeof entry.c !== 'string' && entry.c !== null) return undefined;
	return { h: entry.h, s: entry.s, c: entry.c };
}

const UNREADABLE: WireEntry = { h: '', s: '', c: null };

/** Unshaped items stay in their place as an empty entry, which the receiver answers with `malformed`. */
function parseEntries(value: unknown): readonly WireEntry[] | undefined {
	if (!Array.isArray(value)) return undefined;
	return value.map((item) => parseWireEntry(item) ?? UNREADABLE);
}

/** @returns undefined when it is not a round of pages */
export function parseRound(value: unknown): Round | undefined {
	const round = asFields(value);
	return isCount(round?.from) && isCount(round.to) && round.from <= round.to
		? { from: round.from, to: round.to }
		: undefined;
}

/** Cursor and chain: at 0 there is no chain value, after it there is one. */
function parsePosition(body: Fields): { readonly cursor: number; readonly chain: string | null } | undefined {
	const { cursor } = body;
	const chain = body.chain ?? null;
	if (!isCount(cursor) || (chain === null) !== (cursor === 0)) return undefined;
	return chain === null || isHash(chain) ? { cursor, chain } : undefined;
}

/** @returns undefined when the body is not a sync request */
export function parseSyncRequest(value: unknown): SyncRequest | undefined {
	const body = asFields(value);
	if (body === undefined || !isId(body.device)) return undefined;
	const position = parsePosition(body);
	const push = parseEntries(body.push);
	if (position === undefined || push === undefined) return undefined;
	const request = { device: body.device, ...position, push };
	if (body.round === undefined) return request;
	const round = parseRound(body.round);
	return round && { ...request, round };
}

/** @returns undefined when the body is not a bootstrap request, or names too many records */
export function parseBootstrapRequest(value: unknown): BootstrapRequest | undefined {
	const body = asFields(value);
	if (!isId(body?.device) || !isCount(body.after) || !Array.isArray(body.records)) return undefined;
	const records: readonly unknown[] = body.records;
	if (records.length > LIMITS.bootstrapRecords || !records.every(isId)) return undefined;
	return { device: body.device, records, after: body.after };
}

/** @returns undefined when the body is not a set-up request */
export function parseSetupRequest(value: unknown): SetupRequest | undefined {
	const body = asFields(value);
	const entries = parseEntries(body?.entries);
	if (!isId(body?.tenant) || typeof body.code !== 'string' || body.code.length > 100) return undefined;
	return entries && { code: body.code, tenant: body.tenant, entries };
}

/** @returns undefined when the body is not a request for a challenge */
export function parseChallengeRequest(value: unknown): ChallengeRequest | undefined {
	const body = asFields(value);
	if (body === undefined || !isId(body.device)) return undefined;
	if (body.tenant === undefined) return { device: body.device };
	return isId(body.tenant) ? { tenant: body.tenant, device: body.device } : undefined;
}

function parseSigned(value: unknown): SignedChallenge | undefined {
	const signed = asFields(value);
	if (!isBytes(signed?.payload, CHALLENGE_CHARS) || !isBytes(signed.s, SIGNATURE_CHARS)) return undefined;
	return { payload: signed.payload, s: signed.s };
}

/** @returns undefined when the body is not a request for a session */
export function parseSessionRequest(value: unknown): SessionRequest | undefined {
	const challenge = parseSigned(asFields(value)?.challenge);
	return challenge && { challenge };
}

/** @returns undefined when the body is not a request to join */
export function parseJoinRequest(value: unknown): JoinRequest | undefined {
	const body = asFields(value);
	const challenge = parseSigned(body?.challenge);
	const entries = parseEntries(body?.entries);
	if (challenge === undefined || entries === undefined || !isHash(body?.invite)) return undefined;
	return { invite: body.invite, challenge, entries };
}
