import { describe, expect, it } from 'vitest';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { DEVIATIONS } from '../../proofs/deviations.ts';
import { fromHex, runWycheproof } from '../../proofs/wycheproof.ts';
import type { WycheproofFile, WycheproofGroup } from '../../proofs/wycheproof-types.ts';

// Not out of the public files, which stay outside the project: known answers of other standards, to judge the judge.

/** RFC 4231 section 4.3. */
const HMAC: WycheproofGroup = {
	type: 'MacTest',
	tagSize: 256,
	tests: [
		{
			tcId: 1,
			comment: '',
			flags: [],
			result: 'valid',
			key: '4a656665',
			msg: '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
			tag: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
		}
	]
};
/** RFC 5869 appendix A.1. */
const HKDF: WycheproofGroup = {
	type: 'HkdfTest',
	tests: [
		{
			tcId: 1,
			comment: '',
			flags: [],
			result: 'valid',
			ikm: '0b'.repeat(22),
			salt: '000102030405060708090a0b0c',
			info: 'f0f1f2f3f4f5f6f7f8f9',
			size: 42,
			okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'
		}
	]
};
/** NIST's GCM test case 14, with the iv size as the files have it. */
const GCM: WycheproofGroup = {
	type: 'AeadTest',
	keySize: 256,
	ivSize: 96,
	tests: [
		{
			tcId: 1,
			comment: '',
			flags: [],
			result: 'valid',
			key: '00'.repeat(32),
			iv: '00'.repeat(12),
			aad: '',
			msg: '00'.repeat(16),
			ct: 'cea7403d4d606b6e074ec5d3baf39d18',
			tag: 'd0d1c8a799996bf0265b98b5d48ab919'
		}
	]
};
/** RFC 8032 section 7.1, test 1. */
const ED25519: WycheproofGroup = {
	type: 'EddsaVerify',
	publicKey: { pk: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a' },
	tests: [
		{
			tcId: 1,
			comment: '',
			flags: [],
			result: 'valid',
			msg: '',
			sig:
				'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b' +
				'd25bf5f0595bbe24655141438e7a100b'
		}
	]
};

const fileOf = (...testGroups: readonly WycheproofGroup[]): WycheproofFile => ({
	algorithm: 'own',
	testGroups
});
const changed = (group: WycheproofGroup, change: object): WycheproofFile =>
	fileOf({ ...group, tests: group.tests.map((test) => ({ ...test, ...change })) });
const all = [HMAC, HKDF, GCM, ED25519];

describe('the judge of the public vectors', () => {
	it('agrees with known answers', async () => {
		const report = await runWycheproof(fileOf(...all), 'node');
		expect(report).toEqual({ algorithm: 'own', tried: 4, agreed: 4, deviations: {}, unexpected: [] });
	});

	it.each([
		['a tag', changed(HMAC, { tag: '00'.repeat(32) })],
		['a derived key', changed(HKDF, { okm: '00'.repeat(42) })],
		['a key shorter than ours', changed(HKDF, { okm: '00'.repeat(8), size: 8 })],
		['a ciphertext', changed(GCM, { ct: '00'.repeat(16) })],
		['a plaintext', changed(GCM, { msg: '01'.repeat(16) })],
		['a signature', changed(ED25519, { sig: '00'.repeat(64) })],
		['a type nobody knows', fileOf({ ...GCM, type: 'OtherTest' })]
	])('finds a wrong vector: %s', async (_name, file) => {
		expect((await runWycheproof(file, 'node')).unexpected).toHaveLength(1);
	});

	it('finds a vector that should have been refused', async () => {
		for (const group of all) {
			const { unexpected } = await runWycheproof(changed(group, { result: 'invalid' }), 'node');
			expect(unexpected, group.type).toHaveLength(1);
		}
	});

	it('takes "acceptable" either way, but never with wrong bytes', async () => {
		const either = { result: 'acceptable' };
		expect((await runWycheproof(changed(GCM, either), 'node')).agreed).toBe(1);
		expect((await runWycheproof(changed(GCM, { ...either, ct: '00'.repeat(16) }), 'node')).agreed).toBe(1);
		const wrong = changed(HKDF, { ...either, okm: '00'.repeat(42) });
		expect((await runWycheproof(wrong, 'node')).unexpected).toHaveLength(1);
	});

	it('counts a listed deviation only where it is listed', async () => {
		const short = changed({ ...GCM, ivSize: 64 }, { iv: '00'.repeat(8), ct: '00'.repeat(16) });
		expect((await runWycheproof(short, 'node')).deviations).toEqual({ 'aes-gcm-iv-size': 1 });
		expect((await runWycheproof(short, 'chromium')).unexpected).toHaveLength(1);
		expect(Object.values(DEVIATIONS).every(({ reason }) => reason.length > 20)).toBe(true);
	});

	it('reads hex', () => {
		expect(toBase64Url(fromHex('00ff10'))).toBe('AP8Q');
		expect(fromHex('')).toHaveLength(0);
	});
});
