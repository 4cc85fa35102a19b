import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	isHybridRecipient,
	newIdentity,
	openWith,
	openWithPassphrase,
	recipientOf,
	sealTo,
	sealToPassphrase
} from '#lib/trust/age.ts';
import { utf8, type Bytes } from '#lib/trust/bytes.ts';

const ours = await newIdentity();
const other = await newIdentity();
const classical = await identityToRecipient(await generateX25519Identity());

async function sealedByLibrary(recipients: readonly string[]): Promise<Bytes> {
	const encrypter = new Encrypter();
	for (const recipient of recipients) encrypter.addRecipient(recipient);
	return new Uint8Array(await encrypter.encrypt('text'));
}

const bend = (file: Bytes, at: number): Bytes =>
	Uint8Array.from(file, (byte, place) => (place === at ? byte ^ 1 : byte));

describe('sealTo and openWith', () => {
	it('opens for every recipient and for nobody else', async () => {
		const file = await sealTo(utf8('text'), [ours.recipient, other.recipient]);
		const stranger = await newIdentity();
		expect(await openWith(file, [ours.identity])).toEqual({ ok: true, value: utf8('text') });
		expect(await openWith(file, [stranger.identity, other.identity])).toMatchObject({ ok: true });
		expect(await openWith(file, [stranger.identity])).toEqual({ ok: false, reason: 'no-key' });
		expect(await openWith(file, [])).toEqual({ ok: false, reason: 'no-key' });
	});

	it('gives back whatever bytes went in', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
				const opened = await openWith(await sealTo(bytes, [ours.recipient]), [ours.identity]);
				expect(opened.ok && [...opened.value]).toEqual([...bytes]);
			}),
			{ numRuns: 5 }
		);
	});

	it('seals to nobody but hybrid recipients', async () => {
		await expect(sealTo(utf8(''), [classical])).rejects.toThrow('not-hybrid');
		await expect(sealTo(utf8(''), [ours.recipient, classical])).rejects.toThrow('not-hybrid');
		await expect(sealTo(utf8(''), [])).rejects.toThrow('no-recipient');
		await expect(sealTo(utf8(''), [ours.recipient.slice(0, -2)])).rejects.toThrow('not-hybrid');
	});

	it('refuses files of other tools that mix classes or use another one', async () => {
		const mixed = await sealedByLibrary([ours.recipient, classical]);
		expect(await openWith(mixed, [ours.identity])).toEqual({ ok: false, reason: 'mixed-recipients' });
		const old = await sealedByLibrary([classical]);
		expect(await openWith(old, [ours.identity])).toEqual({ ok: false, reason: 'not-hybrid' });
		const worded = await sealToPassphrase(utf8(''), 'words', 15);
		expect(await openWith(worded, [ours.identity])).toEqual({ ok: false, reason: 'not-hybrid' });
	});

	it('notices every damage', async () => {
		const file = await sealTo(utf8('text'), [ours.recipient]);
		expect(await openWith(utf8('age-encryption'), [ours.identity])).toEqual({ ok: false, reason: 'not-age' });
		expect(await openWith(new Uint8Array(), [ours.identity])).toEqual({ ok: false, reason: 'not-age' });
		for (const at of [file.length - 1, file.length - 40, file.length - 60]) {
			expect((await openWith(bend(file, at), [ours.identity])).ok).toBe(false);
		}
		expect(await openWith(file.subarray(0, -1), [ours.identity])).toEqual({ ok: false, reason: 'damaged' });
	});

	it('throws without naming it for an identity that is none', async () => {
		const file = await sealTo(utf8('text'), [ours.recipient]);
		await expect(openWith(file, [ours.identity.slice(0, -1)])).rejects.toThrow(/^not-an-identity$/);
		await expect(openWith(file, [await generateX25519Identity()])).rejects.toThrow(/^not-an-identity$/);
	});
});

describe('identities', () => {
	it('finds the recipient of an identity and refuses others', async () => {
		expect(await recipientOf(ours.identity)).toBe(ours.recipient);
		expect(await recipientOf('AGE-SECRET-KEY-PQ-1XX')).toBeUndefined();
		expect(await recipientOf(await generateX25519Identity())).toBeUndefined();
		expect(isHybridRecipient(ours.recipient)).toBe(true);
		expect([classical, ours.recipient.toUpperCase(), '', null].some(isHybridRecipient)).toBe(false);
	});
});

describe('passphrase files', () => {
	it('opens with its passphrase however it is composed, and with no other', async () => {
		const file = await sealToPassphrase(utf8('kit'), 'caf\u00e9 words', 15);
		expect(await openWithPassphrase(file, 'cafe\u0301 words')).toEqual({ ok: true, value: utf8('kit') });
		const wrong = await openWithPassphrase(file, 'cafe words');
		expect(wrong).toEqual({ ok: false, reason: 'wrong-passphrase' });
		const damaged = await openWithPassphrase(file.subarray(0, -1), 'caf\u00e9 words');
		expect(damaged).toEqual({ ok: false, reason: 'damaged' });
	});

	it('refuses other files and a weak work factor', async () => {
		const sealed = await sealTo(utf8('text'), [ours.recipient]);
		expect(await openWithPassphrase(sealed, 'x')).toEqual({ ok: false, reason: 'not-passphrase' });
		expect(await openWithPassphrase(utf8('{}'), 'x')).toEqual({ ok: false, reason: 'not-age' });
		await expect(sealToPassphrase(utf8(''), 'x', 14)).rejects.toThrow('weak-work-factor');
	});
});
