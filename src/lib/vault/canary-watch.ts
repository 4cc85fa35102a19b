/** When the canary looks, and when it writes. */
import { newId } from '../trust/ids.ts';
import { lossesOf, MARK_UNKNOWN, newestTally, NO_MARK, type Loss, type Seen, type Tally } from './canary.ts';
import {
	changeTally,
	markLossesRead,
	noteLosses,
	readCopies,
	readLosses,
	type NotedLoss
} from './canary-copies.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { slotOwners } from './slot-names.ts';

export { markLossesRead, readLosses, type NotedLoss };

/** Key of the mark within a drawer. */
const MARK = 'canary';

async function withDrawer<T>(profile: string, act: (drawer: Outbox) => Promise<T>): Promise<T | undefined> {
	const drawer = await openOutbox(profile);
	if (drawer === undefined) return undefined;
	try {
		return await act(drawer);
	} finally {
		drawer.close();
	}
}

async function markIn(profile: string): Promise<string> {
	try {
		const mark = await withDrawer(profile, (drawer) => drawer.readSync(MARK));
		return typeof mark === 'string' ? mark : NO_MARK;
	} catch {
		// It is there and does not open now: that is another trouble, with words of its own.
		return MARK_UNKNOWN;
	}
}

async function look(
	hasWitness: boolean
): Promise<{ readonly seen: Seen; readonly known: Tally | undefined }> {
	const copies = await readCopies();
	const known = newestTally([copies.device, copies.file, copies.cache]);
	const profiles = Object.keys(known?.drawers ?? {});
	const marks = await Promise.all(profiles.map(async (profile) => [profile, await markIn(profile)] as const));
	return {
		seen: { ...copies, slots: await slotOwners(), marks: Object.fromEntries(marks), hasWitness },
		known
	};
}

/** What was noted once is not found again; what is here is remembered anew. */
async function settle(losses: readonly Loss[], now: number): Promise<void> {
	await noteLosses(losses, now);
	const gone = new Set(losses.map(({ profile }) => profile));
	await changeTally((drawers) =>
		Object.fromEntries(Object.entries(drawers).filter(([one]) => !gone.has(one)))
	);
}

/** What the canary has to say at launch. */
export interface CanaryReport {
	readonly losses: readonly NotedLoss[];
	/** Whether there is a drawer to be remembered by the witness. */
	readonly hasDrawer: boolean;
}

/**
 * Compares what is remembered with what is here, notes what was lost, and gives all that nobody has read yet. Needs no
 * key and makes nothing where nothing was.
 * @param hasWitness whether the cookie that outlives the origin is there
 * @param now ms since 1970
 */
export async function lookForLosses(hasWitness: boolean, now: number): Promise<CanaryReport> {
	const { seen, known } = await look(hasWitness);
	const losses = lossesOf(seen);
	if (losses.length > 0) await settle(losses, now);
	const unread = (await readLosses()).filter(({ readAt }) => readAt === undefined);
	return { losses: unread, hasDrawer: Object.keys(known?.drawers ?? {}).length > 0 };
}

/** Before a drawer is opened: opening makes an empty database in the place of one that is gone. */
export async function lookBeforeOpening(now: number): Promise<void> {
	const { seen } = await look(false);
	const losses = lossesOf(seen).filter(({ kind }) => kind === 'drawer');
	if (losses.length > 0) await settle(losses, now);
}

/** Remembers a drawer as it is now. In the vault worker, after opening it and now and then. */
export async function rememberDrawer(profile: string, now: number): Promise<void> {
	const facts = await withDrawer(profile, async (drawer) => {
		const kept = await drawer.readSync(MARK);
		const mark = typeof kept === 'string' ? kept : newId();
		if (mark !== kept) await drawer.writeSync(MARK, mark);
		// Written by `sync/noted.ts`.
		const note = (await drawer.readSync('attempt')) as { readonly doneAt?: number | null } | undefined;
		return { mark, ...(await drawer.count()), sentAt: note?.doneAt ?? null, at: now };
	});
	if (facts) await changeTally((drawers) => ({ ...drawers, [profile]: facts }));
}

/** A person removes a drawer: it is forgotten first, so that its going is no loss. Call it before anything is removed. */
export async function forgetDrawer(profile: string): Promise<void> {
	await changeTally(({ [profile]: _gone, ...others }) => others);
}
