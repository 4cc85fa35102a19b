import type { Page } from '@playwright/test';
import { lockAndUnlock, overviewOf } from '../support/drawer-page.ts';
import { EARLIER_VERSION, openChanges, previewDay } from '../support/earlier-pack.ts';
import { expect, test } from '../support/test.ts';
import { answer, CARE, TO_RECEIVERS } from '../support/walk.ts';

test.use({ sharesServer: true });

const heading = (page: Page) => page.locator('h1');

test('keeps a draft on its own rules, shows what changed, and moves it when told to', async ({ page }) => {
	await openChanges(page);
	const question = page.locator('[data-change=node]').first();
	await expect(question).toContainText('What has brought you here?');
	await expect(question).toContainText('I saw something or was told something');
	await expect(page.locator('[data-change=rule]')).toContainText('30 September 2026');
	await expect(page.locator('[data-same]')).toHaveAttribute('data-same', 'no');
	await expect(page.locator('[data-same]')).toContainText('Is a child being harmed');

	await page.getByRole('button', { name: 'Move to the current rules' }).click();
	await page.getByRole('button', { name: 'Keep it as it is' }).click();
	await expect(heading(page)).toContainText('What changed');
	await page.getByRole('button', { name: 'Move to the current rules' }).click();
	await page.getByRole('button', { name: 'Move it' }).click();
	await expect(heading(page)).toContainText('The draft is now on the rules of');
	await lockAndUnlock(page);
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(overviewOf(page)).toBeVisible();
	await expect(page.locator('[data-pack-notice]')).toBeHidden();

	await page.getByRole('link', { name: 'Go on with the questions' }).click();
	await expect(heading(page)).toHaveText('Which of these are true?');
	await page.goBack();
	await page.getByRole('link', { name: 'Check answers' }).click();
	await expect(page.getByRole('main')).toContainText(`moved from guidance version ${EARLIER_VERSION}`);
});

test('previews the rules of another day, on every page of a journey that nothing records', async ({
	page
}) => {
	await previewDay(page, ['1', '9', '2026']);
	const duty = page.locator('[data-rule=dutyActive]');
	await expect(duty).toHaveAttribute('data-state', 'off');
	await expect(duty).toContainText('Different from today');
	await page.getByRole('link', { name: 'Should I share?' }).click();
	for (const labels of [...TO_RECEIVERS, [CARE], ['Yes']]) {
		await expect(page.locator('[data-preview]')).toContainText('as if decided on 1 September 2026');
		await answer(page, ...labels);
	}
	await expect(page.locator('[data-outcome]')).toContainText('cannot be shared or recorded');
	await expect(page.getByRole('link', { name: /Record/ })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Start sharing' })).toHaveCount(0);
	expect(new URL(page.url()).pathname).toMatch(/^\/guidance\/as-of\/share\/\d+$/);
	await page.getByRole('link', { name: 'Danger now' }).click();
	await expect(page).toHaveURL(/\/danger$/);
	await page.goto('/');
	await expect(page.getByText('You have a check open')).toBeHidden();
});

test('follows a rule that is tried in the preview', async ({ page }) => {
	await previewDay(page, ['1', '9', '2026']);
	const duty = page.locator('[data-rule=dutyActive]');
	await duty.getByLabel('As if switched on').check();
	await expect(duty).toHaveAttribute('data-state', 'on');
	await page.getByRole('link', { name: 'Should I share?' }).click();
	for (const labels of [...TO_RECEIVERS, [CARE]]) await answer(page, ...labels);
	await expect(heading(page)).toHaveText('Which of these are true?');
});

test('says the age of old rules, and hides nothing', async ({ page }) => {
	await page.clock.setFixedTime('2027-06-01T12:00:00Z');
	await page.goto('/decide');
	await expect(page.locator('[data-stale=old]')).toContainText('days old');
	await expect(page.locator('[data-stale=old]')).toContainText('Duty to share');
	await page.goto('/guidance');
	await expect(page.locator('[data-stale=old]')).toBeVisible();
	await page.goto('/decide/share/1');
	await answer(page, 'I am not sure, so I want advice');
	await answer(page, 'I reached nobody, and nobody is at risk');
	await expect(page.locator('[data-outcome]').locator('[data-stale=old]')).toBeVisible();
	await expect(page.locator('[data-outcome]')).toContainText('What comes next');
});
