import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { delivered, hostilePost } from '../support/hostile-server.ts';
import { makeScene, type Scene } from '../support/hostile-scene.ts';
import { healed, heldOut, noticed } from '../support/hostile-verdict.ts';
import { ATTACKS } from './attacks.ts';

const NOTHING = { isLost: false, isParked: false };
const clean: (() => void | Promise<void>)[] = [];
let scene: Scene;

beforeAll(async () => {
	scene = await makeScene((end) => clean.push(end));
	vi.unstubAllGlobals();
}, 60_000);
afterAll(async () => {
	for (const end of clean.reverse()) await end();
});

describe('an honest server', () => {
	it('is believed: everything arrives, the words of the phone are read, nothing is noticed', async () => {
		const device = await scene.rewind();
		const server = await scene.server();
		const { end, applied } = await delivered(device, hostilePost(scene, server, {}));
		expect([...(await noticed(device, end, applied))]).toEqual(['quiet']);
		await heldOut(scene, device, server, {});
		await healed(scene, device, server, NOTHING);
	});
});

describe.each(Object.entries(Object.groupBy(ATTACKS, (attack) => attack.class)))('%s', (_class, attacks) => {
	it.each(attacks)('$name: $ends', async ({ hostile, ends, allowed = {}, before, lost, parked }) => {
		const device = await scene.rewind();
		const server = await scene.server();
		await before?.(scene, device);
		const { end, applied } = await delivered(device, hostilePost(scene, server, hostile));
		expect([...(await noticed(device, end, applied))]).toContain(ends);
		await heldOut(scene, device, server, allowed);
		await healed(scene, device, server, { isLost: lost !== undefined, isParked: parked !== undefined });
	});
});
