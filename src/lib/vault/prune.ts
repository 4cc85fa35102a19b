/**
 * Old drafts give up their sealed bodies once the office's verified backup holds them: a device that writes for years
 * keeps what it shows, not every step towards it. Headers, signatures, finals, additions and grants stay.
 */
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { EntryRow } from './outbox.ts';

const DAY_MS = 86_400_000;
/** So long everything stays, whatever the office holds. By this device's clock. */
const WINDOW_MS = 90 * DAY_MS;
/** Key of the `sync` table: when it was done last, ms. */
const PRUNED = 'prunedAt';

const REVISIONS: readonly string[] = ['draft', 'final'];

/** What a revision that is safe itself has taken up: nothing is read from it any more. */
async function takenUp(rows: readonly EntryRow[], device: string): Promise<readonly string[]> {
	const safe = rows.filter(({ kind, state }) => REVISIONS.includes(kind) && state === 'safe');
	const entries = (await Promise.all(safe.map(entryOf))).filter((entry) => entry !== undefined);
	const parents = new Set(entries.flatMap(({ header }) => header.parents));
	return entries.filter(({ id, header }) => parents.has(id) && header.device === device).map(({ id }) => id);
}

async function isDue({ db }: OfficeDrawer, now: number): Promise<boolean> {
	// Null: the office keeps no backup, and this device is the second copy.
	const durable: unknown = (await db.sync.get('durable'))?.value;
	const last: unknown = (await db.sync.get(PRUNED))?.value;
	const isRecent = typeof last === 'number' && last <= now && now - last < DAY_MS;
	return typeof durable === 'number' && !isRecent;
}

/**
 * Prunes this device's own drafts that a later safe revision has taken up, that lie in the backup and are older than the
 * window. Once a day at most. @returns how many bodies went
 */
export async function pruneBodies(office: OfficeDrawer): Promise<number> {
	const { db, keys, place } = office;
	const now = place.now();
	if (!(await isDue(office, now))) return 0;
	const isOld = ({ kind, c, queuedAt }: EntryRow) =>
		kind === 'draft' && c !== undefined && now - queuedAt > WINDOW_MS;
	const old = await db.entries.where('state').equals('safe').filter(isOld).toArray();
	const ids = new Set(old.map(({ id }) => id));
	let count = 0;
	for (const record of new Set(old.map((row) => row.record ?? ''))) {
		const rows = await db.entries.where('record').equals(record).toArray();
		const going = (await takenUp(rows, keys.device)).filter((id) => ids.has(id));
		count += await dropBodies(office, going);
	}
	await db.sync.put({ key: PRUNED, value: now });
	return count;
}

/** In one transaction, and only of what is safe still: a server that was restored asks for them again. */
function dropBodies({ db }: OfficeDrawer, ids: readonly string[]): Promise<number> {
	return db.transaction('rw', db.entries, async () => {
		const rows = (await db.entries.bulkGet([...ids])).filter((row) => row?.state === 'safe');
		for (const row of rows) {
			if (row === undefined) continue;
			const { c: _body, ...kept } = row;
			await db.entries.put(kept);
		}
		return rows.length;
	});
}
