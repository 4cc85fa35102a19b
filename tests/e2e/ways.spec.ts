import type { Page } from '@playwright/test';
import { lock, PASSPHRASE, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { openRecord } from '../support/kept-starts.ts';

const NEW = 'copper lantern vivid oatmeal';
const TEXT = 'Told at the door.';

const headingOf = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** A record with text, and then the page of that path with the drawer open. */
async function openAt(page: Page, path: string): Promise<void> {
	await openRecord(page);
	await textOf(page).fill(TEXT);
	await untilSaved(page);
	await untilOfflineReady(page);
	await page.goto(path);
	await unlockInPlace(page);
}

async function unlockInPlace(page: Page, passphrase = PASSPHRASE): Promise<void> {
	await page.getByLabel('Your passphrase').fill(passphrase);
	await page.getByRole('button', { name: 'Unlock' }).click();
}

async function chooseOwn(page: Page, passphrase: string, action: string): Promise<void> {
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
	await expect(headingOf(page, 'A passphrase of your own')).toBeVisible({ timeout: 15_000 });
	await page.getByLabel('Your passphrase').fill(passphrase);
	await page.getByLabel('The same once more').fill(passphrase);
	await page.getByRole('button', { name: action }).click();
}

async function expectRecord(page: Page): Promise<void> {
	await page.goto('/records');
	await page.getByRole('link', { name: 'Unlock' }).click();
	await unlock(page, NEW);
	await page.locator('main').getByRole('listitem').getByRole('link').first().click();
	await page.getByRole('link', { name: 'What you know' }).click();
	await expect(textOf(page)).toHaveValue(TEXT);
}

test('changes the passphrase without signal: the old one is refused, the new one opens', async ({
	page,
	context
}) => {
	await openAt(page, '/device/ways');
	await expect(page.locator('[data-way="passphrase"] [data-strength]')).toContainText('Strong. Each guess');
	await context.setOffline(true);
	await page.getByRole('link', { name: 'Change the passphrase' }).click();
	await page.getByLabel('Your passphrase now').fill(PASSPHRASE);
	await chooseOwn(page, NEW, 'Change the passphrase');
	await expect(headingOf(page, 'Your passphrase is changed')).toBeFocused({ timeout: 20_000 });
	await page.getByRole('link', { name: 'Records' }).first().click();
	// A lock on a page of the shelf stays there.
	await page.waitForURL('**/records');
	await lock(page);
	await unlock(page, PASSPHRASE);
	await expect(page.getByRole('alert')).toContainText('did not open');
	await page.waitForTimeout(1100);
	await expectRecord(page);
});

test('asks for the passphrase of now, makes wrong tries wait, and says what will not do', async ({
	page
}) => {
	await openAt(page, '/device/ways/passphrase');
	const now = page.getByLabel('Your passphrase now');
	await now.fill('not this one at all');
	await now.press('Enter');
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('That is not your passphrase');
	await expect(alert).toBeFocused();
	await expect(now).toHaveAccessibleDescription(/That is not your passphrase/);
	await expect(page).toHaveTitle(/^Error: /);
	await now.fill(PASSPHRASE);
	await now.press('Enter');
	await expect(alert).toContainText(/Wait \d+ seconds? more/);
	await page.waitForTimeout(1100);
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).focus();
	await page.keyboard.press('Enter');
	await expect(headingOf(page, 'A passphrase of your own')).toBeFocused({ timeout: 15_000 });
	const own = page.getByLabel('Your passphrase');
	for (const [typed, verdict] of [
		[PASSPHRASE, 'the passphrase you have now'],
		['manchester1999', 'many people use'],
		[NEW, 'Strong enough.']
	] as const) {
		await own.fill(typed);
		await expect(page.locator('[data-verdict]')).toContainText(verdict);
	}
	await own.fill('short');
	await own.press('Enter');
	await expect(alert).toContainText('at least 14 characters');
});

test('makes new keys: every record is there, other tabs lock, only the new passphrase opens', async ({
	page,
	context
}) => {
	await openAt(page, '/device/ways/new-keys');
	const other = await context.newPage();
	await other.goto('/records');
	await other.getByRole('link', { name: 'Unlock' }).click();
	await unlock(other);
	await expect(other.locator('[data-life]')).toBeVisible();
	await page.getByLabel('Your passphrase now').fill(PASSPHRASE);
	await chooseOwn(page, NEW, 'Make new keys');
	await expect(headingOf(page, 'Your drawer has new keys')).toBeFocused({ timeout: 20_000 });
	await other.waitForURL('**/unlock');
	await unlock(other, PASSPHRASE);
	await expect(other.getByRole('alert')).toContainText('did not open');
	await other.waitForTimeout(1100);
	await expectRecord(other);
});
