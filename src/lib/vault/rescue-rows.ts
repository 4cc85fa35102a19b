/** Which rows of the outbox a rescue file takes along. Needs no key: a locked drawer's entries can be saved too. */
import type { Bytes } from '../trust/bytes.ts';
import type { EntryRow } from './outbox-rows.ts';

/** Row of the drawer's `sync` table that names who can open a rescue file. Public keys only. */
export const RESCUE_KEYS = 'rescue-keys';

/** Whom a rescue file is sealed to. */
export interface RescueKeys {
	/** Null before joining. */
	readonly tenant: string | null;
	readonly fingerprint: string | null;
	/** Hybrid age recipients. */
	readonly recipients: readonly string[];
	/** This device's own recipient: what is kept while locked is sealed to it alone. */
	readonly own: string;
}

export interface RescuedRows {
	/** Statements that the log has, in its order. */
	readonly keylog: readonly EntryRow[];
	/** What the log lacks, with every grant that is held for its records; in the order of signing. */
	readonly entries: readonly EntryRow[];
	/** The part of `entries` that the log lacks. */
	readonly unsent: readonly EntryRow[];
}

/** Seen back in the log: an office has it. */
const isConfirmed = ({ state }: EntryRow): boolean => state === 'echoed' || state === 'safe';

/** Sorts out what no office has confirmed. */
export function rescuedRows(rows: readonly EntryRow[]): RescuedRows {
	const unsent = rows.filter((row) => !isConfirmed(row) && row.c !== undefined);
	const records = new Set(unsent.map(({ record }) => record));
	const isNeeded = (row: EntryRow) =>
		row.kind === 'grant' && row.record !== null && records.has(row.record) && row.c !== undefined;
	const entries = [...new Set([...unsent, ...rows.filter(isNeeded)])];
	const keylog = rows.filter((row) => row.kind === 'key' && row.seq !== undefined && row.checked === 1);
	return {
		keylog: keylog.sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0)),
		entries: entries.sort((one, other) => one.order - other.order),
		unsent
	};
}

/** A rescue file, and what is in it, for the person who keeps it. */
export interface RescueFile {
	readonly file: Bytes;
	readonly texts: number;
	readonly entries: number;
	readonly unreadable: number;
	/** Whether the office can open it too. */
	readonly isForOffice: boolean;
}
