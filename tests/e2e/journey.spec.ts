import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { ALL_SCOPE, CARE, SAW, TO_DUTY, TO_RECEIVERS, answer, goOn, walkShare } from '../support/walk.ts';

test.use({ sharesServer: true });

const heading = (page: Page) => page.locator('h1');
const concept = (page: Page, id: string) => page.locator(`[data-concept="${id}"]`);

test('leads from a worry to a suggestion with its reason, rule, sources and next steps', async ({ page }) => {
	await walkShare(page, TO_DUTY);

	await expect(page.locator('[data-outcome="O-DUTY"]')).toBeVisible();
	await expect(heading(page)).toHaveText(/you must/);
	await expect(page.getByText("About: Children's social care")).toBeVisible();
	await expect(page.locator('[data-strength="must"]')).toBeVisible();
	for (const id of ['duty-must', 'duty-limits', 'no-consent-needed', 'rule-verify-note', 'act-today'])
		await expect(concept(page, id), id).toBeVisible();
	await expect(page.getByText('from 30 September 2026')).toBeVisible();
	await expect(concept(page, 'rule-verify-note').getByText('Check this:')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Who to ask' })).toBeVisible();
	await page.getByText(/Where this comes from/).click();
	await expect(page.locator('details[open] li').first()).toContainText(/20\d\d/);
	const share = concept(page, 'share-button');
	await expect(share).toHaveCount(1);
	await expect(share).toHaveRole('button');
});

test('takes each receiver on its own and asks a shared question once', async ({ page }) => {
	await walkShare(page, TO_DUTY);
	await goOn(page, 'Start sharing');
	await answer(page); // No caution signs.
	await answer(page, 'Mother');
	await answer(page, 'Yes, it is safe');
	await answer(page, 'I told them, and they objected');
	await expect(concept(page, 'refusal-does-not-stop-it')).toBeVisible();
	for (const line of [
		'I chose which facts, about whom, and from when',
		'Each point is marked as fact, reported or opinion'
	])
		await page.getByLabel(line, { exact: true }).check();
	await expect(page.getByLabel('All done', { exact: true })).toBeDisabled();
	for (const line of ['I took out family members this is not about', 'This is the right person to have it'])
		await page.getByLabel(line, { exact: true }).check();
	await answer(page, 'All done');
	await answer(page, 'No');
	await answer(page, 'No');
	await answer(page, 'By phone');
	await answer(page, 'Yes');
	const checks = page.getByRole('checkbox');
	for (const check of await checks.all()) await check.check();
	await page.getByRole('radio').first().check();
	await goOn(page, 'Continue');
	await page.getByRole('radio').first().check();
	await goOn(page, 'Continue');
	await expect(page.locator('[data-outcome="E-SENT"]')).toBeVisible();
	await goOn(page, 'Go on: The police');
	await expect(page.getByText('About: The police')).toBeVisible();
	// Three of the five ticks were about the case and hold for every receiver.
	await expect(page.getByRole('checkbox')).toHaveCount(3);
	await expect(page.getByLabel(ALL_SCOPE[1]!, { exact: true })).toBeVisible();
});

test('loses nothing on Back, and gives back what was ticked', async ({ page }) => {
	await walkShare(page, TO_RECEIVERS.slice(0, 3));
	for (const label of ['Yes', 'No, but it matters today', SAW]) {
		await page.getByRole('link', { name: 'Back' }).click();
		await expect(page.getByLabel(label, { exact: true })).toBeChecked();
	}
	for (let page_ = 0; page_ < 3; page_ += 1) await goOn(page, 'Continue');
	await expect(heading(page)).toHaveText('Why would you share it?');
});

test('asks before a change sets later answers aside, keeps them, and lists them', async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await walkShare(page, TO_RECEIVERS.slice(0, 4));
	await page.getByRole('link', { name: /Change.*What has brought you here/ }).click();
	await page.getByLabel('Someone has asked me for information', { exact: true }).check();
	await goOn(page, 'Continue');

	await expect(heading(page)).toHaveText('Your new answer takes another path');
	await expect(heading(page)).toBeFocused();
	await expect(page.locator('[data-set-aside] li')).toHaveCount(3);
	await goOn(page, 'Keep the earlier answer');
	await expect(page.getByText('Set aside, not used')).toBeHidden();

	await page.getByLabel('Someone has asked me for information', { exact: true }).check();
	await goOn(page, 'Continue');
	await goOn(page, 'Use the new answer');
	await expect(heading(page)).toHaveText('Who is asking?');
	await expect(page.getByText('Set aside, not used')).toBeVisible();
	await expect(page.locator('[data-set-aside] li')).toHaveCount(3);

	await page.getByRole('link', { name: /Change.*What has brought you here/ }).click();
	await answer(page, SAW);
	await expect(heading(page)).toHaveText('Is it one of these special cases?');
	await expect(page.getByText('Set aside, not used')).toBeHidden();
});

test('takes receivers by role, refuses the same one twice, and lets one be added later', async ({ page }) => {
	await walkShare(page, TO_RECEIVERS);
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	await expect(page).toHaveTitle(/^Error: /);
	await page.getByLabel('Somebody else').fill('Aunt');
	await page.getByRole('button', { name: 'Add to the list' }).click();
	await expect(page.getByLabel('Aunt', { exact: true })).toBeChecked();
	await page.getByLabel('Somebody else').fill('aunt');
	await page.getByRole('button', { name: 'Add to the list' }).click();
	await expect(page.getByRole('alert')).toContainText('on the list already');
	await page.getByLabel('Somebody else').fill('');
	await goOn(page, 'Continue');
	await expect(page.getByText('About: Aunt')).toBeVisible();
	await page.getByRole('link', { name: 'Add or leave out a receiver' }).click();
	await answer(page, CARE);
	await expect(page.getByText('About: Aunt')).toBeVisible();
});

test('goes to the emergency card from any page by "Danger now", and comes back by Back', async ({ page }) => {
	await walkShare(page, TO_RECEIVERS);
	await page.getByRole('link', { name: 'Danger now' }).click();
	await expect(page.locator('[data-node="emergency-card"]')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Call 999' })).toHaveAttribute('href', 'tel:999');
	for (const id of [
		'move-to-safety',
		'voice-without-data',
		'stored-numbers',
		'act-before-asking',
		'do-not-alert'
	])
		await expect(concept(page, id), id).toBeVisible();
	await goOn(page, 'Continue');
	await expect(page.locator('[data-outcome="O-EMERG"]')).toBeVisible();
	await expect(concept(page, 'share-button')).toHaveCount(0);
	await page.getByRole('link', { name: 'Back' }).click();
	await page.getByRole('link', { name: 'Back' }).click();
	await answer(page, CARE);
	await expect(page.getByText("About: Children's social care")).toBeVisible();
});

test('opens the Danger page from pages outside a flow, with the numbers of this device', async ({ page }) => {
	await page.goto('/settings');
	await page.getByLabel("Children's social care").fill('0300 555 0100');
	await page.getByRole('button', { name: 'Keep these numbers' }).click();
	await expect(page.getByText('Kept on this device.')).toBeVisible();
	await page.getByRole('link', { name: 'Danger now' }).click();
	await expect(page.getByRole('link', { name: /Children's social care/ })).toHaveAttribute(
		'href',
		'tel:03005550100'
	);
	await expect(page.getByText('not stored yet')).toHaveCount(2);
	await page.reload();
	await expect(page.getByRole('link', { name: /Children's social care/ })).toHaveAttribute(
		'href',
		'tel:03005550100'
	);
});

test('shows no control that shares where the suggestion is to hold', async ({ page }) => {
	await walkShare(page, [['I am not sure, so I want advice'], ['I reached nobody, and nobody is at risk']]);
	await expect(page.locator('[data-outcome="O-HOLD-IG"]')).toBeVisible();
	await expect(concept(page, 'share-button')).toHaveCount(0);
	await expect(page.getByRole('button', { name: /shar/i })).toHaveCount(0);
});

test('starts the breach questions by their own way in, without saying so in the address', async ({
	page
}) => {
	await page.goto('/decide');
	await page.getByRole('link', { name: 'Something went wrong with a share' }).click();
	await expect(page.locator('[data-node="breach-danger"]')).toBeVisible();
	expect(new URL(page.url()).pathname).toBe('/decide/secure/1');
});

test('starts again after a reload and says so; the address and the title tell nothing', async ({ page }) => {
	await walkShare(page, TO_RECEIVERS);
	await page.getByLabel('Somebody else').fill('Zedmarker');
	await goOn(page, 'Continue');
	expect(page.url()).toMatch(/\/decide\/share\/7$/);
	expect(await page.title()).toBe('Should I share?, page 7 – Doorstep');
	await page.reload();
	await expect(heading(page)).toHaveText('What has brought you here?');
	await expect(page.getByText('nothing was kept')).toBeVisible();
	expect(page.url()).toMatch(/\/decide\/share\/1$/);
	expect(await page.evaluate(() => JSON.stringify(history.state))).not.toContain('Zedmarker');
});

test('asks before another flow clears the open one', async ({ page }) => {
	await walkShare(page, [[SAW]]);
	await page.getByRole('link', { name: 'Back' }).click();
	await page.getByRole('link', { name: 'Back' }).click();
	await page.getByRole('link', { name: 'Should I ask or tell them?' }).click();
	await expect(heading(page)).toHaveText('Another check is open');
	await goOn(page, 'Back to the open one');
	await expect(page.getByLabel(SAW, { exact: true })).toBeChecked();
});

test('goes on to the record with all answers, from an outcome that leaves nothing else to do', async ({
	page
}) => {
	await walkShare(page, [['I am not sure, so I want advice'], ['I reached nobody, and nobody is at risk']]);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await expect(page).toHaveURL(/\/records\/new$/);
	await page.goBack();
	await expect(page.locator('[data-outcome="O-HOLD-IG"]')).toBeVisible();
});
