import { expect, type Page } from '@playwright/test';
import { lock, makeRecord, textOf, unlock, untilSaved } from './drawer-page.ts';
import { openFlow } from './england.ts';
import type { PageChain } from './pages.ts';
import { goOn } from './walk.ts';

/** Makes a quick check that says to share now, and keeps it. */
export async function keepQuickCheck(page: Page): Promise<void> {
	await page.goto('/quick');
	await goOn(page, 'No');
	await goOn(page, 'A child may be harmed');
	await goOn(page, "Children's social care or the police");
	await page.getByRole('button', { name: 'Keep this check' }).click();
}

/** A locked drawer with one quick check in its tray; ends on the check's page. */
export async function checkKeptWhileLocked(page: Page): Promise<void> {
	await openFlow(page);
	await makeRecord(page);
	await lock(page);
	await keepQuickCheck(page);
	await expect(page.locator('[data-kept]')).toBeVisible();
}

/** Waiting to send with an open drawer and one record in it. */
export async function waitingWithRecord(page: Page, words: string): Promise<void> {
	await makeRecord(page);
	await textOf(page).fill(words);
	await untilSaved(page);
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await page.getByRole('link', { name: 'Waiting to send' }).click();
}

/** Pages about what is kept while locked, and about locked copies. */
export const RESCUE_CHAINS: readonly PageChain[] = [
	{
		name: 'Kept while locked',
		states: [
			{ name: 'A check kept while locked', open: checkKeptWhileLocked },
			{
				name: 'A kept check offered, and its throwing away asked',
				open: async (page) => {
					await page.getByRole('link', { name: 'Unlock now' }).click();
					await unlock(page);
					await page.getByRole('link', { name: 'Back to the record' }).click();
					await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
					await page.getByRole('button', { name: 'Throw it away' }).click();
					await expect(page.getByRole('button', { name: 'Leave it here' })).toBeVisible();
				}
			}
		]
	},
	{
		name: 'Copies and words of a record',
		states: [
			{
				name: 'A locked copy made, and a wrong file put back',
				open: async (page) => {
					await waitingWithRecord(page, 'Bruises on both arms');
					await page.getByRole('button', { name: 'Save a locked copy' }).click();
					await expect(page.locator('[data-rescue=made]')).toBeVisible();
					await page.getByLabel('Put a locked copy back').setInputFiles({
						name: 'photo.jpg',
						mimeType: 'image/jpeg',
						buffer: Buffer.from('no age file')
					});
					await expect(page.locator('[data-put-back=not-age]')).toBeVisible();
				}
			},
			{
				name: 'Records found by their words',
				open: async (page) => {
					await page.getByRole('link', { name: 'All records' }).click();
					await page.getByLabel('Find in my records').fill('bruises');
					await expect(page.locator('[data-found="1"]')).toBeVisible();
				}
			}
		]
	}
];
