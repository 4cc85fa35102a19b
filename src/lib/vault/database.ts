/**
 * One database per person and device. Every row of content is ciphertext; what stands beside it in the clear is
 * opaque ids, counters and states. Opened strict: "Saved" is said after the bytes are on the disk.
 */
import { Dexie, type Table } from 'dexie';
import type { Bytes } from '../trust/bytes.ts';
import type { DeviceKeysRow } from './device-keys.ts';
import { drawerName, type EntryRow, type SyncRow } from './outbox.ts';

/** The working copy of a record: DRL1 of `{v, header, record}`. */
export interface WorkingRow {
	readonly id: string;
	readonly blob: Bytes;
	/** Goes up by one with every save; also sealed in the header page. */
	readonly saveCounter: number;
	readonly keyNumber: number;
	/** Header page that lists it. */
	readonly page: number;
	/** 16 bytes behind the record id, base64url; absent until this device has joined. Public in every header. */
	readonly salt?: string;
	/** Save counter of the text that the newest own revision holds. */
	readonly cut?: number;
}

/** A batch of list rows: DRL1 of `{v, page, rows}`. */
export interface HeaderPageRow {
	readonly page: number;
	readonly counter: number;
	readonly blob: Bytes;
}

/** A record's key of one number, wrapped. */
export interface RecordKeyRow {
	readonly record: string;
	readonly keyNumber: number;
	readonly wrapped: Bytes;
}

/** What joining left on this device, sealed: `membership.ts`. */
export interface MembershipRow {
	readonly key: 'membership';
	/** Goes up by one with every write; two tabs compare and set on it. */
	readonly counter: number;
	readonly blob: Bytes;
}

/** A row that could not be used, kept as it was found. */
export interface QuarantineRow {
	/**
	 * Record id, `page:` and a page number, `entry:` or `statement:` and an entry id, `membership:` or `device-keys:`;
	 * further copies end in a colon and a number, and what opened again begins with `past:`.
	 */
	readonly key: string;
	readonly reason: string;
	readonly noticedAt: string;
	readonly row: WorkingRow | HeaderPageRow | EntryRow | MembershipRow | DeviceKeysRow | undefined;
}

/** The drawer's tables. A change of the schema is a new `version()`; old ones stay for upgrades. */
export class DrawerDatabase extends Dexie {
	readonly working!: Table<WorkingRow, string>;
	readonly headerPages!: Table<HeaderPageRow, number>;
	readonly recordKeys!: Table<RecordKeyRow, [string, number]>;
	readonly deviceKeys!: Table<DeviceKeysRow, string>;
	readonly entries!: Table<EntryRow, string>;
	readonly sync!: Table<SyncRow, string>;
	readonly quarantine!: Table<QuarantineRow, string>;
	readonly membership!: Table<MembershipRow, string>;

	/** @param profile opaque id of the person on this device */
	constructor(profile: string) {
		super(drawerName(profile), { chromeTransactionDurability: 'strict' });
		this.version(1).stores({
			working: 'id, page',
			headerPages: 'page',
			recordKeys: '[record+keyNumber], record',
			deviceKeys: 'device',
			entries: 'id, state, record',
			sync: 'key',
			quarantine: 'key'
		});
		this.version(2).stores({
			working: 'id, page, salt',
			entries: 'id, state, record, kind, checked',
			membership: 'key'
		});
		// Which records are cut, and in which states their entries are, without reading any of them.
		this.version(3).stores({
			working: 'id, page, salt, [cut+saveCounter]',
			entries: 'id, state, record, kind, checked, [state+record]'
		});
	}
}
