/** The server's real statements over SQLite in memory, with images of the whole store that cost next to nothing. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { migrate } from '#lib/server/migrations.ts';
import type { Sql, SqlRow, Store } from '#lib/server/store.ts';

/** A store as it was at one moment: a backup file. */
export type Image = Uint8Array;

function sqlOver(db: DatabaseSync): Sql {
	const prepared = new Map<string, StatementSync>();
	const statement = (source: string): StatementSync => {
		const known = prepared.get(source) ?? db.prepare(source);
		prepared.set(source, known);
		return known;
	};
	return {
		all: async (source, ...values) => statement(source).all(...values) as SqlRow[],
		run: async (source, ...values) => Number(statement(source).run(...values).changes)
	};
}

async function transact<Result>(sql: Sql, work: (sql: Sql) => Promise<Result>): Promise<Result> {
	await sql.run('BEGIN IMMEDIATE');
	try {
		const result = await work(sql);
		await sql.run('COMMIT');
		return result;
	} catch (fault) {
		await sql.run('ROLLBACK');
		throw fault;
	}
}

/** A store in memory. `peek` reads without a turn, for the checks of the simulation. */
export interface SimulatedStore extends Store {
	peek<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
	image(): Image;
}

/**
 * @param image where it begins; empty and migrated without one
 * @param step where another task may come between, before each reading and each transaction
 */
export async function openStore(
	image: Image | undefined,
	step: () => Promise<void> = () => Promise.resolve()
): Promise<SimulatedStore> {
	const db = new DatabaseSync(':memory:');
	const sql = sqlOver(db);
	if (image === undefined) await transact(sql, (opened) => migrate(opened, 'BLOB'));
	else db.deserialize(image);
	return {
		peek: (work) => work(sql),
		image: () => db.serialize(),
		read: async (work) => {
			await step();
			return work(sql);
		},
		write: async (work) => {
			await step();
			return transact(sql, work);
		},
		copyTo: () => Promise.reject(new TypeError('images only')),
		close: async () => db.close()
	};
}
