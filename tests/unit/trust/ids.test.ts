import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toBase32, utf8 } from '#lib/trust/bytes.ts';
import {
	CHAIN_START,
	chainStep,
	entryId,
	fingerprint,
	isEntryId,
	isId,
	newId,
	parseFingerprint,
	recordId
} from '#lib/trust/ids.ts';

const hash = (...parts: readonly (string | Uint8Array)[]): Buffer =>
	parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest();

describe('ids', () => {
	it('makes an id of 26 letters from 16 random bytes', () => {
		expect(newId((length) => new Uint8Array(length).fill(255))).toBe('77777777777777777777777774');
		expect(isId(newId())).toBe(true);
		expect(newId()).not.toBe(newId());
	});

	it.each(['', 'A'.repeat(26), '7'.repeat(26), 'a'.repeat(25), 'a'.repeat(27), 1, null])(
		'refuses %j as an id',
		(value) => {
			expect(isId(value)).toBe(false);
		}
	);

	it('names an entry by the hash of its header bytes', async () => {
		const id = await entryId(utf8('abc'));
		expect(id).toBe(toBase32(hash('abc')));
		expect(isEntryId(id)).toBe(true);
		expect(isEntryId(`${id.slice(0, 51)}b`)).toBe(false);
	});

	it('binds a record id to its author', async () => {
		const author = newId();
		const salt = new Uint8Array(16).fill(7);
		const id = await recordId(author, salt);
		expect(id).toBe(toBase32(hash('doorstep-record', author, salt).subarray(0, 16)));
		expect(await recordId(newId(), salt)).not.toBe(id);
	});
});

describe('chainStep', () => {
	it('hashes previous, entry id, seq and time, integers in 8 bytes', async () => {
		const id = await entryId(utf8('abc'));
		const numbers = Buffer.alloc(16);
		numbers.writeBigUInt64BE(1n, 0);
		numbers.writeBigUInt64BE(1795340000000n, 8);
		const link = { entryId: id, seq: 1, receivedAt: 1795340000000 };
		expect(Buffer.from(await chainStep(CHAIN_START, link))).toEqual(hash(Buffer.alloc(32), id, numbers));
	});
});

describe('fingerprint', () => {
	it('is 13 groups of 4 and reads back however it is typed', async () => {
		const text = await fingerprint(new Uint8Array(32));
		expect(text).toMatch(/^([a-z2-7]{4} ){12}[a-z2-7]{4}$/);
		expect(text.replaceAll(' ', '')).toBe(toBase32(hash(new Uint8Array(32))));
		expect(parseFingerprint(text.toUpperCase().replaceAll(' ', '-'))).toBe(text);
		expect(parseFingerprint(text.replaceAll(' ', ''))).toBe(text);
	});

	it.each(['', 'abcd', '1'.repeat(52), 'b'.repeat(52), 'a'.repeat(56)])('refuses %j', (text) => {
		expect(parseFingerprint(text)).toBeUndefined();
	});
});
