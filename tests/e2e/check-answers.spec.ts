import { lockAndUnlock, untilSaved } from '../support/drawer-page.ts';
import {
	backToRecord,
	fieldOf,
	openCheck,
	openPart,
	partLink,
	recordEmergency
} from '../support/record-pages.ts';
import { expect, test } from '../support/test.ts';
import { answer } from '../support/walk.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

test('notes what a record does well without, warns gently, and checks answers row by row', async ({
	page
}) => {
	await openDuty(page);
	await openPart(page, 'What you know');
	const worry = page.getByLabel('The worry in brief');
	await worry.fill('Sarah Jones was hit at 14 Elm Road. Year 4 saw it on Monday.');
	const notes = fieldOf(page, 'case/concernSummary').locator('[data-note=nudge]');
	await expect(notes).toHaveCount(2);
	await expect(notes.first()).toContainText('“Sarah Jones” looks like a full name');
	await notes
		.first()
		.getByRole('button', { name: /^Leave it as it is/ })
		.click();
	await expect(notes).toHaveCount(1);
	await worry.press('End');
	await worry.pressSequentially(' She was hit.');
	await expect(notes).toHaveCount(1);
	const points = fieldOf(page, 'case/statements');
	await points.getByRole('textbox', { name: 'What is known' }).first().fill('He is a bad man');
	await expect(points.getByText('it can be checked')).toBeVisible();
	await points.getByRole('radio', { name: 'Opinion' }).check();
	await expect(points.locator('[data-note=warning]')).toContainText('Every point is an opinion');
	await backToRecord(page);
	await expect(partLink(page, 'What you know')).toContainText('To check: Every point is an opinion');
	await expect(page.locator('[data-blocked=after-final]')).toContainText('Handing over');

	await openPart(page, 'Your reason');
	await page.getByLabel('Your reason').fill('Text with a nul \u0000, half \ud83d, and שלום');
	await expect(page.getByLabel('Your reason')).toHaveValue('Text with a nul ␀, half �, and שלום');
	await page.getByLabel('Date to look again').fill('2020-01-01');
	await expect(page.getByText('This day has passed.')).toBeVisible();
	await backToRecord(page);

	await openCheck(page);
	const warnings = page.locator('[data-warnings]');
	await expect(warnings).toContainText('What is known: Every point is an opinion');
	await expect(page.locator('[data-row="r:social-care/review"]')).toContainText(
		'To check: This day has passed'
	);
	await page.getByText('Which ones').click();
	await page.locator('[data-missing]').getByRole('link', { name: 'Your name' }).click();
	await expect(page.getByLabel('Your name')).toBeFocused();
	await page.keyboard.type('R. Example');
	await page.getByRole('link', { name: 'Back to Check answers' }).click();
	await expect(page.getByRole('link', { name: /^Change.*Your name/ })).toBeFocused();

	// A new answer that takes another path asks first, and leads back here.
	await page.getByRole('link', { name: /^Change.*What has brought you here/ }).click();
	await answer(page, 'Someone has asked me for information');
	await expect(page.locator('h1')).toHaveText('Your new answer takes another path');
	await page.getByRole('button', { name: 'Keep the earlier answer' }).click();
	await answer(page, 'I saw something or was told something');
	await untilSaved(page);
	await lockAndUnlock(page);
	await expect(page.locator('h1')).not.toHaveText('Unlock your records');
});

test('saves an emergency first, and says that it is not whole yet', async ({ page }) => {
	await recordEmergency(page);
	await expect(page.locator('[data-emergency=first]')).toContainText('Incomplete, emergency');
	await page.getByRole('link', { name: 'Write the first things' }).click();
	await expect(page.locator('h1')).toHaveText('The first things');
	await expect(page.locator('[data-field]').first()).toHaveAttribute('data-field', 'case/concernSummary');
	// The law and the weighing wait.
	await expect(page.getByText('Lawful basis')).toHaveCount(0);
	await page.getByLabel('The worry in brief').fill('He has a knife');
	await fieldOf(page, 'r:/sentAt').getByRole('button', { name: /^Now/ }).click();
	await page.getByRole('button', { name: 'Check these' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	const before = Number(await page.locator('[data-first]').getAttribute('data-first'));
	await page.getByLabel('Your reason').fill('A child may be hurt within minutes');
	await expect(page.locator('[data-first]')).toHaveAttribute('data-first', String(before - 1));
	await untilSaved(page);
});
