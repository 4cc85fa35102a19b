/**
 * The sealed entries of the drawer and how far each has travelled. Needs no key and no Dexie: the service worker
 * reads and marks them while the drawer is locked. The page's Dexie and this file open the same database (Dexie's
 * version 1 is IndexedDB's 10); only Dexie ever changes the schema.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
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
	/** Why it was refused or not delivered at the last try: a code of the protocol. */
	readonly reason?: string;
	/** Order of queueing; pushes go in this order. */
	readonly order: number;
	/** ms since 1970, by this device's clock. */
	readonly queuedAt: number;
	readonly lastTryAt?: number;
}

/** A named piece of sync state (cursor, chain, backoff, last success), as `sync` stores it. */
export interface SyncRow {
	readonly key: string;
	readonly value: unknown;
}

interface OutboxSchema extends DBSchema {
	entries: { key: string; value: EntryRow; indexes: { state: EntryState; record: string } };
	sync: { key: string; value: SyncRow };
}

/** States that still have something to send. */
const UNSENT: readonly EntryState[] = ['queued', 'sent'];
/** Where an entry may go from where it is; a fork puts it back to `queued`. */
const NEXT: Readonly<Record<EntryState, readonly EntryState[]>> = {
	queued: ['sent', 'acked', 'echoed', 'safe', 'parked'],
	sent: ['queued', 'acked', 'echoed', 'safe', 'parked'],
	acked: ['queued', 'echoed', 'safe'],
	echoed: ['queued', 'safe'],
	safe: ['queued'],
	parked: ['queued']
};

/** What a delivery learned about one entry. */
export interface EntryMark {
	readonly id: string;
	readonly state: EntryState;
	readonly seq?: number;
	readonly reason?: string;
	readonly triedAt?: number;
}

/** Name of the drawer's database of a profile. */
export function drawerName(profile: string): string {
	return `doorstep-drawer-${profile}`;
}

/** An open connection; close it when done, so that the page can upgrade the schema. */
export interface Outbox {
	/** Entries still to be sent, oldest first. */
	unsent(): Promise<readonly EntryRow[]>;
	/** Entries in one state, oldest first. */
	inState(state: EntryState): Promise<readonly EntryRow[]>;
	/** Writes what was learned, in one strict transaction; steps that the states do not allow are left out and counted. */
	mark(marks: readonly EntryMark[]): Promise<{ readonly skipped: number }>;
	readSync(key: string): Promise<unknown>;
	writeSync(key: string, value: unknown): Promise<void>;
	close(): void;
}

/**
 * Opens the outbox of a profile, or gives undefined when this device has no such drawer. Never makes one: an empty
 * database without Dexie's stores would break the drawer.
 */
export async function openOutbox(profile: string): Promise<Outbox | undefined> {
	const db = await openExisting(drawerName(profile));
	if (!db) return undefined;
	const inState = async (state: EntryState) => inOrder(await db.getAllFromIndex('entries', 'state', state));
	return {
		inState,
		unsent: async () => inOrder((await Promise.all(UNSENT.map(inState))).flat()),
		mark: (marks) => mark(db, marks),
		readSync: async (key) => (await db.get('sync', key))?.value,
		writeSync: async (key, value) => {
			const transaction = db.transaction('sync', 'readwrite', { durability: 'strict' });
			await transaction.store.put({ key, value });
			await transaction.done;
		},
		close: () => db.close()
	};
}

async function openExisting(name: string): Promise<IDBPDatabase<OutboxSchema> | undefined> {
	const found = { isNew: false };
	try {
		const db = await openDB<OutboxSchema>(name, undefined, {
			upgrade: (...[, , , transaction]) => {
				found.isNew = true;
				// Expected: the abort below. `openDB` itself rejects, and is read there.
				transaction.done.catch(() => undefined);
				transaction.abort();
			},
			blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close()
		});
		if (db.objectStoreNames.contains('entries')) return db;
		db.close();
		return undefined;
	} catch (error) {
		if (found.isNew) return undefined;
		throw error;
	}
}

async function mark(
	db: IDBPDatabase<OutboxSchema>,
	marks: readonly EntryMark[]
): Promise<{ skipped: number }> {
	const transaction = db.transaction('entries', 'readwrite', { durability: 'strict' });
	let skipped = 0;
	for (const next of marks) {
		const row = await transaction.store.get(next.id);
		if (!row || (row.state !== next.state && !NEXT[row.state].includes(next.state))) skipped += 1;
		else await transaction.store.put(marked(row, next));
	}
	await transaction.done;
	return { skipped };
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

function inOrder(rows: readonly EntryRow[]): readonly EntryRow[] {
	return [...rows].sort((a, b) => a.order - b.order);
}
