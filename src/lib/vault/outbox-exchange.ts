/**
 * What an exchange with the office writes into the drawer: one strict transaction for each answer, and only if the
 * device still stands where it stood when it asked. Needs no key and no Dexie, like `outbox.ts`. What is written is
 * decided in `outbox-rules.ts`.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type {
	FetchedRecords,
	LogChange,
	LogEntry,
	LogHead,
	LogPosition,
	PendingRecords,
	SyncRows
} from './outbox-log.ts';
import { entryRowsIn, type OutboxSchema } from './outbox-rows.ts';
import {
	addRecordsIn,
	applyIn,
	CURSOR,
	forkIn,
	PENDING,
	PULLED,
	pulledKey,
	toPending,
	toPosition
} from './outbox-rules.ts';

type Writing = IDBPTransaction<OutboxSchema, ['entries', 'sync'], 'readwrite'>;
type Database = IDBPDatabase<OutboxSchema>;

const pulledKeys = () => IDBKeyRange.bound(PULLED, `${PULLED}\uffff`);

function rowsIn(transaction: Writing): SyncRows {
	const sync = transaction.objectStore('sync');
	return {
		...entryRowsIn(transaction),
		read: async (key) => (await sync.get(key))?.value,
		write: (key, value) => sync.put({ key, value }),
		// Written by the rules alone.
		pulled: async () => (await sync.getAll(pulledKeys())).map((row) => row.value as LogEntry),
		dropPulled: () => sync.delete(pulledKeys()),
		remove: (key) => sync.delete(key)
	};
}

/** Runs one strict transaction; `work` says false when it came too late, before it wrote anything. */
async function written(db: Database, work: (rows: SyncRows) => Promise<boolean>): Promise<boolean> {
	const transaction = db.transaction(['entries', 'sync'], 'readwrite', { durability: 'strict' });
	const isWritten = await work(rowsIn(transaction));
	await transaction.done;
	return isWritten;
}

/** The part of the outbox that an exchange writes. Each answers false when it came too late. */
export function exchangeOver(db: Database) {
	return {
		position: async () => toPosition((await db.get('sync', CURSOR))?.value),
		apply: (from: LogPosition, change: LogChange) => written(db, (rows) => applyIn(rows, from, change)),
		fork: (from: LogPosition, server: LogHead & { readonly at: number }) =>
			written(db, (rows) => forkIn(rows, from, server))
	};
}

/** The part of what a session fetches whole, and of what waits to be checked. The service worker does without. */
export function recordsOver(db: Database) {
	return {
		pendingBootstrap: async () => toPending((await db.get('sync', PENDING))?.value),
		/** Entries of the log that the open drawer has still to check, in order of seq. */
		pulled: async (): Promise<readonly LogEntry[]> => {
			const rows = await db.getAll('sync', pulledKeys());
			// Written by the rules alone.
			return rows.map((row) => row.value as LogEntry);
		},
		/** Forgets entries that were checked: they lie among the others now, or are set apart. */
		dropPulled: async (checked: readonly LogEntry[]) => {
			const transaction = db.transaction('sync', 'readwrite', { durability: 'strict' });
			for (const entry of checked) await transaction.store.delete(pulledKey(entry));
			await transaction.done;
		},
		addRecords: (from: PendingRecords, got: FetchedRecords) =>
			written(db, (rows) => addRecordsIn(rows, from, got))
	};
}
