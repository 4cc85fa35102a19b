/* eslint-disable @typescript-eslint/require-await -- promises over what is there at once */
/** A device's storage in plain memory, under the rules that the drawer's IndexedDB is under. */
import type { NotedStore } from '#lib/sync/noted.ts';
import {
	addRecordsIn,
	applyIn,
	CURSOR,
	forkIn,
	PENDING,
	PULLED,
	toPending,
	toPosition
} from '#lib/vault/outbox-rules.ts';
import type { LogEntry, SyncRows } from '#lib/vault/outbox-log.ts';
import { markIn, type EntryRow } from '#lib/vault/outbox-rows.ts';

/** What the simulation needs of a device's storage; whatever is written is written at once and whole. */
export type DrawerRows = Pick<SyncRows, 'get' | 'put' | 'read' | 'remove'>;

export interface Drawer {
	readonly store: NotedStore;
	/** What the open drawer signed. */
	queue(rows: readonly EntryRow[]): Promise<void>;
	/** Entries of the log that wait to be checked. */
	pulled(): Promise<readonly LogEntry[]>;
	/** A transaction of the open drawer. */
	within<Result>(work: (rows: DrawerRows) => Promise<Result>): Promise<Result>;
	rows(): Promise<readonly EntryRow[]>;
	close(): void;
}

const byId = (one: EntryRow, other: EntryRow) => (one.id < other.id ? -1 : 1);
const byOrder = (one: EntryRow, other: EntryRow) => one.order - other.order;

export function memoryDrawer(): Drawer {
	const entries = new Map<string, EntryRow>();
	const sync = new Map<string, unknown>();
	const all = (isWanted: (row: EntryRow) => boolean) => [...entries.values()].filter(isWanted).sort(byId);
	const keys = () => [...sync.keys()].filter((key) => key.startsWith(PULLED)).sort();
	const rows: SyncRows = {
		get: async (id) => entries.get(id),
		put: async (row) => entries.set(row.id, row),
		inState: async (state) => all((row) => row.state === state),
		read: async (key) => sync.get(key),
		write: async (key, value) => sync.set(key, value),
		pulled: async () => keys().map((key) => sync.get(key) as LogEntry),
		dropPulled: async () => keys().forEach((key) => sync.delete(key)),
		remove: async (key) => sync.delete(key)
	};
	return {
		store: {
			unsent: async () => all(({ state }) => state === 'queued' || state === 'sent').sort(byOrder),
			position: async () => toPosition(sync.get(CURSOR)),
			pendingBootstrap: async () => toPending(sync.get(PENDING)),
			apply: (from, change) => applyIn(rows, from, change),
			fork: (from, server) => forkIn(rows, from, server),
			addRecords: (from, got) => addRecordsIn(rows, from, got),
			mark: (marks) => markIn(rows, marks),
			readSync: async (key) => sync.get(key),
			writeSync: async (key, value) => void sync.set(key, value)
		},
		queue: async (made) => made.forEach((row) => entries.set(row.id, row)),
		pulled: () => rows.pulled(),
		within: (work) => work(rows),
		rows: async () => all(() => true),
		close: () => undefined
	};
}
