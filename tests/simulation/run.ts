/** Runs one seed from its beginning to its judgement. */
import { judge } from './ending.ts';
import { flush, heal } from './heal.ts';
import type { People } from './people.ts';
import { step } from './acts.ts';
import { write } from './writer.ts';
import { World, type Counts, type Settings } from './world.ts';

/** What came of one seed. */
export interface Outcome {
	readonly seed: number;
	readonly violations: readonly string[];
	readonly counts: Counts;
	/** Ids of the log at the end, in order: two runs that agree did the same. */
	readonly log: readonly string[];
}

/** The first person has begun a record, and both devices have it: so that they soon get into each other's way. */
async function begin(world: World): Promise<void> {
	const [first, second] = world.devices;
	if (first === undefined || second === undefined) return;
	world.book.commit(await write(first, 1, world.book), first.name);
	for (const device of [first, second]) {
		await device.deliver(true);
		await flush(world);
	}
	if (world.chance.happens(0.8)) await second.check();
	await flush(world);
}

export async function runSeed(people: People, settings: Settings): Promise<Outcome> {
	const world = await World.begin(people, settings);
	if (world.isMemberSent) await begin(world);
	for (let count = 0; count < settings.steps; count += 1) await step(world);
	await heal(world);
	await judge(world);
	const { counts, checks, office } = world;
	const log = [...office.history.ids];
	await world.close();
	return { seed: settings.seed, violations: checks.violations, counts, log };
}
