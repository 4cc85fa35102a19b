import { availableParallelism } from 'node:os';

/** Who goes first when the server is busy. @source reference/sync.md section 5 */
const ORDER = ['push', 'sign-in', 'pull', 'bootstrap'] as const;

export type Rank = (typeof ORDER)[number];

/** A turn that was not given, and when to try again. */
export interface TurnedAway {
	readonly waitMs: number;
}

/** Keeps the process able to answer: so many at once, so many that wait, and beyond that a clear word at once. */
export interface Gate {
	/** Before a body is read: ms to stay away when nothing of this rank can be taken now; 0 to come in. */
	closedFor(rank: Rank): number;
	/** Runs the work when its turn comes. */
	run<Value>(rank: Rank, work: () => Promise<Value>): Promise<Value | TurnedAway>;
	/** From 0, calm, to 1, full. */
	pressure(): number;
	readonly waiting: number;
	readonly underWay: number;
}

export interface GateChoice {
	/** How late the event loop runs, ms. */
	readonly lagMs?: () => number;
	/** Reads and sign-ins at once. */
	readonly slots?: number;
	/** Pushes at once: the store commits those that wait for it together, so that more of them cost less each. */
	readonly pushSlots?: number;
	/** How many may wait. */
	readonly queue?: number;
}

/** From here on only pushes come in; from the second on nobody does. */
const LATE_MS = 500;
const TOO_LATE_MS = 3_000;
/** What a turn takes before any was measured. */
const FIRST_GUESS_MS = 20;
const LEAST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;

interface Waiter {
	readonly rank: Rank;
	readonly go: (isTurn: boolean) => void;
}

/** @param choice tests make it small */
export function makeGate(choice: GateChoice = {}): Gate {
	const cores = availableParallelism();
	const { lagMs = () => 0, slots = Math.max(4, 2 * cores), pushSlots = 64, queue = 200 } = choice;
	const lines = new Map<Rank, Waiter[]>(ORDER.map((rank) => [rank, []]));
	const busy = { push: 0, other: 0 };
	let waiting = 0;
	let turnMs = FIRST_GUESS_MS;

	const line = (rank: Rank) => lines.get(rank) ?? [];
	const hasRoom = (rank: Rank) => (rank === 'push' ? busy.push < pushSlots : busy.other < slots);
	const move = (rank: Rank, by: number) => (busy[rank === 'push' ? 'push' : 'other'] += by);
	/** All who wait, served at the rate that was measured. */
	const waitMs = () => {
		const ms = Math.max((waiting * turnMs) / slots, 2 * lagMs(), LEAST_WAIT_MS);
		return Math.min(ms, MOST_WAIT_MS);
	};

	function next(): void {
		for (const rank of ORDER) {
			while (hasRoom(rank)) {
				const waiter = line(rank).shift();
				if (waiter === undefined) break;
				waiting -= 1;
				move(rank, 1);
				waiter.go(true);
			}
		}
	}

	/** The line of the lowest rank below this one in which somebody waits. */
	const lineBelow = (rank: Rank) =>
		ORDER.slice(ORDER.indexOf(rank) + 1)
			.reverse()
			.map(line)
			.find(({ length }) => length > 0);

	/** Sends the last of a lower rank home, so that a push is never refused for the sake of a read. */
	function makeRoomFor(rank: Rank): boolean {
		if (waiting < queue) return true;
		const last = lineBelow(rank)?.pop();
		if (last === undefined) return false;
		waiting -= 1;
		last.go(false);
		return true;
	}

	const isTooLate = (rank: Rank) => lagMs() >= (rank === 'push' ? TOO_LATE_MS : LATE_MS);
	const isShut = (rank: Rank) => isTooLate(rank) || (waiting >= queue && lineBelow(rank) === undefined);

	function turn(rank: Rank): Promise<boolean> | boolean {
		if (hasRoom(rank) && line(rank).length === 0) {
			move(rank, 1);
			return true;
		}
		if (!makeRoomFor(rank)) return false;
		waiting += 1;
		return new Promise((go) => line(rank).push({ rank, go }));
	}

	return {
		closedFor: (rank) => (isShut(rank) ? waitMs() : 0),
		async run(rank, work) {
			if (isTooLate(rank) || !(await turn(rank))) return { waitMs: waitMs() };
			const from = performance.now();
			try {
				return await work();
			} finally {
				turnMs += (performance.now() - from - turnMs) / 20;
				move(rank, -1);
				next();
			}
		},
		pressure: () => Math.min(1, Math.max(waiting / queue, lagMs() / LATE_MS)),
		get waiting() {
			return waiting;
		},
		get underWay() {
			return busy.push + busy.other;
		}
	};
}
