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
}

const NOTE = 'attempt';
const NEVER: AttemptNote = { failures: 0, triedAt: null, doneAt: null, trouble: null };

/** How the last delivery of a store ended. */
export async function readNote(store: Pick<NotedStore, 'readSync'>): Promise<AttemptNote> {
	// Written by this file alone.
	return ((await store.readSync(NOTE)) as AttemptNote | undefined) ?? NEVER;
}

/** Delivers as `deliver` does, and notes how it ended. */
export async function deliverNoted(
	ports: SyncPorts & { readonly store: NotedStore },
	how: { readonly random: Random; readonly hasSession: boolean }
): Promise<Delivered> {
	const before = await readNote(ports.store);
	const end = await deliver(ports, { ...how, failures: before.failures });
	const triedAt = ports.now();
	const note: AttemptNote =
		end.kind === 'quiet'
			? { failures: 0, triedAt, doneAt: triedAt, trouble: null }
			: { ...before, failures: before.failures + 1, triedAt, trouble: end.trouble };
	await ports.store.writeSync(NOTE, note);
	return end;
}
