import { AppError } from '../errors.ts';

/** Bytes over an own buffer, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Gives `length` random bytes. Passed in by tests; `randomBytes` everywhere else. */
export type RandomBytes = (length: number) => Bytes;

interface Alphabet {
	/** Bits that one letter carries. */
	readonly width: number;
	/** Letter codes by value. */
	readonly codes: Uint8Array;
	/** Values by letter code; -1 for what is no letter of it. */
	readonly values: Int8Array;
}

function alphabet(letters: string, width: number): Alphabet {
	const codes = new TextEncoder().encode(letters);
	const values = new Int8Array(128).fill(-1);
	for (const [value, code] of codes.entries()) values[code] = value;
	return { width, codes, values };
}

const BASE64URL = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 6);
const BASE32 = alphabet('abcdefghijklmnopqrstuvwxyz234567', 5);

const ASCII = new TextDecoder();

function spell(bytes: Uint8Array, { codes, width }: Alphabet): string {
	const text = new Uint8Array(Math.ceil((bytes.length * 8) / width));
	let [at, held, bits] = [0, 0, 0];
	for (let from = 0; from < bytes.length; from += 1) {
		held = (held << 8) | (bytes[from] ?? 0);
		bits += 8;
		while (bits >= width) {
			bits -= width;
			text[at] = codes[held >> bits] ?? 0;
			at += 1;
			held &= (1 << bits) - 1;
		}
	}
	if (bits > 0) text[at] = codes[held << (width - bits)] ?? 0;
	return ASCII.decode(text);
}

function unspell(text: string, { values, width }: Alphabet): Bytes | undefined {
	const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
	let [at, held, bits] = [0, 0, 0];
	for (let from = 0; from < text.length; from += 1) {
		const value = values[text.charCodeAt(from)] ?? -1;
		if (value < 0) return undefined;
		held = (held << width) | value;
		bits += width;
		if (bits >= 8) {
			bits -= 8;
			bytes[at] = held >> bits;
			at += 1;
			held &= (1 << bits) - 1;
		}
	}
	// Left-over bits must be padding zeros, else two texts would mean the same bytes.
	return bits < width && held === 0 ? bytes : undefined;
}

/**
 * Base64url without padding. Bodies pass here several times on their way: three bytes at a time, the rest as `spell`.
 * @source RFC 4648 section 5 */
export function toBase64Url(bytes: Uint8Array): string {
	const { codes } = BASE64URL;
	const whole = bytes.length - (bytes.length % 3);
	const text = new Uint8Array((whole / 3) * 4);
	for (let from = 0, at = 0; from < whole; from += 3, at += 4) {
		const held = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
		text[at] = codes[held >> 18] ?? 0;
		text[at + 1] = codes[(held >> 12) & 63] ?? 0;
		text[at + 2] = codes[(held >> 6) & 63] ?? 0;
		text[at + 3] = codes[held & 63] ?? 0;
	}
	return ASCII.decode(text) + spell(bytes.subarray(whole), BASE64URL);
}

/** @returns the bytes, or undefined when the text is padded, has foreign letters or set left-over bits */
export function fromBase64Url(text: string): Bytes | undefined {
	const whole = text.length - (text.length % 4);
	const rest = unspell(text.slice(whole), BASE64URL);
	if (rest === undefined) return undefined;
	const { values } = BASE64URL;
	const valueAt = (at: number) => values[text.charCodeAt(at)] ?? -1;
	const bytes = new Uint8Array((whole / 4) * 3 + rest.length);
	let seen = 0;
	for (let from = 0, at = 0; from < whole; from += 4, at += 3) {
		const front = (valueAt(from) << 18) | (valueAt(from + 1) << 12);
		const held = front | (valueAt(from + 2) << 6) | valueAt(from + 3);
		bytes[at] = held >> 16;
		bytes[at + 1] = held >> 8;
		bytes[at + 2] = held;
		seen |= held;
	}
	bytes.set(rest, (whole / 4) * 3);
	// A foreign letter has the value -1, whose sign no shift takes away.
	return seen < 0 ? undefined : bytes;
}

/**
 * Base32 in lower case, without padding.
 * @source RFC 4648 section 6 */
export function toBase32(bytes: Uint8Array): string {
	return spell(bytes, BASE32);
}

/** @returns the bytes, or undefined when the text is not strict lower-case base32 without padding */
export function fromBase32(text: string): Bytes | undefined {
	return unspell(text, BASE32);
}

/** UTF-8 of a text. Lone surrogates become U+FFFD: `canonical` refuses them before. */
export function utf8(text: string): Bytes {
	return new TextEncoder().encode(text);
}

/** @returns the text, or undefined when the bytes are not well-formed UTF-8; a byte order mark is kept */
export function fromUtf8(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** All parts, one after the other, in one new buffer. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

function bigEndian(value: number, size: 2 | 4 | 8): Bytes {
	if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (size * 8)) {
		throw new AppError('number-out-of-range', { value, size });
	}
	const view = new DataView(new ArrayBuffer(8));
	view.setBigUint64(0, BigInt(value));
	return new Uint8Array(view.buffer.slice(8 - size));
}

/** @throws AppError 'number-out-of-range' */
export function u16(value: number): Bytes {
	return bigEndian(value, 2);
}

/** @throws AppError 'number-out-of-range' */
export function u32(value: number): Bytes {
	return bigEndian(value, 4);
}

/** @throws AppError 'number-out-of-range' above 2^53 - 1 */
export function u64(value: number): Bytes {
	return bigEndian(value, 8);
}

/** Compares every byte whatever the first difference, so that the time tells nothing about a secret. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
	if (one.length !== other.length) return false;
	let difference = 0;
	for (let at = 0; at < one.length; at += 1) difference |= (one[at] ?? 0) ^ (other[at] ?? 0);
	return difference === 0;
}

/** Random bytes from WebCrypto. */
export function randomBytes(length: number): Bytes {
	return crypto.getRandomValues(new Uint8Array(length));
}

/** SHA-256 over the parts, one after the other: `sha256` here, or what a process has that is quicker on short parts. */
export type Hash = (...parts: readonly Uint8Array[]) => Promise<Bytes> | Bytes;

/** SHA-256 over the parts, one after the other. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}
