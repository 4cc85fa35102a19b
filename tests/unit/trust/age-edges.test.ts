import { Encrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import {
	isHybridRecipient,
	KIT_WORK_FACTOR,
	newIdentity,
	openWith,
	openWithPassphrase,
	recipientOf,
	sealTo,
	sealToPassphrase
} from '#lib/trust/age.ts';
import { concat, utf8, type Bytes } from '#lib/trust/bytes.ts';

const ours = await newIdentity();
const file = await sealTo(utf8('text'), [ours.recipient]);
const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const bytes = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('the header of an age file', () => {
	it('must be there whole, from the first byte', async () => {
		const refused = { ok: false, reason: 'not-age' };
		const bad = [
			utf8('age-encryption.org/v1\n'),
			utf8('age-encryption.org/v1\n---'),
			utf8('age-encryption.org/v1\n--- mac\n'),
			concat(utf8('x'), file),
			bytes(latin(file).replace('/v1\n', '/v2\n')),
			bytes(latin(file).replace('\n---', '\n--'))
		];
		for (const one of bad) {
			expect(await openWith(one, [ours.identity]), latin(one).slice(0, 30)).toEqual(refused);
			expect((await openWithPassphrase(one, 'words')).ok).toBe(false);
		}
	});

	it('is looked for in the first 256 KiB, and no further', async () => {
		const begin = 'age-encryption.org/v1\n-> mlkem768x25519 x\n';
		const end = '\n--- mac\n';
		const sized = (size: number) => utf8(`${begin}${'A'.repeat(size - begin.length - end.length)}${end}`);
		const whole = await openWith(sized(256 * 1024 - 16), [ours.identity]);
		expect(whole).toEqual({ ok: false, reason: 'damaged' });
		const long = await openWith(sized(256 * 1024 + 16), [ours.identity]);
		expect(long).toEqual({ ok: false, reason: 'not-age' });
	});

	it('counts each class once: two hybrid recipients are one class', async () => {
		const other = await newIdentity();
		const both = await sealTo(utf8('text'), [ours.recipient, other.recipient]);
		expect(latin(both).match(/\n-> mlkem768x25519 /g)).toHaveLength(2);
		expect((await openWith(both, [other.identity])).ok).toBe(true);
	});

	it('may be followed by bytes that look like a header', async () => {
		const odd = await sealTo(utf8('\n-> scrypt x\n---'), [ours.recipient]);
		const tail = await openWith(odd, [ours.identity]);
		expect(tail).toEqual({ ok: true, value: utf8('\n-> scrypt x\n---') });
	});
});

describe('identities and recipients', () => {
	it('are of the hybrid kind alone', async () => {
		expect(ours.identity).toMatch(/^AGE-SECRET-KEY-PQ-1/);
		expect(ours.recipient).toMatch(/^age1pq1/);
		expect(await recipientOf(ours.identity.toLowerCase())).toBeUndefined();
		expect(await recipientOf('')).toBeUndefined();
		expect(await recipientOf(`${ours.identity}x`)).toBeUndefined();
		for (const value of [
			undefined,
			7,
			{},
			[ours.recipient],
			'age1pq1',
			`x${ours.recipient}`,
			`${ours.recipient}q`
		])
			expect(isHybridRecipient(value)).toBe(false);
	});

	it('every one of the identities is looked at before a file is opened', async () => {
		await expect(openWith(file, [ours.identity, 'AGE-SECRET-KEY-PQ-1'])).rejects.toMatchObject({
			code: 'not-an-identity',
			detail: {}
		});
		// The cause would name the secret.
		const fault = await openWith(file, ['AGE-SECRET-KEY-PQ-1SECRET']).catch((error: unknown) => error);
		expect(fault).toMatchObject({ message: 'not-an-identity' });
		expect(fault).not.toHaveProperty('cause');
	});
});

describe('the passphrase of a kit', () => {
	it('is stretched with the factor of the kit by default, and at 15 at least', async () => {
		expect(KIT_WORK_FACTOR).toBe(17);
		expect(latin(await sealToPassphrase(utf8('kit'), 'words'))).toMatch(
			/^age-encryption\.org\/v1\n-> scrypt \S+ 17\n/
		);
		expect(latin(await sealToPassphrase(utf8('kit'), 'words', 15))).toMatch(/ 15\n/);
		const weak = sealToPassphrase(utf8('kit'), 'words', 14);
		await expect(weak).rejects.toMatchObject({ code: 'weak-work-factor', detail: { workFactor: 14 } });
	});

	it('is one recipient alone, of the right class', async () => {
		const encrypter = new Encrypter();
		encrypter.setPassphrase('words');
		encrypter.setScryptWorkFactor(3);
		const sealed = new Uint8Array(await encrypter.encrypt('kit'));
		expect(await openWithPassphrase(sealed, 'words')).toEqual({ ok: true, value: utf8('kit') });
		expect(await openWithPassphrase(sealed, 'word')).toEqual({ ok: false, reason: 'wrong-passphrase' });
		expect(await openWithPassphrase(file, 'words')).toEqual({ ok: false, reason: 'not-passphrase' });
		const none = utf8('age-encryption.org/v1\n--- mac\n');
		expect(await openWithPassphrase(none, 'words')).toEqual({ ok: false, reason: 'not-passphrase' });
		const bent = sealed.with(sealed.length - 1, (sealed.at(-1) ?? 0) ^ 1);
		expect(await openWithPassphrase(bent, 'words')).toEqual({ ok: false, reason: 'damaged' });
	});
});

describe('a row that is no file', () => {
	it.each([undefined, null, 'age-encryption.org/v1', 7, {}, [], new ArrayBuffer(9)])(
		'is refused as such: %s',
		async (row) => {
			const given = row as Uint8Array;
			expect(await openWith(given, [ours.identity])).toEqual({ ok: false, reason: 'not-age' });
			expect(await openWithPassphrase(given, 'words')).toEqual({ ok: false, reason: 'not-age' });
		}
	);
});
