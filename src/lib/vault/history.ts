/** What a record's entries tell of its past, for its timeline. */
import { nameIn, type PastEntry } from '../record/timeline.ts';
import type { Json } from '../record/types.ts';
import type { Entry } from '../trust/entry.ts';
import { openRevision } from '../trust/revision.ts';
import { readAfterFinal } from './after-final.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { recordKey } from './record-keys.ts';
import { recordLine } from './record-line.ts';

/** The name in a revision, where it opens here. */
async function nameOf(office: OfficeDrawer, entry: Entry): Promise<string | undefined> {
	const key = entry.c && (await recordKey(office, entry.header));
	if (!key) return undefined;
	const opened = await openRevision(entry, key);
	key.fill(0);
	const values = opened.ok ? opened.value.content['values'] : undefined;
	if (typeof values !== 'object' || values === null) return undefined;
	// Parsed from canonical JSON.
	return nameIn({ values: values as Readonly<Record<string, Json>> });
}

/** Revisions and additions of a record, in the order of the log, then what waits to be sent. */
export async function historyOf(office: OfficeDrawer, id: string): Promise<readonly PastEntry[]> {
	const line = await recordLine(office.db, id);
	const rows = await office.db.entries.bulkGet(line.revisions.map((entry) => entry.id));
	const revisions = await Promise.all(
		line.revisions.map(async (entry, at): Promise<PastEntry> => {
			const { header } = entry;
			const [name, place, receivedAt] = [
				await nameOf(office, entry),
				line.places.get(entry.id),
				rows[at]?.receivedAt
			];
			return {
				entry: entry.id,
				kind: header.kind === 'final' ? 'final' : 'draft',
				...(place && { place }),
				version: header.version,
				claimedAt: header.clientAt,
				...(receivedAt !== undefined && { receivedAt }),
				device: header.device ?? '',
				isThisDevice: header.device === office.keys.device,
				...(name !== undefined && { name })
			};
		})
	);
	const added = (await readAfterFinal(office, id)).map(({ state: _state, ...item }): PastEntry => ({
		...item,
		kind: 'addendum'
	}));
	return [...revisions, ...added];
}
