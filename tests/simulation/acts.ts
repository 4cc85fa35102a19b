/** What may happen next, and how it happens. */
import type { Device } from './device.ts';
import { rowOf, write } from './writer.ts';
import type { Act } from './profile.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** Whether a device may begin another delivery. */
const isFree = ({ profile }: World, device: Device) =>
	[...device.tasks].filter(({ name }) => !name.endsWith('check')).length < profile.atOnce;

const open = ({ alive }: World) => alive.filter(({ ring }) => !ring.isLocked);

/** Drawers that are open and know who is who: without its own place in the keylog a device cannot write. */
const writing = (world: World) => open(world).filter(({ keylog, id }) => keylog.devices.has(id));

/** Does one thing. @returns what was done, or undefined when there was nothing to do */
type Doing = (world: World) => Promise<string | undefined>;

async function deliver(world: World, isPage: boolean): Promise<string | undefined> {
	const device = world.chance.pick(world.alive.filter((one) => isFree(world, one)));
	if (device === undefined) return undefined;
	await device.deliver(isPage, (end) => {
		world.tell(`  ${device.name} delivered: ${end.kind === 'waiting' ? end.trouble : 'quiet'}`);
		if (end.forked) world.count('forks');
	});
	return device.name;
}

async function wipe(world: World): Promise<string | undefined> {
	const device = world.chance.pick(world.alive.filter(({ name }) => name !== 'lead'));
	const person = device?.person;
	const spare = world.spares.find((one) => one.person === person);
	if (device === undefined || spare === undefined) return undefined;
	world.spares.splice(world.spares.indexOf(spare), 1);
	device.reload();
	device.isWiped = true;
	const next = await world.addDevice(spare);
	next.ring.token = undefined;
	next.ring.cookie = undefined;
	world.count('wipes');
	return `${device.name}, ${next.name} instead`;
}

/** The first device makes the second one a member of their person's space. */
async function member(world: World): Promise<string | undefined> {
	const device = world.alive.find(({ name }) => name === 'anna-1');
	if (world.isMemberSent || device === undefined || device.ring.isLocked) return undefined;
	world.isMemberSent = true;
	const entry = world.people.member;
	await device.drawer.queue([rowOf(entry, device.now())]);
	const taken = await world.checks.takeOwn(device, entry);
	world.book.commit([entry], device.name);
	return taken;
}

/** Whatever the server was doing comes to its end, and nobody hears of it. */
async function goDown(world: World): Promise<void> {
	const { turns, office } = world;
	office.start += 1;
	for (let gate = serverGate(world); gate !== undefined; gate = serverGate(world)) await turns.open(gate);
	world.network.back.length = 0;
	await world.settle();
}

const serverGate = ({ turns }: World) => turns.ready().find(({ task }) => task.name.startsWith('server'));

async function restore(world: World): Promise<string | undefined> {
	const { chance, office, profile, people } = world;
	const good = office.backups.filter(({ isVerified }) => isVerified);
	const isEarly = chance.happens(profile.early);
	const chosen = chance.happens(profile.newest) ? good.at(-1) : chance.pick(good);
	const image = isEarly ? chance.pick(people.early) : chosen?.image;
	if (image === undefined) return undefined;
	await goDown(world);
	await office.begin(image);
	// What was copied after the restored one belongs to a history that is gone.
	world.count('restores');
	return `to ${office.history.ids.length}`;
}

async function clock(world: World, move: (ms: number) => void): Promise<string> {
	const ms = (world.chance.pick([-2 * 60, -5, 20, 9 * 60, 40 * 24 * 60]) ?? 0) * MINUTE;
	move(ms);
	return `${ms / MINUTE} min`;
}

const ACTS: Readonly<Record<Act, Doing>> = {
	write: async (world) => {
		const device = world.chance.pick(writing(world));
		if (device === undefined) return undefined;
		const made = await write(device, world.profile.records, world.book);
		world.book.commit(made, device.name);
		world.count('writes', made.length);
		return `${device.name} ${made.map(({ id, header }) => `${header.kind} ${id.slice(0, 6)}`).join(', ')}`;
	},
	page: (world) => deliver(world, true),
	worker: (world) => deliver(world, false),
	check: async (world) => {
		const device = world.chance.pick(
			open(world).filter(({ tasks }) => ![...tasks].some(({ name }) => name.endsWith('check')))
		);
		await device?.check();
		return device?.name;
	},
	'go-on': async ({ turns, chance }) => {
		const gate = chance.pick(turns.ready());
		if (gate !== undefined) await turns.open(gate);
		return gate?.task.name;
	},
	arrive: async ({ network, chance }) => {
		const message = chance.pick(network.out);
		if (message !== undefined) await network.arrive(message);
		return message && `${message.number} of ${message.from}`;
	},
	hear: async ({ network, chance }) => {
		const message = chance.pick(network.back);
		if (message !== undefined) await network.hear(message);
		return message && `${message.number} of ${message.from}: ${message.reply?.status ?? 0}`;
	},
	lose: async (world) => {
		const message = world.chance.pick([...world.network.out, ...world.network.back]);
		if (message === undefined) return undefined;
		await world.network.lose(message);
		world.count('drops');
		return `${message.number} of ${message.from}`;
	},
	'give-up': async (world) => {
		const message = world.chance.pick(world.network.waiting());
		if (message === undefined) return undefined;
		await world.network.giveUp(message);
		world.count('late');
		return `${message.number} of ${message.from}`;
	},
	double: async (world) => {
		const message = world.chance.pick(world.network.out);
		if (message === undefined) return undefined;
		world.network.double(message);
		world.count('duplicates');
		return `${message.number} of ${message.from}`;
	},
	lock: async (world) => {
		const device = world.chance.pick(open(world));
		device?.lock();
		return device?.name;
	},
	unlock: async ({ chance, alive }) => {
		const device = chance.pick(alive.filter(({ ring }) => ring.isLocked));
		if (device !== undefined) device.ring.isLocked = false;
		return device?.name;
	},
	reload: async (world) => {
		const device = world.chance.pick(world.alive);
		device?.reload();
		world.count('reloads');
		return device?.name;
	},
	wipe,
	member,
	copy: async (world) => {
		await world.settle();
		const { seq } = world.office.copy();
		return `at ${seq}`;
	},
	verify: async ({ office, turns }) => {
		const copy = office.newestCopy();
		if (copy === undefined || copy.isVerified) return undefined;
		await turns.begin('server backup', () => office.verify(copy));
		return `up to ${copy.seq}`;
	},
	restore,
	restart: async (world) => {
		await goDown(world);
		await world.office.begin(world.office.store.image());
		world.count('restarts');
		return `at ${world.office.history.ids.length}`;
	},
	'server-clock': (world) => clock(world, (ms) => (world.office.clock.now += ms)),
	'device-clock': async (world) => {
		const device = world.chance.pick(world.alive);
		return device && `${device.name} ${await clock(world, (ms) => (device.skew += ms))}`;
	}
};

/** One step of a run: time passes, and something happens if it can. */
export async function step(world: World): Promise<void> {
	const { chance, office, profile } = world;
	office.clock.now += chance.below(MINUTE / 2);
	world.latest = Math.max(world.latest, office.clock.now);
	const act = chance.weighed(profile.weights);
	const done = await ACTS[act](world);
	if (done !== undefined) world.tell(`${act} ${done}`);
}
