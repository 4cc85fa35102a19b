/** Which records of a list are shown, and in which order: pure, over the list rows in memory. */
import { dueMs, isOverdue, type Today } from './due.ts';
import type { DueKind, RecordHeader } from './types.ts';

/** The most pressing first. */
export const DUE_KINDS: readonly DueKind[] = ['regulator', 'chase', 'followUp', 'review'];

/** `replaced`: an earlier version of it was. */
export type ListState = 'draft' | 'emergency' | 'final' | 'handed-over' | 'replaced';
export type ListDue = 'overdue' | DueKind;
/** `unsent`: on this device only, also while it waits. `parked`: refused, so that a person is needed. */
export type ListCopy = 'unsent' | 'parked';
export type ListSort = 'newest' | 'oldest' | 'due';

/** What is ticked. Ticks of one group widen what is shown; groups narrow each other. Nothing ticked shows everything. */
export interface ListFilter {
	readonly needsYou: boolean;
	readonly states: readonly ListState[];
	readonly dues: readonly ListDue[];
	readonly copies: readonly ListCopy[];
}

export const NO_FILTER: ListFilter = { needsYou: false, states: [], dues: [], copies: [] };

export type CopyPlace = 'device-only' | 'waiting' | 'server' | 'safe' | 'parked';

/** What the list knows of one record. */
export interface ListRow {
	readonly id: string;
	readonly header: RecordHeader;
	/** Where its copy is: keys-and-states.md section 7. */
	readonly copy: CopyPlace;
	/** Kinds whose date has passed, the most pressing first. */
	readonly overdue: readonly DueKind[];
	/** The earliest open date, ms since 1970; Infinity where there is none. */
	readonly dueAtMs: number;
}

const UNSENT: readonly string[] = ['device-only', 'waiting', 'parked'];

/** A list row with what its dates mean today. */
export function listRow(header: RecordHeader, copy: CopyPlace, today: Today): ListRow {
	const dates = DUE_KINDS.flatMap((kind) => {
		const at = header.due?.[kind];
		return at === undefined ? [] : [{ kind, at }];
	});
	return {
		id: header.id,
		header,
		copy,
		overdue: dates.filter(({ at }) => isOverdue(at, today)).map(({ kind }) => kind),
		dueAtMs: Math.min(Infinity, ...dates.map(({ at }) => dueMs(at)))
	};
}

/** Whether somebody has to do something about it now. */
export function needsYou({ header, copy, overdue }: ListRow): boolean {
	return copy === 'parked' || overdue.length > 0 || header.isEmergencyOpen === true;
}

function isInState({ header }: ListRow, state: ListState): boolean {
	if (state === 'emergency') return header.isEmergencyOpen === true;
	if (state === 'replaced') return (header.version ?? 1) > 1;
	return header.life === state;
}

function isDue({ header, overdue }: ListRow, due: ListDue): boolean {
	return due === 'overdue' ? overdue.length > 0 : header.due?.[due] !== undefined;
}

const isCopy = (row: ListRow, copy: ListCopy): boolean =>
	copy === 'unsent' ? UNSENT.includes(row.copy) : row.copy === copy;

const fits = <One>(ticked: readonly One[], holds: (one: One) => boolean): boolean =>
	ticked.length === 0 || ticked.some(holds);

/** Whether a row is shown. */
export function isShown(row: ListRow, { needsYou: isNeeded, states, dues, copies }: ListFilter): boolean {
	return (
		(!isNeeded || needsYou(row)) &&
		fits(states, (state) => isInState(row, state)) &&
		fits(dues, (due) => isDue(row, due)) &&
		fits(copies, (copy) => isCopy(row, copy))
	);
}

/** How many ticks a filter has. */
export function ticksOf({ needsYou: isNeeded, states, dues, copies }: ListFilter): number {
	return Number(isNeeded) + states.length + dues.length + copies.length;
}

/** Rows in another order; rows come in newest first, and stay so where the order says nothing. */
export function inOrder(rows: readonly ListRow[], sort: ListSort): readonly ListRow[] {
	if (sort === 'newest') return rows;
	if (sort === 'oldest') return rows.toReversed();
	return rows.toSorted((one, other) =>
		// Infinity less Infinity is no number.
		one.dueAtMs === other.dueAtMs ? 0 : one.dueAtMs - other.dueAtMs
	);
}
