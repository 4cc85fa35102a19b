/** Fills a drawer with thousands of records in seconds: the rows are those that saving one by one would have made. */
import { newId } from '../../../src/lib/trust/ids.ts';
import { DrawerDatabase, type RecordKeyRow, type WorkingRow } from '../../../src/lib/vault/database.ts';
import { ROWS_OF_A_PAGE, sealPage, type ListedRecord } from '../../../src/lib/vault/header-pages.ts';
import {
	deriveKeys,
	importRecordKey,
	newRecordKey,
	wrapSecret,
	type DrawerKeys
} from '../../../src/lib/vault/keys.ts';
import { readSlot } from '../../../src/lib/vault/slot-store.ts';
import { openSlot } from '../../../src/lib/vault/slots.ts';
import { sealCopy } from '../../../src/lib/vault/working-copy.ts';
import { factsOf, recordOf } from './records.ts';

const AT = '2026-11-22T10:00:00Z';

/** The keys of a drawer, which only tests may have outside the worker. */
export async function keysOf(profile: string, passphrase: string): Promise<DrawerKeys> {
	const slot = await readSlot(profile);
	if (slot === undefined || slot === 'damaged') throw new TypeError('no slot');
	const opened = await openSlot(slot, passphrase);
	if (!opened.ok) throw new TypeError(opened.reason);
	return deriveKeys(opened.rootKey, slot);
}

interface Row {
	readonly working: WorkingRow;
	readonly key: RecordKeyRow;
	readonly listed: ListedRecord;
}

async function makeRow(keys: DrawerKeys, seed: number, page: number): Promise<Row> {
	const id = newId();
	const raw = newRecordKey();
	const wrapped = await wrapSecret(keys, raw, { id, keyNumber: 1 });
	const current = { key: await importRecordKey(raw), keyNumber: 1, saveCounter: 1 };
	const header = { id, ...factsOf(seed), createdAt: AT, savedAt: AT };
	const sealed = await sealCopy(keys, { header, record: recordOf(seed, `${seed}`) }, current);
	if (!sealed.ok) throw new TypeError(sealed.reason);
	return {
		working: { id, blob: sealed.bytes, saveCounter: 1, keyNumber: 1, page },
		key: { record: id, keyNumber: 1, wrapped },
		listed: { header, saveCounter: 1 }
	};
}

/** Fills an empty drawer. @returns the ids of the records, oldest first */
export async function fillDrawer(
	profile: string,
	passphrase: string,
	count: number
): Promise<readonly string[]> {
	const keys = await keysOf(profile, passphrase);
	const db = new DrawerDatabase(profile);
	const ids: string[] = [];
	for (let page = 0; page * ROWS_OF_A_PAGE < count; page += 1) {
		const from = page * ROWS_OF_A_PAGE;
		const rows = await Promise.all(
			Array.from({ length: Math.min(ROWS_OF_A_PAGE, count - from) }, (_, at) =>
				makeRow(keys, from + at, page)
			)
		);
		const sealed = await sealPage(keys, { page, counter: 1, rows: rows.map(({ listed }) => listed) });
		await db.transaction('rw', [db.working, db.recordKeys, db.headerPages], async () => {
			await db.working.bulkAdd(rows.map(({ working }) => working));
			await db.recordKeys.bulkAdd(rows.map(({ key }) => key));
			await db.headerPages.put(sealed);
		});
		ids.push(...rows.map(({ working }) => working.id));
	}
	db.close();
	return ids;
}
