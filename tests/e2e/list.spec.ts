import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import ICAL from 'ical.js';
import { lock, unlock } from '../support/drawer-page.ts';
import { startLab, type RunningLab } from '../support/lab.ts';
import { dayFromNow, fillList, hoursFromNow, type Wanted } from '../support/list-records.ts';
import { expect, test } from '../support/test.ts';

// One lab for all of them: building it takes longer than any of the tests.
test.describe.configure({ mode: 'default' });
test.use({ sharesServer: true });

let lab: RunningLab | undefined;
test.afterAll(() => lab?.discard());

/** The first is the oldest. */
const FEW: readonly Wanted[] = [
	{ reference: 'C-1', daysAgo: 9, values: { 'r:/review/date': dayFromNow(-3) } },
	{
		reference: '=1+1',
		isEmergency: true,
		daysAgo: 8,
		values: {
			'r:/writtenFollowUpDue': hoursFromNow(-30),
			'r:/receipt/status': 'waiting',
			'r:/receipt/chaseAt': hoursFromNow(50),
			'case/concernSummary': 'Bruises on both arms'
		}
	},
	{ reference: '\u202eمرجع 👩‍👧', daysAgo: 7, values: { 'r:/review/date': dayFromNow(9) } },
	{ reference: 'C-4', life: 'final', daysAgo: 6, values: { 'case/concernSummary': 'Bruises again' } },
	{ reference: 'x'.repeat(100_000), daysAgo: 5, values: { 'r:/review/date': '9999-12-31' } }
];
const MANY: readonly Wanted[] = [
	...FEW,
	...Array.from({ length: 55 }, (_, at) => ({ reference: `D-${at}`, daysAgo: 4 }))
];

async function openList(page: Page, origin: string, wanted: readonly Wanted[]): Promise<void> {
	lab ??= await startLab(origin);
	await fillList(page, lab.origin, wanted);
	await page.goto(new URL('/records', lab.origin).href);
	await page.getByRole('link', { name: 'Unlock' }).click();
	await unlock(page);
	await expect(count(page)).toHaveText(`${wanted.length} records`);
}

const count = (page: Page) => page.locator('#shown');
const rows = (page: Page) => page.locator('main li').filter({ has: page.locator('[data-life]') });
const menu = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name });

async function textOf(download: Download): Promise<string> {
	return readFileSync(await download.path(), 'utf8');
}

test('finds mine by words, ticks and order together, and keeps that while a record is looked at', async ({
	page,
	server
}) => {
	await openList(page, server.origin, MANY);
	await expect(page.getByText('Showing 50 of 60, newest first.')).toBeVisible();
	await page.getByRole('button', { name: 'Show 10 more' }).click();
	await expect(rows(page)).toHaveCount(60);
	await expect(rows(page).nth(50).getByRole('link')).toBeFocused();

	await page.getByLabel('Overdue').check();
	await expect(page.getByLabel('Overdue')).toBeFocused();
	await expect(count(page)).toHaveText('2 of 60 records');
	await expect(page.locator('[role=status]').filter({ hasText: '2 of 60 records' })).toHaveCount(1);
	await expect(rows(page).last()).toContainText(/Overdue: Review was due on \d+ \w+/);
	await page.getByLabel('Due first').check();
	await expect(rows(page).first()).toContainText('Review was due');
	await page.getByLabel('Final', { exact: true }).check();
	await expect(page.getByText('Nothing here matches.')).toBeVisible();
	await page.getByRole('button', { name: 'Show all records' }).click();
	await expect(count(page)).toBeFocused();
	await expect(count(page)).toHaveText('60 records');

	await page.getByLabel('Find in my records').fill('bruises');
	await expect(count(page)).toHaveText('2 records found');
	await page.getByLabel('Incomplete, emergency').check();
	await expect(rows(page)).toHaveCount(1);
	await expect(rows(page)).toContainText('Bruises on both arms');

	await rows(page).getByRole('link').click();
	await expect(page.getByRole('heading', { name: 'What to write' })).toBeVisible();
	await page.getByRole('link', { name: 'All records' }).click();
	await expect(page.getByLabel('Find in my records')).toHaveValue('bruises');
	await expect(page.getByLabel('Incomplete, emergency')).toBeChecked();
	await expect(rows(page)).toHaveCount(1);
	expect(page.url()).toMatch(/\/records$/);

	await lock(page);
	await unlock(page);
	await expect(count(page)).toHaveText('60 records');
	await expect(page.getByLabel('Find in my records')).toHaveValue('');
});

test('gives out a table and a calendar that say nothing about anybody', async ({ page, server }) => {
	await openList(page, server.origin, FEW);
	await page.getByText('Take this list out as a table').click();
	const take = async () => {
		const coming = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Make the table' }).click();
		const download = await coming;
		expect(download.suggestedFilename()).toMatch(/^doorstep-list-\d{4}-\d\d-\d\d\.csv$/);
		const rows: string[][] = parse(await textOf(download), { bom: true, record_delimiter: '\r\n' });
		return rows;
	};
	const [head, ...bare] = await take();
	expect(head).not.toContain('Case reference');
	expect(bare).toHaveLength(5);
	expect(bare.flat().join('|')).not.toMatch(/C-1|مرجع|1\+1|Bruises/);
	await expect(page.locator('[data-taken]')).toContainText('It stays where you put it, on this device');
	await page.getByLabel('Include case references').check();
	const [named, ...full] = await take();
	const references = full.map((row) => row[named?.indexOf('Case reference') ?? -1]);
	expect(references.toReversed().slice(0, 4)).toEqual(['C-1', "'=1+1", 'مرجع 👩‍👧', 'C-4']);

	await page.getByRole('link', { name: 'Dates promised' }).click();
	await expect(page.locator('[data-week]')).toHaveCount(4);
	await expect(page.locator('[data-week=overdue] [data-due]')).toHaveText([
		/Overdue: Review was due/,
		/Overdue: Written follow-up was due/
	]);
	await expect(page.locator('[data-week=unlikely]')).toContainText('31 December 9999');
	const coming = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Add all 4 to my calendar' }).click();
	const calendar = await textOf(await coming);
	expect(calendar).not.toMatch(/C-1|مرجع|1\+1|Bruises|https?:/);
	const events = new ICAL.Component(ICAL.parse(calendar) as unknown[]).getAllSubcomponents('vevent');
	expect(events.map((event) => event.getFirstPropertyValue('summary'))).toEqual(
		expect.arrayContaining(['Doorstep: review due', 'Doorstep: check what was received'])
	);
	expect(events).toHaveLength(4);
});

test('says on Home what needs the person, until it is said to be done', async ({ page, server }) => {
	await openList(page, server.origin, FEW.slice(0, 1).concat(FEW.slice(3, 4)));
	await menu(page, 'Home').click();
	const needs = page.locator('[data-needs]');
	await expect(needs).toContainText('1 review was due');
	await needs.getByRole('link', { name: /1 record needs you/ }).click();
	await expect(count(page)).toHaveText('1 of 2 records');
	await expect(page.getByLabel('Only what needs you')).toBeChecked();

	await page.getByRole('link', { name: 'Dates promised' }).click();
	await page.locator('[data-week=overdue]').getByRole('link').click();
	await page.getByRole('button', { name: 'I have looked again' }).click();
	await expect(page.getByText('Kept in the record, with the time of now.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'No date is open' })).toBeFocused();
	await menu(page, 'Home').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Should you share it?');
	await expect(needs).toHaveCount(0);
	await menu(page, 'Records').click();
	await expect(page.getByText('Nothing here matches.')).toBeVisible();
	await lock(page);
	await menu(page, 'Home').click();
	await expect(needs).toHaveCount(0);
});
