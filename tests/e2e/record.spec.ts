import { decide, lockAndUnlock, makeDrawer, overviewOf, unlock } from '../support/drawer-page.ts';
import { backToRecord, fieldOf, openPart, partLink } from '../support/record-pages.ts';
import { expect, test } from '../support/test.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

test('makes a record of a decision, with its outcome and what is still to write', async ({ page }) => {
	await openDuty(page);
	await expect(page.locator('h1')).toContainText('The law says you must');
	await expect(page.locator('[data-life]')).toHaveText('Draft');
	await expect(page.locator('[data-copy]')).toHaveText('On this device only');
	await expect(partLink(page, 'Your reason')).toContainText('Still missing: Your reason');
	await expect(partLink(page, 'What it is for')).toContainText('Nothing missing');
	await expect(page.locator('[data-finalise]')).toContainText('has to join your organisation');
	await page.goto('/decide');
	await expect(page.getByText('Open now')).toBeHidden();
});

test('keeps every kind of value over lock and unlock', async ({ page }) => {
	await openDuty(page);

	await openPart(page, 'You and your role');
	await page.getByLabel('Your name').fill('R. Example');
	await page.getByLabel('Kind of organisation').selectOption({ label: 'A GP practice' });
	await page.getByRole('radio', { name: 'Doctor' }).check();
	await backToRecord(page);

	await openPart(page, 'Who it is about');
	const people = fieldOf(page, 'case/subjects');
	await people.getByLabel('How they are related').fill('Younger sister');
	await people.getByRole('radio', { name: 'Under 5' }).check();
	await people.getByRole('radio', { name: 'Yes' }).check();
	await backToRecord(page);

	await openPart(page, 'What you know');
	await page.getByLabel('The worry in brief').fill('Bruises on both arms.\nShe looked away.');
	await page.getByLabel('When you decided').fill('2026-11-20T09:15');
	await backToRecord(page);

	await openPart(page, 'What it is for');
	await page.getByRole('checkbox', { name: 'Domestic abuse' }).check();
	await backToRecord(page);

	await openPart(page, 'Your reason');
	await page.getByLabel('Date to look again').fill('2026-12-01');
	await page.getByLabel('What would change your mind sooner').fill('A call from the school');
	await backToRecord(page);

	await lockAndUnlock(page);
	await page.getByRole('link', { name: 'Check answers' }).click();
	await expect(page).toHaveURL(/\/summary$/);
	await expect(page.getByRole('main')).toContainText('R. Example');
	const said = page.getByRole('main');
	for (const words of [
		'R. Example',
		'A GP practice',
		'Doctor',
		'How they are related: Younger sister',
		'Age band: Under 5',
		'This is the child the worry is about: Yes',
		'Bruises on both arms.\nShe looked away.',
		'20 November 2026 at 09:15',
		'Domestic abuse',
		'Date to look again: 1 December 2026',
		'What would change your mind sooner: A call from the school'
	])
		expect.soft(await said.innerText()).toContain(words);
});

test('adds rows, takes one away and brings it back', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'What was shared');
	const shared = fieldOf(page, 'r:social-care/informationShared');
	await shared.getByRole('textbox').first().fill('The bruises');
	await shared.getByRole('button', { name: 'Add another' }).click();
	await expect(shared.getByRole('textbox').nth(1)).toBeFocused();
	await page.keyboard.type('What the child said');
	await shared.getByRole('button', { name: /^Take away.*What was shared, 1$/ }).click();
	await expect(shared.getByRole('textbox')).toHaveCount(1);
	await shared.getByRole('button', { name: 'Bring it back' }).click();
	await expect(shared.getByRole('textbox').first()).toHaveValue('The bruises');
	await shared.getByRole('button', { name: /^Take away.*What was shared, 1$/ }).click();
	await lockAndUnlock(page);
	await expect(shared.getByRole('textbox')).toHaveCount(1);
	await expect(shared.getByRole('textbox')).toHaveValue('What the child said');
});

test('names a date that cannot be, keeps what was typed, and reads one typed in words', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'How it was sent');
	const sent = page.getByLabel('When it was sent or said');
	await sent.fill('2026-03-29T01:30');
	await sent.press('Tab');
	await expect(page.getByText('this hour did not exist')).toBeVisible();
	await backToRecord(page);
	await expect(partLink(page, 'How it was sent')).toContainText('When it was sent or said');
	await openPart(page, 'How it was sent');
	await expect(sent).toHaveValue('2026-03-29T01:30');
	await sent.fill('yesterday at 3');
	await sent.press('Tab');
	await expect(sent).toHaveAttribute('aria-invalid', 'true');
	await expect(page.getByText('Write the date itself')).toBeVisible();
	await sent.fill('20 Nov 2026 9.15am');
	await sent.press('Tab');
	await expect(sent).toHaveValue('20 November 2026 09:15');
	await expect(sent).not.toHaveAttribute('aria-invalid', 'true');
	await page.getByRole('button', { name: /^Pick it instead.*When it was sent/ }).click();
	await expect(sent).toHaveValue('2026-11-20T09:15');

	await backToRecord(page);
	await openPart(page, 'Your reason');
	await page.getByLabel('Date to look again').focus();
	await page.keyboard.type('0231'); // Headless Chromium writes month before day.
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(page.getByText('This date is not finished, or there is no such day.')).toBeVisible();
	await page.getByRole('button', { name: /^Today.*Date to look again/ }).click();
	await expect(page.getByText('This date is not finished')).toBeHidden();
	await expect(page.getByLabel('Date to look again')).toHaveValue(/^\d{4}-\d\d-\d\d$/);
});

test('says where a value came from, until it is changed', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'What you know');
	const urgency = fieldOf(page, 'case/urgency');
	await expect(urgency.getByRole('radio', { name: 'Today' })).toBeChecked();
	await expect(urgency.getByText('Taken from your answers.')).toBeVisible();
	await urgency.getByRole('radio', { name: 'Now' }).check();
	await expect(urgency.getByText('Taken from your answers.')).toBeHidden();
});

test('is not red before the person asks, then names what is missing and leads there', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'You and your role');
	await page.getByLabel('Your name').focus();
	await page.keyboard.press('Tab');
	await expect(page.locator('[aria-invalid]')).toHaveCount(0);
	await page.getByRole('button', { name: 'Check this part' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	await expect.poll(() => page.title()).toMatch(/^Error: /);
	await page.getByRole('alert').getByRole('link', { name: 'Still missing: Your role' }).click();
	await expect(page.getByLabel('Your role')).toBeFocused();
	await page.keyboard.type('Doctor on duty');
	await expect(page.getByRole('alert')).not.toContainText('Your role');
});

test('says so when a record cannot be opened, and the rest works', async ({ page }) => {
	await decide(page);
	await makeDrawer(page);
	await page.goto('/records/aaaaaaaaaaaaaaaaaaaaaaaaaa');
	await unlock(page);
	await expect(page.locator('h1')).toHaveText('This record cannot be opened');
	await page.getByRole('link', { name: 'All records' }).click();
	await page
		.getByRole('listitem')
		.filter({ has: page.locator('[data-life]') })
		.getByRole('link')
		.click();
	await expect(overviewOf(page)).toBeVisible();
});
