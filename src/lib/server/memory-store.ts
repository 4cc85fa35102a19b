import { DatabaseSync } from 'node:sqlite';
import type { WriteEngine } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { settle, sqliteEngine, sqlOver, transact } from './sqlite-connection.ts';
import type { Sql, Store } from './store.ts';
import { writeQueue } from './write-queue.ts';

/** Knows whether a transaction is open, and lets others wait for its end. */
function watched(engine: WriteEngine) {
	let open: Promise<undefined> | undefined;
	const begin: WriteEngine['begin'] = async () => {
		const { promise, resolve } = Promise.withResolvers<undefined>();
		open = promise;
		const transaction = await engine.begin();
		const end = async () => {
			await transaction.end();
			open = undefined;
			resolve(undefined);
		};
		return { ...transaction, end };
	};
	const closed = async () => {
		while (open !== undefined) await open;
	};
	return { engine: { ...engine, begin }, closed };
}

/**
 * A store that lives and ends with the process: the statements of the embedded store over `:memory:`. For tests and
 * simulations; a server that keeps records never uses it. It has one connection, so a statement of a reader waits
 * while a transaction is open: a work that writes must not read through the store as well.
 */
export async function openMemoryStore(): Promise<Store> {
	const db = new DatabaseSync(':memory:');
	const sql = sqlOver(db);
	await transact(sql, (opened) => migrate(opened, 'BLOB'));
	const { engine, closed } = watched(sqliteEngine(db, sql));
	const queue = writeQueue(engine);
	const reading: Sql = {
		all: (...statement) => closed().then(() => sql.all(...statement)),
		run: (...statement) => closed().then(() => sql.run(...statement))
	};
	return {
		read: (work) => work(reading),
		write: queue.write,
		copyTo: (file) => queue.alone(() => sql.run('VACUUM INTO ?1', file)).then(() => undefined),
		close: () => queue.alone(() => settle(() => db.close()))
	};
}
