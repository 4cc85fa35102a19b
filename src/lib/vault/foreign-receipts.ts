/** What other devices were told about the log, held against what this one was told: a server that tells two stories is found out. */
import type { Entry } from '../trust/entry.ts';
import {
	contradiction,
	HISTORY,
	RECEIPTS,
	toNotes,
	toReceipts,
	withNote,
	type HistoryNote
} from './history-notes.ts';
import type { OfficeDrawer } from './office-drawer.ts';

/**
 * Compares the receipt in a verified entry of another device. Two values at one place are noted for a person, and nothing
 * else changes: the entry is as good as any.
 * @param seq where the log has the entry
 */
export async function compareReceipt({ db, keys, place }: OfficeDrawer, { header }: Entry, seq: number) {
	const { device, lastReceipt } = header;
	if (device === null || device === keys.device || lastReceipt === null) return;
	await db.transaction('rw', db.sync, async () => {
		const notes = toNotes((await db.sync.get(HISTORY))?.value);
		const kept = toReceipts((await db.sync.get(RECEIPTS))?.value);
		const mine = contradiction({ device, receipt: lastReceipt, seq }, { kept, notes });
		if (mine === undefined) return;
		const note: HistoryNote = { kind: 'receipt', at: place.now(), mine, other: lastReceipt, device };
		await db.sync.put({ key: HISTORY, value: withNote(notes, note) });
	});
}
