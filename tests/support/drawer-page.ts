import { expect, type Page } from '@playwright/test';
import { openFlow } from './england.ts';

/** Made up for tests; strong enough for the app. */
export const PASSPHRASE = 'gravel unsaid tiptop marina';

/** The long text that these tests type into. */
export const textOf = (page: Page) => page.getByRole('textbox', { name: /The worry in brief/ });

export const saveLine = (page: Page) => page.locator('[data-save]');

/** The shortest way to an outcome: advice was asked for, and got. */
const ANSWERS = [/I want advice/, /I will stop here for now/];

/** Answers the share flow until an outcome offers to record the decision. */
export async function decide(page: Page): Promise<void> {
	await openFlow(page);
	for (const answer of ANSWERS) {
		await page.getByRole('radio', { name: answer }).check();
		await page.getByRole('button', { name: 'Continue' }).click();
	}
	await expect(page.getByRole('link', { name: 'Record this decision' })).toBeVisible();
}

/** What a record shows first: the list of what to write. */
export const overviewOf = (page: Page) => page.getByRole('heading', { name: 'What to write' });

/** Decides, makes the drawer with an own passphrase, and stands on the part of the new record that asks for the worry. */
export async function makeRecord(page: Page, passphrase = PASSPHRASE): Promise<void> {
	await decide(page);
	await makeDrawer(page, passphrase);
	await page.getByRole('link', { name: 'What you know' }).click();
	await expect(textOf(page)).toBeVisible();
}

/** From an outcome to its record, by way of a drawer with an own passphrase. */
export async function makeDrawer(page: Page, passphrase = PASSPHRASE): Promise<void> {
	const way = page.getByRole('link', { name: 'Record this decision' });
	if (await way.isVisible()) await way.click();
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
	await page.getByLabel('Your passphrase').fill(passphrase);
	await page.getByLabel('The same once more').fill(passphrase);
	await page.getByRole('button', { name: 'Make the drawer' }).click();
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
}

/** Unlocks on the unlock page; what comes after is the caller's to expect. */
export async function unlock(page: Page, passphrase = PASSPHRASE): Promise<void> {
	await page.waitForURL('**/unlock');
	await page.getByLabel('Your passphrase').fill(passphrase);
	await page.getByRole('button', { name: 'Unlock' }).click();
}

/** Waits until everything typed is on the disk, by the page's own word. */
export async function untilSaved(page: Page): Promise<void> {
	await expect(saveLine(page)).toHaveAttribute('data-save', 'saved');
}

/** Locks by the button. */
export async function lock(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	await page.waitForURL('**/unlock');
}

/** Locks by the button, once everything is on the disk, and unlocks again. */
export async function lockAndUnlock(page: Page): Promise<void> {
	await untilSaved(page);
	await lock(page);
	await unlock(page);
}
