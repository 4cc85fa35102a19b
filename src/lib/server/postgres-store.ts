import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import { AppError, isAppError } from '../errors.ts';
import type { Transaction, WriteEngine } from './group-commit.ts';
import { BEGIN, borrow, openPool, sqlOf } from './postgres-connection.ts';
import { copyPostgres } from './postgres-copy.ts';
import { isContended, namedPostgres } from './postgres-faults.ts';
import { prepared } from './postgres-start.ts';
import { STATEMENTS } from './statements.ts';
import type { Sql, Store } from './store.ts';
import { writeQueue } from './write-queue.ts';

/** Transactions of one process at once; the other connections are for readers. */
const MOST_WRITERS = 6;
/** For a server that starts with the machine. */
const WAIT_MS = 60_000;

/** Notes whether the connection is still good: one on which something is unanswered is closed, not shared. */
function noting(sql: Sql) {
	let isBroken = false;
	const note = async <Result>(asked: Promise<Result>): Promise<Result> => {
		try {
			return await asked;
		} catch (fault) {
			isBroken ||= isAppError(fault) && fault.code === 'storage-unavailable' && !isContended(fault);
			throw fault;
		}
	};
	const noted: Sql = {
		all: (...statement) => note(sql.all(...statement)),
		run: (...statement) => note(sql.run(...statement))
	};
	return { sql: noted, isBroken: () => isBroken };
}

/** Opens a transaction. Its end gives the connection back, or closes it when nobody knows what it is doing. */
async function begin(pool: Pool): Promise<Transaction> {
	const client = await borrow(pool);
	const { sql, isBroken } = noting(sqlOf(client));
	let isCommitted = false;
	const commit = async () => {
		const { command } = await client.query('COMMIT').catch((fault: unknown) => {
			throw namedPostgres(fault);
		});
		// A transaction in which a statement failed is rolled back by COMMIT, without a word.
		if (command !== 'COMMIT') throw new AppError('commit-undone');
		isCommitted = true;
	};
	const end = async () => {
		const isGood =
			isCommitted ||
			(!isBroken() &&
				(await client.query('ROLLBACK').then(
					() => true,
					() => false
				)));
		client.release(!isGood);
	};
	try {
		await client.query(BEGIN);
	} catch (fault) {
		client.release(true);
		throw namedPostgres(fault);
	}
	return { sql, commit, end };
}

/** So many at once, in order of asking. */
function turnstile(most: number) {
	const waiting: (() => void)[] = [];
	let inside = 0;
	return {
		enter: () =>
			new Promise<undefined>((resolve) => {
				const enter = () => {
					inside += 1;
					resolve(undefined);
				};
				if (inside < most) enter();
				else waiting.push(enter);
			}),
		leave: () => {
			inside -= 1;
			waiting.shift()?.();
		}
	};
}

function engineOver(pool: Pool): WriteEngine {
	const writers = turnstile(MOST_WRITERS);
	return {
		hasOneWriter: false,
		gather: setImmediate,
		async begin(tenant) {
			await writers.enter();
			let transaction: Transaction | undefined;
			try {
				transaction = await begin(pool);
				const { sql, commit, end } = transaction;
				// Before any other row: two processes that take locks in two orders would wait for each other.
				if (tenant !== undefined) await sql.run(STATEMENTS.lockTenant, tenant);
				return { sql, commit, end: () => end().finally(writers.leave) };
			} catch (fault) {
				await transaction?.end();
				writers.leave();
				throw fault;
			}
		},
		isPassing: isContended
	};
}

/**
 * The store on PostgreSQL, for several processes and large organisations: the same statements, the same tables.
 * Nothing is answered before PostgreSQL has it on its disk (and on that of a synchronous standby, where there is one).
 * @param url `postgresql://user:password@host/database`; never logged
 * @param waitMs how long to wait for a server that does not answer
 * @throws AppError 'database-url', 'database-password', 'database-missing', 'database-rights', 'database-not-durable',
 * 'database-unreachable'
 */
export async function openPostgresStore(url: string, waitMs = WAIT_MS): Promise<Store> {
	const pool = await openPool(url);
	try {
		await prepared(pool, waitMs);
	} catch (fault) {
		await pool.end();
		throw fault;
	}
	const reading = sqlOf(pool);
	const queue = writeQueue(engineOver(pool));
	return {
		read: (work) => work(reading),
		write: queue.write,
		copyTo: (file) => copyPostgres(pool, file),
		close: () => pool.end()
	};
}
