import type { Page } from '@playwright/test';
import { makeDrawer, untilSaved } from '../support/drawer-page.ts';
import { backToRecord, fieldOf, openPart } from '../support/record-pages.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { walkToCard } from '../support/rules-pages.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

const picks = (page: Page, name: string) => page.locator(`[data-pick="${name}"]`);

test('goes through "Which rules apply?" to a card and into a record, without signal', async ({
	page,
	context
}) => {
	await page.goto('/decide');
	await untilOfflineReady(page);
	await context.setOffline(true);
	await page.getByRole('link', { name: 'Which rules apply?' }).click();
	await walkToCard(page);

	for (const id of ['art8-line', 'caldicott', 'confidence-release', 'policy-document', 'privacy-notice'])
		await expect(page.locator(`[data-concept="${id}"]`), id).toBeVisible();
	await expect(picks(page, 'basis').getByRole('radio', { checked: true })).toHaveCount(0);
	await expect(picks(page, 'condition').getByRole('checkbox', { checked: true })).toHaveCount(0);
	await picks(page, 'basis').getByText('Something else').click();
	await picks(page, 'basis').getByRole('radio', { name: 'A legal duty' }).check();
	await picks(page, 'condition')
		.getByRole('checkbox', { name: /^Health or social care/ })
		.check();
	await makeDrawer(page);
	await page.getByRole('link', { name: 'Check answers' }).click();

	const basis = page.getByRole('row', { name: /Lawful basis|legal basis/i }).first();
	await expect(basis).toContainText('What the app suggested: A public task');
	await expect(basis).toContainText('What you chose: A legal duty');
	await expect(page.getByText('Health or social care (Schedule 1, paragraph 2)').first()).toBeVisible();
});

test('asks which rules apply beside a record, and leaves the choice to the person', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'Law and weighing');
	await page.getByRole('link', { name: 'Which rules apply?' }).click();
	await walkToCard(page);
	await expect(page.locator('[data-rule="duty-16la"]')).toBeVisible();
	await page.getByRole('link', { name: /^Go to: Law and weighing/ }).click();

	await expect(page.locator('[data-rules-help="answered"]')).toContainText('A legal duty');
	const chosen = fieldOf(page, 'r:social-care/art6Basis');
	await expect(chosen.locator('select')).toHaveValue('');
	await page.getByRole('link', { name: 'Look at the suggestion' }).click();
	await picks(page, 'basis').getByRole('radio', { name: 'A public task' }).check();
	await page.getByRole('link', { name: /^Go to: Law and weighing/ }).click();
	await expect(chosen.locator('select')).toHaveValue('e');
	await untilSaved(page);

	// The record's own questions are where they were, and none of these is listed as set aside.
	await backToRecord(page);
	await page.getByRole('link', { name: 'Go on with the questions' }).click();
	await expect(page.getByText('Set aside, not used')).toBeHidden();
});
