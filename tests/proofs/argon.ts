/** Argon2id as `deriveKey` uses it (hash-wasm), beside implementations that share no code with it. */
import { argon2id } from '@noble/hashes/argon2.js';
import { equalBytes, type Bytes } from '#lib/trust/bytes.ts';
import { deriveKey, STRONG_KDF, type KdfSettings } from '#lib/vault/kdf.ts';
import { seeded, type Random } from './random.ts';

/** What an implementation is given; `secret` and `data` as the test vector of the RFC wants them. */
export interface ArgonInput {
	readonly password: Bytes;
	readonly salt: Bytes;
	readonly memoryKiB: number;
	readonly passes: number;
	readonly lanes: number;
	readonly secret?: Bytes;
	readonly data?: Bytes;
}

/** Gives 32 bytes. */
export type Argon = (input: ArgonInput) => Bytes;

/** Pure JavaScript of another author. */
export const noble: Argon = ({ password, salt, memoryKiB, passes, lanes, secret, data }) =>
	Uint8Array.from(
		argon2id(password, salt, {
			t: passes,
			m: memoryKiB,
			p: lanes,
			dkLen: 32,
			...(secret && { key: secret }),
			...(data && { personalization: data })
		})
	);

/** @source RFC 9106 section 5.3 */
export const RFC_9106: { readonly input: ArgonInput; readonly tag: string } = {
	input: {
		password: new Uint8Array(32).fill(1),
		salt: new Uint8Array(16).fill(2),
		secret: new Uint8Array(8).fill(3),
		data: new Uint8Array(12).fill(4),
		memoryKiB: 32,
		passes: 3,
		lanes: 4
	},
	tag: '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659'
};

const PROBE = new Uint8Array(24).fill(6);
const HOW = { name: 'AES-GCM', iv: new Uint8Array(12) };

/** Whether a key that cannot be exported is these 32 bytes: what one seals the other opens, and no other key does. */
export async function isKey(key: CryptoKey, raw: Bytes): Promise<boolean> {
	const known = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
	const sealed = await crypto.subtle.encrypt(HOW, key, PROBE);
	try {
		return equalBytes(new Uint8Array(await crypto.subtle.decrypt(HOW, known, sealed)), PROBE);
	} catch {
		// Another key: the tag does not hold.
		return false;
	}
}

/** Letters that NFKC changes or leaves, of one to four bytes. */
const LETTERS: readonly string[] = [
	...['a', 'Z', '0', ' ', '-', 'e\u0301', '\u0301', '\u00e9', '\ufb01'],
	...['\u212b', 'A\u030a', '\u1e9b\u0323', '\u{1f3e1}', '\u8a9e']
];

function someInput(random: Random): { readonly typed: string; readonly settings: KdfSettings; salt: Bytes } {
	const typed = Array.from({ length: 1 + random.below(40) }, () => random.pick(LETTERS)).join('');
	const settings = { ...STRONG_KDF, memoryKiB: 8 + random.below(120), passes: 1 + random.below(4) };
	return { typed, settings, salt: random.bytes(16) };
}

/** How many of the runs gave the key that every reference gives. Small memory, so that many can be done. */
export async function differentialRuns(
	runs: number,
	seed: number,
	references: readonly Argon[]
): Promise<{ readonly runs: number; readonly agreed: number }> {
	const random = seeded(seed);
	let agreed = 0;
	for (let run = 0; run < runs; run += 1) {
		const { typed, settings, salt } = someInput(random);
		const key = await deriveKey(typed, salt, settings);
		if (key === undefined) continue;
		const { memoryKiB, passes, lanes } = settings;
		const password = new TextEncoder().encode(typed.normalize('NFKC'));
		const raws = references.map((argon) => argon({ password, salt, memoryKiB, passes, lanes }));
		const same = await Promise.all(raws.map((raw) => isKey(key, raw)));
		if (same.length > 0 && same.every(Boolean)) agreed += 1;
	}
	return { runs, agreed };
}
