import { fromBase32, randomBytes, sha256, toBase32, u64, utf8 } from './bytes.ts';
import type { Bytes, Hash, RandomBytes } from './bytes.ts';

/** Bytes of a random id, and of the salt of a record. */
export const ID_BYTES = 16;

/** The chain value before the first entry of a log. */
export const CHAIN_START: Bytes = new Uint8Array(32);

// 16 bytes fill 25 letters and 3 bits, 32 bytes fill 51 letters and 1 bit: the last letter has few forms.
const SHORT_ID = /^[a-z2-7]{25}[aeimquy4]$/;
const ENTRY_ID = /^[a-z2-7]{51}[aq]$/;

/** A random id: lower-case base32 of 16 bytes, 26 letters. */
export function newId(random: RandomBytes = randomBytes): string {
	return toBase32(random(ID_BYTES));
}

/** Whether a value is an id of 16 bytes: tenant, person, device, space, record. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && SHORT_ID.test(value);
}

/** Whether a value is the id of an entry: base32 of a SHA-256. */
export function isEntryId(value: unknown): value is string {
	return typeof value === 'string' && ENTRY_ID.test(value);
}

/** Id of an entry: base32 of SHA-256 over the header bytes as sent. */
export async function entryId(h: Uint8Array, hash: Hash = sha256): Promise<string> {
	return toBase32(await hash(h));
}

/**
 * Id of a record. Only its author can own it, because the author's person id goes in; ids enter every hash as the
 * UTF-8 bytes of their text.
 * @param salt 16 random bytes, published in the header of the record's n = 1 entry and of its grants
 * @source keys-and-states.md section 2 */
export async function recordId(author: string, salt: Uint8Array, hash: Hash = sha256): Promise<string> {
	const whole = await hash(utf8('doorstep-record'), utf8(author), salt);
	return toBase32(whole.subarray(0, ID_BYTES));
}

/** One entry's place in the log. `receivedAt` is the server's time in ms. */
export interface ChainLink {
	readonly entryId: string;
	readonly seq: number;
	readonly receivedAt: number;
}

/**
 * The chain value after one more entry: SHA-256(previous | entry id | seq u64 | receivedAt u64), the entry id as the
 * bytes of its text. The first entry of a log starts from `CHAIN_START`.
 */
export async function chainStep(previous: Uint8Array, link: ChainLink, hash: Hash = sha256): Promise<Bytes> {
	return hash(previous, utf8(link.entryId), u64(link.seq), u64(link.receivedAt));
}

/** Fingerprint of a root public key: base32 of its SHA-256 in 13 groups of 4, between spaces. */
export async function fingerprint(rootPublicKey: Uint8Array): Promise<string> {
	return grouped(toBase32(await sha256(rootPublicKey)));
}

function grouped(letters: string): string {
	return (letters.match(/.{4}/g) ?? []).join(' ');
}

/**
 * Reads a fingerprint as a person types it or a link carries it: any case, spaces or hyphens between groups or none.
 * @returns the form of `fingerprint`, or undefined when it is not one */
export function parseFingerprint(text: string): string | undefined {
	const letters = text.replace(/[\s-]/g, '').toLowerCase();
	return fromBase32(letters)?.length === 32 ? grouped(letters) : undefined;
}
