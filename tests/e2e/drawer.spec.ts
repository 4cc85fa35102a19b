import {
	decide,
	makeDrawer,
	makeRecord,
	overviewOf,
	PASSPHRASE,
	saveLine,
	textOf,
	unlock,
	untilSaved
} from '../support/drawer-page.ts';
import { damageRecords } from '../support/drawer-states.ts';
import { openRecord } from '../support/kept-starts.ts';
import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

const MARKER = 'MARKER-seen-on-screen';

test('loads nothing of the drawer until it is made', async ({ page }) => {
	const workers: string[] = [];
	page.on('worker', (worker) => workers.push(worker.url()));
	await decide(page);
	await page.goto('/records');
	await expect(page.getByText('There are no records on this device.')).toBeVisible();
	expect(workers).toEqual([]);
	await makeRecord(page);
	expect(workers).toHaveLength(1);
});

test('offers five words, and takes them only typed back', async ({ page }) => {
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await page.getByRole('button', { name: 'Use five words from Doorstep' }).click();
	// The list of words comes a moment later.
	await expect(page.locator('[data-words] li')).toHaveText([/^\S/, /^\S/, /^\S/, /^\S/, /^\S/]);
	const words = (await page.locator('[data-words] li').allInnerTexts()).join(' ');
	expect(words.split(' ')).toHaveLength(5);
	await page.getByRole('button', { name: 'I have written them down' }).click();
	await page.getByLabel(/five words, with spaces/).fill('something else entirely');
	await page.getByRole('button', { name: 'Make the drawer' }).click();
	await expect(page.getByRole('alert')).toContainText('do not match');
	await page.getByLabel(/five words, with spaces/).fill(`  ${words.toUpperCase()} `);
	await page.getByRole('button', { name: 'Make the drawer' }).click();
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	await unlock(page, words);
	await expect(overviewOf(page)).toBeVisible();
});

test("refuses a weak passphrase of one's own, and says why", async ({ page }) => {
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
	await page.getByLabel('Your passphrase').fill('abcdefghijklmnop');
	await page.getByRole('button', { name: 'Make the drawer' }).click();
	await expect(page.getByRole('alert')).toContainText('alphabet');
});

test('saves by itself, and keeps the text over lock and unlock @engines', async ({ page }) => {
	await makeRecord(page);
	await textOf(page).fill(MARKER);
	await untilSaved(page);
	await expect(saveLine(page)).toContainText(/Saved on this device \d\d:\d\d/);
	const record = page.url();
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	await page.waitForURL('**/unlock');
	expect(await page.content()).not.toContain(MARKER);
	expect(page.workers()).toEqual([]);
	await unlock(page);
	await expect(textOf(page)).toHaveValue(MARKER);
	expect(page.url()).toBe(record);
});

test('lists the record with its life and where the copy is, as two facts', async ({ page }) => {
	await decide(page);
	await makeDrawer(page);
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	const row = page.getByRole('listitem').filter({ has: page.locator('[data-life]') });
	await expect(row.locator('[data-life]')).toHaveText('Draft');
	await expect(row.locator('[data-copy]')).toHaveText('On this device only');
	await row.getByRole('link').click();
	await expect(overviewOf(page)).toBeVisible();
});

test('makes the next try wait after wrong passphrases, and loses nothing', async ({ page }) => {
	await openRecord(page);
	await textOf(page).fill(MARKER);
	await untilSaved(page);
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	const tries: number[] = [];
	for (const wrong of ['wrong', 'wrong again']) {
		const began = Date.now();
		await unlock(page, wrong);
		await expect(page.getByRole('alert')).toContainText('did not open');
		tries.push(Date.now() - began);
		await unlock(page, PASSPHRASE);
		await expect(page.getByRole('alert')).toContainText(/Wait \d+ seconds? more/);
		await page.waitForTimeout(2500);
	}
	const began = Date.now();
	await unlock(page);
	await expect(textOf(page)).toHaveValue(MARKER);
	test.info().annotations.push({
		type: 'unlock',
		description: `wrong ${tries.join(', ')} ms, right ${Date.now() - began} ms`
	});
	expect(Math.min(...tries)).toBeGreaterThan(100);
});

test('keeps the wait over a reload', async ({ page }) => {
	await openRecord(page);
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	for (const wait of [0, 1500, 2500]) {
		await page.waitForTimeout(wait);
		await unlock(page, 'wrong');
		await expect(page.getByRole('alert')).toContainText('did not open');
	}
	await page.reload();
	await unlock(page);
	await expect(page.getByRole('alert')).toContainText(/Wait [234] seconds more/);
});

test('gives one tab the pen: the other reads, and can take over', async ({ page, context }) => {
	await openRecord(page);
	await textOf(page).fill('from the first tab');
	await untilSaved(page);
	const other = await context.newPage();
	await other.goto(page.url());
	await unlock(other);
	await expect(other.getByText('This record is open in another tab')).toBeVisible();
	await expect(other.getByText('from the first tab')).toBeVisible();
	await expect(textOf(other)).toBeHidden();

	await textOf(page).pressSequentially(', and more');
	await other.getByRole('button', { name: 'Take over' }).click();
	await expect(textOf(other)).toHaveValue('from the first tab, and more');
	await expect(textOf(page)).toBeHidden();
	await textOf(other).pressSequentially(', and the second');
	await untilSaved(other);
	await page.getByRole('button', { name: 'Take over' }).click();
	await expect(textOf(page)).toHaveValue('from the first tab, and more, and the second');
});

test('locks every tab by the button of one', async ({ page, context }) => {
	await openRecord(page);
	const other = await context.newPage();
	await other.goto('/records');
	await other.getByRole('link', { name: 'Unlock' }).click();
	await unlock(other);
	await expect(other.locator('[data-life]')).toBeVisible();
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	await other.waitForURL('**/unlock');
});

test('keeps a damaged record, says so in the list, and works on with the rest', async ({ page }) => {
	await openRecord(page);
	await textOf(page).fill('will be damaged');
	await untilSaved(page);
	const damaged = page.url();
	await damageRecords(page);
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await unlock(page);
	await page.goto(damaged);
	await unlock(page);
	await expect(page.getByText('its text was damaged')).toBeVisible();
	await page.getByRole('link', { name: 'All records' }).click();
	await expect(page.getByText('Kept, but cannot be opened')).toBeVisible();
});

test('never makes two drawers, whatever two tabs do at once', async ({ page, context }) => {
	const other = await context.newPage();
	for (const tab of [page, other]) {
		await decide(tab);
		await tab.getByRole('link', { name: 'Record this decision' }).click();
		await tab.getByRole('button', { name: 'Use a passphrase of my own' }).click();
		await tab.getByLabel('Your passphrase').fill(PASSPHRASE);
		await tab.getByLabel('The same once more').fill(PASSPHRASE);
	}
	await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: 'Make the drawer' }).click()));
	const slower = await Promise.race(
		[page, other].map(async (tab) => {
			await tab.waitForURL('**/unlock', { timeout: 30_000 });
			return tab;
		})
	);
	await unlock(slower);
	await expect(saveLine(slower)).toBeVisible();
	await slower.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await expect(slower.locator('[data-life]')).toHaveCount(2);
});
