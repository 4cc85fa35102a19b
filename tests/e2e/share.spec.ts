import type { Page } from '@playwright/test';
import { lockAndUnlock, overviewOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { pressAt, tabTo } from '../support/keyboard.ts';
import { backToRecord, fieldOf, openPart, recordDuty } from '../support/record-pages.ts';
import {
	choosePoints,
	chooseWay,
	decideBreach,
	decideFor,
	fillWhen,
	makeChecks,
	openFirstReceiver,
	openPlan,
	openReceiver,
	walkBreach,
	writePoints
} from '../support/share-pages.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

const LONG = 'word '.repeat(20_000).trim();

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const stateOf = (page: Page) => page.locator('[data-sending]');
const backToPlan = (page: Page) => page.getByRole('link', { name: 'Back to the share plan' }).click();

test('shares with one by phone and one by email, without signal', async ({ page, context }) => {
	test.setTimeout(120_000);
	await openDuty(page);
	await untilOfflineReady(page);
	await context.setOffline(true);
	await writePoints(page);
	await openPlan(page);
	await expect(page.getByText('Not decided yet: The police.')).toBeVisible();
	await openReceiver(page, "Children's social care");
	await choosePoints(page);
	await makeChecks(page, 'By phone');
	await expect(page.getByText('Only what they need')).toBeVisible();

	// One press, and what is missing is said without stopping it.
	await button(page, 'I spoke to them just now').click();
	await expect(page.getByRole('alert')).toContainText('Say who gets it, and the number or address you used');
	await expect(page.getByRole('alert')).toBeFocused();
	await page
		.getByLabel(/The contact you used|Contact/)
		.first()
		.fill('0300 555 0100, from the council site');
	await expect(page.getByRole('alert')).toHaveCount(0);
	await expect(page.locator('[data-follow-up=due]')).toContainText('24 hours after the call');
	await button(page, 'They have it').click();
	await expect(stateOf(page)).toHaveAttribute('data-sending', 'confirmed');

	// What a person wrote stays, whatever the call's time becomes.
	await fillWhen(page, 'When it was sent or said (required)', -2);
	await expect(page.getByText('This is before the decision.')).toBeVisible();
	await fillWhen(page, 'Written follow-up due (optional)', -1);
	await fillWhen(page, 'When it was sent or said (required)', -3);
	await expect(page.locator('[data-follow-up=overdue]')).toContainText('1 hour');
	await button(page, 'Written follow-up sent just now').click();
	await expect(page.locator('[data-follow-up=sent]')).toBeVisible();
	await untilSaved(page);

	await backToPlan(page);
	await page.getByRole('link', { name: 'Back to the record' }).click();
	const asked = await decideFor(page, 'The police');
	// The checks were made on the receiver's own page: the journey does not ask them again.
	expect(asked).not.toContain('How will you share it?');
	await page.getByRole('link', { name: 'Go to the record' }).click();
	await openPlan(page);
	await openReceiver(page, 'The police');
	await makeChecks(page, 'By email');
	await pressAt(button(page, 'I am sending it now'));
	await expect(stateOf(page)).toHaveAttribute('data-sending', 'waiting');
	await fillWhen(page, 'Chase at', -0.1);
	await expect(page.locator('[data-chase=now]')).toContainText('silence counts as not received');
	await untilSaved(page);
	await backToPlan(page);
	await expect(page.locator('[data-receiver]')).toHaveCount(2);
	await expect(page.locator('[data-state=chase]')).toContainText('Chase now');
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(page.locator('[data-share-notice]')).toContainText('The police: nothing has come back.');
	await lockAndUnlock(page);

	await expect(page.locator('h1')).toBeFocused();
	await pressAt(page.locator('[data-share-notice]').getByRole('link'));
	await expect(page.locator('h1')).toBeFocused();
	await tabTo(button(page, 'I phoned: still nothing'));
	await page.keyboard.press('Enter');
	await expect(stateOf(page)).toHaveAttribute('data-sending', 'waiting');
	await untilSaved(page);
	await fillWhen(page, 'Chase at', -0.05);
	await button(page, 'I phoned: they have it').click();
	await expect(stateOf(page)).toHaveAttribute('data-sending', 'confirmed');
	await backToPlan(page);
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(overviewOf(page)).toBeVisible();
	await expect(page.locator('[data-share-notice]')).toHaveCount(0);
});

test('says that a way is not approved, waits when the checks say so, and takes any text', async ({
	page
}) => {
	await page.goto('/settings/local');
	await page.getByLabel('By phone').check();
	await page.getByRole('button', { name: 'Keep these settings' }).click();
	await openFirstReceiver(page, recordDuty);
	await page.getByRole('link', { name: 'Make the checks' }).click();
	for (const label of ['No', 'By messaging app', 'No, so I will choose another way or ask']) {
		await page.getByLabel(label, { exact: true }).check();
		await page.getByRole('button', { name: 'Continue' }).click();
	}
	await page.getByRole('link', { name: 'Back to this receiver' }).click();
	await expect(page.locator('[data-held]')).toBeVisible();
	await expect(page.locator('[data-not-approved]')).toContainText('On it: By phone.');
	await page.getByLabel('Why this way (optional)').fill('The only way that they read tonight');
	await page.getByRole('link', { name: 'Choose another way' }).click();
	await chooseWay(page, 'By phone');
	await expect(stateOf(page)).toHaveAttribute('data-sending', 'not-sent');
	await expect(page.locator('[data-not-approved]')).toHaveCount(0);
	await page.getByRole('link', { name: 'Choose what goes' }).click();
	await fieldOf(page, 'r:social-care/informationShared').getByRole('button', { name: /^Add/ }).click();
	await fieldOf(page, 'r:social-care/informationShared').getByRole('textbox').fill(`\u202e${LONG}🙂`);
	await page.getByRole('link', { name: 'Back to this receiver' }).click();
	await lockAndUnlock(page);
	await expect(page.locator('main')).toContainText('word word word');
	await untilSaved(page);
	await page.goto(page.url().replace(/\/1$/, '/7'));
	await unlock(page);
	await expect(page.getByText('There is no such receiver in this record any more.')).toBeVisible();
});

test('records a breach beside the first record, people before paperwork (V15)', async ({ page }) => {
	test.setTimeout(90_000);
	await openDuty(page);
	await openPart(page, 'Who it is about');
	await page.getByLabel('Case reference').fill('REF-77');
	await untilSaved(page);
	await backToRecord(page);
	const first = page.url();
	await page.getByRole('link', { name: /^Something went wrong/ }).click();
	await expect(page.locator('[data-concept=breach-safety-first]')).toContainText('Call 999');
	await fillWhen(page, 'When did you first know?', 2);
	await button(page, 'Begin: safety first').click();
	await expect(page.getByRole('alert')).toContainText('This is in the future');
	await button(page, /^Type it instead/).click();
	await page.getByLabel('When did you first know?', { exact: true }).fill('not before 3');
	await button(page, 'Begin: safety first').click();
	await expect(page.getByRole('alert')).toContainText('Say when you first knew');
	await fillWhen(page, 'When did you first know?', -1);
	await walkBreach(page);
	await expect(page.locator('[data-outcome=E-BREACH]')).toBeVisible();
	for (const id of [
		'breach-safety-first',
		'breach-tell-dpo',
		'breach-clock-from-awareness',
		'breach-tell-people'
	])
		await expect(page.locator(`[data-concept=${id}]`).first()).toBeVisible();
	await page.getByRole('link', { name: 'Go to the record' }).click();
	await expect(page.locator('[data-breach-clock=running]')).toContainText(/2 days 2[23] hours left/);
	await expect(page.locator('[data-tell-people]')).toBeVisible();
	await expect(page.locator('.lead')).toContainText('REF-77');

	await page.getByRole('link', { name: 'Go to: What went wrong' }).click();
	await fillWhen(page, 'When you first knew', -73);
	await page.getByLabel(/Which people you told/).fill('The mother, by phone, at once');
	await untilSaved(page);
	await backToRecord(page);
	await expect(page.locator('[data-breach-clock=overdue]')).toContainText('1 hour');
	await expect(page.locator('[data-tell-people]')).toHaveCount(0);

	await page
		.locator('[data-linked=here]')
		.getByRole('link', { name: /The record it went wrong with/ })
		.click();
	await expect(page).toHaveURL(first);
	await page
		.locator('[data-linked=here]')
		.getByRole('link', { name: /The record of what went wrong/ })
		.click();
	await expect(page.locator('[data-breach-clock]')).toBeVisible();
	await lockAndUnlock(page);
	await expect(page.locator('[data-linked=here]')).toBeVisible();
});

test('joins a breach that was begun from Decide to the record it belongs to', async ({ page }) => {
	await openDuty(page);
	await decideBreach(page);
	await expect(page.locator('[data-breach-clock=not-started]')).toBeVisible();
	await page.getByRole('link', { name: /^Something went wrong/ }).click();
	await button(page, 'Keep this').click();
	await expect(page.getByRole('alert')).toContainText('Choose the record that it went wrong with');
	await page.locator('input[name=first]').first().check();
	await button(page, 'Keep this').click();
	await expect(page.getByText('Which record did it go wrong with?')).toHaveCount(0);
	await untilSaved(page);
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(page.locator('[data-linked=here]')).toBeVisible();
});
