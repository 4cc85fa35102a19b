import { DatabaseSync } from 'node:sqlite';
import type { Pool, PoolClient } from 'pg';
import { AppError } from '../errors.ts';
import { MIGRATIONS, TABLES, migrate, schemaVersion } from './migrations.ts';
import { borrow, sqlOf } from './postgres-connection.ts';
import { named, sqlOver, transact } from './sqlite-connection.ts';
import { text, type Sql } from './store.ts';

const ROWS_AT_ONCE = 500;
/** A copy reads for minutes where a request reads for milliseconds. */
const ANSWER_WITHIN_MS = 120_000;

/** Names come from our own migrations, never from outside. */
async function copyTable(from: Sql, to: Sql, table: string): Promise<void> {
	const columns = (await to.all(`SELECT name FROM pragma_table_info(?1)`, table)).map((row) =>
		text(row.name)
	);
	const places = columns.map((_, index) => `?${index + 1}`);
	// `meta` has its schema row already.
	const insert = `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`;
	await from.run(`DECLARE page NO SCROLL CURSOR FOR SELECT ${columns.join(', ')} FROM ${table}`);
	for (;;) {
		const rows = await from.all(`FETCH ${ROWS_AT_ONCE} FROM page`);
		for (const row of rows) await to.run(insert, ...columns.map((column) => row[column] ?? null));
		if (rows.length < ROWS_AT_ONCE) break;
	}
	await from.run('CLOSE page');
}

/** @throws AppError 'store-newer': tables of a newer program hold what this one would leave out */
async function copyAll(from: Sql, file: string): Promise<void> {
	if ((await schemaVersion(from)) > MIGRATIONS.length) throw new AppError('store-newer');
	const db = new DatabaseSync(file);
	try {
		// One transaction, without a log beside it: whole on the disk when it is committed.
		db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
		await transact(sqlOver(db), async (to) => {
			await migrate(to, 'BLOB');
			for (const table of TABLES) await copyTable(from, to, table);
		});
	} catch (fault) {
		throw named(fault);
	} finally {
		db.close();
	}
}

/** Copies one moment of the whole store, page by page, into a new SQLite file. */
export async function copyPostgres(pool: Pool, file: string): Promise<void> {
	const client: PoolClient = await borrow(pool);
	const from = sqlOf(client, ANSWER_WITHIN_MS);
	try {
		await from.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
		await copyAll(from, file);
		await from.run('COMMIT');
		client.release();
	} catch (fault) {
		// Closing the connection ends the transaction.
		client.release(true);
		throw fault;
	}
}
