import { describe, expect, it } from 'vitest';
import { utf8 } from '#lib/trust/bytes.ts';
import { deriveKey, STRONG_KDF } from '#lib/vault/kdf.ts';
import { differentialRuns, isKey, noble, RFC_9106, type Argon } from '../../proofs/argon.ts';
import { openssl } from '../../proofs/openssl.ts';

const REFERENCES = [noble, openssl].filter((argon) => argon !== undefined);
const SETTINGS = { ...STRONG_KDF, memoryKiB: 64, passes: 2 };
const salt = Uint8Array.from({ length: 16 }, (_item, at) => at);
const input = { password: utf8('caf\u00e9'), salt, memoryKiB: 64, passes: 2, lanes: 1 };

describe('Argon2id', () => {
	// hash-wasm takes no associated data, which the vector has; so it is held against what gives the vector.
	it.each(REFERENCES.map((argon) => [argon.name || 'openssl', argon] as const))(
		'%s gives the tag of RFC 9106',
		(_name, argon) => {
			expect(Buffer.from(argon(RFC_9106.input)).toString('hex')).toBe(RFC_9106.tag);
		}
	);

	it('is the same from the library of the vault, in 200 runs', async () => {
		expect(await differentialRuns(200, 9106, REFERENCES)).toEqual({ runs: 200, agreed: 200 });
	});

	it('would differ if a single reference differed', async () => {
		const other: Argon = (given) => noble({ ...given, passes: given.passes + 1 });
		expect(await differentialRuns(3, 1, [noble, other])).toEqual({ runs: 3, agreed: 0 });
		expect(await differentialRuns(1, 1, [])).toEqual({ runs: 1, agreed: 0 });
	});
});

describe('the key of a slot', () => {
	const raw = noble(input);

	it('is 32 bytes of exactly these settings, salt and words, composed alike', async () => {
		for (const typed of ['caf\u00e9', 'cafe\u0301'])
			expect(await isKey((await deriveKey(typed, salt, SETTINGS))!, raw)).toBe(true);
		const others = [
			deriveKey('cafe', salt, SETTINGS),
			deriveKey('caf\u00e9 ', salt, SETTINGS),
			deriveKey('Caf\u00e9', salt, SETTINGS),
			deriveKey('caf\u00e9', salt.with(15, 0), SETTINGS),
			deriveKey('caf\u00e9', salt, { ...SETTINGS, memoryKiB: 72 }),
			deriveKey('caf\u00e9', salt, { ...SETTINGS, passes: 3 })
		];
		for (const key of others) expect(await isKey((await key)!, raw)).toBe(false);
	});

	it('is for AES-256-GCM alone', async () => {
		const key = await deriveKey('caf\u00e9', salt, SETTINGS);
		expect(key?.algorithm).toEqual({ name: 'AES-GCM', length: 256 });
		expect(key?.usages.toSorted()).toEqual(['decrypt', 'encrypt']);
	});
});
