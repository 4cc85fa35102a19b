/** The store that a run begins with, made once for a size and kept in a folder for temporary files. */
import {
	appendFileSync,
	constants,
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretHash } from '../../src/lib/server/credentials.ts';
import { makeOffice } from '../../src/lib/server/office.ts';
import { LIFETIMES } from '../../src/lib/server/sessions.ts';
import { openSqliteStore } from '../../src/lib/server/sqlite-store.ts';
import { STATEMENTS } from '../../src/lib/server/statements.ts';
import { foundOffice, recipients, type SavedOffice } from './offices.ts';

/** To be raised when what is stored here would be made differently. */
const FORMAT = 1;
const DATABASE = 'doorstep.sqlite';
const OFFICES = 'offices.jsonl';

/** How many devices, and how many of them share an organisation. */
export interface Population {
	readonly devices: number;
	readonly perOffice: number;
}

/** A store to run a server over, which may be written to, and who is in it. */
export interface Prepared {
	readonly dataFolder: string;
	readonly offices: readonly SavedOffice[];
	readonly officesFile: string;
	/** Entries per second at which `receive` took the statements; undefined when they were there already. */
	readonly enrolled: { readonly entries: number; readonly seconds: number } | undefined;
}

function readOffices(file: string): readonly SavedOffice[] {
	// Written by this file alone.
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as SavedOffice);
}

function sizesOf({ devices, perOffice }: Population): readonly number[] {
	const whole = Array<number>(Math.floor(devices / perOffice)).fill(perOffice);
	const rest = devices % perOffice;
	return rest === 0 ? whole : [...whole, rest];
}

async function make(folder: string, population: Population, say: (words: string) => void): Promise<number> {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const store = await openSqliteStore(join(folder, DATABASE));
	const office = makeOffice(store);
	const sizes = sizesOf(population);
	const pool = await recipients(2 * Math.max(...sizes) + 4);
	const from = performance.now();
	for (const [index, size] of sizes.entries()) {
		const made = await foundOffice(office, size, pool);
		appendFileSync(join(folder, OFFICES), `${JSON.stringify(made)}\n`);
		if (index % 20 === 19) say(`  ${index + 1} of ${sizes.length} organisations enrolled`);
	}
	const seconds = (performance.now() - from) / 1000;
	await store.close();
	return seconds;
}

/** Gives every device a delivery cookie that was issued just now; what was there before goes. */
async function renewCredentials(folder: string, offices: readonly SavedOffice[]): Promise<void> {
	const store = await openSqliteStore(join(folder, DATABASE));
	const expires = Date.now() + LIFETIMES.deliveryMs;
	await store.write(async (sql) => {
		await sql.run('DELETE FROM credential');
		for (const { tenant, devices } of offices) {
			for (const { device, token } of devices) {
				await sql.run(STATEMENTS.addCredential, tenant, await secretHash(token), device, 'delivery', expires);
			}
		}
	});
	await store.close();
}

/**
 * @param runFolder where this run's own copy goes
 * @param say tells a person how far it is: enrolling 100,000 devices takes minutes, once
 */
export async function prepare(
	population: Population,
	runFolder: string,
	say: (words: string) => void
): Promise<Prepared> {
	const { devices, perOffice } = population;
	const kept = join(tmpdir(), 'doorstep-load', `${FORMAT}-${devices}-${perOffice}`);
	let seconds: number | undefined;
	if (!existsSync(kept)) {
		say(`Enrolling ${devices} devices through the server's receive; kept for the next run.`);
		// Another run may be making the same; whoever is first keeps it.
		const partial = `${kept}.${process.pid}`;
		seconds = await make(partial, population, say);
		if (existsSync(kept)) rmSync(partial, { recursive: true, force: true });
		else renameSync(partial, kept);
	}
	const officesFile = join(kept, OFFICES);
	const offices = readOffices(officesFile);
	const dataFolder = join(runFolder, 'data');
	mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
	copyFileSync(join(kept, DATABASE), join(dataFolder, DATABASE), constants.COPYFILE_FICLONE);
	await renewCredentials(dataFolder, offices);
	const entries = offices.reduce((sum, { statements }) => sum + statements, 0);
	const enrolled = seconds === undefined ? undefined : { entries, seconds };
	return { dataFolder, offices, officesFile, enrolled };
}
