/** Runs one seed from its beginning to its judgement. */
import { judge } from './ending.ts';
import { heal } from './heal.ts';
import type { People } from './people.ts';
import { step } from './acts.ts';
import { World, type Counts, type Settings } from './world.ts';

/** What came of one seed. */
export interface Outcome {
	readonly seed: number;
	readonly violations: readonly string[];
	readonly counts: Counts;
	/** Ids of the log at the end, in order: two runs that agree did the same. */
	readonly log: readonly string[];
}

export async function runSeed(people: People, settings: Settings): Promise<Outcome> {
	const world = await World.begin(people, settings);
	for (let count = 0; count < settings.steps; count += 1) await step(world);
	await heal(world);
	await judge(world);
	const { counts, checks, office } = world;
	const log = [...office.history.ids];
	await world.close();
	return { seed: settings.seed, violations: checks.violations, counts, log };
}
