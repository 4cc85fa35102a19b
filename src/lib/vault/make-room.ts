/**
 * What happens when the device is full: the write is tried again after each thing that could be given up. Drafts and
 * unsent work are never among them.
 * @source reference/ux.md M4
 */
import { writeProblem } from './write-problem.ts';

/** Something that may go. */
export interface RoomStep {
	readonly name: string;
	/** @returns whether anything went, so that trying again makes sense */
	readonly free: () => Promise<boolean>;
}

/** Runs a write; if there was no room, makes some and runs it again. Gives what the last run gave. */
export type WithRoom = <T>(write: () => Promise<T>) => Promise<T>;

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** Expected refusals are values; what a browser throws is an error. */
function isFull<T>(outcome: Outcome<T>): boolean {
	if ('error' in outcome) return writeProblem(outcome.error) === 'full';
	const { value } = outcome;
	return typeof value === 'object' && value !== null && 'reason' in value && value.reason === 'full';
}

async function attempt<T>(write: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { value: await write() };
	} catch (error) {
		return { error };
	}
}

/** What cannot be given up changes nothing about the words that wait. */
async function frees({ free }: RoomStep): Promise<boolean> {
	try {
		return await free();
	} catch {
		return false;
	}
}

async function climb<T>(write: () => Promise<T>, steps: readonly RoomStep[]): Promise<Outcome<T>> {
	let outcome = await attempt(write);
	for (const step of steps) {
		if (!isFull(outcome)) break;
		if (await frees(step)) outcome = await attempt(write);
	}
	return outcome;
}

function valueOf<T>(outcome: Outcome<T>): T {
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}

/** @param steps in the order in which things may go */
export function makeWithRoom(steps: readonly RoomStep[]): WithRoom {
	let last: Promise<unknown> = Promise.resolve();
	return async (write) => {
		const first = await attempt(write);
		if (!isFull(first)) return valueOf(first);
		// One after the other: what a write gave up for itself may be enough for the next, which then gives up nothing.
		const mine = last.then(() => climb(write, steps));
		last = mine;
		return valueOf(await mine);
	};
}

/**
 * Every call of an object of plain functions goes through the ladder, so that no write of the vault can be left out. A
 * call that found no room wrote nothing (strict transactions), so it may run again.
 */
export function throughRoom<Calls extends object>(calls: Calls, withRoom: WithRoom): Calls {
	const wrapped = Object.entries(calls).map(([name, call]) => {
		const run = call as (...given: unknown[]) => Promise<unknown>;
		return [name, (...given: unknown[]) => withRoom(() => run(...given))];
	});
	// The same names, with functions of the same kind.
	return Object.fromEntries(wrapped) as Calls;
}
