import { AppError } from '../errors.ts';
import type { Bytes } from '../trust/bytes.ts';

/** What a statement may bind. Booleans and dates are stored as numbers. */
export type SqlValue = string | number | null | Uint8Array;

/** One row as the engine gives it; columns are named in `statements.ts`. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Runs statements written once for all engines, with `?1 ... ?n` as places. */
export interface Sql {
	all(statement: string, ...values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
	/** @returns how many rows changed */
	run(statement: string, ...values: readonly SqlValue[]): Promise<number>;
}

/**
 * Where the log is kept. One file per engine; every engine passes `tests/contract/`.
 * Rejections are `AppError 'storage-unavailable'` (disk full, read-only, gone) or a bug.
 */
export interface Store {
	/** Reads what is committed. Statements of one `work` may see different moments. */
	read<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
	/**
	 * One transaction, undone when `work` rejects, answered when it is on the disk. Works that wait share a commit, in
	 * order; one that fails undoes only itself. A work may be run again, so it leaves no traces but in the store.
	 * @param tenant the one organisation that `work` touches. Other organisations need not wait for it then
	 */
	write<Result>(work: (sql: Sql) => Promise<Result>, tenant?: string): Promise<Result>;
	/**
	 * Copies a consistent moment of the whole store into a new file.
	 * @param file absolute path, not there yet
	 */
	copyTo(file: string): Promise<void>;
	close(): Promise<void>;
}

/** A text column. A column of another type is a bug in a statement. */
export function text(value: SqlValue | undefined): string {
	if (typeof value !== 'string') throw columnFault('text', value);
	return value;
}

/** A whole number column, exact below 2^53. */
export function count(value: SqlValue | undefined): number {
	if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw columnFault('count', value);
	return value;
}

/** A bytes column. */
export function bytes(value: SqlValue | undefined): Bytes {
	if (!(value instanceof Uint8Array)) throw columnFault('bytes', value);
	// Engines give views over plain buffers, never over shared ones.
	return value as Bytes;
}

/** A column that may be null: `orNull(row.head, text)`. */
export function orNull<Result>(value: SqlValue | undefined, as: (value: SqlValue) => Result): Result | null {
	return value === null || value === undefined ? null : as(value);
}

function columnFault(wanted: string, value: unknown): AppError {
	return new AppError('column-type', { wanted, found: typeof value });
}
