import { parsePulledList } from './answer-parse.ts';
import { exchange, type Exchanged, type SyncPorts } from './exchange.ts';
import { LIMITS } from './protocol.ts';
import { asFields, isCount } from './protocol-parse.ts';
import { isId } from '../trust/ids.ts';
import { failureOf, readBody, waitAfter, type Failure, type Random, type Trouble } from './retry.ts';
import type { PendingBootstrap, PulledEntry } from './sync-store.ts';

/** How a delivery ended: everything said and heard, or why not and when to try again. */
export type Delivered =
	| {
			readonly kind: 'quiet';
			/** When to ask again while the app is in front, ms. */
			readonly nextPollMs: number;
			/** Over so long a time what nobody waits for spreads itself after coming online, ms. */
			readonly spreadMs: number;
			/** Something waits that only an open drawer may fetch. */
			readonly needsSession: boolean;
			/** The server's history had changed: say so, in red, until a person has seen it. */
			readonly forked: boolean;
	  }
	| {
			readonly kind: 'waiting';
			readonly trouble: Trouble | 'missing';
			readonly waitMs: number;
			/** The server asked for it: only a person's tap may go before that time. */
			readonly isAsked: boolean;
			readonly forked: boolean;
	  };

/** How the deliveries before went. */
export interface Attempt {
	/** Failures in a row before this one. */
	readonly failures: number;
	readonly random: Random;
	/** Only a session may fetch whole records; without one they go on waiting. */
	readonly hasSession: boolean;
}

/** A server that always has more, or never agrees, does not keep a device busy for ever. */
const MOST_EXCHANGES = 500;

function parseNext(value: unknown): PendingBootstrap | null | undefined {
	if (value === null) return null;
	const next = asFields(value);
	const records: unknown = next?.records;
	if (!isCount(next?.after) || !Array.isArray(records) || !records.every(isId)) return undefined;
	return { records, after: next.after };
}

interface Part {
	readonly pulled: readonly PulledEntry[];
	readonly next: PendingBootstrap | null;
}

async function fetchPart(
	{ device, post, now }: SyncPorts,
	wanted: PendingBootstrap
): Promise<Part | Failure> {
	let answer: Response;
	try {
		answer = await post('/api/v1/bootstrap', { device, ...wanted });
	} catch {
		// Whatever fetch says, nothing was reached; the reason on the screen is the same.
		return { trouble: 'offline', isOurs: false };
	}
	if (answer.status !== 200) return failureOf(answer, now());
	const body = asFields(await readBody(answer));
	const pulled = await parsePulledList(body?.entries);
	const next = parseNext(body?.next);
	return pulled === undefined || next === undefined
		? { trouble: 'not-doorstep', isOurs: false }
		: { pulled, next };
}

/** Fetches the next part of the records that became readable. @returns a failure, or whether more is waiting */
async function fetchRecords(ports: SyncPorts): Promise<Failure | { readonly more: boolean }> {
	const waiting = await ports.store.pendingBootstrap();
	if (waiting.records.length === 0) return { more: false };
	const records = waiting.records.slice(0, LIMITS.bootstrapRecords);
	const part = await fetchPart(ports, { records, after: waiting.after });
	if ('trouble' in part) return part;
	const rest = waiting.records.slice(records.length);
	const next = { records: [...(part.next?.records ?? []), ...rest], after: part.next?.after ?? 0 };
	await ports.store.addRecords(waiting, { pulled: part.pulled, next });
	return { more: next.records.length > 0 };
}

/** What a run has learned so far. */
interface Run {
	/** Entries to a request; half as many after each 413. */
	most: number;
	forked: boolean;
	/** Entries that wait for others; left out so that they do not hold up what stands behind them. */
	readonly skip: Set<string>;
	/** Something was taken since the last time all were tried. */
	isTaken: boolean;
}

function endOfStored(done: Extract<Exchanged, { kind: 'stored' }>, run: Run): Exchanged | undefined {
	for (const id of done.waiting) run.skip.add(id);
	run.isTaken ||= done.isTaken;
	if (done.more) return undefined;
	if (run.skip.size === 0 || !run.isTaken) return done;
	run.skip.clear();
	run.isTaken = false;
	return undefined;
}

/** One exchange of a run. @returns how it ended, or undefined to go on */
function endOf(done: Exchanged, run: Run): Exchanged | undefined {
	if (done.kind === 'stored') return endOfStored(done, run);
	if (done.kind === 'again') {
		run.forked ||= done.forked;
		return undefined;
	}
	if ((done.taken?.length ?? 0) > 0) return undefined;
	if (done.failure.trouble !== 'too-large' || done.sent <= 1) return done;
	run.most = Math.floor(done.sent / 2);
	return undefined;
}

async function exchangeAll(ports: SyncPorts, run: Run): Promise<Exchanged> {
	for (let count = 0; count < MOST_EXCHANGES; count += 1) {
		const end = endOf(await exchange(ports, run), run);
		if (end !== undefined) return end;
	}
	return { kind: 'again', forked: false };
}

async function fetchAll(ports: SyncPorts): Promise<Failure | undefined> {
	for (let count = 0; count < MOST_EXCHANGES; count += 1) {
		const got = await fetchRecords(ports);
		if ('trouble' in got) return got;
		if (!got.more) return undefined;
	}
	return { trouble: 'server-fault', isOurs: true };
}

/**
 * Pushes and pulls until nothing is left or something is in the way. Safe to run twice at once: what is stored
 * decides. Page and service worker run the same.
 */
export async function deliver(ports: SyncPorts, attempt: Attempt): Promise<Delivered> {
	const run: Run = { most: LIMITS.pushItems, forked: false, skip: new Set(), isTaken: false };
	const waiting = (trouble: Trouble | 'missing', retryAfterMs?: number): Delivered => {
		const waitMs = waitAfter(attempt.failures + 1, attempt.random, retryAfterMs);
		const isAsked = retryAfterMs !== undefined || trouble === 'busy' || trouble === 'too-many';
		return { kind: 'waiting', trouble, waitMs, isAsked, forked: run.forked };
	};
	const end = await exchangeAll(ports, run);
	if (end.kind === 'failed') return waiting(end.failure.trouble, end.failure.retryAfterMs);
	if (end.kind === 'again') return waiting('server-fault');
	const failure = attempt.hasSession ? await fetchAll(ports) : undefined;
	if (failure !== undefined) return waiting(failure.trouble, failure.retryAfterMs);
	if (run.skip.size > 0) return waiting('missing');
	// Devices that were answered in the same second do not all come back in the same second.
	const nextPollMs = Math.round(end.nextPollMs * (1 + attempt.random() / 5));
	const { needsSession, spreadMs } = end;
	return { kind: 'quiet', nextPollMs, spreadMs, needsSession, forked: run.forked };
}
