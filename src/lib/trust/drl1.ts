/**
 * DRL1: the one envelope for record content, on the device and on the wire (integers big-endian):
 * `"DRL1" | suite u8 = 1 | schema u16 | keyNumber u32 | nonce 12 | AES-256-GCM ciphertext and tag`.
 * Plaintext: `u32 length | deflate-raw bytes of that length | zeros` up to the padded size.
 * The place of the content (purpose, record, device, number) is in the AAD: moved elsewhere, it does not open.
 */
import { AppError } from '../errors.ts';
import { deflateRaw, inflateRaw } from './deflate.ts';
import { paddedSize } from './padding.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What a sealed thing is for. */
export type SealPurpose = 'working' | 'revision' | 'header-page' | 'wrapped-key';

/** Where a sealed thing belongs; all of it must be known again to open it. */
export interface SealPlace {
	readonly purpose: SealPurpose;
	/** Record id; profile id for header pages and for keys of a person. */
	readonly id: string;
	/** Device that sealed it. */
	readonly device: string;
	/** Save counter, or the revision's n; a whole number of 0 or more. */
	readonly number: number;
}

/** What stands in the clear in front of the ciphertext. */
export interface SealHeader {
	/** Schema of the content, 0 to 65535. */
	readonly schema: number;
	/** Which of the record's keys, 0 to 2^32 - 1. */
	readonly keyNumber: number;
}

export type Sealed =
	{ readonly ok: true; readonly bytes: Bytes } | { readonly ok: false; readonly reason: 'too-large' };

/** Why a blob was refused before any key was tried. */
export type HeaderProblem = 'not-drl1' | 'unknown-suite' | 'truncated' | 'too-large';
export type OpenProblem =
	HeaderProblem | 'wrong-key-or-tampered' | 'bad-length' | 'bad-padding' | 'bad-deflate';

export type ReadHeader =
	({ readonly ok: true } & SealHeader) | { readonly ok: false; readonly reason: HeaderProblem };
export type Opened =
	| { readonly ok: true; readonly bytes: Bytes; readonly header: SealHeader }
	| { readonly ok: false; readonly reason: OpenProblem };

const MAGIC = 'DRL1';
const SUITE = 1;
const NONCE_AT = 11;
const NONCE_BYTES = 12;
const HEADER_BYTES = NONCE_AT + NONCE_BYTES;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** Of one part of the AAD: its length is a u16. */
const MOST_PART_BYTES = 0xffff;
const CAP_BYTES = 4 * 1024 * 1024;
const LEAST_BYTES = HEADER_BYTES + paddedSize(0) + TAG_BYTES;
/** Deflate of content that does not shrink adds a few bytes for each block of 16 to 64 KiB. */
const MOST_BYTES = HEADER_BYTES + paddedSize(LENGTH_BYTES + CAP_BYTES + 64 * 1024) + TAG_BYTES;

/** Content beyond this is refused, when sealing and when opening: 4 MiB. */
export const DRL1_CAP_BYTES = CAP_BYTES;

/**
 * Seals content under a record's key.
 * @param content at most 4 MiB; else `too-large`
 * @param key AES-256-GCM
 * @param place where it belongs, with schema and key number, which also stand in the clear
 */
export async function sealDrl1(
	content: Bytes,
	key: CryptoKey,
	place: SealPlace & SealHeader
): Promise<Sealed> {
	if (content.length > CAP_BYTES) return { ok: false, reason: 'too-large' };
	const header = new Uint8Array(HEADER_BYTES);
	const view = new DataView(header.buffer);
	header.set(new TextEncoder().encode(MAGIC));
	view.setUint8(4, SUITE);
	view.setUint16(5, place.schema);
	view.setUint32(7, place.keyNumber);
	const nonce = crypto.getRandomValues(header.subarray(NONCE_AT));
	const plaintext = fillUp(await deflateRaw(content));
	const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad(place, place) };
	const ciphertext = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext));
	const bytes = new Uint8Array(HEADER_BYTES + ciphertext.length);
	bytes.set(header);
	bytes.set(ciphertext, HEADER_BYTES);
	return { ok: true, bytes };
}

/**
 * Reads what stands in the clear, so that the caller can find the key; nothing of it is proven before opening.
 * @param blob anything
 */
export function readDrl1Header(blob: Bytes): ReadHeader {
	// Rows come from a disk that others may have written to: what is there need not be bytes at all.
	if (!ArrayBuffer.isView(blob)) return { ok: false, reason: 'not-drl1' };
	const magic = new TextEncoder().encode(MAGIC);
	if (!magic.every((byte, at) => blob[at] === byte)) return { ok: false, reason: 'not-drl1' };
	if (blob.length < LEAST_BYTES) return { ok: false, reason: 'truncated' };
	if (blob.length > MOST_BYTES) return { ok: false, reason: 'too-large' };
	const view = new DataView(blob.buffer, blob.byteOffset);
	if (view.getUint8(4) !== SUITE) return { ok: false, reason: 'unknown-suite' };
	return { ok: true, schema: view.getUint16(5), keyNumber: view.getUint32(7) };
}

/**
 * Opens what `sealDrl1` made. Nothing is released unless every check passes.
 * @param blob anything
 * @param key the record's key of the number in the header
 * @param place where the caller found it; another place than it was sealed for is refused like a wrong key
 */
export async function openDrl1(blob: Bytes, key: CryptoKey, place: SealPlace): Promise<Opened> {
	const read = readDrl1Header(blob);
	if (!read.ok) return read;
	// Nothing was ever sealed there; `aad` would throw, and that is for bugs of ours.
	if (!isPlace(place)) return { ok: false, reason: 'wrong-key-or-tampered' };
	const header: SealHeader = { schema: read.schema, keyNumber: read.keyNumber };
	const plaintext = await decrypt(blob, key, aad(place, header));
	if (!plaintext) return { ok: false, reason: 'wrong-key-or-tampered' };
	const length = new DataView(plaintext.buffer).getUint32(0);
	const end = LENGTH_BYTES + length;
	if (end > plaintext.length || paddedSize(end) !== plaintext.length)
		return { ok: false, reason: 'bad-length' };
	if (plaintext.subarray(end).some((byte) => byte !== 0)) return { ok: false, reason: 'bad-padding' };
	const inflated = await inflateRaw(plaintext.slice(LENGTH_BYTES, end), CAP_BYTES);
	return inflated.ok ? { ...inflated, header } : inflated;
}

async function decrypt(blob: Bytes, key: CryptoKey, additionalData: Bytes): Promise<Bytes | undefined> {
	const iv = blob.subarray(NONCE_AT, HEADER_BYTES);
	try {
		const algorithm = { name: 'AES-GCM', iv, additionalData };
		return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, blob.subarray(HEADER_BYTES)));
	} catch (error) {
		// WebCrypto reports a failed tag so; anything else (a key for another use) is a fault of ours.
		if (error instanceof DOMException && error.name === 'OperationError') return undefined;
		throw error;
	}
}

function fillUp(deflated: Bytes): Bytes {
	const plaintext = new Uint8Array(paddedSize(LENGTH_BYTES + deflated.length));
	new DataView(plaintext.buffer).setUint32(0, deflated.length);
	plaintext.set(deflated, LENGTH_BYTES);
	return plaintext;
}

/** Whether something can have been sealed for this place, which a damaged or forged row may name. */
function isPlace({ id, device, number }: SealPlace): boolean {
	const isShort = [id, device].every((part) => new TextEncoder().encode(part).length <= MOST_PART_BYTES);
	return isShort && Number.isSafeInteger(number) && number >= 0;
}

/** Each part: u16 length and bytes; numbers as u64. */
function aad(place: SealPlace, header: SealHeader): Bytes {
	const parts = [
		text('doorstep'),
		text(place.purpose),
		text(place.id),
		u64(header.keyNumber),
		text(place.device),
		u64(place.number),
		u64(header.schema)
	];
	const bytes = new Uint8Array(parts.reduce((size, part) => size + 2 + part.length, 0));
	const view = new DataView(bytes.buffer);
	let at = 0;
	for (const part of parts) {
		view.setUint16(at, part.length);
		bytes.set(part, at + 2);
		at += 2 + part.length;
	}
	return bytes;
}

function text(value: string): Bytes {
	const bytes = new TextEncoder().encode(value);
	if (bytes.length > MOST_PART_BYTES) throw new AppError('seal-place-too-long', { length: bytes.length });
	return bytes;
}

function u64(value: number): Bytes {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
	return bytes;
}
