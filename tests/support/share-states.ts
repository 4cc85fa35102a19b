import { expect, type Page } from '@playwright/test';
import { overviewOf } from './drawer-page.ts';
import type { PageChain } from './pages.ts';
import { fieldOf } from './record-pages.ts';
import { choosePoints, makeChecks, openPlan, openReceiver, walkBreach, writePoints } from './share-pages.ts';
import { openDuty } from './kept-starts.ts';

async function backTo(page: Page, ...names: readonly string[]): Promise<void> {
	for (const name of names) await page.getByRole('link', { name }).click();
}

/** Pages about sending, as one record goes through them. */
export const SHARE_CHAIN: PageChain = {
	name: 'Sharing, and what went wrong with it',
	states: [
		{
			name: 'Share plan',
			open: async (page) => {
				await openDuty(page);
				await writePoints(page);
				await openPlan(page);
			}
		},
		{ name: 'Receiver, nothing done yet', open: (page) => openReceiver(page, "Children's social care") },
		{
			name: 'What goes to a receiver, with a point to look at twice',
			open: async (page) => {
				await choosePoints(page);
				await backTo(page, 'Choose what goes');
				await expect(fieldOf(page, 'r:social-care/informationShared')).toBeVisible();
			}
		},
		{
			name: 'Receiver to chase, with who still to say',
			open: async (page) => {
				await backTo(page, 'Back to this receiver');
				await makeChecks(page, 'By email');
				await page.getByRole('button', { name: 'I am sending it now' }).click();
				await page.getByRole('button', { name: 'No word came' }).click();
				await expect(page.locator('[data-chase]')).toBeVisible();
			}
		},
		{
			name: 'Record with a receipt to chase',
			open: async (page) => {
				await backTo(page, 'Back to the share plan', 'Back to the record');
				await expect(page.locator('[data-share-notice]')).toBeVisible();
			}
		},
		{
			name: 'Something went wrong, with a wrong time',
			open: async (page) => {
				await page.getByRole('link', { name: /^Something went wrong/ }).click();
				const field = page.getByLabel('When did you first know?');
				await field.fill('2999-01-01T10:00');
				await field.blur();
				await page.getByRole('button', { name: 'Begin: safety first' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
				await page.getByRole('button', { name: /^Now/ }).click();
			}
		},
		{
			name: 'Record of a breach',
			open: async (page) => {
				await walkBreach(page);
				await backTo(page, 'Go to the record');
				await expect(overviewOf(page)).toBeVisible();
				await expect(page.locator('[data-linked=here]')).toBeVisible();
			}
		}
	]
};
