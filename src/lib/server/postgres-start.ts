import type { Pool } from 'pg';
import { AppError, isAppError } from '../errors.ts';
import { MIGRATIONS, migrate, schemaVersion } from './migrations.ts';
import { borrow, sqlOf } from './postgres-connection.ts';
import { isRaced, namedPostgres, settingFault } from './postgres-faults.ts';
import { text } from './store.ts';

const MIGRATE_WITHIN_MS = 3_600_000;
const MOST_RACES = 20;
const PAUSE_MS = 500;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes the steps that the store lacks; of several processes that start at once, one does it. */
async function migrateOnce(pool: Pool): Promise<void> {
	const current = await schemaVersion(sqlOf(pool)).catch(() => 0);
	// A role that may not change tables can serve a store that needs no change.
	if (current >= MIGRATIONS.length) return;
	const client = await borrow(pool);
	const sql = sqlOf(client, MIGRATE_WITHIN_MS);
	try {
		await client.query('BEGIN; SET LOCAL statement_timeout = 0');
		await migrate(sql, 'BYTEA');
		await client.query('COMMIT');
		client.release();
	} catch (fault) {
		client.release(true);
		throw namedPostgres(fault);
	}
}

async function migrateRaced(pool: Pool): Promise<void> {
	for (let races = 0; ; races += 1) {
		try {
			return await migrateOnce(pool);
		} catch (fault) {
			if (!isRaced(fault) || races >= MOST_RACES) throw fault;
			await pause(Math.random() * PAUSE_MS);
		}
	}
}

/** Settings under which a commit may be lost after it was answered. */
async function refuseUnsafe(pool: Pool): Promise<void> {
	const sql = sqlOf(pool);
	for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
		const [row] = await sql.all(`SELECT current_setting('${setting}') AS value`);
		if (text(row?.value) === 'off') throw new AppError('database-not-durable', { setting });
	}
}

/**
 * Makes the store ready: safe settings, newest tables. Waits for a server that is not there yet, as after a restart of
 * the machine, but not for a setting of ours to come right.
 * @throws AppError 'database-password', 'database-missing', 'database-rights', 'database-not-durable', 'database-unreachable'
 */
export async function prepared(pool: Pool, waitMs: number): Promise<void> {
	const until = performance.now() + waitMs;
	for (;;) {
		try {
			await refuseUnsafe(pool);
			return await migrateRaced(pool);
		} catch (fault) {
			const wrong = settingFault(fault);
			if (wrong !== undefined) throw wrong;
			if (!isAppError(fault) || fault.code !== 'storage-unavailable') throw fault;
			if (performance.now() > until)
				throw new AppError('database-unreachable', { ...fault.detail }, fault.cause);
		}
		await pause(PAUSE_MS);
	}
}
