import { AppError } from '../errors.ts';
import {
	concat,
	fromBase64Url,
	randomBytes,
	toBase64Url,
	utf8,
	type Bytes,
	type RandomBytes
} from './bytes.ts';

/** Payload type of an entry's header; also of the statement that an invite key signs. */
export const ENTRY_TYPE = 'application/vnd.doorstep.entry.v1+json';
/** Payload type of a sign-in challenge. */
export const CHALLENGE_TYPE = 'application/vnd.doorstep.challenge.v1+json';

/** What may be signed. */
export type PayloadType = typeof ENTRY_TYPE | typeof CHALLENGE_TYPE;

/** What is signed: its type is part of the signed bytes. */
export interface Payload {
	readonly type: PayloadType;
	readonly bytes: Uint8Array;
}

/** An Ed25519 key: the private part never leaves WebCrypto. */
export interface SigningKey {
	/** 32 bytes. */
	readonly publicKey: Bytes;
	/** Not extractable. */
	readonly privateKey: CryptoKey;
}

const SEED_BYTES = 32;
/** PKCS#8 around an Ed25519 seed; source: RFC 8410 section 7. */
const PKCS8_HEAD = Uint8Array.of(0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32);

/**
 * Points of small order, in every encoding without the sign bit, base64url: under them anybody can make signatures.
 * Chromium takes such keys and OpenSSL does not, so they are refused here, alike everywhere.
 * @source RFC 8032 section 5.1; the eight torsion points of Curve25519, and y + p where it fits */
const SMALL_ORDER: ReadonlySet<string> = new Set([
	'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	'JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU',
	'xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o',
	'7P_______________________________________38',
	'7f_______________________________________38',
	'7v_______________________________________38'
]);

/** Whether a public key is a point of small order: signatures under it prove nothing. */
export function isSmallOrder(publicKey: Uint8Array): boolean {
	const unsigned = Uint8Array.from(publicKey, (byte, at) => (at === 31 ? byte & 0x7f : byte));
	return SMALL_ORDER.has(toBase64Url(unsigned));
}

/** Pre-authentication encoding; source: DSSE protocol, "DSSEv1" SP length SP type SP length SP body. */
export function pae(type: string, body: Uint8Array): Bytes {
	const typeBytes = utf8(type);
	return concat(utf8(`DSSEv1 ${typeBytes.length} `), typeBytes, utf8(` ${body.length} `), body);
}

/** A new Ed25519 seed: 32 random bytes, to be kept only wrapped. */
export function newSeed(random: RandomBytes = randomBytes): Bytes {
	return random(SEED_BYTES);
}

/**
 * The signing key of a seed.
 * @param seed 32 bytes
 * @throws AppError 'bad-seed' when it has another length */
export async function signingKey(seed: Uint8Array): Promise<SigningKey> {
	if (seed.length !== SEED_BYTES) throw new AppError('bad-seed', { length: seed.length });
	const pkcs8 = concat(PKCS8_HEAD, seed);
	// WebCrypto has no "public key of": an extractable copy names it in its JWK and is dropped.
	const readable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
	const { x } = await crypto.subtle.exportKey('jwk', readable);
	const publicKey = fromBase64Url(x ?? '');
	if (publicKey?.length !== 32) throw new AppError('no-public-key');
	const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
	return { publicKey, privateKey };
}

/** Signs a payload. Two signatures of one payload may differ: never compare signature bytes. */
export async function sign(key: SigningKey, payload: Payload): Promise<Bytes> {
	const signed = pae(payload.type, payload.bytes);
	return new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, signed));
}

/** Imported keys by the bytes they were made of: a log has thousands of entries of one device. */
const imported = new WeakMap<Uint8Array, Promise<CryptoKey>>();

/** Undefined for a key that proves nothing. @param publicKey not changed afterwards: keylogs hold such bytes */
function verifyingKey(publicKey: Uint8Array): Promise<CryptoKey | undefined> {
	const known = imported.get(publicKey);
	if (known !== undefined) return known;
	if (isSmallOrder(publicKey)) return Promise.resolve(undefined);
	const key = crypto.subtle.importKey('raw', concat(publicKey), 'Ed25519', false, ['verify']);
	imported.set(publicKey, key);
	return key;
}

/**
 * Whether the signature over the bytes is of that key. A key or signature of a wrong length, or a key that proves
 * nothing, is just false. Apart from `isSignedBy` so that public test vectors can be put through it.
 * @param publicKey 32 bytes */
export async function verifies(
	publicKey: Uint8Array,
	signed: Bytes,
	signature: Uint8Array
): Promise<boolean> {
	if (publicKey.length !== 32 || signature.length !== 64) return false;
	try {
		const key = await verifyingKey(publicKey);
		if (key === undefined) return false;
		return await crypto.subtle.verify('Ed25519', key, concat(signature), signed);
	} catch {
		// Some engines refuse a point that is not on the curve when the key is imported.
		return false;
	}
}

/**
 * Whether the signature over the payload is of that key.
 * @param publicKey 32 bytes, from the keylog and nowhere else */
export async function isSignedBy(
	publicKey: Uint8Array,
	payload: Payload,
	signature: Uint8Array
): Promise<boolean> {
	return verifies(publicKey, pae(payload.type, payload.bytes), signature);
}
