/**
 * The people who have a drawer on this device, as the chooser shows them before anything is unlocked. It lies on the
 * disk in the clear: initials and a colour that the person chose, never a name, and nothing about their work.
 */
import { device, readSetting, writeSetting } from './device-db.ts';
import type { ProfileMark } from './profile-mark.ts';

/** Marks of all people who have one, the oldest first. A mark without a slot is a drawer that was never finished. */
export async function readProfiles(): Promise<readonly ProfileMark[]> {
	const marks = await (await device()).getAll('profiles');
	return marks.sort((one, other) => one.madeAt - other.madeAt);
}

/** Keeps a mark, in one strict transaction. */
export async function writeProfile(mark: ProfileMark): Promise<void> {
	const transaction = (await device()).transaction('profiles', 'readwrite', { durability: 'strict' });
	await transaction.store.put(mark, mark.profile);
	await transaction.done;
}

const LAST = 'last-profile';

/** Who used this device last: an opaque id, or `nobody` after it was handed over; undefined where nothing was noted. */
export async function readLastProfile(): Promise<string | undefined> {
	const last = await readSetting(LAST);
	return typeof last === 'string' ? last : undefined;
}

/** Notes who uses this device. Never rejects: a device that is too full then asks again who it is. */
export async function writeLastProfile(profile: string | undefined): Promise<void> {
	await writeSetting(LAST, profile).catch(() => undefined);
}
