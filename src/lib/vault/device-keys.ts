/**
 * The device's own keys, made with the drawer: one age hybrid identity (opens space secrets) and one Ed25519 key
 * (signs). The private parts are wrapped under the vault root key; the public parts go into the keylog on joining.
 */
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { AppError } from '../errors.ts';
import { recipientOf } from '../trust/age.ts';
import { fromBase64Url, fromUtf8, toBase64Url, utf8, type Bytes } from '../trust/bytes.ts';
import { verifies } from '../trust/dsse.ts';
import { unwrapSecret, wrapSecret, type DrawerKeys } from './keys.ts';

/** The row of the drawer that keeps them. */
export interface DeviceKeysRow {
	readonly device: string;
	/** age recipient of the hybrid identity, `age1pq…`. */
	readonly recipient: string;
	/** Raw Ed25519 public key, 32 bytes. */
	readonly signPublic: Bytes;
	readonly wrapped: Bytes;
}

/** Ready for use, in the worker only. */
export interface DeviceKeys {
	readonly recipient: string;
	readonly signPublic: Bytes;
	/** age identity, `AGE-SECRET-KEY-PQ-1…`. */
	readonly identity: string;
	/** Not extractable. */
	readonly signKey: CryptoKey;
}

/** Makes the keys of a new device, sealed for its drawer. */
export async function makeDeviceKeys(keys: DrawerKeys): Promise<DeviceKeysRow> {
	const identity = await generateHybridIdentity();
	const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
	if (!('privateKey' in pair)) throw new AppError('sign-key-not-a-pair');
	const sign = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
	const secret = utf8(JSON.stringify({ v: 1, identity, sign: toBase64Url(sign) }));
	return {
		device: keys.device,
		recipient: await identityToRecipient(identity),
		signPublic: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
		wrapped: await wrapSecret(keys, secret, { id: keys.profile, keyNumber: 0 })
	};
}

/**
 * Opens the device's keys, or gives undefined when the row is damaged or its public parts are not of the private ones:
 * drafts work on, nothing can be signed.
 * @param row of this device
 */
export async function openDeviceKeys(keys: DrawerKeys, row: DeviceKeysRow): Promise<DeviceKeys | undefined> {
	const opened = await unwrapSecret(keys, row.wrapped, { id: keys.profile, keyNumber: 0 });
	if (!opened.ok) return undefined;
	// Sealed by `makeDeviceKeys` and authenticated, so it has this shape.
	const secret = JSON.parse(fromUtf8(opened.secret) ?? '{}') as { identity?: string; sign?: string };
	const pkcs8 = fromBase64Url(secret.sign ?? '');
	if (!secret.identity || !pkcs8) return undefined;
	const signKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
	const { recipient, signPublic } = row;
	// They lie beside the sealed part: somebody else's would go into the keylog, and secrets would be sealed to them.
	const isOwn = (await recipientOf(secret.identity)) === recipient && (await isPair(signKey, signPublic));
	return isOwn ? { recipient, signPublic, identity: secret.identity, signKey } : undefined;
}

/** Whether what the private key signs is of the public key. */
async function isPair(signKey: CryptoKey, signPublic: Bytes): Promise<boolean> {
	if (!ArrayBuffer.isView(signPublic)) return false;
	const text = utf8('doorstep-device');
	return verifies(signPublic, text, new Uint8Array(await crypto.subtle.sign('Ed25519', signKey, text)));
}
