import { AppError } from '../errors.ts';
import { carryOut, type Job, type Outcome, type Work, type WriteEngine } from './group-commit.ts';

/** PostgreSQL remembers 64 sub-transactions of a session in memory; beyond it, every reader pays. */
const MOST_TOGETHER = 48;

/** What takes its turn in a lane: a work, or something that runs alone and outside of any transaction. */
type Turn = Job | { readonly alone: () => Promise<void> };

/** Takes turns one after the other; works at the front that may share a transaction are taken together. */
function lane(engine: WriteEngine, sharing: boolean, onIdle: () => void) {
	const waiting: Turn[] = [];
	let isRunning = false;
	const nextJobs = (): readonly Job[] => {
		const most = sharing ? MOST_TOGETHER : 1;
		const stop = waiting.findIndex((turn, index) => index === most || 'alone' in turn);
		// `alone` turns were sorted out.
		return waiting.splice(0, stop === -1 ? waiting.length : stop) as Job[];
	};
	const run = async () => {
		isRunning = true;
		for (let front = waiting[0]; front !== undefined; front = waiting[0]) {
			if ('alone' in front) {
				waiting.shift();
				await front.alone();
			} else {
				await engine.gather?.();
				await carryOut(engine, nextJobs());
			}
		}
		isRunning = false;
		onIdle();
	};
	return (turn: Turn): void => {
		waiting.push(turn);
		if (!isRunning) void run();
	};
}

/** Who writes when: in order for each lane, and works that wait in one lane share a commit. */
export interface WriteQueue {
	/**
	 * Runs a work in a transaction, perhaps with others, perhaps more than once: it must not leave traces of its own.
	 * @param tenant the one organisation that the work touches; unknown, it has a transaction to itself
	 */
	readonly write: <Result>(work: Work<Result>, tenant?: string) => Promise<Result>;
	/** Runs outside of any transaction, after all that one writer was asked for before. */
	readonly alone: <Result>(job: () => Promise<Result>) => Promise<Result>;
}

const asError = (fault: unknown) => (fault instanceof Error ? fault : new AppError('store-fault', {}, fault));

export function writeQueue(engine: WriteEngine): WriteQueue {
	const lanes = new Map<string, ReturnType<typeof lane>>();
	const laneOf = (tenant: string | undefined) => {
		const name = engine.hasOneWriter ? '' : (tenant ?? '');
		const isSharing = engine.hasOneWriter || tenant !== undefined;
		const found = lanes.get(name) ?? lane(engine, isSharing, () => lanes.delete(name));
		lanes.set(name, found);
		return found;
	};
	return {
		write: <Result>(work: Work<Result>, tenant?: string) =>
			new Promise<Result>((resolve, reject) => {
				const answer = (outcome: Outcome) =>
					// `value` is what this work gave.
					outcome.ok ? resolve(outcome.value as Result) : reject(asError(outcome.fault));
				laneOf(tenant)({ work, tenant, answer });
			}),
		alone: (job) =>
			new Promise((resolve, reject) => {
				laneOf(undefined)({ alone: () => job().then(resolve, reject) });
			})
	};
}
