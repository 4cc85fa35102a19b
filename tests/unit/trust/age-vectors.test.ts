import { Encrypter } from 'age-encryption';
import * as vectors from 'cctv-age';
import { beforeAll, describe, expect, it } from 'vitest';
import { newIdentity, openWith, openWithPassphrase } from '#lib/trust/age.ts';
import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import { AGE_WRAPPER, ageFaults, runAgeVectors, type AgeResult } from '../../proofs/age-vectors.ts';

let results: readonly AgeResult[] = [];
beforeAll(async () => {
	results = await runAgeVectors();
});

describe('the age vectors', () => {
	it('are all tried, and all as expected', () => {
		expect(results).toHaveLength(Object.keys(vectors).length);
		expect(results.length).toBeGreaterThan(140);
		expect(ageFaults(results)).toEqual([]);
	});

	it('have a listed outcome of our wrapper for each file that age itself opens', () => {
		const opens = results.filter(({ expect: outcome }) => outcome === 'success').map(({ name }) => name);
		expect(opens.sort()).toEqual(Object.keys(AGE_WRAPPER).sort());
	});

	it('are judged: a file opened that should not be, or not opened that should be, is a fault', () => {
		const one = (change: Partial<AgeResult>): AgeResult => ({
			name: 'hybrid',
			expect: 'success',
			library: 'opened',
			wrapper: 'opened',
			...change
		});
		expect(ageFaults([one({})])).toEqual([]);
		const wrong = [
			one({ library: 'refused' }),
			one({ library: 'wrong' }),
			one({ wrapper: 'wrong' }),
			one({ name: 'hmac_bad', expect: 'HMAC failure' }),
			one({ name: 'hmac_bad', expect: 'HMAC failure', library: 'refused' }),
			one({ name: 'x25519', wrapper: 'opened' })
		];
		for (const result of wrong) expect(ageFaults([result]), JSON.stringify(result)).toHaveLength(1);
	});
});

describe('one class of recipient in a file', () => {
	const file = async (prepare: (encrypter: Encrypter) => void): Promise<Bytes> => {
		const encrypter = new Encrypter();
		prepare(encrypter);
		return new Uint8Array(await encrypter.encrypt(utf8('text')));
	};

	/** Header lines of one file put before those of another: what a mixer would do. */
	function mixed(first: Bytes, second: Bytes): Bytes {
		const [one, two] = [first, second].map((bytes) => new TextDecoder('latin1').decode(bytes));
		const stanzas = (one ?? '').slice('age-encryption.org/v1\n'.length, (one ?? '').indexOf('\n---') + 1);
		const whole = (two ?? '').replace('age-encryption.org/v1\n', `age-encryption.org/v1\n${stanzas}`);
		return Uint8Array.from(whole, (letter) => letter.charCodeAt(0));
	}

	it('is the rule for every order of classes, whichever key one has', async () => {
		const own = await newIdentity();
		const hybrid = await file((encrypter) => encrypter.addRecipient(own.recipient));
		const worded = await file((encrypter) => {
			encrypter.setPassphrase('words');
			encrypter.setScryptWorkFactor(4);
		});
		expect((await openWith(hybrid, [own.identity])).ok).toBe(true);
		expect((await openWithPassphrase(worded, 'words')).ok).toBe(true);
		for (const both of [mixed(hybrid, worded), mixed(worded, hybrid)]) {
			expect(await openWith(both, [own.identity])).toEqual({ ok: false, reason: 'mixed-recipients' });
			expect(await openWithPassphrase(both, 'words')).toEqual({ ok: false, reason: 'not-passphrase' });
		}
		const twice = mixed(worded, worded);
		expect(await openWithPassphrase(twice, 'words')).toEqual({ ok: false, reason: 'not-passphrase' });
		expect(await openWithPassphrase(hybrid, 'words')).toEqual({ ok: false, reason: 'not-passphrase' });
		expect(await openWith(worded, [own.identity])).toEqual({ ok: false, reason: 'not-hybrid' });
	});
});
