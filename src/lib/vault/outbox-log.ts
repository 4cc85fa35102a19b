/** The log as an exchange with the office tells it, and the rows that its rules read and write; types alone. */
import type { Bytes } from '../trust/bytes.ts';
import type { LogReceipt } from './history-notes.ts';
import type { EntryMark, EntryRows } from './outbox-rows.ts';

/** Everything in the log up to `cursor` is stored here; `round`: pages under way. */
export interface LogPosition {
	readonly cursor: number;
	readonly chain: string | null;
	readonly round?: { readonly from: number; readonly to: number };
}

/** An entry that came from the log. */
export interface LogEntry {
	readonly id: string;
	readonly kind: string;
	readonly record: string | null;
	readonly seq: number;
	readonly receivedAt: number;
	readonly h: Bytes;
	readonly s: Bytes;
	readonly c: Bytes | null;
}

/** One answer of the office; `src/lib/sync/sync-store.ts` says what each part means. */
export interface LogChange {
	readonly position: LogPosition;
	readonly marks: readonly EntryMark[];
	readonly pulled: readonly LogEntry[];
	readonly bootstrap: readonly string[];
	readonly durable: number | null;
	readonly isEnd: boolean;
	readonly receipts: readonly LogReceipt[];
	readonly broken: LogReceipt | null;
	readonly backup?: BackupState;
	readonly at: number;
}

/** What the office says of its backup: how it stands, and the moment that the newest good one holds, server time, ms. */
export interface BackupState {
	readonly state: string;
	readonly at: number | null;
}

/** Records to be fetched whole, and how far the first of them came. */
export interface PendingRecords {
	readonly records: readonly string[];
	readonly after: number;
}

/** Where the office's log stands, as it says. */
export interface LogHead {
	readonly seq: number;
	readonly chain: string;
}

/** A part of the records that were fetched whole. */
export interface FetchedRecords {
	readonly pulled: readonly LogEntry[];
	readonly next: PendingRecords;
}

/** Entries and the named pieces of sync state within one transaction that reads and writes both. */
export interface SyncRows extends EntryRows {
	read(key: string): Promise<unknown>;
	write(key: string, value: unknown): Promise<unknown>;
	/** Every entry that waits to be checked. */
	pulled(): Promise<readonly LogEntry[]>;
	/** Forgets them. */
	dropPulled(): Promise<unknown>;
	/** Forgets one piece of sync state. */
	remove(key: string): Promise<unknown>;
}
