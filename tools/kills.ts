/**
 * Kills a browser in the middle of the vault's work and compares: `npm run kills -- [kills of each] [scenario ...]`.
 * Prints one line for each kind of work; ends with 1 when anything that was said to be kept is lost, unreadable or stuck.
 */
import { LYING, SCENARIOS } from '../tests/support/kill-scenarios.ts';
import { runKills, type KillCount, type Scenario } from '../tests/support/kills.ts';
import { startLab } from '../tests/support/lab.ts';

const KILLS_OF_EACH = 50;

const [countText, ...chosen] = process.argv.slice(2);
const kills = Number(countText ?? KILLS_OF_EACH);
const names = chosen.length > 0 ? chosen : Object.keys(SCENARIOS);

const lab = await startLab();
const onround = (round: number) => {
	if (round % 10 === 0) process.stderr.write(`${round} `);
};
const faults: string[] = [];

function report({ scenario, midway, acknowledged, lost, unreadable, stuck, ...count }: KillCount): void {
	console.log(
		`${scenario}: ${count.kills} kills, ${midway} of them midway, ${acknowledged} acknowledged, ${lost.length} lost, ${unreadable.length} unreadable, ${stuck.length} stuck`
	);
	faults.push(...[...lost, ...unreadable, ...stuck].map((fault) => `${scenario}: ${fault}`));
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
