import { AppError, isAppError } from '../errors.ts';
import { checkCopy } from './backup-check.ts';
import { listTenants } from './log.ts';
import { migrate, TABLES } from './migrations.ts';
import { openPostgresStore } from './postgres-store.ts';
import { fillStore, stamp, type Restored, type RestoreOrder, type RestoreRefusal } from './restore.ts';
import { count, type Sql } from './store.ts';

/** How the connections of this program are told from those of a server. */
const OWN_NAME = 'doorstep-restore';
const WAIT_MS = 5_000;

function withOwnName(url: string): string {
	const named = new URL(url);
	named.searchParams.set('application_name', OWN_NAME);
	return named.href;
}

/** A server keeps a connection open for as long as it runs. */
async function isServed(sql: Sql): Promise<boolean> {
	const [row] = await sql.all(
		`SELECT COUNT(*) AS found FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'doorstep'`
	);
	return count(row?.found) > 0;
}

/** The old tables go into a schema of their own, indexes and all, and empty ones take their place. */
async function moveTables(sql: Sql, schema: string): Promise<void> {
	await sql.run(`CREATE SCHEMA ${schema}`);
	for (const table of TABLES) await sql.run(`ALTER TABLE ${table} SET SCHEMA ${schema}`);
	await migrate(sql, 'BYTEA');
}

const refusal = (reason: RestoreRefusal) => new AppError('restore-refused', { reason });

/**
 * Restores a copy as the store of a PostgreSQL database, in one transaction: all of it or nothing, and nobody sees a half.
 * @param url `postgresql://user:password@host/database`; never printed
 * @throws AppError as `restoreToFolder` and `openPostgresStore`
 */
export async function restoreToDatabase(url: string, order: RestoreOrder): Promise<Restored> {
	await checkCopy(order.backup, { signatures: true });
	const store = await openPostgresStore(withOwnName(url), WAIT_MS);
	const schema = `replaced_${stamp(order.at).replaceAll('-', '_')}`;
	let aside: string | undefined;
	try {
		const held = await fillStore(store, order.backup, async (sql) => {
			if (await isServed(sql)) throw refusal('in-use');
			aside = undefined;
			if ((await listTenants(sql)).length === 0) return;
			if (!order.movesAside) throw refusal('not-empty');
			await moveTables(sql, schema);
			aside = `the schema ${schema}`;
		});
		return { ok: true, held, aside };
	} catch (fault) {
		if (!isAppError(fault) || fault.code !== 'restore-refused') throw fault;
		// Made by `refusal` alone.
		return { ok: false, reason: fault.detail.reason as RestoreRefusal };
	} finally {
		await store.close();
	}
}
