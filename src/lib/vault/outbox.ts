/** The sealed entries of the drawer and how far each has travelled, as a page needs them. Needs no key and no Dexie. */
import { recordsOver } from './outbox-exchange.ts';
import {
	drawerName,
	lockedOver,
	openExisting,
	rowsInState,
	UNSENT,
	type LockedOutbox
} from './outbox-locked.ts';
import type { EntryRow, EntryState } from './outbox-rows.ts';

export { asDexie, DRAWER_VERSION, drawerName } from './outbox-locked.ts';
export type { EntryRow, EntryState, SyncRow } from './outbox-rows.ts';

/** An open connection; close it when done, so that the page can upgrade the schema. */
export interface Outbox extends LockedOutbox, ReturnType<typeof recordsOver> {
	/** Entries in one state, oldest first. */
	inState(state: EntryState): Promise<readonly EntryRow[]>;
	/** Whether anything of an organisation is here: statements come with joining, and all else stands on them. */
	hasEntries(): Promise<boolean>;
	/** How many records are kept here, and how many entries are not with the office yet. */
	count(): Promise<{ readonly records: number; readonly unsent: number }>;
}

/**
 * Opens the outbox of a profile, or gives undefined when this device has no such drawer.
 * @throws AppError 'database-newer' when a newer Doorstep wrote it: nothing of it is touched then
 */
export async function openOutbox(profile: string): Promise<Outbox | undefined> {
	const db = await openExisting(drawerName(profile));
	if (!db) return undefined;
	return {
		...lockedOver(db),
		...recordsOver(db),
		inState: (state) => rowsInState(db, state),
		hasEntries: async () => (await db.count('entries')) > 0,
		count: async () => {
			const notThere = [...UNSENT, 'parked'] as const;
			const counts = await Promise.all(notThere.map((state) => db.countFromIndex('entries', 'state', state)));
			return { records: await db.count('working'), unsent: counts.reduce((sum, one) => sum + one, 0) };
		}
	};
}
