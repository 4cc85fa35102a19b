import { AppError } from '../errors.ts';

/** Bytes over an own buffer, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Gives `length` random bytes. Passed in by tests; `randomBytes` everywhere else. */
export type RandomBytes = (length: number) => Bytes;

interface Alphabet {
	readonly letters: string;
	/** Bits that one letter carries. */
	readonly width: number;
}

const BASE64URL: Alphabet = {
	letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
	width: 6
};
const BASE32: Alphabet = { letters: 'abcdefghijklmnopqrstuvwxyz234567', width: 5 };

function spell(bytes: Uint8Array, { letters, width }: Alphabet): string {
	let text = '';
	let held = 0;
	let bits = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		while (bits >= width) {
			bits -= width;
			text += letters.charAt(held >> bits);
			held &= (1 << bits) - 1;
		}
	}
	return bits === 0 ? text : text + letters.charAt(held << (width - bits));
}

function unspell(text: string, { letters, width }: Alphabet): Bytes | undefined {
	const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
	let at = 0;
	let held = 0;
	let bits = 0;
	for (const letter of text) {
		const value = letters.indexOf(letter);
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
 * Base64url without padding.
 * @source RFC 4648 section 5 */
export function toBase64Url(bytes: Uint8Array): string {
	return spell(bytes, BASE64URL);
}

/** @returns the bytes, or undefined when the text is padded, has foreign letters or set left-over bits */
export function fromBase64Url(text: string): Bytes | undefined {
	return unspell(text, BASE64URL);
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
	for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0);
	return difference === 0;
}

/** Random bytes from WebCrypto. */
export function randomBytes(length: number): Bytes {
	return crypto.getRandomValues(new Uint8Array(length));
}

/** SHA-256 over the parts, one after the other. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}
