/**
 * The passkey slot: the root key wrapped under HKDF(PRF output of a passkey | Argon2id(PIN)). Whoever has the unlocked
 * tablet lacks the PIN, whoever saw the PIN lacks the passkey. Never the only slot. JSON `{v, type, profile, device,
 * credential, prfSalt, prfCheck, kdf, salt, madeAt, wrapped, check}`; `wrapped` is DRL1 as in the passphrase slot, with every
 * setting in its id part.
 */
import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { concat, fromBase64Url, randomBytes, sha256, toBase64Url, utf8, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type SealPlace } from '../trust/drl1.ts';
import { countShape, idShape, kdfParts, kdfShape, parseSlotText, slotCheck } from '../trust/slot-text.ts';
import { isAllowed, SMALL_KDF, STRONG_KDF, stretch, type KdfSettings } from './kdf.ts';
import { plainPin } from './pin-rule.ts';
import type { SlotOwner } from './slots.ts';

const SALT_BYTES = 16;
/** Of a PRF answer, and of the salt that a passkey is asked with. */
export const PRF_BYTES = 32;

const shape = v.strictObject({
	v: v.literal(1),
	type: v.literal('passkey'),
	profile: idShape,
	device: idShape,
	/** Id of the passkey, as the browser gave it; base64url. */
	credential: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)),
	prfSalt: v.string(),
	/** Tells a wrong PIN from a passkey that answers differently. */
	prfCheck: v.string(),
	kdf: kdfShape,
	salt: v.string(),
	/** Ms since 1970, as the device claims it. */
	madeAt: countShape,
	wrapped: v.string(),
	check: v.string()
});

/** A passkey slot as it stands in its file. */
export type PasskeySlot = v.InferOutput<typeof shape>;
type Settings = Omit<PasskeySlot, 'wrapped' | 'check'>;

/** What opens it. `prf`: 32 bytes that the passkey gave. */
export interface PasskeySecret {
	readonly pin: string;
	readonly prf: Bytes;
}

/** A passkey as it was made: both base64url. */
export type MadePasskey = Pick<PasskeySlot, 'credential' | 'prfSalt'>;

/** `other-prf`: this passkey gives another answer than when the slot was made. */
export type PasskeyProblem = 'damaged' | 'weak' | 'no-memory' | 'wrong-pin' | 'other-prf';

export type OpenedPasskey =
	{ readonly ok: true; readonly rootKey: Bytes } | { readonly ok: false; readonly reason: PasskeyProblem };

function settingsParts(slot: Settings): readonly (string | number)[] {
	const { v: version, type, profile, device, credential, prfSalt, prfCheck, kdf, salt, madeAt } = slot;
	return [version, type, profile, device, credential, prfSalt, prfCheck, ...kdfParts(kdf), salt, madeAt];
}

const checkOf = (slot: Omit<PasskeySlot, 'check'>) => slotCheck([...settingsParts(slot), slot.wrapped]);

function place(settings: Settings): SealPlace {
	const id = JSON.stringify(settingsParts(settings));
	return { purpose: 'wrapped-key', id, device: settings.device, number: 0 };
}

/** 32 random bytes cannot be guessed from it. */
async function prfCheckOf(prf: Uint8Array, prfSalt: string): Promise<string> {
	return toBase64Url(await sha256(utf8('doorstep-prf'), utf8(prfSalt), prf));
}

/** HKDF over both secrets; undefined when the memory for Argon2id cannot be had. */
async function keyOf(secret: PasskeySecret, salt: Bytes, kdf: KdfSettings): Promise<CryptoKey | undefined> {
	const stretched = await stretch(plainPin(secret.pin), salt, kdf);
	if (!stretched) return undefined;
	const both = concat(secret.prf, stretched);
	stretched.fill(0);
	const base = await crypto.subtle.importKey('raw', both, 'HKDF', false, ['deriveKey']);
	both.fill(0);
	const how = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8('doorstep/slot/passkey/1') };
	return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/**
 * Wraps a root key for a passkey with a PIN. Takes the small settings where 64 MiB cannot be had.
 * @throws AppError 'no-memory-for-key' when not even the small settings work
 */
export async function makePasskeySlot(
	rootKey: Bytes,
	secret: PasskeySecret,
	made: MadePasskey & SlotOwner & { readonly madeAt: number }
): Promise<PasskeySlot> {
	const salt = randomBytes(SALT_BYTES);
	const { profile, device, credential, prfSalt, madeAt } = made;
	const prfCheck = await prfCheckOf(secret.prf, prfSalt);
	for (const kdf of [STRONG_KDF, SMALL_KDF]) {
		const key = await keyOf(secret, salt, kdf);
		if (!key) continue;
		const owner = { profile, device, credential, prfSalt, prfCheck };
		const open = { v: 1, type: 'passkey', ...owner, kdf, salt: toBase64Url(salt), madeAt } as const;
		const sealed = await sealDrl1(rootKey, key, { ...place(open), schema: 1, keyNumber: 0 });
		if (!sealed.ok) throw new AppError('slot-not-sealed', { reason: sealed.reason });
		const whole = { ...open, wrapped: toBase64Url(sealed.bytes) };
		return { ...whole, check: await checkOf(whole) };
	}
	throw new AppError('no-memory-for-key');
}

/**
 * Opens a passkey slot. A wrong PIN takes as long as the right one.
 * @param slot as `parsePasskeySlot` gave it
 */
export async function openPasskeySlot(slot: PasskeySlot, secret: PasskeySecret): Promise<OpenedPasskey> {
	if (!isAllowed(slot.kdf)) return { ok: false, reason: 'weak' };
	const salt = fromBase64Url(slot.salt);
	const wrapped = fromBase64Url(slot.wrapped);
	if (salt?.length !== SALT_BYTES || !wrapped) return { ok: false, reason: 'damaged' };
	if ((await prfCheckOf(secret.prf, slot.prfSalt)) !== slot.prfCheck)
		return { ok: false, reason: 'other-prf' };
	const key = await keyOf(secret, salt, slot.kdf);
	if (!key) return { ok: false, reason: 'no-memory' };
	const opened = await openDrl1(wrapped, key, place(slot));
	if (opened.ok) return { ok: true, rootKey: opened.bytes };
	return { ok: false, reason: opened.reason === 'wrong-key-or-tampered' ? 'wrong-pin' : 'damaged' };
}

/** @returns the slot, or undefined when its file is torn, changed or not ours */
export function parsePasskeySlot(text: string): Promise<PasskeySlot | undefined> {
	return parseSlotText(text, shape, checkOf);
}
