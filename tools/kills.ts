/**
 * Kills a browser in the middle of the vault's work and compares: `npm run kills -- [kills of each] [scenario ...]`.
 * Prints one line for each kind of work; ends with 1 when anything that was said to be kept is lost, unreadable or stuck.
 */
import { SCENARIOS } from '../tests/support/all-kills.ts';
import { LYING } from '../tests/support/kill-scenarios.ts';
import { runKills, type KillCount, type Scenario } from '../tests/support/kills.ts';
import { startLab } from '../tests/support/lab.ts';

const KILLS_OF_EACH = 50;

const [countText, ...chosen] = process.argv.slice(2);
const kills = Number(countText ?? KILLS_OF_EACH);
const names = chosen.length > 0 ? chosen : Object.keys(SCENARIOS);

const lab = await startLab();
const faults: string[] = [];

function lineOf({
	scenario,
	kills: killed,
	midway,
	acknowledged,
	lost,
	unreadable,
	stuck
}: KillCount): string {
	return `${scenario}: ${killed} kills, ${midway} of them midway, ${acknowledged} acknowledged, ${lost.length} lost, ${unreadable.length} unreadable, ${stuck.length} stuck`;
}

function report(count: KillCount): void {
	console.log(lineOf(count));
	faults.push(
		...[...count.lost, ...count.unreadable, ...count.stuck].map((fault) => `${count.scenario}: ${fault}`)
	);
}

/** Every fifth round, for a run that is cut off. */
function onround(soFar: KillCount): void {
	if (soFar.kills % 5 === 0) process.stderr.write(`so far ${lineOf(soFar)}\n`);
}

try {
	const lie = await runKills(lab, LYING, { kills: 1 });
	if (lie.lost.length === 0)
		throw new TypeError('A save that was said too early was not missed: this proves nothing');
	for (const name of names) {
		// Each scenario knows its own state; from here it is opaque.
		const scenario = Object.entries(SCENARIOS).find(([key]) => key === name)?.[1] as
			Scenario<unknown> | undefined;
		if (scenario === undefined) throw new TypeError(`${name}: one of ${Object.keys(SCENARIOS).join(', ')}`);
		report(await runKills(lab, scenario, { kills, onround }));
	}
} finally {
	await lab.discard();
}
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
