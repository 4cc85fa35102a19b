/**
 * What a simulated run replaces below WebCrypto: random bytes come from the seed, and SHA-256 and Ed25519 are those of
 * Node's OpenSSL called at once instead of through its pool of threads, which is five times as quick and always takes the
 * same turn. The algorithms, the keys and what they say are the same; a test holds both against each other.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { Chance } from './random.ts';

type Data = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

const bytesOf = (data: Data): Uint8Array<ArrayBuffer> =>
	data instanceof ArrayBuffer
		? new Uint8Array(data)
		: new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

let chance = new Chance(0);

/** From here on random bytes come from this stream. @returns the one before */
export function useChance(next: Chance): Chance {
	const before = chance;
	chance = next;
	return before;
}

/** SHA-256, at once. */
export function hashOf(...parts: readonly Uint8Array[]): Buffer {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest();
}

/** DER before the 32 bytes of a public key. @source RFC 8410 section 4 */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
/** Raw public keys that were imported to verify. */
const keys = new Map<string, KeyObject>();
const handles = new WeakMap<object, { readonly name: string; readonly key: KeyObject }>();
/** What a signature over these bytes under this key is: a pure function, so it need not be computed twice. */
const verified = new Map<string, boolean>();
const MOST_VERIFIED = 60_000;

function publicKeyOf(name: string, raw: Uint8Array): KeyObject {
	const known = keys.get(name);
	if (known !== undefined) return known;
	const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' });
	keys.set(name, key);
	return key;
}

const privateKeyOf = (der: Uint8Array) =>
	createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });

function keyOf(handle: object) {
	const known = handles.get(handle);
	if (known === undefined) throw new TypeError('not a key of this engine');
	return known;
}

function isSigned(handle: object, signature: Uint8Array, data: Uint8Array): boolean {
	const known = keyOf(handle);
	const name = `${known.name}${Buffer.from(signature).toString('latin1')}${hashOf(data).toString('latin1')}`;
	const before = verified.get(name);
	if (before !== undefined) return before;
	const said = verify(null, data, known.key, signature);
	if (verified.size >= MOST_VERIFIED) verified.clear();
	verified.set(name, said);
	return said;
}

const isEd25519 = (algorithm: unknown) =>
	algorithm === 'Ed25519' || (algorithm as { name?: string }).name === 'Ed25519';

type ImportKey = (
	...args: readonly [string, Data | JsonWebKey, unknown, boolean, readonly string[]]
) => Promise<CryptoKey>;

/** Puts the engine below WebCrypto, for the rest of this process. */
export function installEngine(): void {
	const { subtle } = globalThis.crypto;
	const importing = subtle.importKey.bind(subtle) as unknown as ImportKey;
	const digesting = subtle.digest.bind(subtle);
	const importKey: ImportKey = async (...args) => {
		const [format, data, algorithm, isExtractable] = args;
		if (!isEd25519(algorithm) || isExtractable) return importing(...args);
		const raw = bytesOf(data as Data);
		const name = Buffer.from(raw).toString('latin1');
		const key = format === 'raw' ? publicKeyOf(name, raw) : privateKeyOf(raw);
		const handle = {};
		handles.set(handle, { name, key });
		return handle as CryptoKey;
	};
	const replaced = {
		importKey,
		digest: async (algorithm: string, data: Data) => {
			if (algorithm !== 'SHA-256') return digesting(algorithm, data);
			return new Uint8Array(hashOf(bytesOf(data))).buffer;
		},
		sign: async (_algorithm: unknown, handle: object, data: Data) =>
			new Uint8Array(sign(null, bytesOf(data), keyOf(handle).key)).buffer,
		verify: async (...args: readonly [unknown, object, Data, Data]) =>
			isSigned(args[1], bytesOf(args[2]), bytesOf(args[3]))
	};
	for (const [name, value] of Object.entries(replaced)) Object.defineProperty(subtle, name, { value });
	const getRandomValues = <Into extends ArrayBufferView<ArrayBuffer>>(into: Into): Into => {
		chance.fill(bytesOf(into));
		return into;
	};
	Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: getRandomValues });
}
