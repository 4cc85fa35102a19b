/** Keeping a quick check while the drawer is locked. Loaded at that moment: sealing needs age. */
import { captureFor, type CaptureResult } from '../vault/captures.ts';
import { describerOf, recordOf } from './describe-record.ts';
import type { OpenJourney } from './journey.svelte.ts';

/** Seals the check into its person's tray. */
export async function keepLocked(open: OpenJourney, profile: string, now: Date): Promise<CaptureResult> {
	const record = recordOf(open, now.toISOString());
	const { title, missing } = describerOf(open.pack, open.settings)(record);
	return captureFor(profile, { record, facts: { title, missing } }, now.getTime());
}
