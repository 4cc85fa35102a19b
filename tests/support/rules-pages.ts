import { expect, type Page } from '@playwright/test';
import type { PageState } from './pages.ts';
import { answer } from './walk.ts';

/** Answers of "Which rules apply?", one inner list a page, up to its card. */
export const TO_CARD: readonly (readonly string[])[] = [
	['An NHS trust, an integrated care board, or health visiting'],
	['Health visitor or other nurse'],
	['An enquiry about harm to a child'],
	['Health, sex life, ethnicity, belief, biometrics or the like'],
	['A body in scope of the duty to share'],
	['Yes, by the person it is about'],
	['No']
];

/** Answers page after page, from the first one. */
export async function walkToCard(page: Page): Promise<void> {
	for (const labels of TO_CARD) await answer(page, ...labels);
	await expect(page.locator('[data-rules-card]')).toBeVisible();
}

/** "Which rules apply?" on the open shelf. */
export const RULES_STATES: readonly PageState[] = [
	{
		name: 'Rules card, everything opened',
		open: async (page) => {
			await page.goto('/decide/rules/1');
			await walkToCard(page);
			for (const summary of await page.locator('summary').all()) await summary.click();
			await page.getByLabel('I do not choose yet. I will ask.').first().check();
		}
	},
	{
		name: 'Rules, stop and ask',
		open: async (page) => {
			await page.goto('/decide/rules/1');
			for (const labels of TO_CARD.slice(0, -1)) await answer(page, ...labels);
			await answer(page, 'Yes');
			await expect(page.locator('[data-outcome="B-STOP"]')).toBeVisible();
		}
	}
];

/** The same beside a record; the page stands on its part "Law and weighing". */
export const RULES_OF_RECORD: readonly PageState[] = [
	{
		name: 'Record, rules answered',
		open: async (page) => {
			await page.getByRole('link', { name: 'Which rules apply?' }).click();
			await walkToCard(page);
			await page.getByRole('link', { name: /^Go to: Law and weighing/ }).click();
			await expect(page.locator('[data-rules-help="answered"]')).toBeVisible();
		}
	}
];
