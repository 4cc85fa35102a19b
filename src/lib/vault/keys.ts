/** The keys below the vault root key. Only the vault worker holds them, and never in a form that can be exported. */
import { AppError } from '../errors.ts';
import { randomBytes, utf8, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type OpenProblem, type SealPlace } from '../trust/drl1.ts';

const KEY_BYTES = 32;

/** Keys of one unlocked drawer. */
export interface DrawerKeys {
	/** Wraps record keys and device keys. */
	readonly wrap: CryptoKey;
	/** Seals header pages. */
	readonly pages: CryptoKey;
	readonly profile: string;
	readonly device: string;
}

/** A wrapped secret belongs to a record, or with key number 0 to the profile itself. */
export interface WrapPlace {
	readonly id: string;
	readonly keyNumber: number;
}

export type Unwrapped =
	| { readonly ok: true; readonly secret: Bytes }
	| { readonly ok: false; readonly reason: OpenProblem | 'other-key' };

/**
 * Derives the working keys and wipes the root key.
 * @param rootKey 32 bytes; zeros afterwards
 */
export async function deriveKeys(
	rootKey: Bytes,
	owner: Pick<DrawerKeys, 'profile' | 'device'>
): Promise<DrawerKeys> {
	const root = await crypto.subtle.importKey('raw', rootKey, 'HKDF', false, ['deriveKey']);
	rootKey.fill(0);
	const derive = (use: string) => {
		const salt = utf8(owner.profile);
		const how = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(`doorstep/vault/${use}`) };
		return crypto.subtle.deriveKey(how, root, { name: 'AES-GCM', length: 256 }, false, [
			'encrypt',
			'decrypt'
		]);
	};
	return { ...owner, wrap: await derive('wrap'), pages: await derive('pages') };
}

/**
 * Wraps a secret as DRL1.
 * @param secret a raw key, or the text of several
 */
export async function wrapSecret(keys: DrawerKeys, secret: Bytes, at: WrapPlace): Promise<Bytes> {
	const sealed = await sealDrl1(secret, keys.wrap, {
		...wrapPlace(keys, at.id),
		schema: 1,
		keyNumber: at.keyNumber
	});
	if (!sealed.ok) throw new AppError('secret-not-sealed', { reason: sealed.reason });
	return sealed.bytes;
}

/** Opens what `wrapSecret` made for the same place. */
export async function unwrapSecret(keys: DrawerKeys, wrapped: Bytes, at: WrapPlace): Promise<Unwrapped> {
	const opened = await openDrl1(wrapped, keys.wrap, wrapPlace(keys, at.id));
	if (!opened.ok) return opened;
	if (opened.header.keyNumber !== at.keyNumber) return { ok: false, reason: 'other-key' };
	return { ok: true, secret: opened.bytes };
}

/** 32 random bytes. */
export function newRecordKey(): Bytes {
	return randomBytes(KEY_BYTES);
}

/** A raw record key as a key that cannot be exported; the raw bytes are wiped. */
export async function importRecordKey(raw: Bytes): Promise<CryptoKey> {
	const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
	raw.fill(0);
	return key;
}

/** Where a wrapped secret stands, for whoever seals it again. */
export function wrapPlace(keys: Pick<DrawerKeys, 'device'>, id: string): SealPlace {
	return { purpose: 'wrapped-key', id, device: keys.device, number: 0 };
}
