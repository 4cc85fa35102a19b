/** Keeping a quick check while the drawer is locked. Loaded at that moment: sealing needs age. */
import type { ProfileMark } from '../vault/profile-mark.ts';
import { captureFor, type CaptureResult } from '../vault/captures.ts';
import { readProfiles } from '../vault/profiles.ts';
import { listProfiles } from '../vault/slot-names.ts';
import { describerOf, recordOf } from './describe-record.ts';
import type { OpenJourney } from './journey.svelte.ts';

/** One person with a drawer on this device. */
export type Owner = Pick<ProfileMark, 'profile'> & Partial<ProfileMark>;

/** Whose drawer a check could be kept in. */
export async function owners(): Promise<readonly Owner[]> {
	const marks = new Map((await readProfiles()).map((mark) => [mark.profile, mark]));
	return (await listProfiles()).map((profile) => marks.get(profile) ?? { profile });
}

/** Seals the check into its person's tray. */
export async function keepLocked(open: OpenJourney, profile: string, now: Date): Promise<CaptureResult> {
	const record = recordOf(open, now.toISOString());
	const { title, missing } = describerOf(open.pack, open.settings)(record);
	return captureFor(profile, { record, facts: { title, missing } }, now.getTime());
}
