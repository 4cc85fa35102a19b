import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrations.ts';
import { inTurn, settle, sqlOver, transact } from './sqlite-connection.ts';
import type { Sql, Store } from './store.ts';

/**
 * A store that lives and ends with the process: the statements of the embedded store over `:memory:`. For tests and
 * simulations; a server that keeps records never uses it. It has one connection, so a statement of a reader waits
 * while a transaction is open: a work that writes must not read through the store as well.
 */
export async function openMemoryStore(): Promise<Store> {
	const db = new DatabaseSync(':memory:');
	const sql = sqlOver(db);
	const turn = inTurn();
	let open: Promise<unknown> | undefined;
	const closed = async () => {
		while (open !== undefined) await open.catch(() => undefined);
	};
	const reading: Sql = {
		all: (...statement) => closed().then(() => sql.all(...statement)),
		run: (...statement) => closed().then(() => sql.run(...statement))
	};
	const alone = <Result>(job: () => Promise<Result>): Promise<Result> =>
		turn(() => {
			const mine = job().finally(() => (open = undefined));
			open = mine;
			return mine;
		});
	await transact(sql, (opened) => migrate(opened, 'BLOB'));
	return {
		read: (work) => work(reading),
		write: (work) => alone(() => transact(sql, work)),
		copyTo: (file) => alone(() => sql.run('VACUUM INTO ?1', file)).then(() => undefined),
		close: () => turn(() => settle(() => db.close()))
	};
}
