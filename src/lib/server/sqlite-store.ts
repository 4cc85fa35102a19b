import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, backup, type StatementSync } from 'node:sqlite';
import { AppError } from '../errors.ts';
import { migrate } from './migrations.ts';
import type { Sql, SqlRow, SqlValue, Store } from './store.ts';

/** Before it, the WAL-reset bug (3.7.0 to 3.51.2) can damage a file that two connections use. */
const OLDEST_SQLITE = '3.51.3';
const BUSY_TIMEOUT_MS = 5_000;
/** Pages per step of a copy: all in one, so that a write in the middle does not start it again. */
const WHOLE_COPY = 0x7fff_ffff;

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
function named(fault: unknown): Error {
	if (!(fault instanceof Error)) return new AppError('store-fault', {}, fault);
	const code = 'errcode' in fault ? Number(fault.errcode) & 0xff : -1;
	const cause = STORAGE_CODES.get(code);
	return cause === undefined ? fault : new AppError('storage-unavailable', { cause }, fault);
}

/** Statements over one connection; each text is prepared once. */
function sqlOver(db: DatabaseSync): Sql {
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
		all: (source, ...values) => settle(() => all(source, values)),
		run: (source, ...values) => settle(() => Number(statement(source).run(...values).changes))
	};
}

function settle<Result>(work: () => Result): Promise<Result> {
	return new Promise((resolve, reject) => {
		try {
			resolve(work());
		} catch (fault) {
			reject(named(fault));
		}
	});
}

function connect(file: string, readOnly: boolean): DatabaseSync {
	try {
		const db = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
		if (!readOnly) db.exec('PRAGMA journal_mode = WAL');
		db.exec('PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON');
		return db;
	} catch (fault) {
		throw named(fault);
	}
}

function refuseOldSqlite(db: DatabaseSync): void {
	const version = String(db.prepare('SELECT sqlite_version() AS version').get()?.version);
	if (isSafeSqlite(version)) return;
	db.close();
	throw new AppError('sqlite-too-old', { version, oldest: OLDEST_SQLITE });
}

/** Runs jobs one after the other; a failed one does not stop the next. */
function queue() {
	let last: Promise<unknown> = Promise.resolve();
	return <Result>(job: () => Promise<Result>): Promise<Result> => {
		const mine = last.then(job, job);
		last = mine.then(
			() => undefined,
			() => undefined
		);
		return mine;
	};
}

async function transact<Result>(sql: Sql, work: (sql: Sql) => Promise<Result>): Promise<Result> {
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

/** The connection is its own, so that a copy holds up neither readers nor the writer. */
async function copy(from: string, to: string): Promise<void> {
	const source = connect(from, true);
	try {
		await backup(source, to, { rate: WHOLE_COPY });
		const target = connect(to, false);
		// One plain file, without a log beside it that could be left behind when the copy is moved.
		target.exec('PRAGMA journal_mode = DELETE');
		target.close();
	} catch (fault) {
		throw named(fault);
	} finally {
		source.close();
	}
}

/** A store file opened for reading only: a copy, or the live file from another process. */
export interface StoreReader extends Pick<Store, 'read' | 'close'> {
	/** Whether SQLite finds the file whole, page by page. */
	isWhole(): Promise<boolean>;
}

/** @throws AppError 'storage-unavailable' when it is not there or not a store */
export function openSqliteReader(file: string): StoreReader {
	const db = connect(file, true);
	const sql = sqlOver(db);
	return {
		read: (work) => work(sql),
		isWhole: async () => {
			const rows = await sql.all('PRAGMA integrity_check');
			return rows.length === 1 && rows[0]?.integrity_check === 'ok';
		},
		close: () => settle(() => db.close())
	};
}

/**
 * The embedded store: one SQLite file, WAL, every commit flushed to the disk, one connection that writes.
 * @param file absolute path; its folder is made when missing
 * @throws AppError 'sqlite-too-old', 'storage-unavailable'
 */
export async function openSqliteStore(file: string): Promise<Store> {
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	} catch (fault) {
		throw new AppError('storage-unavailable', { cause: 'cannot-open' }, fault);
	}
	const writer = connect(file, false);
	refuseOldSqlite(writer);
	const writing = sqlOver(writer);
	await transact(writing, (sql) => migrate(sql, 'BLOB'));
	const reader = connect(file, true);
	const reading = sqlOver(reader);
	const inTurn = queue();
	return {
		read: (work) => work(reading),
		write: (work) => inTurn(() => transact(writing, work)),
		copyTo: (target) => copy(file, target),
		close: () =>
			inTurn(() => {
				reader.close();
				writer.close();
				return Promise.resolve();
			})
	};
}
