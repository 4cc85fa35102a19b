/**
 * How strong the key of a new slot is made on this device: never below the floor, and up to about 1.5 s for one try.
 * Only passes are raised, not memory: a device that is short of memory one day must still open its drawer.
 */
import { deriveKey, isAllowed, SMALL_KDF, STRONG_KDF, type KdfSettings } from './kdf.ts';
import type { Bytes } from '../trust/bytes.ts';
import { readReadiness, writeReadiness } from './device-db.ts';

/** What one derivation should take on this device. @source reference/security.md section 4 */
const TARGET_MS = 1500;
const MOST_PASSES = 16;
/** What this device needed for one pass over 64 MiB, in ms: measured once, when a drawer is made or a passphrase changed. */
const KEY = 'kdf-pass-ms';

/** A key for a new slot, and how it came to be. */
export interface NewSlotKey {
	readonly key: CryptoKey;
	readonly kdf: KdfSettings;
}

/** The settings for a device that needs `passMs` for one pass over 64 MiB. */
export function settingsFor(passMs: number): KdfSettings {
	const passes = Math.floor(TARGET_MS / passMs);
	return { ...STRONG_KDF, passes: Math.min(MOST_PASSES, Math.max(STRONG_KDF.passes, passes)) };
}

/** Whether a slot that may be opened is weaker than any that this app makes where there is memory. */
export function isBelowFloor(kdf: KdfSettings): boolean {
	return isAllowed(kdf) && (kdf.memoryKiB < STRONG_KDF.memoryKiB || kdf.passes < STRONG_KDF.passes);
}

/** What one pass took, where the memory was that of the floor. */
export function passMsOf(kdf: KdfSettings, tookMs: number): number | undefined {
	return kdf.memoryKiB === STRONG_KDF.memoryKiB ? tookMs / kdf.passes : undefined;
}

/**
 * Derives the key of a new slot at the floor or above. A device that was not measured yet is measured by deriving at
 * the floor; the result is used as it is unless the device is fast enough for more.
 * @returns undefined when the memory cannot be had
 */
export async function deriveStrong(passphrase: string, salt: Bytes): Promise<NewSlotKey | undefined> {
	const known = await knownPassMs();
	const first = known === undefined ? STRONG_KDF : settingsFor(known);
	const began = performance.now();
	const key = await deriveKey(passphrase, salt, first);
	if (key === undefined) return undefined;
	if (known !== undefined) return { key, kdf: first };
	const passMs = (performance.now() - began) / first.passes;
	await notePassMs(passMs);
	const raised = settingsFor(passMs);
	const better = raised.passes > first.passes ? await deriveKey(passphrase, salt, raised) : undefined;
	return better === undefined ? { key, kdf: first } : { key: better, kdf: raised };
}

/** For a device that cannot give 64 MiB; undefined when it cannot even give 19. */
export async function deriveSmall(passphrase: string, salt: Bytes): Promise<NewSlotKey | undefined> {
	const key = await deriveKey(passphrase, salt, SMALL_KDF);
	return key && { key, kdf: SMALL_KDF };
}

async function knownPassMs(): Promise<number | undefined> {
	const stored = await readReadiness(KEY).catch(() => undefined);
	return typeof stored === 'number' && stored > 0 ? stored : undefined;
}

/** Keeps what a pass took, if it is news that the device is faster than was known: strength only ever goes up. */
export async function notePassMs(passMs: number): Promise<void> {
	const known = await knownPassMs();
	if (known !== undefined && known <= passMs) return;
	// A full device is measured again another time.
	await writeReadiness(KEY, passMs).catch(() => undefined);
}
