/** The quiet time after a run: the weather clears, drawers are opened, and everybody delivers until nothing is left. */
import type { Delivered } from '#lib/sync/deliver.ts';
import type { Device } from './device.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
/** After so many rounds whatever has not healed never will. */
const ROUNDS = 12;

async function flush(world: World): Promise<void> {
	const { network, turns } = world;
	for (let left = 10_000; left > 0; left -= 1) {
		const [gate] = turns.ready();
		const [out] = network.out;
		const [back] = network.back;
		if (gate !== undefined) await turns.open(gate);
		else if (back !== undefined) await network.hear(back);
		else if (out !== undefined) await network.arrive(out);
		else return;
	}
	world.checks.broken('it comes to rest', 'requests without end');
}

/** One delivery in fine weather, and the check of what came. @returns how it ended and how many requests it took */
async function deliverOnce(world: World, device: Device) {
	const ends: Delivered[] = [];
	const before = world.network.sent;
	await device.deliver(true, (end) => void ends.push(end));
	await flush(world);
	const requests = world.network.sent - before;
	await device.check();
	await flush(world);
	return { end: ends[0], requests };
}

const isQuiet = (end: Delivered | undefined) => end?.kind === 'quiet' && !end.needsSession && !end.forked;

/** A device is at rest when asking again takes one request that brings nothing and sends nothing. */
async function isAtRest(world: World, device: Device): Promise<boolean> {
	const before = JSON.stringify(await device.drawer.store.position());
	const { end, requests } = await deliverOnce(world, device);
	const after = JSON.stringify(await device.drawer.store.position());
	const isSame = before === after && (await device.drawer.store.unsent()).length === 0;
	world.tell(`heal ${device.name}: ${end?.kind ?? 'none'}, ${requests} requests`);
	return isQuiet(end) && isSame && requests === 1;
}

/** Lets everything come to rest. Notes a violation when it does not. */
export async function heal(world: World): Promise<void> {
	world.tell('-- fine weather');
	world.turns.passes = () => true;
	await flush(world);
	// Somebody puts the office's clock right; devices keep theirs.
	world.office.clock.now = Math.max(world.office.clock.now, world.latest) + MINUTE;
	for (const { ring } of world.alive) ring.isLocked = false;
	for (let round = 1; round <= ROUNDS; round += 1) {
		let atRest = 0;
		for (const device of world.alive) {
			world.office.clock.now += MINUTE;
			if (await isAtRest(world, device)) atRest += 1;
		}
		if (atRest === world.alive.length) {
			world.count('rounds', round);
			return;
		}
	}
	world.checks.broken('it heals', `not at rest after ${ROUNDS} rounds`);
}
