import { AppError, isAppError } from '../errors.ts';
import type { Sql } from './store.ts';

/** One open transaction of an engine. */
export interface Transaction {
	readonly sql: Sql;
	/** Resolves when everything is on the disk. */
	readonly commit: () => Promise<void>;
	/** Undoes what was not committed and gives the connection back. Never rejects. */
	readonly end: () => Promise<void>;
}

/** What the queue needs of an engine. */
export interface WriteEngine {
	/** One connection writes for everybody: then all works share transactions. Otherwise those of one organisation do. */
	readonly hasOneWriter: boolean;
	/** Waits for requests that are on their way, so that they join those at the front. */
	readonly gather?: () => Promise<unknown>;
	/** @param tenant the organisation that the works touch: its lock is taken at once */
	begin(tenant?: string): Promise<Transaction>;
	/** Whether a fault means "undone because of others: try again". */
	isPassing(fault: unknown): boolean;
}

export type Work<Result> = (sql: Sql) => Promise<Result>;

export type Outcome =
	{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: unknown };

/** A work that waits, and whom to tell. */
export interface Job {
	readonly work: Work<unknown>;
	readonly tenant: string | undefined;
	readonly answer: (outcome: Outcome) => void;
}

/** How a transaction went: committed; lost before its commit, so that nothing was kept; or not to be tried again. */
type Attempt =
	| { readonly kind: 'kept'; readonly outcomes: readonly Outcome[] }
	| { readonly kind: 'undone' }
	| { readonly kind: 'stopped'; readonly fault: unknown };

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 8;

/** Full jitter, doubling: those who met once are not to meet again. */
const pause = (tried: number) =>
	new Promise((resolve) => setTimeout(resolve, Math.random() * FIRST_WAIT_MS * 2 ** tried));

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
	try {
		return { ok: true, value: await work() };
	} catch (fault) {
		return { ok: false, fault };
	}
}

/** One work of several in a transaction: what it did is undone alone. Undefined: the whole transaction is gone. */
async function runMarked(sql: Sql, work: Work<unknown>): Promise<Outcome | undefined> {
	const marked = await outcomeOf(() => sql.run('SAVEPOINT work'));
	if (!marked.ok) return undefined;
	const outcome = await outcomeOf(() => work(sql));
	if (!outcome.ok) {
		const isUndone = (await outcomeOf(() => sql.run('ROLLBACK TO SAVEPOINT work'))).ok;
		if (!isUndone) return undefined;
	}
	return (await outcomeOf(() => sql.run('RELEASE SAVEPOINT work'))).ok ? outcome : undefined;
}

async function runAll(sql: Sql, works: readonly Work<unknown>[]): Promise<readonly Outcome[] | undefined> {
	const [only, ...others] = works;
	if (only !== undefined && others.length === 0) return [await outcomeOf(() => only(sql))];
	const outcomes: Outcome[] = [];
	for (const work of works) {
		const outcome = await runMarked(sql, work);
		if (outcome === undefined) return undefined;
		outcomes.push(outcome);
	}
	return outcomes;
}

/** Runs works in one open transaction and commits it. A work that failed alone is left to be undone. */
async function runIn({ sql, commit }: Transaction, jobs: readonly Job[]): Promise<Attempt> {
	const outcomes = await runAll(
		sql,
		jobs.map(({ work }) => work)
	);
	if (outcomes === undefined) return { kind: 'undone' };
	if (outcomes.length > 1 || outcomes[0]?.ok === true) await commit();
	return { kind: 'kept', outcomes };
}

/** One try at one transaction. Nothing is answered before it is committed. */
async function attempt(engine: WriteEngine, jobs: readonly Job[]): Promise<Attempt> {
	let transaction: Transaction | undefined;
	try {
		transaction = await engine.begin(jobs[0]?.tenant);
		return await runIn(transaction, jobs);
	} catch (fault) {
		// After a commit that broke off nobody knows whether it counts: the caller asks again, by entry id.
		return engine.isPassing(fault) ? { kind: 'undone' } : { kind: 'stopped', fault };
	} finally {
		await transaction?.end();
	}
}

const isGone = (fault: unknown) => isAppError(fault) && fault.code === 'storage-unavailable';

/** Runs one work in a transaction of its own, again while others are in its way. */
async function runSingly(engine: WriteEngine, job: Job): Promise<Outcome> {
	let last: unknown;
	for (let tried = 0; tried < MOST_TRIES; tried += 1) {
		if (tried > 0) await pause(tried);
		const done = await attempt(engine, [job]);
		if (done.kind === 'stopped') return { ok: false, fault: done.fault };
		const [outcome] = done.kind === 'kept' ? done.outcomes : [];
		if (outcome !== undefined && (outcome.ok || !engine.isPassing(outcome.fault))) return outcome;
		last = outcome?.fault;
	}
	return { ok: false, fault: new AppError('storage-unavailable', { cause: 'contended' }, last) };
}

/** Runs works one by one, in order, and stops when the store itself has gone: not a wait for each of them. */
async function runRest(engine: WriteEngine, jobs: readonly Job[]): Promise<void> {
	let gone: Outcome | undefined;
	for (const job of jobs) {
		const outcome: Outcome = gone ?? (await runSingly(engine, job));
		if (!outcome.ok && isGone(outcome.fault)) gone = outcome;
		job.answer(outcome);
	}
}

/** Answers works that wait together, in order. Those that could not stay in the group get a transaction each. */
export async function carryOut(engine: WriteEngine, jobs: readonly Job[]): Promise<void> {
	if (jobs.length === 1) return runRest(engine, jobs);
	const done = await attempt(engine, jobs);
	if (done.kind === 'undone') return runRest(engine, jobs);
	if (done.kind === 'stopped') {
		for (const job of jobs) job.answer({ ok: false, fault: done.fault });
		return undefined;
	}
	const rest = jobs.filter((job, index) => {
		const outcome = done.outcomes[index];
		const isSettled = outcome !== undefined && (outcome.ok || !engine.isPassing(outcome.fault));
		if (isSettled) job.answer(outcome);
		return !isSettled;
	});
	return runRest(engine, rest);
}
