import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { migrate } from './migrations.ts';
import {
	connect,
	named,
	patiently,
	refuseOldSqlite,
	settle,
	sqliteEngine,
	sqlOver,
	transact
} from './sqlite-connection.ts';
import { watchPlace } from './store-place.ts';
import type { Store } from './store.ts';
import { writeQueue } from './write-queue.ts';

/** Pages per step of a copy: all in one, so that a write in the middle does not start it again. */
const WHOLE_COPY = 0x7fff_ffff;

/** The connection is its own, so that a copy holds up neither readers nor the writer. */
async function copy(from: string, to: string): Promise<void> {
	const source = await patiently(() => connect(from, true));
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
	// Several processes that start on a new file are in each other's way while it gets its form.
	const writer = await patiently(() => connect(file, false));
	refuseOldSqlite(writer);
	const writing = sqlOver(writer);
	await transact(writing, (sql) => migrate(sql, 'BLOB'));
	const reader = await patiently(() => connect(file, true));
	const reading = sqlOver(reader);
	// A transaction runs without a pause: only what is there when it begins can share its flush.
	const queue = writeQueue({ ...sqliteEngine(writer, writing, watchPlace(file)), gather: setImmediate });
	return {
		read: (work) => work(reading),
		write: queue.write,
		copyTo: (target) => copy(file, target),
		close: () =>
			queue.alone(() =>
				settle(() => {
					reader.close();
					writer.close();
				})
			)
	};
}
