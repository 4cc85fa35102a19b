/** A delivery by a page that leaves a note of how it went. */
import { noted, type Manner, type NotedStore } from './attempts.ts';
import { deliver, type Delivered } from './deliver.ts';
import type { SyncPorts } from './exchange.ts';

export { readNote, type NotedStore } from './attempts.ts';

/** Delivers as `deliver` does, and notes how it ended. Tries nothing before the time that the server asked for. */
export function deliverNoted(
	ports: SyncPorts & { readonly store: NotedStore },
	manner: Manner
): Promise<Delivered> {
	return noted(deliver, ports, manner);
}
