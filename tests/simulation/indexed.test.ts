import { beforeAll, describe, expect, it } from 'vitest';
import { cutPeople, playWith, type Cut } from './cuts.ts';
import { indexedDrawer } from './indexed-drawer.ts';
import type { People } from './people.ts';
import { runSeed } from './run.ts';
import type { Settings } from './world.ts';

let people: People;

beforeAll(async () => {
	people = await cutPeople();
}, 60_000);

describe('a simulated device', () => {
	it.each([1, 2, 3, 4, 5, 6])('does the same over IndexedDB as over plain memory: seed %i', async (seed) => {
		const traced = async (more: Partial<Settings>) => {
			const lines: string[] = [];
			const settings = {
				seed,
				steps: 40,
				profile: 'restores',
				tell: (line: string) => lines.push(line)
			} as const;
			const { log, violations } = await runSeed(people, { ...settings, ...more });
			return { lines, log, violations };
		};
		const plain = await traced({});
		const indexed = await traced({ drawer: indexedDrawer });
		expect(indexed).toEqual(plain);
		expect(plain.violations).toEqual([]);
	});
});

/** Ten of the cuts; `npm run cuts` makes all of them. */
const CUTS: readonly Cut[] = [1, 6, 13, 22, 31].flatMap((request): Cut[] => [
	{ request, where: 'before' },
	{ request, where: 'after' }
]);

describe('a network that is cut once in fifty steps', () => {
	it.each(CUTS)('comes to the same end: $where request $request', async (cut) => {
		const { violations, stored, written, requests } = await playWith(people, cut, indexedDrawer);
		expect(violations).toEqual([]);
		expect(requests).toBeGreaterThan(30);
		expect(stored).toBe(written);
	});
});
