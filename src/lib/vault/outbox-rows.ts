/** The rows of the outbox and the steps an entry may take. */
import type { DBSchema, IDBPObjectStore } from 'idb';
import type { Bytes } from '../trust/bytes.ts';

/** How far an entry has come; keys-and-states.md section 7. `parked`: refused, needs a person. */
export type EntryState = 'queued' | 'sent' | 'acked' | 'echoed' | 'safe' | 'parked';

/** An entry of the log on this device: header, signature and body as they travel. */
export interface EntryRow {
	/** Entry id: base32 of SHA-256 over `h`. */
	readonly id: string;
	readonly kind: string;
	readonly record: string | null;
	readonly h: Bytes;
	readonly s: Bytes;
	/** Absent once pruned, and for own entries that came back without one. */
	readonly c?: Bytes;
	readonly state: EntryState;
	readonly seq?: number;
	/** When the office received it, ms since 1970, as the log's chain says; absent until it came back. */
	readonly receivedAt?: number;
	/** Why it was refused or not delivered at the last try: a code of the protocol. */
	readonly reason?: string;
	/** Order of queueing; pushes go in this order. */
	readonly order: number;
	/** ms since 1970, by this device's clock. */
	readonly queuedAt: number;
	readonly lastTryAt?: number;
	/** Of an acked entry: a log that changed has not shown it again yet. */
	readonly unseen?: true;
	/** Signed here, or verified here by the keylog. What an exchange stored counts for nothing until then. */
	readonly checked?: 1;
}

/** A named piece of sync state (cursor, chain, backoff, last success), as `sync` stores it. */
export interface SyncRow {
	readonly key: string;
	readonly value: unknown;
}

/** The stores of the drawer that need no key. */
export interface OutboxSchema extends DBSchema {
	entries: { key: string; value: EntryRow; indexes: { state: EntryState; record: string } };
	sync: { key: string; value: SyncRow };
	/** Sealed; only ever counted here. */
	working: { key: string; value: unknown };
}

/** What a delivery learned about one entry. */
export interface EntryMark {
	readonly id: string;
	readonly state: EntryState;
	readonly seq?: number;
	readonly reason?: string;
	readonly triedAt?: number;
}

/** Entries within one transaction, wherever they lie. */
export interface EntryRows {
	get(id: string): Promise<EntryRow | undefined>;
	put(row: EntryRow): Promise<unknown>;
	inState(state: EntryState): Promise<readonly EntryRow[]>;
}

type EntriesStore = IDBPObjectStore<OutboxSchema, ('entries' | 'sync')[], 'entries', 'readwrite'>;

/** The drawer's entries within a transaction that holds them. */
export function entryRowsIn(transaction: { objectStore(name: 'entries'): EntriesStore }): EntryRows {
	const entries = transaction.objectStore('entries');
	return {
		get: (id) => entries.get(id),
		put: (row) => entries.put(row),
		inState: (state) => entries.index('state').getAll(state)
	};
}

/** Where an entry may go from where it is; a fork puts it back to `queued`. */
const NEXT: Readonly<Record<EntryState, readonly EntryState[]>> = {
	queued: ['sent', 'acked', 'echoed', 'safe', 'parked'],
	sent: ['queued', 'acked', 'echoed', 'safe', 'parked'],
	acked: ['queued', 'echoed', 'safe'],
	echoed: ['queued', 'safe'],
	safe: ['queued'],
	parked: ['queued']
};

/** Marks within one transaction. @returns how many steps the states did not allow */
export async function markIn(rows: EntryRows, marks: readonly EntryMark[]): Promise<number> {
	let skipped = 0;
	for (const next of marks) {
		const row = await rows.get(next.id);
		if (!row || (row.state !== next.state && !NEXT[row.state].includes(next.state))) skipped += 1;
		else await rows.put(marked(row, next));
	}
	return skipped;
}

function marked(row: EntryRow, { state, seq, reason, triedAt }: EntryMark): EntryRow {
	const { reason: _old, ...rest } = row;
	return {
		...rest,
		state,
		...(seq !== undefined && { seq }),
		...(reason !== undefined && { reason }),
		...(triedAt !== undefined && { lastTryAt: triedAt })
	};
}
