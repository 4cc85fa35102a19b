/** A delivery that leaves a note of how it went, so that the next one, in whatever tab or worker, knows. */
import { deliver, type Delivered } from './deliver.ts';
import type { SyncPorts } from './exchange.ts';
import type { Random, Trouble } from './retry.ts';
import type { SyncStore } from './sync-store.ts';

/** The store of a device, with room for notes; the drawer's outbox is one. */
export interface NotedStore extends SyncStore {
	readSync(key: string): Promise<unknown>;
	writeSync(key: string, value: unknown): Promise<void>;
}

/** How the last delivery ended. Times are of this device's clock, ms. */
export interface AttemptNote {
	/** Failures in a row. */
	readonly failures: number;
	readonly triedAt: number | null;
	/** Of the last one that got through. */
	readonly doneAt: number | null;
	readonly trouble: Trouble | 'missing' | null;
	/** How long the server asked to wait after `triedAt`, ms; 0 where it did not ask. */
	readonly askedMs?: number;
	/** As the last answer has it: see `Delivered`. */
	readonly spreadMs?: number;
}

const NOTE = 'attempt';
const NEVER: AttemptNote = { failures: 0, triedAt: null, doneAt: null, trouble: null };

/** How the last delivery of a store ended. */
export async function readNote(store: Pick<NotedStore, 'readSync'>): Promise<AttemptNote> {
	// Written by this file alone.
	return ((await store.readSync(NOTE)) as AttemptNote | undefined) ?? NEVER;
}

/**
 * What is left of the time that the server asked for, ms. A page that is loaded again, or another worker, must not
 * hammer a busy server. A clock that was set back since says nothing, and holds nothing up for years.
 */
function askedFor({ askedMs = 0, triedAt }: AttemptNote, now: number): number {
	const since = now - (triedAt ?? now);
	return since < 0 ? 0 : Math.max(0, askedMs - since);
}

/** How a delivery is to go. */
export interface Manner {
	readonly random: Random;
	readonly hasSession: boolean;
	/** A person asked for it just now: it goes although the server asked to wait. */
	readonly isTapped?: boolean;
}

/** Delivers as `deliver` does, and notes how it ended. Tries nothing before the time that the server asked for. */
export async function deliverNoted(
	ports: SyncPorts & { readonly store: NotedStore },
	{ isTapped = false, ...how }: Manner
): Promise<Delivered> {
	const before = await readNote(ports.store);
	const waitMs = isTapped ? 0 : askedFor(before, ports.now());
	if (waitMs > 0) {
		const trouble = before.trouble ?? 'busy';
		return { kind: 'waiting', trouble, waitMs, isAsked: true, forked: false };
	}
	const end = await deliver(ports, { ...how, failures: before.failures });
	const triedAt = ports.now();
	const note: AttemptNote =
		end.kind === 'quiet'
			? { failures: 0, triedAt, doneAt: triedAt, trouble: null, spreadMs: end.spreadMs }
			: {
					...before,
					failures: before.failures + 1,
					triedAt,
					trouble: end.trouble,
					askedMs: end.isAsked ? end.waitMs : 0
				};
	await ports.store.writeSync(NOTE, note);
	return end;
}
