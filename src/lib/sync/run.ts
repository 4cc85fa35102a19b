import { exchange, type Exchanged, type ExchangePorts, type Follow } from './exchange.ts';
import { LIMITS } from './protocol.ts';
import { waitAfter, type Failure, type Random, type Trouble } from './retry.ts';

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

/** What a page can do beyond pushing and pulling. */
export interface Abilities {
	/** Follows the log's chain from entry to entry. */
	readonly follow?: Follow;
	/** Fetches whole records that became readable. @returns why not */
	readonly fetchRecords?: () => Promise<Failure | undefined>;
}

/** A server that always has more, or never agrees, does not keep a device busy for ever. */
export const MOST_EXCHANGES = 500;

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

async function exchangeAll(ports: ExchangePorts, run: Run, follow?: Follow): Promise<Exchanged> {
	for (let count = 0; count < MOST_EXCHANGES; count += 1) {
		const end = endOf(await exchange(ports, run, follow), run);
		if (end !== undefined) return end;
	}
	return { kind: 'again', forked: false };
}

/**
 * Pushes and pulls until nothing is left or something is in the way. Safe to run twice at once: what is stored
 * decides.
 * @param abilities of a page; the service worker, which pays for every byte, does without
 */
export async function deliverBy(
	ports: ExchangePorts,
	attempt: Attempt,
	{ follow, fetchRecords }: Abilities = {}
): Promise<Delivered> {
	const run: Run = { most: LIMITS.pushItems, forked: false, skip: new Set(), isTaken: false };
	const waiting = (trouble: Trouble | 'missing', retryAfterMs?: number): Delivered => {
		const waitMs = waitAfter(attempt.failures + 1, attempt.random, retryAfterMs);
		const isAsked = retryAfterMs !== undefined || trouble === 'busy' || trouble === 'too-many';
		return { kind: 'waiting', trouble, waitMs, isAsked, forked: run.forked };
	};
	const end = await exchangeAll(ports, run, follow);
	if (end.kind === 'failed') return waiting(end.failure.trouble, end.failure.retryAfterMs);
	if (end.kind === 'again') return waiting('server-fault');
	const failure = attempt.hasSession ? await fetchRecords?.() : undefined;
	if (failure !== undefined) return waiting(failure.trouble, failure.retryAfterMs);
	if (run.skip.size > 0) return waiting('missing');
	// Devices that were answered in the same second do not all come back in the same second.
	const nextPollMs = Math.round(end.nextPollMs * (1 + attempt.random() / 5));
	const { needsSession, spreadMs } = end;
	return { kind: 'quiet', nextPollMs, spreadMs, needsSession, forked: run.forked };
}
