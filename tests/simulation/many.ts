/** Many seeds in one process, and what came of them together. */
import { installEngine } from './engine.ts';
import { enrol } from './people.ts';
import type { ProfileName } from './profile.ts';
import { runSeed } from './run.ts';

export interface Span {
	readonly from: number;
	readonly seeds: number;
	readonly steps: number;
	/** All kinds in turn without one. */
	readonly profile?: ProfileName;
	/** Stop after so many seeds with violations. */
	readonly most: number;
}

export interface Sum {
	seeds: number;
	readonly counts: Record<string, number>;
	readonly bad: { readonly seed: number; readonly violations: readonly string[] }[];
}

/** Seeds take turns: most are of the swarm. */
const KINDS: readonly ProfileName[] = ['swarm', 'swarm', 'restores', 'swarm', 'crowd', 'swarm', 'widow', 'early'];

/** The kind of schedule that a seed has when none is asked for. */
export const kindOf = (seed: number): ProfileName => KINDS[seed % KINDS.length] ?? 'swarm';

/** @param tell the trace of every seed, line by line */
export async function runMany(span: Span, tell?: (line: string) => void): Promise<Sum> {
	installEngine();
	const people = await enrol();
	const sum: Sum = { seeds: 0, counts: {}, bad: [] };
	for (let seed = span.from; seed < span.from + span.seeds && sum.bad.length < span.most; seed += 1) {
		const settings = { seed, steps: span.steps, profile: span.profile ?? kindOf(seed), isWhole: seed % 16 === 0 };
		const { counts, violations } = await runSeed(people, { ...settings, ...(tell && { tell }) });
		sum.seeds += 1;
		for (const [what, times] of Object.entries(counts)) sum.counts[what] = (sum.counts[what] ?? 0) + times;
		if (violations.length > 0) sum.bad.push({ seed, violations });
	}
	return sum;
}
