import type { Store } from '#lib/server/store.ts';
import { readTenant } from '#lib/server/log.ts';
import { NOW } from '../support/people.ts';
import { gatherCrew } from './crew.ts';
import { newFindings, type Findings } from './findings.ts';
import { startProcesses, type ProcessSettings, type Processes } from './processes.ts';
import { judge } from './verdict.ts';
import { newPolled, poll, write, type Stage } from './work.ts';

/** One store to be tortured. */
export interface Victim {
	/** For the processes. */
	readonly settings: Pick<ProcessSettings, 'DATABASE_URL' | 'DOORSTEP_DATA_DIR'>;
	/** Opens it in this process, before and after the torture. */
	readonly open: () => Promise<Store>;
	/** What else may be broken in the middle, such as the database. */
	readonly upset?: () => Promise<void>;
}

export interface Outcome extends Findings {
	/** Entries in the log at the end. */
	readonly entries: number;
}

const PROCESSES = 2;
const PEOPLE = 4;
const WRITERS_OF_A_DEVICE = 4;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How much is enough: all of it. */
export interface Enough {
	readonly ms: number;
	readonly kills: number;
	readonly acknowledged: number;
	/** Least and most time between two kills: a process takes about a second to start. */
	readonly betweenMs: readonly [number, number];
}

/** Kills one process after the other, at random, until it is over. */
async function killAtRandom(stage: Stage, { upset }: Victim, { betweenMs }: Enough): Promise<void> {
	const [least, most] = betweenMs;
	for (;;) {
		await pause(least + Math.random() * (most - least));
		if (stage.isOver()) return;
		await (upset !== undefined && Math.random() < 0.2
			? upset()
			: stage.processes.kill(Math.floor(Math.random() * PROCESSES)));
		stage.findings.counts.kills += 1;
	}
}

async function run(stage: Stage, kill: () => Promise<void>, headSeq: () => Promise<number>) {
	const { hands } = stage.crew;
	const killing = kill();
	const polled = hands.map(newPolled);
	let end = Infinity;
	const polling = polled.map((one) => poll(stage, one, () => end));
	const writers = hands.flatMap((hand) => Array.from({ length: WRITERS_OF_A_DEVICE }, () => hand));
	await Promise.all([killing, ...writers.map((hand) => write(stage, hand))]);
	end = await headSeq();
	await Promise.all(polling);
	return polled;
}

async function headOf(victim: Victim, tenant: string): Promise<number> {
	const store = await victim.open();
	const row = await store.read((sql) => readTenant(sql, tenant));
	await store.close();
	return row?.seq ?? 0;
}

/**
 * Two server processes on one store, 32 writers and 8 pollers, and a SIGKILL for one of the processes every now and
 * then. Processes that are killed start again. Writers begin something new until it is enough.
 */
export async function torture(victim: Victim, enough: Enough): Promise<Outcome> {
	const store = await victim.open();
	const crew = await gatherCrew(store, PEOPLE);
	await store.close();
	const { tenant } = crew.office.organisation.made;
	const settings = { ...victim.settings, OFFICE_SHIFT_MS: String(Date.now() - NOW) };
	const processes: Processes = await startProcesses(PROCESSES, settings);
	const findings = newFindings();
	try {
		const until = performance.now() + enough.ms;
		const { counts, acknowledged, violations } = findings;
		const isEnough = () => counts.kills >= enough.kills && acknowledged.size >= enough.acknowledged;
		const isOver = () => violations.length > 0 || (performance.now() > until && isEnough());
		const stage: Stage = { crew, processes, findings, isOver };
		const kill = () => killAtRandom(stage, victim, enough);
		const polled = await run(stage, kill, () => headOf(victim, tenant));
		await processes.end();
		const after = await victim.open();
		const entries = await judge(after, tenant, { findings, polled });
		await after.close();
		return { ...findings, entries };
	} finally {
		await processes.end();
	}
}
