import { argon2id } from 'hash-wasm';
import type { Bytes } from '../trust/bytes.ts';

/** How a passphrase is turned into a key; stands in the slot, so that it can be raised later. */
export interface KdfSettings {
	readonly name: 'argon2id';
	/** Argon2 version 1.3. */
	readonly version: 19;
	readonly memoryKiB: number;
	readonly passes: number;
	readonly lanes: 1;
}

const MIB = 1024;

/**
 * What a new slot uses: about 0.4 s on a laptop, 2 s on a slow tablet.
 * @source RFC 9106 section 4, memory-constrained option, with one lane */
export const STRONG_KDF: KdfSettings = {
	name: 'argon2id',
	version: 19,
	memoryKiB: 64 * MIB,
	passes: 3,
	lanes: 1
};

/** For a device that cannot give 64 MiB; *This device* shows it. */
export const SMALL_KDF: KdfSettings = {
	name: 'argon2id',
	version: 19,
	memoryKiB: 19 * MIB,
	passes: 4,
	lanes: 1
};

const MOST_MEMORY_KIB = 256 * MIB;
const MOST_PASSES = 16;

/**
 * The client's own floor and ceiling: a slot that was weakened, or that would hang the device, is refused unread.
 * @source floor: OWASP Password Storage Cheat Sheet */
export function isAllowed({ memoryKiB, passes }: KdfSettings): boolean {
	const isStrongEnough = memoryKiB >= 46 * MIB ? passes >= 1 : memoryKiB >= 19 * MIB && passes >= 2;
	return isStrongEnough && memoryKiB <= MOST_MEMORY_KIB && passes <= MOST_PASSES;
}

/**
 * Derives the key that wraps the vault root key. Slow by design.
 * @param passphrase as typed; NFKC makes equal what looks equal, nothing is trimmed
 * @param salt 16 random bytes, kept in the slot
 * @param settings checked with `isAllowed` by the caller
 * @returns a non-extractable AES-256-GCM key, or undefined when the memory cannot be had
 */
export async function deriveKey(
	passphrase: string,
	salt: Bytes,
	settings: KdfSettings
): Promise<CryptoKey | undefined> {
	const raw = await stretch(passphrase.normalize('NFKC'), salt, settings);
	if (!raw) return undefined;
	const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
	raw.fill(0);
	return key;
}

/**
 * Argon2id alone, for a key that is mixed from more than a passphrase.
 * @param password normalised by the caller
 * @param settings checked with `isAllowed` by the caller
 * @returns 32 bytes, which the caller wipes; undefined when the memory cannot be had
 */
export async function stretch(
	password: string,
	salt: Bytes,
	settings: KdfSettings
): Promise<Bytes | undefined> {
	try {
		return new Uint8Array(
			await argon2id({
				password,
				salt,
				memorySize: settings.memoryKiB,
				iterations: settings.passes,
				parallelism: settings.lanes,
				hashLength: 32,
				outputType: 'binary'
			})
		);
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
