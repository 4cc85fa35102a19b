import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { AppError, isAppError } from '../errors.ts';
import type { WriteEngine } from './group-commit.ts';
import type { Place } from './store-place.ts';
import type { Sql, SqlRow, SqlValue } from './store.ts';

/** Before it, the WAL-reset bug (3.7.0 to 3.51.2) can damage a file that two connections use. */
const OLDEST_SQLITE = '3.51.3';
/** How long SQLite itself waits for another process: nothing else runs in this one meanwhile. */
const BUSY_TIMEOUT_MS = 10;
/** How long a statement is tried again, with other work in between, while another process has the file. */
const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 20;

/** Primary result codes that mean "not now, or not on this disk": the server answers 503 and lives on. */
const STORAGE_CODES = new Map([
	[5, 'busy'],
	[6, 'locked'],
	[8, 'read-only'],
	[10, 'io'],
	[11, 'corrupt'],
	[13, 'full'],
	[14, 'cannot-open'],
	[26, 'not-a-database']
]);

const parts = (version: string) => version.split('.').map(Number);

/** Whether a SQLite version is safe for us. @param version `major.minor.patch` */
export function isSafeSqlite(version: string): boolean {
	const [wanted, found] = [parts(OLDEST_SQLITE), parts(version)];
	const at = wanted.findIndex((part, index) => part !== found[index]);
	return at === -1 || (found[at] ?? 0) > (wanted[at] ?? 0);
}

/** Faults of the disk get our code; anything else is a bug and passes through. */
export function named(fault: unknown): Error {
	if (!(fault instanceof Error)) return new AppError('store-fault', {}, fault);
	const code = 'errcode' in fault ? Number(fault.errcode) & 0xff : -1;
	const cause = STORAGE_CODES.get(code);
	return cause === undefined ? fault : new AppError('storage-unavailable', { cause }, fault);
}

/** Statements over one connection; each text is prepared once. */
export function sqlOver(db: DatabaseSync): Sql {
	const prepared = new Map<string, StatementSync>();
	const statement = (source: string): StatementSync => {
		const known = prepared.get(source);
		if (known !== undefined) return known;
		const made = db.prepare(source);
		prepared.set(source, made);
		return made;
	};
	const all = (source: string, values: readonly SqlValue[]): readonly SqlRow[] =>
		// Columns hold what was bound; integers above 2^53 would make node:sqlite throw.
		statement(source).all(...values) as SqlRow[];
	return {
		all: (source, ...values) => patiently(() => all(source, values)),
		run: (source, ...values) => patiently(() => Number(statement(source).run(...values).changes))
	};
}

/** Tries again while another process has the file. Inside a transaction nobody else has it, so nothing runs twice. */
export async function patiently<Result>(work: () => Result): Promise<Result> {
	const until = performance.now() + PATIENCE_MS;
	for (;;) {
		try {
			return work();
		} catch (fault) {
			const known = named(fault);
			if (!isBusy(known) || performance.now() > until) throw known;
		}
		await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
	}
}

const isBusy = (fault: unknown) =>
	isAppError(fault) && fault.code === 'storage-unavailable' && fault.detail.cause === 'busy';

/**
 * How the write queue uses a connection: the one that writes in its process.
 * @param place where the file has to lie for a commit to count
 */
export function sqliteEngine(db: DatabaseSync, sql: Sql, place?: Place): WriteEngine {
	return {
		hasOneWriter: true,
		async begin() {
			await sql.run('BEGIN IMMEDIATE');
			return {
				sql,
				commit: async () => {
					await sql.run('COMMIT');
					if (place?.isThere() === false) throw new AppError('storage-unavailable', { cause: 'moved' });
				},
				// After a full disk SQLite may have rolled back by itself; then there is nothing left to undo.
				end: () => (db.isTransaction ? sql.run('ROLLBACK').then(nothing, nothing) : Promise.resolve())
			};
		},
		isPassing: isBusy
	};
}

const nothing = () => undefined;

export function settle<Result>(work: () => Result): Promise<Result> {
	return new Promise((resolve, reject) => {
		try {
			resolve(work());
		} catch (fault) {
			reject(named(fault));
		}
	});
}

export function connect(file: string, readOnly: boolean): DatabaseSync {
	try {
		const db = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
		if (!readOnly) db.exec('PRAGMA journal_mode = WAL');
		db.exec('PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON');
		return db;
	} catch (fault) {
		throw named(fault);
	}
}

export function refuseOldSqlite(db: DatabaseSync): void {
	const version = String(db.prepare('SELECT sqlite_version() AS version').get()?.version);
	if (isSafeSqlite(version)) return;
	db.close();
	throw new AppError('sqlite-too-old', { version, oldest: OLDEST_SQLITE });
}

/** One transaction, for who opens the store. */
export async function transact<Result>(sql: Sql, work: (sql: Sql) => Promise<Result>): Promise<Result> {
	await sql.run('BEGIN IMMEDIATE');
	try {
		const result = await work(sql);
		await sql.run('COMMIT');
		return result;
	} catch (fault) {
		// After a full disk SQLite may have rolled back by itself; then there is nothing left to undo.
		await sql.run('ROLLBACK').catch(() => 0);
		throw fault;
	}
}
