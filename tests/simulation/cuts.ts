/**
 * The network cut before and after every request of a scenario of fifty steps, over the drawer's own IndexedDB: it always
 * comes to the same end, and nothing is stored twice.
 */
import { installEngine } from './engine.ts';
import { judge } from './ending.ts';
import { heal } from './heal.ts';
import type { Drawer } from './drawer.ts';
import { enrol, type People } from './people.ts';
import type { Device } from './device.ts';
import { World } from './world.ts';
import { write } from './writer.ts';

/** Where one request is cut off. */
export interface Cut {
	/** Which request of the scenario, from 1. */
	readonly request: number;
	/** The request is lost, or the server has it and its answer is lost. */
	readonly where: 'before' | 'after';
}

const STEPS = 50;

/** One step of the scenario: somebody writes, or delivers and checks. */
async function step(world: World, at: number, cut: Cut | undefined): Promise<void> {
	const device = world.alive[at % 3];
	if (device === undefined) return;
	if (at % 5 < 2) world.book.commit(await write(device, 1, world.book), device.name);
	else await deliver(world, device, cut);
}

async function deliver(world: World, device: Device, cut: Cut | undefined): Promise<void> {
	const { network } = world;
	await device.deliver(true);
	for (;;) {
		const [out] = network.out;
		const [back] = network.back;
		const message = out ?? back;
		if (message === undefined) break;
		const isCut = message.number === cut?.request && (cut.where === 'before') === (out !== undefined);
		if (isCut) await network.lose(message);
		else if (out !== undefined) await network.arrive(out);
		else if (back !== undefined) await network.hear(back);
	}
	await device.check();
}

/** What a run with one cut came to. */
export interface CutEnd {
	readonly requests: number;
	readonly violations: readonly string[];
	readonly stored: number;
	readonly written: number;
}

/** Enrols everybody once. */
export async function cutPeople(): Promise<People> {
	installEngine();
	return enrol();
}

/** Plays the scenario, with one request cut off or none. @param drawer storage of a device */
export async function playWith(
	people: People,
	cut: Cut | undefined,
	drawer?: () => Promise<Drawer>
): Promise<CutEnd> {
	const world = await World.begin(people, { seed: 4, steps: 0, profile: 'swarm', ...(drawer && { drawer }) });
	for (let at = 0; at < STEPS; at += 1) {
		world.office.clock.now += 1_000;
		await step(world, at, cut);
	}
	const requests = world.network.sent;
	await heal(world);
	await judge(world);
	const { stored = 0 } = world.counts;
	const end = { requests, violations: world.checks.violations, stored, written: world.book.committed.size };
	await world.close();
	return end;
}
