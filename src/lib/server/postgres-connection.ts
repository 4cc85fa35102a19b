import type { Pool, PoolClient, QueryResult } from 'pg';
import { AppError } from '../errors.ts';
import { namedPostgres } from './postgres-faults.ts';
import type { Sql, SqlRow, SqlValue } from './store.ts';

/** Connections of one process: several processes share PostgreSQL's 100. */
const MOST_CONNECTIONS = 12;
const CONNECT_WITHIN_MS = 5_000;
/** The server ends a statement of a transaction before the client gives the connection up. */
const STATEMENT_WITHIN_MS = 15_000;
const ANSWER_WITHIN_MS = 20_000;
const IDLE_IN_TRANSACTION_MS = 30_000;
const IDLE_MS = 60_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * Settings of one transaction. Not of the connection: a pooler in transaction mode lends connections to everybody, and
 * refuses what it does not know when one is opened.
 */
export const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED;
	SET LOCAL statement_timeout = ${STATEMENT_WITHIN_MS};
	SET LOCAL idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`;

const INT8 = 20;
const BYTEA = 17;

/** A BIGINT, which the library gives as text lest it lose digits. @throws AppError 'column-type' from 2^53 on */
function wholeNumber(digits: string): number {
	const value = Number(digits);
	if (!Number.isSafeInteger(value)) throw new AppError('column-type', { wanted: 'count', found: 'bigint' });
	return value;
}

/** Bytes of their own, not a view into a buffer that others use. */
const ownBytes = (hex: string) => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));

/** A scheme, perhaps an account and a host, and a database. */
const FORM = /^postgres(ql)?:\/\/[^/?#]*\/[^/?#]+/;

type Parser = (text: string) => unknown;

/** @throws AppError 'database-url' */
export async function openPool(url: string): Promise<Pool> {
	const { Client, Pool, types } = await import('pg');
	type TypeId = Parameters<typeof types.getTypeParser>[0];
	try {
		// Without a database the library would take the name of the account, and find it missing or, worse, there.
		if (!FORM.test(url)) throw new TypeError('form');
		new Client({ connectionString: url });
	} catch {
		// Not with the cause: it repeats the address, password and all.
		throw new AppError('database-url');
	}
	const OURS: Readonly<Record<number, Parser>> = { [INT8]: wholeNumber, [BYTEA]: ownBytes };
	// Only the text format is asked for.
	const getTypeParser = (oid: TypeId) => OURS[oid] ?? (types.getTypeParser(oid) as Parser);
	const pool = new Pool({
		connectionString: url,
		application_name: 'doorstep',
		max: MOST_CONNECTIONS,
		min: 1,
		connectionTimeoutMillis: CONNECT_WITHIN_MS,
		query_timeout: ANSWER_WITHIN_MS,
		idleTimeoutMillis: IDLE_MS,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
		types: { getTypeParser }
	});
	// A connection that breaks is noticed by whoever uses it next; an event that nobody hears would end the process.
	pool.on('error', () => undefined);
	pool.on('connect', (client) => client.on('error', () => undefined));
	return pool;
}

const known = new Map<string, string>();

/** The one text of all engines with PostgreSQL's places. */
export function dollars(statement: string): string {
	let translated = known.get(statement);
	if (translated === undefined) {
		translated = statement.replaceAll(/\?(\d+)/g, '$$$1');
		known.set(statement, translated);
	}
	return translated;
}

/** @param answerWithinMs for statements that may take longer than those of a request */
export function sqlOf(to: Pool | PoolClient, answerWithinMs = ANSWER_WITHIN_MS): Sql {
	const ask = async (statement: string, values: readonly SqlValue[]): Promise<QueryResult<SqlRow>> => {
		// Without a name: a prepared statement lives on one connection, which a pooler may not give back.
		const query = { text: dollars(statement), values: [...values], query_timeout: answerWithinMs };
		try {
			return await to.query<SqlRow>(query);
		} catch (fault) {
			throw namedPostgres(fault);
		}
	};
	return {
		all: async (statement, ...values) => (await ask(statement, values)).rows,
		run: async (statement, ...values) => (await ask(statement, values)).rowCount ?? 0
	};
}

/** A connection for one transaction. @throws AppError 'storage-unavailable' */
export async function borrow(pool: Pool): Promise<PoolClient> {
	try {
		return await pool.connect();
	} catch (fault) {
		throw namedPostgres(fault);
	}
}
