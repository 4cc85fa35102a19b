/** How strongly the drawer's passphrase is stretched, read from its slot. Loaded by the security page alone. */
import { readSlot } from '../vault/slot-store.ts';
import { listProfiles } from '../vault/slot-names.ts';

/** `memoryMiB` and `passes` of Argon2id. */
export interface LockStrength {
	readonly profile: string;
	readonly memoryMiB: number;
	readonly passes: number;
	/** Less memory than Doorstep wants; the device could not give more when the slot was made. */
	readonly isSmall: boolean;
}

const WANTED_MIB = 64;

/** Of every drawer here whose passphrase slot can be read. */
export async function lockStrengths(): Promise<readonly LockStrength[]> {
	const profiles = await listProfiles();
	const slots = await Promise.all(profiles.map(readSlot));
	return slots.flatMap((slot) => {
		if (slot === undefined || slot === 'damaged') return [];
		const { profile, kdf } = slot;
		const memoryMiB = Math.round(kdf.memoryKiB / 1024);
		return [{ profile, memoryMiB, passes: kdf.passes, isSmall: memoryMiB < WANTED_MIB }];
	});
}
