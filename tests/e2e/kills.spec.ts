import { SCENARIOS } from '../support/all-kills.ts';
import { LYING } from '../support/kill-scenarios.ts';
import { runKills, type KillCount } from '../support/kills.ts';
import { startLab, type RunningLab } from '../support/lab.ts';
import { expect, test } from '@playwright/test';

/** The short form of `npm run kills`: ten kills in all. */
const KILLS = { save: 4, make: 1, migrate: 2, change: 1, rekey: 1, wipe: 1 } as const;

let lab: RunningLab;

test.beforeAll(async () => {
	lab = await startLab();
});
test.afterAll(() => lab.discard());

function note(count: KillCount): void {
	const { scenario, kills, midway, acknowledged } = count;
	const description = `${kills} kills, ${midway} midway, ${acknowledged} acknowledged`;
	test.info().annotations.push({ type: scenario, description });
}

test('a save that is said too early is missed after a kill, so these tests can fail', async () => {
	expect((await runKills(lab, LYING, { kills: 1 })).lost).not.toEqual([]);
});

test('ten kills in the middle of the work lose nothing that was said to be kept', async () => {
	test.setTimeout(120_000);
	const counts = [
		await runKills(lab, SCENARIOS.save, { kills: KILLS.save }),
		await runKills(lab, SCENARIOS.make, { kills: KILLS.make }),
		await runKills(lab, SCENARIOS.migrate, { kills: KILLS.migrate }),
		await runKills(lab, SCENARIOS.change, { kills: KILLS.change }),
		await runKills(lab, SCENARIOS.rekey, { kills: KILLS.rekey }),
		await runKills(lab, SCENARIOS.wipe, { kills: KILLS.wipe })
	];
	counts.forEach(note);
	expect(counts.flatMap(({ lost, unreadable, stuck }) => [...lost, ...unreadable, ...stuck])).toEqual([]);
	expect(counts.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(KILLS.save);
});
