import { spawn } from 'node:child_process';
import type { Count } from './test-count.ts';

/** One check of `npm test`. */
export interface Step {
	readonly name: string;
	readonly command: readonly [program: string, ...args: string[]];
	/** Reads the number of cases from what the command wrote; without it the command is one case. */
	readonly count?: () => Count;
	/** Settings for this command alone. */
	readonly env?: Readonly<Record<string, string>>;
	/** Shows its lines as they come, not only after a failure. Runs alone, or they would mix with others. */
	readonly isLive?: boolean;
	/** Uses every core by itself, or writes what others read: nothing runs beside it. */
	readonly isAlone?: boolean;
	/** Not worth running, and counted as failed, when the named step failed. Runs alone. */
	readonly needs?: string;
}

const LANES = 2;

/**
 * Takes the steps in their order, two at a time where they do not ask to be alone, and goes on after a failure.
 * @param runOne runs a step and counts; rejecting counts as one failure
 * @returns the count of every step, in the order in which they ended
 */
export async function takeSteps(
	steps: readonly Step[],
	runOne: (step: Step) => Promise<Count>
): Promise<ReadonlyMap<string, Count>> {
	const outcomes = new Map<string, Count>();
	const running = new Set<Promise<void>>();
	const take = async (step: Step) => {
		const isWorthIt = step.needs === undefined || outcomes.get(step.needs)?.failed === 0;
		outcomes.set(step.name, isWorthIt ? await runOne(step).catch(oneFailure) : oneFailure());
	};
	for (const step of steps) {
		const isAlone = step.isAlone ?? step.isLive ?? step.needs !== undefined;
		while (running.size >= (isAlone ? 1 : LANES)) await Promise.race(running);
		const job = take(step).finally(() => running.delete(job));
		running.add(job);
		if (isAlone) await job;
	}
	await Promise.all(running);
	return outcomes;
}

const oneFailure = (): Count => ({ passed: 0, failed: 1 });

/**
 * Runs a step's command. What it says comes when it has ended, so that two at once stay readable: all of it after a
 * failure, else its errors and warnings only.
 * @param env the environment of every command, to which a step adds its own
 * @returns whether it ended well, and what is to be shown of what it said
 */
export function runCommand(
	{ command, isLive, env: own }: Step,
	env: Readonly<NodeJS.ProcessEnv>
): Promise<{ readonly isGood: boolean; readonly said: string }> {
	const [program, ...args] = command;
	const child = spawn(program, args, { stdio: ['ignore', ...said(isLive)], env: { ...env, ...own } });
	const all: Buffer[] = [];
	const errors: Buffer[] = [];
	child.stdout?.on('data', (bytes: Buffer) => all.push(bytes));
	child.stderr?.on('data', (bytes: Buffer) => {
		all.push(bytes);
		errors.push(bytes);
	});
	return new Promise((resolve) => {
		child.on('error', (fault) => resolve({ isGood: false, said: fault.message }));
		child.on('close', (code) => {
			const isGood = code === 0;
			resolve({
				isGood,
				said: Buffer.concat(isGood ? errors : all)
					.toString()
					.trimEnd()
			});
		});
	});
}

const said = (isLive = false) => (isLive ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const));
