/** Plays the calls of many devices against a server. A process of its own; `load.ts` tells it what by message. */
import { readFileSync } from 'node:fs';
import { callerOf, type Answered, type Caller } from './load/caller.ts';
import { addressOf, apply, devicesOf, requestOf, type Device } from './load/devices.ts';
import type { SavedOffice } from './load/offices.ts';
import { arrivals, seededRandom, type CallKind } from './load/plan.ts';
import { Tally, type Order, type Played, type Warm } from './load/tally.ts';

const REVISIONS: Readonly<Record<CallKind, number>> = { morning: 2, save: 1, poll: 0 };
const BUSY = 'device busy';

function readOffices(file: string): readonly SavedOffice[] {
	const lines = readFileSync(file, 'utf8').split('\n');
	// Written by `prepare.ts`.
	return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SavedOffice);
}

const tell = (message: Warm | Played) => process.send?.(message);

async function callFor(caller: Caller, device: Device, revisions: number): Promise<Answered> {
	const body = await requestOf(device, revisions);
	return caller.sync(body, { token: device.saved.token, address: addressOf(device) });
}

/** Whether the server takes gzip: it says 415 if not, as to any device of ours. */
async function takesGzip({ origin, connections }: Order, device: Device): Promise<boolean> {
	const trial = callerOf(origin, connections, true);
	const answered = await callFor(trial, device, 1);
	trial.close();
	if (answered.ok) apply(device, answered.answer);
	// What it signed was not taken: nothing may stand on it.
	else device.record = undefined;
	return answered.ok;
}

async function warm(order: Order, devices: readonly Device[]): Promise<boolean> {
	const from = performance.now();
	const firsts = new Map(devices.map((device) => [device.office.tenant, device]));
	const [one] = firsts.values();
	if (one === undefined) throw new TypeError('no devices');
	const gzips = await takesGzip(order, one);
	const caller = callerOf(order.origin, 4, gzips);
	for (const device of firsts.values()) {
		const answered = await callFor(caller, device, 1);
		if (!answered.ok) throw new TypeError(`The server refused a sound push: ${answered.reason}`);
		apply(device, answered.answer);
	}
	caller.close();
	tell({ kind: 'warm', offices: firsts.size, seconds: (performance.now() - from) / 1000, gzips });
	return gzips;
}

function freeDevice(devices: readonly Device[], random: () => number): Device | undefined {
	for (let tries = 0; tries < 20; tries += 1) {
		const device = devices[Math.floor(random() * devices.length)];
		if (device?.isBusy === false) return device;
	}
	return undefined;
}

interface Due {
	/** `performance.now()` at which the call should begin. */
	readonly intended: number;
	readonly kind: CallKind;
}

async function play(run: { caller: Caller; tally: Tally }, device: Device, due: Due): Promise<void> {
	const { caller, tally } = run;
	const revisions = REVISIONS[due.kind];
	device.isBusy = true;
	tally.late.push(performance.now() - due.intended);
	const answered = await callFor(caller, device, revisions);
	device.isBusy = false;
	if (!answered.ok) {
		// What it signed is lost with this device's row of numbers: it goes on with the next, which is allowed.
		device.record = undefined;
		tally.fail(answered.reason);
		return;
	}
	tally.times[due.kind].push(performance.now() - due.intended);
	tally.take(answered, revisions);
	apply(device, answered.answer);
}

/** Waits until a moment; even a call that is late lets answers in first. */
async function due(intended: number): Promise<void> {
	const early = intended - performance.now();
	// Timers are a millisecond coarse; what is nearly due goes now.
	await (early > 0.5 ? pause(early) : new Promise(setImmediate));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const own = (cpu: NodeJS.CpuUsage, seconds: number) => ({
	cpuShare: (cpu.user + cpu.system) / 1e6 / seconds,
	memoryMb: process.memoryUsage.rss() / 2 ** 20
});

async function run(order: Order): Promise<void> {
	const devices = devicesOf(readOffices(order.officesFile));
	const gzips = await warm(order, devices);
	const random = seededRandom(order.seed);
	const calls = arrivals(order.profile, random);
	const caller = callerOf(order.origin, order.connections, gzips);
	const tally = new Tally();
	const underWay = new Set<Promise<void>>();
	await pause(500);
	const cpuBefore = process.cpuUsage();
	const from = performance.now();
	for (const { at, kind } of calls) {
		const intended = from + at;
		await due(intended);
		const device = freeDevice(devices, random);
		if (device === undefined) {
			tally.fail(BUSY);
			continue;
		}
		const call = play({ caller, tally }, device, { intended, kind });
		underWay.add(call);
		void call.finally(() => underWay.delete(call));
	}
	const seconds = (performance.now() - from) / 1000;
	const cpu = process.cpuUsage(cpuBefore);
	await Promise.all(underWay);
	caller.close();
	tell({
		kind: 'played',
		seconds,
		drainedSeconds: (performance.now() - from) / 1000,
		...tally.result(),
		...own(cpu, seconds)
	});
}

// The one message is `load.ts`'s order.
process.once('message', (order) => void run(order as Order).then(() => process.disconnect()));
