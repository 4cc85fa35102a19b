import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { PASSPHRASE, unlock } from './drawer-page.ts';
import { plantAll, type DatabaseDump } from './database-dump.ts';
import { setupCode } from './office-page.ts';
import type { RunningServer } from './server.ts';

const PROGRAM = fileURLToPath(new URL('two-device-program.ts', import.meta.url));

interface Made {
	readonly id: string;
	readonly databases: readonly DatabaseDump[];
}

async function run(input: object): Promise<Made> {
	const child = spawn(process.execPath, [PROGRAM, JSON.stringify(input)], {
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const said = { out: '', err: '' };
	child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()));
	child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
	const code = await new Promise((resolve) => child.on('close', resolve));
	if (code !== 0) throw new TypeError(said.err);
	return JSON.parse(said.out) as Made;
}

/**
 * Makes this browser the tablet of a person whose phone wrote to the same record: an office of its own on this server,
 * two devices enrolled with the real statements, both at work in Node with the app's own vault.
 * @param kind `clash`: both wrote the same answers; `late`: one signed while the other wrote on
 * @returns the record's id */
export async function becomeTablet(
	page: Page,
	server: RunningServer,
	kind: 'clash' | 'late'
): Promise<string> {
	const { origin } = server;
	const made = await run({ origin, code: setupCode(server), passphrase: PASSPHRASE, kind });
	// A file of the origin on which no app runs: databases are made before it looks for them.
	await page.goto('/manifest.webmanifest');
	await page.evaluate(plantAll, made.databases);
	await page.goto('/unlock');
	await unlock(page);
	return made.id;
}

/** From anywhere to the record's first page, without a new document. */
export async function openFromList(page: Page): Promise<void> {
	const list = page.getByRole('heading', { name: 'Records', exact: true });
	if (!(await list.isVisible()))
		await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Records' }).click();
	await page.getByRole('main').getByRole('listitem').getByRole('link').click();
	await expect(page.locator('[data-finalise], [data-read-only=final]').first()).toBeVisible();
}

/** Revisions of a record that the server knows nothing after, as an operator's program shows them. */
export function storedLeaves({ dataDir }: Pick<RunningServer, 'dataDir'>, record: string): readonly string[] {
	const { stdout } = spawnSync(process.execPath, ['tools/headers.ts', '--data', dataDir], {
		encoding: 'utf8'
	});
	const table = stdout.split(/\n(?=record\()/)[1]?.split(/\n\n/)[0] ?? '';
	const rows = table.split('\n').filter((line) => line.startsWith('  {'));
	const known = rows.map((line) => JSON.parse(line) as { record_id: string; leaves: string });
	const leaves = known.find(({ record_id }) => record_id === record)?.leaves ?? '';
	return leaves.split(/[^a-z2-7]+/).filter((id) => id !== '');
}
