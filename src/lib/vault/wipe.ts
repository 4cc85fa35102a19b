/**
 * Removing one person's drawer for good. The slots go first: from that moment on nothing opens what is left. Each step may
 * be done again, so that a removal that was cut off anywhere is finished later. In a worker, where slots are files.
 */
import { deleteDB } from 'idb';
import { AppError } from '../errors.ts';
import { forgetDrawer } from './canary-watch.ts';
import { drawerName } from './outbox.ts';
import { forgetPerson, noteRemoval, readRemovals } from './removals.ts';
import { SLOT_KINDS } from './slot-names.ts';
import { removeSlot } from './slot-store.ts';

/** Another tab that sleeps may hold the database for ever; the removal then goes on at the next start. */
const DATABASE_WAIT_MS = 10_000;

type Step = (profile: string) => Promise<void>;

/** Every step of a removal, in order. */
export const WIPE_STEPS: readonly Step[] = [
	noteRemoval,
	forgetTally,
	removeSlots,
	deleteDrawer,
	forgetPerson
];

/** What a person removed is no loss. A device too full to note that still removes; it then tells of a loss that was none. */
async function forgetTally(profile: string): Promise<void> {
	await forgetDrawer(profile).catch(() => undefined);
}

async function removeSlots(profile: string): Promise<void> {
	for (const kind of SLOT_KINDS) await removeSlot(profile, kind);
}

async function deleteDrawer(profile: string): Promise<void> {
	const late = new Promise<never>((_resolve, reject) =>
		setTimeout(() => reject(new AppError('drawer-held-open')), DATABASE_WAIT_MS)
	);
	await Promise.race([deleteDB(drawerName(profile)), late]);
}

/**
 * Removes a drawer: marks that it is to go, then its slots, its database, and what the device remembers of the person.
 * Nobody else's is touched.
 * @param steps only tests give others
 * @throws when a step fails; `finishWipes` does the rest later
 */
export async function wipeDrawer(profile: string, steps = WIPE_STEPS): Promise<void> {
	for (const step of steps) await step(profile);
}

/** Finishes every removal that was begun; one that cannot be finished holds up no other. @throws as `wipeDrawer` */
export async function finishWipes(): Promise<void> {
	const failed: unknown[] = [];
	for (const profile of await readRemovals())
		await wipeDrawer(profile).catch((error: unknown) => void failed.push(error));
	if (failed.length > 0) throw new AppError('removal-unfinished', { count: failed.length }, failed[0]);
}
