/** Whether the questions and guidance of this build are newer than those this person last looked at. */
import { packStamp } from '../../generated/pack-stamp.ts';
import { readSetting, writeSetting } from '../vault/device-db.ts';
import { readLastProfile } from '../vault/profiles.ts';

const SEEN = 'packSeen';

/** Each person's own; a device where nobody has a drawer has one too. */
async function seenKey(): Promise<string> {
	const last = await readLastProfile();
	return last === undefined || last === 'nobody' ? SEEN : `${SEEN}:${last}`;
}

/** Version of the questions and guidance in use, for example `2026-11-25.1`. */
export const packVersion = packStamp.version;

/**
 * Whether a newer pack arrived since *What changed* was last opened. A device that never had another pack has no news.
 * @returns false also where this device's database cannot be opened
 */
export async function hasPackNews(): Promise<boolean> {
	try {
		const key = await seenKey();
		const own = await readSetting(key);
		const seen = own ?? (await readSetting(SEEN));
		if (own === undefined) await writeSetting(key, seen ?? packVersion);
		return seen !== undefined && seen !== packVersion;
	} catch {
		return false; // Without the database there is nothing to compare with, and the change log is one tap away.
	}
}

/** Notes that the person has seen what changed in this pack. */
export async function markPackSeen(): Promise<void> {
	try {
		await writeSetting(await seenKey(), packVersion);
	} catch {
		// The notice then comes again: no harm.
	}
}
