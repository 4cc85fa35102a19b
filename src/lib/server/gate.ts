import { availableParallelism } from 'node:os';
import { makeWaitingLine, type Rank } from './waiting-line.ts';

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
	waiting(): number;
	underWay(): number;
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

type Slots = 'push' | 'other';
const slotsOf = (rank: Rank): Slots => (rank === 'push' ? 'push' : 'other');

const honest = (ms: number) => Math.min(Math.max(ms, LEAST_WAIT_MS), MOST_WAIT_MS);

const usualSlots = () => Math.max(4, 2 * availableParallelism());

/** @param choice tests make it small */
export function makeGate(choice: GateChoice = {}): Gate {
	const { lagMs = () => 0, queue = 200 } = choice;
	const room = { push: choice.pushSlots ?? 64, other: choice.slots ?? usualSlots() };
	const busy = { push: 0, other: 0 };
	const line = makeWaitingLine();
	let turnMs = FIRST_GUESS_MS;

	/** All who wait, served at the rate that was measured. */
	const waitMs = () => honest(Math.max((line.length * turnMs) / room.other, 2 * lagMs()));
	const isTooLate = (rank: Rank) => lagMs() >= (rank === 'push' ? TOO_LATE_MS : LATE_MS);
	const isShut = (rank: Rank) => isTooLate(rank) || (line.length >= queue && !line.hasBelow(rank));

	function takes(rank: Rank): boolean {
		if (busy[slotsOf(rank)] >= room[slotsOf(rank)]) return false;
		busy[slotsOf(rank)] += 1;
		return true;
	}

	/** A read is sent home rather than that a push is refused. */
	function turn(rank: Rank): Promise<boolean> | boolean {
		if (isTooLate(rank)) return false;
		if (line.isEmpty(rank) && takes(rank)) return true;
		const hasPlace = line.length < queue || line.sendHomeBelow(rank);
		return hasPlace && line.wait(rank);
	}

	return {
		closedFor: (rank) => (isShut(rank) ? waitMs() : 0),
		async run(rank, work) {
			if (!(await turn(rank))) return { waitMs: waitMs() };
			const from = performance.now();
			try {
				return await work();
			} finally {
				turnMs += (performance.now() - from - turnMs) / 20;
				busy[slotsOf(rank)] -= 1;
				line.callIn(takes);
			}
		},
		pressure: () => Math.min(1, Math.max(line.length / queue, lagMs() / LATE_MS)),
		waiting: () => line.length,
		underWay: () => busy.push + busy.other
	};
}
