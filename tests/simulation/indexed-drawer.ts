/** A device's storage as the app has it: Dexie's drawer and the outbox over IndexedDB, here fake-indexeddb. */
import 'fake-indexeddb/auto';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { drawerRows } from '#lib/vault/drawer-rows.ts';
import { openOutbox } from '#lib/vault/outbox.ts';
import type { Drawer } from './drawer.ts';

let count = 0;

export async function indexedDrawer(): Promise<Drawer> {
	// No chance is used up for the name: the run is to be the same as in plain memory.
	const profile = `simulated-${(count += 1)}`;
	const db = new DrawerDatabase(profile);
	await db.open();
	const outbox = await openOutbox(profile);
	if (outbox === undefined) throw new TypeError('no drawer');
	return {
		store: outbox,
		queue: async (rows) => void (await db.entries.bulkPut([...rows])),
		pulled: () => outbox.pulled(),
		within: (work) => db.transaction('rw', [db.entries, db.sync], async () => work(drawerRows(db))),
		rows: async () => db.entries.orderBy(':id').toArray(),
		close: () => {
			outbox.close();
			db.close();
		}
	};
}
