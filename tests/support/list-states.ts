import { expect, type Page } from '@playwright/test';
import { makeRecord, untilSaved } from './drawer-page.ts';
import type { PageChain } from './pages.ts';
import { fieldOf, openPart, backToRecord } from './record-pages.ts';

const toList = async (page: Page): Promise<void> => {
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await expect(page.getByRole('heading', { name: /^1 record$/ })).toBeVisible();
};

/** The list and the dates promised, of one drawer with one record in it. */
export const LIST_CHAIN: PageChain = {
	name: 'The list and the dates promised',
	states: [
		{
			name: 'Dates promised, none',
			open: async (page) => {
				await makeRecord(page);
				await untilSaved(page);
				await backToRecord(page);
				await toList(page);
				await page.getByRole('link', { name: 'Dates promised' }).click();
				await expect(page.locator('[data-dates=none]')).toBeVisible();
			}
		},
		{
			name: 'Records on a phone, filters open, nothing matches',
			open: async (page) => {
				await toList(page);
				await page.setViewportSize({ width: 390, height: 844 });
				await page.getByRole('button', { name: 'Filter and order' }).click();
				await page.getByLabel('Handed over').check();
				await expect(page.getByText('Nothing here matches.')).toBeVisible();
			}
		},
		{
			name: 'Records, filters at the side, taken out as a table',
			open: async (page) => {
				await page.getByRole('button', { name: 'Show all records' }).click();
				await page.getByText('Take this list out as a table').click();
				await page.getByRole('button', { name: 'Make the table' }).click();
				await expect(page.locator('[data-taken]')).toContainText('Saved as doorstep-list-');
			}
		},
		{
			name: 'Dates of a record',
			open: async (page) => {
				await page.locator('main').getByRole('link', { name: /Draft/ }).click();
				await openPart(page, 'Your reason');
				await fieldOf(page, 'r:/review')
					.getByRole('button', { name: /^Today/ })
					.click();
				await untilSaved(page);
				await backToRecord(page);
				await page.getByRole('link', { name: 'Dates it promises' }).click();
				await expect(page.locator('[data-open=review]')).toContainText('Review today');
			}
		},
		{
			name: 'Dates promised, one this week',
			open: async (page) => {
				await page.getByRole('link', { name: 'Dates of all records' }).click();
				await expect(page.locator('[data-week=week]')).toContainText('Review today');
			}
		}
	]
};
