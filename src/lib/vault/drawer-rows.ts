/** The open drawer's tables as rows of the outbox rules, within a transaction that holds both. */
import type { DrawerDatabase } from './database.ts';
import type { SyncRows } from './outbox-log.ts';

/** @param db in a Dexie transaction over `entries` and `sync` */
export function drawerRows({
	entries,
	sync
}: DrawerDatabase): Pick<SyncRows, 'get' | 'put' | 'read' | 'remove'> {
	return {
		get: async (id) => entries.get(id),
		put: async (row) => entries.put(row),
		read: async (key) => (await sync.get(key))?.value,
		remove: async (key) => sync.delete(key)
	};
}
