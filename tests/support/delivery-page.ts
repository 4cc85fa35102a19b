import { spawnSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { overviewOf, textOf, untilSaved } from './drawer-page.ts';
import {
	enterCode,
	inviteFrom,
	joinHere,
	makeDrawerHere,
	makeKit,
	readBack,
	setupCode
} from './office-page.ts';
import type { RunningServer } from './server.ts';

/** An office and a device that has joined it, in two browsers that share nothing. @returns the kit's file */
export async function joinedDevice(
	administrator: Page,
	device: Page,
	server: RunningServer
): Promise<string> {
	const kit = await makeKit(administrator);
	await readBack(administrator, kit);
	await enterCode(administrator, setupCode(server));
	await expect(administrator.locator('[data-fingerprint]')).toBeVisible({ timeout: 20_000 });
	const link = await inviteFrom(administrator);
	await device.goto(link);
	await makeDrawerHere(device);
	await joinHere(device);
	return kit;
}

/** From a page of a record, or any other, to the list, without a new document: that would lock. */
export async function toRecords(page: Page): Promise<void> {
	const menu = page.getByRole('navigation', { name: 'Main' });
	const list = page.getByRole('heading', { name: 'Records', exact: true });
	if (await list.isVisible()) return;
	if (!(await menu.isVisible())) await page.goBack();
	await menu.getByRole('link', { name: 'Records' }).click();
	await expect(list).toBeVisible();
}

/** Opens the one record of the list, where it asks what is known. */
export async function openRecord(page: Page): Promise<void> {
	await page.getByRole('main').getByRole('listitem').getByRole('link').click();
	await page.getByRole('link', { name: 'What you know' }).click();
}

/** Adds words to the record in front, saved. */
export async function writeMore(page: Page, text: string): Promise<void> {
	await textOf(page).press('End');
	await textOf(page).pressSequentially(text);
	await untilSaved(page);
}

/** Decides without a new document, so that the drawer stays open. */
async function startDecision(page: Page): Promise<void> {
	await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Decide' }).click();
	await page.getByRole('link', { name: /Should I share/ }).click();
	for (const answer of [/I want advice/, /I will stop here for now/]) {
		await page.getByRole('radio', { name: answer }).check();
		await page.getByRole('button', { name: 'Continue' }).click();
	}
}

/** A new record with words in it, saved, in a drawer that is open already. @returns its id */
export async function writeRecord(page: Page, text: string): Promise<string> {
	await startDecision(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
	const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
	await page.getByRole('link', { name: 'What you know' }).click();
	await textOf(page).fill(text);
	await untilSaved(page);
	return id;
}

/** One row of the server's table of entries, as `npm run headers` prints it. */
interface StoredEntry {
	readonly entry_id: string;
	readonly kind: string;
	readonly record_id: string | null;
}

/** Everything in the server's log, by the program that an operator would use. */
export function storedEntries({ dataDir }: Pick<RunningServer, 'dataDir'>): readonly StoredEntry[] {
	const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/headers.ts', '--data', dataDir], {
		encoding: 'utf8'
	});
	if (status !== 0) throw new TypeError(stderr);
	const table = stdout.split(/\n(?=entry\()/)[1]?.split(/\n\n/)[0] ?? '';
	const rows = table.split('\n').filter((line) => line.startsWith('  {'));
	return rows.map((line) => JSON.parse(line) as StoredEntry);
}

/** Kinds of what the server holds of a record; fails when an entry is there twice. */
export function storedKinds(server: Pick<RunningServer, 'dataDir'>, record: string): readonly string[] {
	const entries = storedEntries(server);
	const ids = entries.map(({ entry_id }) => entry_id);
	expect(new Set(ids).size, 'every entry once').toBe(ids.length);
	return entries.filter(({ record_id }) => record_id === record).map(({ kind }) => kind);
}
