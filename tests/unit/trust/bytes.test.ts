import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	concat,
	equalBytes,
	fromBase32,
	fromBase64Url,
	fromUtf8,
	toBase32,
	toBase64Url,
	u16,
	u32,
	u64,
	utf8
} from '#lib/trust/bytes.ts';

// RFC 4648 section 10, without padding, base32 in lower case.
const KNOWN = [
	['', '', ''],
	['f', 'Zg', 'my'],
	['fo', 'Zm8', 'mzxq'],
	['foo', 'Zm9v', 'mzxw6'],
	['foob', 'Zm9vYg', 'mzxw6yq'],
	['fooba', 'Zm9vYmE', 'mzxw6ytb'],
	['foobar', 'Zm9vYmFy', 'mzxw6ytboi']
] as const;

describe('base64url and base32', () => {
	it.each(KNOWN)('spells %j as RFC 4648 does', (text, base64, base32) => {
		expect(toBase64Url(utf8(text))).toBe(base64);
		expect(toBase32(utf8(text))).toBe(base32);
		expect(fromBase64Url(base64)).toEqual(utf8(text));
		expect(fromBase32(base32)).toEqual(utf8(text));
	});

	it('reads back what it wrote, whatever the bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				expect([...(fromBase64Url(toBase64Url(bytes)) ?? [])]).toEqual([...bytes]);
				expect([...(fromBase32(toBase32(bytes)) ?? [])]).toEqual([...bytes]);
				expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
			}),
			{ numRuns: 50 }
		);
	});

	it.each(['Zg==', 'Zh', 'Z', 'Zg ', 'Zm9+', 'Zm9/', 'Zg\n', 'Zé'])('refuses base64url %j', (text) => {
		expect(fromBase64Url(text)).toBeUndefined();
	});

	it.each(['my======', 'MY', 'mz', 'm', 'mzx', 'm1', 'm8', 'mzxw6y'])('refuses base32 %j', (text) => {
		expect(fromBase32(text)).toBeUndefined();
	});
});

describe('integers', () => {
	it('writes the high byte first', () => {
		expect([...u16(0x0102)]).toEqual([1, 2]);
		expect([...u32(0x01020304)]).toEqual([1, 2, 3, 4]);
		expect([...u64(0x0102030405)]).toEqual([0, 0, 0, 1, 2, 3, 4, 5]);
		expect([...u64(Number.MAX_SAFE_INTEGER)]).toEqual([0, 31, 255, 255, 255, 255, 255, 255]);
	});

	it.each([
		[u16, 65536],
		[u32, 2 ** 32],
		[u64, 2 ** 53],
		[u64, -1],
		[u32, 1.5]
	])('refuses a number that does not fit', (write, value) => {
		expect(() => write(value)).toThrow('number-out-of-range');
	});
});

describe('text and comparison', () => {
	it('refuses bytes that are not UTF-8 and keeps a byte order mark', () => {
		expect(fromUtf8(Uint8Array.of(0xff))).toBeUndefined();
		expect(fromUtf8(Uint8Array.of(0xc0, 0x80))).toBeUndefined();
		expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 65))).toBe('\ufeffA');
	});

	it('tells equal from different bytes', () => {
		expect(equalBytes(utf8('abc'), utf8('abc'))).toBe(true);
		expect(equalBytes(utf8('abc'), utf8('abd'))).toBe(false);
		expect(equalBytes(utf8('abc'), utf8('ab'))).toBe(false);
		expect(concat(utf8('a'), utf8(''), utf8('bc'))).toEqual(utf8('abc'));
	});
});
