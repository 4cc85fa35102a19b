import { AppError } from '../errors.ts';
import { newId } from '../trust/ids.ts';
import type { Office } from './office.ts';
import { STATEMENTS } from './statements.ts';
import { text, type Sql } from './store.ts';

const TURN = 'backup-turn';
/** A process that died in its turn holds the others up for no longer. */
const TURN_MS = 120_000;
const RENEW_MS = 30_000;

interface Turn {
	readonly by: string;
	/** Server time, ms. */
	readonly until: number;
}

async function readTurn(sql: Sql): Promise<Turn | undefined> {
	const [row] = await sql.all(STATEMENTS.note, TURN);
	// Written by this file alone.
	return row === undefined ? undefined : (JSON.parse(text(row.v)) as Turn);
}

function takeTurn(office: Office, by: string): Promise<boolean> {
	return office.store.write(async (sql) => {
		const now = office.now();
		const turn = await readTurn(sql);
		// A time far ahead was written by a clock that has been put right since.
		const isTaken = turn !== undefined && turn.by !== by && turn.until > now && turn.until <= now + TURN_MS;
		if (!isTaken) await sql.run(STATEMENTS.putNote, TURN, JSON.stringify({ by, until: now + TURN_MS }));
		return !isTaken;
	});
}

/**
 * Runs the work if no other process of this store is at it: servers that share a store share its backups.
 * @throws AppError 'backup-elsewhere'
 */
export async function inTurn<Result>(office: Office, work: () => Promise<Result>): Promise<Result> {
	const by = newId(office.random);
	if (!(await takeTurn(office, by))) throw new AppError('backup-elsewhere');
	// A renewal that fails is made up for by the next; the turn outlives three of them.
	const renewing = setInterval(() => void takeTurn(office, by).catch(() => false), RENEW_MS).unref();
	try {
		return await work();
	} finally {
		clearInterval(renewing);
		await office.store.write((sql) => sql.run(STATEMENTS.dropNote, TURN)).catch(() => 0);
	}
}
