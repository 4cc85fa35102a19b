import type { Round } from './protocol.ts';

/** How far an entry has come; keys-and-states.md section 7. `parked`: refused, needs a person. */
export type EntryState = 'queued' | 'sent' | 'acked' | 'echoed' | 'safe' | 'parked';

/** An entry held on this device, as the drawer's outbox keeps it. */
export interface HeldEntry {
	readonly id: string;
	readonly kind: string;
	readonly record: string | null;
	readonly h: Uint8Array;
	readonly s: Uint8Array;
	/** Absent once pruned, and for what came without body: such an entry cannot be sent. */
	readonly c?: Uint8Array;
	readonly state: EntryState;
	readonly seq?: number;
	/** Order of queueing. */
	readonly order: number;
}

/** Where this device stands in the server's log: everything up to `cursor` is stored here. */
export interface Position {
	readonly cursor: number;
	/** Chain value at the cursor; null at 0. */
	readonly chain: string | null;
	/** The round of pages under way. */
	readonly round?: Round;
}

/** The log's chain value at one place; null at 0. */
export interface Receipt {
	readonly seq: number;
	readonly chain: string | null;
}

/** What the server said about one entry. */
export interface EntryMark {
	readonly id: string;
	readonly state: EntryState;
	readonly seq?: number;
	readonly reason?: string;
	readonly triedAt?: number;
}

/** An entry that came from the log. */
export interface PulledEntry {
	readonly id: string;
	readonly kind: string;
	readonly record: string | null;
	readonly seq: number;
	/** Server time, ms. */
	readonly receivedAt: number;
	readonly h: Uint8Array<ArrayBuffer>;
	readonly s: Uint8Array<ArrayBuffer>;
	/** Null where the server does not send it: own entries, and key numbers not granted. */
	readonly c: Uint8Array<ArrayBuffer> | null;
}

/** One answer of the server, ready to be stored as a whole. */
export interface Change {
	readonly position: Position;
	readonly marks: readonly EntryMark[];
	/** Those held here become `echoed` and keep their body; new ones wait for the open drawer to check them. */
	readonly pulled: readonly PulledEntry[];
	/** Records to be fetched whole, added to those still to be fetched. */
	readonly bootstrap: readonly string[];
	/** Echoed entries up to here are `safe`; null: no backup. */
	readonly durable: number | null;
	/**
	 * The server's log was read up to its end. What it had acknowledged and did not show by now goes back to
	 * `queued`: up to the cursor always, beyond it only at the end.
	 */
	readonly isEnd: boolean;
	/** Places of the log that this answer vouches for; the newest are kept, to be held against those of other devices. */
	readonly receipts: readonly Receipt[];
	/** The chain value at the end as it follows from the entries, where the server gave another. */
	readonly broken: Receipt | null;
	/** How the office's backup stands, where it says so: a word of the protocol, and the moment that it holds. */
	readonly backup?: { readonly state: string; readonly at: number | null };
	/** This device's clock, ms. */
	readonly at: number;
}

/** Records that wait to be fetched whole, and how far the first of them came. */
export interface PendingBootstrap {
	readonly records: readonly string[];
	readonly after: number;
}

/** What sync keeps on the device. Each call that writes is one strict transaction. */
export interface SyncStore {
	/** Entries `queued` or `sent`, in any order. */
	unsent(): Promise<readonly HeldEntry[]>;
	position(): Promise<Position>;
	/** Stores a change if the position is still `from`, else nothing: an answer that came late or twice. */
	apply(from: Position, change: Change): Promise<boolean>;
	/**
	 * The server has another history. Back to cursor 0; entries with a seq above the server's are `queued`; the others
	 * are `acked` until the log shows them again, and `queued` if it was read to its end without them. What waits to be
	 * checked is kept the same way. Both heads are noted for a person.
	 * @returns false when the position is not `from` any more
	 */
	fork(
		from: Position,
		server: { readonly seq: number; readonly chain: string; readonly at: number }
	): Promise<boolean>;
	/** Marks entries without moving the position. */
	mark(marks: readonly EntryMark[]): Promise<unknown>;
	pendingBootstrap(): Promise<PendingBootstrap>;
	/** Adds entries of records fetched whole, if what waits is still `from`. */
	addRecords(
		from: PendingBootstrap,
		got: { readonly pulled: readonly PulledEntry[]; readonly next: PendingBootstrap }
	): Promise<boolean>;
}
