/** A delivery by a page that leaves a note of how it went. */
import { noted, type Manner, type Notes } from './attempts.ts';
import { deliver, type Delivered } from './deliver.ts';
import type { SyncPorts } from './exchange.ts';
import type { SyncStore } from './sync-store.ts';

export { readNote } from './attempts.ts';

/** The store of a device, with room for notes; the drawer's outbox is one. */
export type NotedStore = SyncStore & Notes;

/** Delivers as `deliver` does, and notes how it ended. Tries nothing before the time that the server asked for. */
export function deliverNoted(ports: SyncPorts<NotedStore>, manner: Manner): Promise<Delivered> {
	return noted(deliver, ports, manner);
}
