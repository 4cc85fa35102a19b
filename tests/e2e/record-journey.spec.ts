import type { Page } from '@playwright/test';
import { decide, lockAndUnlock, makeDrawer, untilSaved } from '../support/drawer-page.ts';
import { backToRecord, openPart, partLink } from '../support/record-pages.ts';
import { expect, test } from '../support/test.ts';
import { answer, goOn } from '../support/walk.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

test('goes on with the questions, and keeps every answer in the record', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'Your reason');
	await page.getByLabel('Your reason').fill('He is not safe tonight');
	await backToRecord(page);
	await page.getByRole('link', { name: 'Go on with the questions' }).click();
	await expect(page).toHaveURL(/\/questions\//);
	await answer(page);
	const asked = await page.locator('h1').innerText();
	await lockAndUnlock(page);
	await expect(page.locator('h1')).toHaveText(asked);

	await page.getByRole('link', { name: /Change.*What has brought you here/ }).click();
	await answer(page, 'Someone has asked me for information');
	await expect(page.locator('h1')).toHaveText('Your new answer takes another path');
	await page.getByRole('button', { name: 'Use the new answer' }).click();
	await expect(page.locator('[data-set-aside]').first()).toBeAttached();
	await lockAndUnlock(page);
	await expect(page.locator('[data-set-aside]').first()).toBeAttached();
});

test('keeps a quick check as a record for advice, without the receiver', async ({ page }) => {
	await page.goto('/quick');
	for (const tap of ['No', 'A child may be harmed', "Children's social care or the police"])
		await goOn(page, tap);
	const says = await page.locator('h1').innerText();
	await page.getByRole('button', { name: 'Keep this check' }).click();
	await makeDrawer(page);
	await expect(page.locator('h1')).toHaveText(says);
	await expect(page.locator('[data-part="shared"]')).toHaveCount(0);
	await page.getByRole('link', { name: 'Check answers' }).click();
	await expect(page.getByRole('main')).toContainText('Is someone in danger right now?');
	await expect(page.getByRole('main')).not.toContainText('or the police');
});

test('puts nothing of a case into titles and addresses', async ({ page }) => {
	const seen: string[] = [];
	await openDuty(page);
	const note = async () => seen.push(`${await page.title()} ${page.url()}`);
	await note();
	await openPart(page, 'Who it is about');
	await page.getByLabel('Case reference').fill('MARKER-4711');
	await untilSaved(page);
	await note();
	await backToRecord(page);
	await expect(page.getByText('MARKER-4711')).toBeVisible();
	await note();
	await page.getByRole('link', { name: 'Check answers' }).click();
	await note();
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await page.getByRole('link', { name: 'Go on with the questions' }).click();
	await note();
	expect(seen.join('\n')).not.toMatch(/MARKER|social|duty|share|police/i);
	expect(await page.evaluate(() => JSON.stringify(history.state))).not.toMatch(/MARKER|social/);
});

test('can be written by keyboard alone', async ({ page }) => {
	await decide(page);
	await makeDrawer(page);
	await page.getByRole('link', { name: /^Go on writing/ }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Your name')).toBeVisible();
	await tabTo(page, 'practitionerName');
	await page.keyboard.type('R. Example');
	await tabTo(page, 'practitionerRole');
	await page.keyboard.type('Doctor on duty');
	await tabTo(page, 'organisationKind');
	await page.keyboard.type('A GP');
	await tabTo(page, 'profession');
	await page.keyboard.press('Space');
	await tabTo(page, undefined, 'Next part');
	await page.keyboard.press('Enter');
	await expect(page.locator('h1')).toHaveText('Who it is about');
	await expect(page.locator('h1')).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await backToRecord(page);
	await expect(partLink(page, 'You and your role')).toContainText('Nothing missing');
});

/** Presses Tab until the focus is in a field, or on a link of that name. */
async function tabTo(page: Page, field: string | undefined, name = ''): Promise<void> {
	for (let left = 40; left > 0; left -= 1) {
		await page.keyboard.press('Tab');
		const isThere = await page.evaluate(
			([id, words]) => {
				const at = document.activeElement;
				return id
					? at?.closest('[data-field]')?.getAttribute('data-field') === `case/${id}`
					: at?.textContent.trim() === words;
			},
			[field, name]
		);
		if (isThere) return;
	}
	throw new TypeError(`Tab never came to ${field ?? name}`);
}
