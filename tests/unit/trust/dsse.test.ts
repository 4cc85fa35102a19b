import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8, type Bytes } from '#lib/trust/bytes.ts';
import {
	CHALLENGE_TYPE,
	ENTRY_TYPE,
	isSignedBy,
	isSmallOrder,
	newSeed,
	pae,
	sign,
	signingKey
} from '#lib/trust/dsse.ts';

const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));

// RFC 8032 section 7.1, tests 1 and 2.
const SEED = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const SECOND = {
	seed: hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'),
	publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
	message: hex('72'),
	signature:
		'92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
		'085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
};

describe('signingKey', () => {
	it('gives the public keys of RFC 8032', async () => {
		expect(Buffer.from((await signingKey(SEED)).publicKey).toString('hex')).toBe(PUBLIC);
		expect(Buffer.from((await signingKey(SECOND.seed)).publicKey).toString('hex')).toBe(SECOND.publicKey);
	});

	it('signs as RFC 8032 does', async () => {
		const key = await signingKey(SECOND.seed);
		const signature = await crypto.subtle.sign('Ed25519', key.privateKey, SECOND.message);
		expect(Buffer.from(signature).toString('hex')).toBe(SECOND.signature);
	});

	it('never gives the private part out, and refuses a seed of another length', async () => {
		const key = await signingKey(newSeed());
		expect(key.privateKey.extractable).toBe(false);
		await expect(crypto.subtle.exportKey('pkcs8', key.privateKey)).rejects.toThrow();
		await expect(signingKey(new Uint8Array(16))).rejects.toThrow('bad-seed');
	});
});

describe('pae', () => {
	it('writes the reference vector of the DSSE protocol', () => {
		const bytes = pae('http://example.com/HelloWorld', utf8('hello world'));
		expect(fromUtf8(bytes)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
	});

	it('counts bytes, not letters', () => {
		expect(fromUtf8(pae('é', utf8('€')))).toBe('DSSEv1 2 é 3 €');
	});
});

describe('sign and isSignedBy', () => {
	const payload = { type: ENTRY_TYPE, bytes: utf8('{}') } as const;

	it('makes signatures that OpenSSL accepts over the PAE', async () => {
		const key = await signingKey(SEED);
		const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') };
		const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
		const signature = await sign(key, payload);
		expect(verify(null, pae(ENTRY_TYPE, payload.bytes), publicKey, signature)).toBe(true);
		expect(await isSignedBy(key.publicKey, payload, signature)).toBe(true);
	});

	it('refuses another type, another byte, another key and wrong lengths', async () => {
		const key = await signingKey(SEED);
		const other = await signingKey(newSeed());
		const signature = await sign(key, payload);
		const bent = Uint8Array.from(signature, (byte, at) => (at === 40 ? byte ^ 1 : byte));
		expect(await isSignedBy(key.publicKey, { ...payload, type: CHALLENGE_TYPE }, signature)).toBe(false);
		expect(await isSignedBy(key.publicKey, { ...payload, bytes: utf8('{ }') }, signature)).toBe(false);
		expect(await isSignedBy(other.publicKey, payload, signature)).toBe(false);
		expect(await isSignedBy(key.publicKey, payload, bent)).toBe(false);
		expect(await isSignedBy(key.publicKey, payload, signature.subarray(1))).toBe(false);
		expect(await isSignedBy(key.publicKey.subarray(1), payload, signature)).toBe(false);
	});

	it.each([
		'00'.repeat(32),
		`01${'00'.repeat(31)}`,
		`01${'00'.repeat(30)}80`,
		'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
		'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
		'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
		`ec${'ff'.repeat(30)}7f`,
		`ee${'ff'.repeat(30)}ff`
	])('refuses a key of small order, under which anybody can sign: %s', async (point) => {
		// The simplest forgery: R is the neutral point and S is 0, whatever the message.
		const forged = new Uint8Array(64);
		forged[0] = 1;
		expect(await isSignedBy(hex(point), payload, forged)).toBe(false);
		expect(isSmallOrder(hex(point))).toBe(true);
		expect(isSmallOrder(hex(PUBLIC))).toBe(false);
	});

	it('refuses every change of one bit of the signature or the text', async () => {
		const key = await signingKey(SEED);
		const signature = await sign(key, payload);
		await fc.assert(
			fc.asyncProperty(fc.nat({ max: 511 }), async (bit) => {
				const bent = Uint8Array.from(signature, (byte, at) =>
					at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte
				);
				expect(await isSignedBy(key.publicKey, payload, bent)).toBe(false);
			}),
			{ numRuns: 20 }
		);
	});
});
