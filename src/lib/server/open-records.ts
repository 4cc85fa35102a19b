import type { Entry } from '../trust/entry.ts';
import { entriesOfRecord, storedHeader } from './log.ts';
import { putRecord, readRecord, recordAfter, type Earlier, type RecordRow } from './records.ts';
import type { Sql } from './store.ts';

/** A record as it stands before the next entry. */
export interface OpenRecord {
	/** Undefined while no entry of it is stored. */
	readonly row: RecordRow | undefined;
	/** Its entries, in order of seq. */
	readonly earlier: Earlier;
}

/** The records that one transaction writes to: read once, then kept as each of its entries leaves them. */
export interface OpenRecords {
	of(record: string): Promise<OpenRecord>;
	/**
	 * Moves a record on by an entry that was just appended.
	 * @param moves as in `recordAfter`
	 */
	move(record: string, entry: Entry, moves: boolean): Promise<void>;
}

/** @param sql of the transaction, under the organisation's lock: nobody else adds to its records meanwhile */
export function openRecords(sql: Sql, tenant: string): OpenRecords {
	const open = new Map<string, OpenRecord>();
	const of = async (record: string): Promise<OpenRecord> => {
		const known = open.get(record);
		if (known !== undefined) return known;
		const row = await readRecord(sql, { tenant, record });
		// A grant that stands before all else begins the record's row: no row, no entries.
		const stored = row === undefined ? [] : await entriesOfRecord(sql, tenant, record);
		const read = { row, earlier: stored.map((one) => ({ id: one.id, header: storedHeader(one) })) };
		open.set(record, read);
		return read;
	};
	return {
		of,
		async move(record, entry, moves) {
			const { row, earlier } = await of(record);
			const after = recordAfter(row, entry, { earlier, moves });
			if (after !== row) await putRecord(sql, { tenant, record }, after);
			open.set(record, { row: after, earlier: [...earlier, { id: entry.id, header: entry.header }] });
		}
	};
}
