/**
 * Where the copy of a record is: the lowest state among its newest revision, that key number's grants, what was added
 * after a final, and text that is in no revision yet. Never more than is true.
 * @source keys-and-states.md section 7
 */
import type { WorkingRow } from './database.ts';
import type { EntryRow, EntryState } from './outbox.ts';
import { keyNumberOf } from './record-line.ts';

/** `device-only`: nothing of the newest text waits to be sent. `waiting`: sealed, and to be sent by itself. */
export type CopyPlace = 'device-only' | 'waiting' | 'server' | 'safe' | 'parked';

export interface CopyState {
	readonly place: CopyPlace;
	/**
	 * `not-joined` or `not-cut` on this device only; the code of the last try while waiting; of the refusal when parked.
	 * Absent where there is nothing to say.
	 */
	readonly reason?: string;
	/** Of the last try while waiting, ms since 1970. */
	readonly triedAt?: number;
}

const RANK: Readonly<Record<EntryState, number>> = {
	parked: 0,
	queued: 1,
	sent: 1,
	acked: 1,
	echoed: 2,
	safe: 3
};

const REVISIONS: readonly string[] = ['draft', 'final'];

/** The newest revision, the grants of its key number, and every addition: none is newer text of another. */
function deciding(rows: readonly EntryRow[]): readonly EntryRow[] {
	const revisions = rows.filter(({ kind }) => REVISIONS.includes(kind));
	const newest = revisions.reduce<EntryRow | undefined>(
		(found, row) => (found === undefined || isAfter(row, found) ? row : found),
		undefined
	);
	if (newest === undefined) return [];
	const keyNumber = keyNumberOf(newest);
	return [
		newest,
		...rows.filter((row) => row.kind === 'grant' && keyNumberOf(row) === keyNumber),
		...rows.filter(({ kind }) => kind === 'addendum')
	];
}

function isAfter(one: EntryRow, other: EntryRow): boolean {
	const [a, b] = [one.seq ?? Infinity, other.seq ?? Infinity];
	return a === b ? one.order > other.order : a > b;
}

function ofEntry({ state, reason, lastTryAt }: EntryRow): CopyState {
	const why = reason === undefined ? {} : { reason };
	if (state === 'parked') return { place: 'parked', ...why };
	if (RANK[state] === 1) return { place: 'waiting', ...why, ...(lastTryAt && { triedAt: lastTryAt }) };
	return { place: state === 'safe' ? 'safe' : 'server' };
}

/**
 * @param working of the record; undefined for one that only came from the log
 * @param rows every entry of the record on this device
 */
export function copyStateOf(
	working: Pick<WorkingRow, 'saveCounter' | 'cut' | 'salt'> | undefined,
	rows: readonly EntryRow[]
): CopyState {
	if (working !== undefined && working.salt === undefined)
		return { place: 'device-only', reason: 'not-joined' };
	const [lowest] = [...deciding(rows)].sort((one, other) => RANK[one.state] - RANK[other.state]);
	if (lowest?.state === 'parked') return ofEntry(lowest);
	const isCut = working === undefined || working.cut === working.saveCounter;
	if (lowest === undefined || !isCut) return { place: 'device-only', reason: 'not-cut' };
	return ofEntry(lowest);
}
