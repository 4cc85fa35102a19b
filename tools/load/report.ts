/** A run in words: what was measured, what it was measured on, and apart from it what is derived. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Options } from './options.ts';
import { highestRate, type Spread } from './plan.ts';
import type { Prepared } from './prepare.ts';
import { IS_PINNED, type Usage } from './processes.ts';
import type { Played, Warm } from './tally.ts';

/** Beyond this the generator may be what was measured. */
const MOST_GENERATOR = 0.8;

/** All that a run left. */
export interface Outcome {
	readonly options: Options;
	readonly prepared: Prepared;
	readonly what: string;
	readonly warm: Warm;
	readonly played: Played;
	readonly before: Usage | undefined;
	readonly after: Usage | undefined;
}

const fixed = (value: number, digits = 1) => value.toFixed(digits);
const percent = (share: number) => `${fixed(share * 100, 0)} %`;

function spreadLine(name: string, { count, p50, p95, p99, max }: Spread): string {
	const times = [p50, p95, p99, max].map((ms) => fixed(ms).padStart(9)).join('');
	return `  ${name.padEnd(28)}${String(count).padStart(8)}${times}`;
}

function setting({ options, prepared, what, warm }: Outcome): readonly string[] {
	const { devices, perOffice, connections, profile, seed } = options;
	const { minutes, herdMinutes, factor, rate } = profile;
	const offices = prepared.offices.length;
	const plan =
		rate === undefined
			? `${minutes} min around nine; all devices come back within ${herdMinutes} min; time runs ${factor} times as fast; at most ${fixed(highestRate(profile))} syncs/s`
			: `${minutes} min at ${rate} syncs/s, two revisions each`;
	return [
		'SETTING',
		`  server      ${what}, node:sqlite, synchronous FULL, one process`,
		`  machine     ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? '?'}; load ${loadavg()
			.map((load) => fixed(load, 2))
			.join(' ')} at the end (others' work included)`,
		`  cores       ${IS_PINNED ? 'server on core 0, generator on core 1 (taskset)' : 'NOT PINNED: no taskset or one core'}`,
		`  devices     ${devices} in ${offices} organisations of up to ${perOffice}, plain objects; two to a person`,
		`  calls       ${plan}; seed ${seed}`,
		`  wire        loopback: no loss, no TLS; up to ${connections} kept connections for all devices; gzip in requests: ${warm.gzips ? 'yes' : 'no, the server does not take it'}`
	];
}

function enrolment({ prepared, warm }: Outcome): readonly string[] {
	const { enrolled, offices } = prepared;
	const statements = offices.reduce((sum, one) => sum + one.statements, 0) / offices.length;
	const first = (warm.seconds / warm.offices) * 1000;
	const lines = [
		`  first call of an organisation after a start: ${fixed(first)} ms for ${fixed(statements, 0)} statements (its keylog is checked then)`
	];
	if (enrolled === undefined) return lines;
	const rate = enrolled.entries / enrolled.seconds;
	return [
		...lines,
		`  enrolled just now: ${enrolled.entries} statements, ${fixed(rate, 0)}/s, signing them included`
	];
}

function errors({ errors: counted, spreads }: Played): readonly string[] {
	const all = Object.entries(counted);
	const sum = all.reduce((total, [, count]) => total + count, 0);
	const share = sum / Math.max(1, sum + spreads.all.count);
	const lines = all.map(([reason, count]) => `    ${reason.padEnd(26)}${String(count).padStart(8)}`);
	return [`  errors ${sum} (${percent(share)})`, ...lines];
}

/** CPU seconds that the server used while calls were under way. */
function serverCpu({ before, after }: Outcome): number | undefined {
	return before === undefined || after === undefined ? undefined : after.cpuSeconds - before.cpuSeconds;
}

function serverLine(outcome: Outcome): string {
	const { played, after } = outcome;
	const cpu = serverCpu(outcome);
	if (cpu === undefined || after === undefined) return '  server CPU and memory: unknown on this system';
	const each = (cpu / Math.max(1, played.spreads.all.count)) * 1000;
	return `  server CPU ${percent(cpu / played.drainedSeconds)} of a core, ${fixed(each, 2)} ms a sync; memory ${fixed(after.memoryMb, 0)} MB, at most ${fixed(after.peakMb, 0)} MB`;
}

function measured(outcome: Outcome): readonly string[] {
	const { played } = outcome;
	const { spreads, lateness, seconds, cpuShare } = played;
	const per = (count: number) => fixed(count / seconds, 1);
	const calls = Math.max(1, spreads.all.count);
	return [
		'MEASURED',
		`  latency, ms, from the intended start: coordinated omission avoided`,
		`  ${'kind of call'.padEnd(28)}${'count'.padStart(8)}${['p50', 'p95', 'p99', 'max'].map((name) => name.padStart(9)).join('')}`,
		spreadLine('at nine (2 revisions)', spreads.morning),
		spreadLine('a save (1 revision)', spreads.save),
		spreadLine('a poll', spreads.poll),
		spreadLine('all', spreads.all),
		`  ${per(spreads.all.count)} syncs/s, ${per(played.revisionsStored)} revisions/s, ${per(played.entriesStored)} entries/s stored (grants included) over ${fixed(seconds)} s; last answer after ${fixed(played.drainedSeconds)} s`,
		`  a sync: ${fixed(played.bytesSent / calls, 0)} B body up, ${fixed(played.bytesReceived / calls, 0)} B body down, ${fixed(played.pulled / calls, 2)} entries pulled`,
		serverLine(outcome),
		`  generator CPU ${percent(cpuShare)} of a core, ${fixed(played.memoryMb, 0)} MB; calls left it late by p50 ${fixed(lateness.p50)}, p99 ${fixed(lateness.p99)}, at most ${fixed(lateness.max)} ms`,
		...errors(played),
		...enrolment(outcome)
	];
}

function derived(outcome: Outcome): readonly string[] {
	const cpu = serverCpu(outcome);
	if (cpu === undefined) return [];
	const each = cpu / Math.max(1, outcome.played.spreads.all.count);
	const perCore = 0.7 / each;
	const herd = (minutes: number) => 100_000 / (minutes * 60);
	const cores = (minutes: number) => Math.ceil(herd(minutes) / perCore);
	return [
		'DERIVED (not measured)',
		`  one core at 70 %: 0.7 / ${fixed(each * 1000, 2)} ms = ${fixed(perCore, 0)} syncs/s of this mix`,
		`  100,000 devices back in 5 min: ${fixed(herd(5), 0)} syncs/s on average / ${fixed(perCore, 0)} = ${cores(5)} core(s), ${fixed((herd(5) * 2) / perCore, 1)} at the peak of the triangle`,
		`  100,000 devices back in 1 min: ${fixed(herd(1), 0)} syncs/s / ${fixed(perCore, 0)} = ${cores(1)} cores (processes on PostgreSQL; SQLite has one writer)`,
		`  TLS, a proxy and a network are not in these figures`
	];
}

/** Prints it. */
export function report(outcome: Outcome, say: (words: string) => void): void {
	for (const line of [...setting(outcome), ...measured(outcome), ...derived(outcome)]) say(line);
	if (outcome.played.cpuShare > MOST_GENERATOR)
		say(`DISCARD this run: the generator used more than ${percent(MOST_GENERATOR)} of its core.`);
}
