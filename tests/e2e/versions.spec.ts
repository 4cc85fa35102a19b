import { expect, test } from '../support/test.ts';
import { EVERY_RULE, faultsIn } from '../support/axe.ts';
import { storedEntries } from '../support/delivery-page.ts';
import { becomeTablet, openFromList, storedLeaves } from '../support/version-pages.ts';

test.setTimeout(120_000);

test('two devices wrote the same answer: both are shown, and both kept', async ({ page, server }) => {
	const id = await becomeTablet(page, server, 'clash');
	const notice = page.locator('[data-versions-notice=open]');
	await expect(async () => {
		await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click();
		await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Records' }).click();
		await expect(page.locator('[data-versions]')).toHaveText('Two versions', { timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	// The first words, and what each device made of them.
	const drafts = () =>
		storedEntries(server).filter(({ record_id, kind }) => record_id === id && kind === 'draft');
	await expect.poll(() => drafts().length, { timeout: 30_000 }).toBe(3);

	await openFromList(page);
	await expect(notice).toContainText('You wrote 2 answers differently');
	await expect(page.locator('[data-finalise-waits=versions]')).toBeVisible();
	await notice.getByRole('link').click();
	const sides = page.locator('[data-versions="2"]');
	await expect(sides).toContainText('Bruise on the left arm, seen at the door at noon.');
	await expect(sides).toContainText('Bruise on the right arm, seen at the door.');
	await expect(sides.getByRole('heading').first()).toHaveText(/^This device, \d\d:\d\d$/);
	await expect(sides.getByRole('heading').last()).toHaveText(/^Your other device, \d\d:\d\d$/);
	await expect(sides.locator('section').last()).toContainText('Only in this version: “left”');
	expect(await faultsIn(page, EVERY_RULE)).toEqual([]);
	await page.getByRole('button', { name: 'Keep both' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('which version?');
	await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
	await expect(page.getByRole('button', { name: 'Keep both' })).toBeHidden();
	await page.getByRole('button', { name: /^Keep that/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('All versions are settled');
	await expect(page.locator('[data-settled="2"]')).toContainText('Ref B');
	expect(await faultsIn(page, EVERY_RULE)).toEqual([]);
	await page
		.getByText(/^Your other device, \d\d:\d\d$/)
		.first()
		.click();
	await expect(page.locator('details[open]')).toContainText('He wants to stay.');

	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(page.locator('[data-finalise=joined]')).toBeVisible();
	await expect(page.locator('[data-versions-notice=open]')).toBeHidden();
	await page.getByRole('link', { name: 'Check answers' }).first().click();
	await expect(page.getByRole('main')).toContainText(/This device, \d\d:\d\d:\s+Bruise on the right arm/);
	await expect(page.getByRole('main')).toContainText(
		/Your other device, \d\d:\d\d:\s+Bruise on the left arm/
	);
	await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Records' }).click();
	await expect(page.locator('[data-versions]')).toBeHidden();
	// The next revision stands on every leaf: nothing of it is left beside.
	await expect(() => {
		expect(drafts().length).toBeGreaterThan(3);
		expect(storedLeaves(server, id)).toHaveLength(1);
	}).toPass({ timeout: 30_000 });
});

test('what came after the record was signed is late work, and can be added', async ({ page, server }) => {
	await becomeTablet(page, server, 'late');
	await expect(async () => {
		await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click();
		await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Records' }).click();
		await expect(page.locator('[data-versions]')).toHaveText('Late work beside it', { timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	await openFromList(page);
	await page.locator('[data-versions-notice=late]').getByRole('link').click();
	const late = page.locator('[data-late=draft]');
	await expect(late).toContainText('The neighbour rang again in the evening.');
	await expect(late).toContainText('not part of the signed record');
	await late.getByRole('button', { name: 'Add it as an addendum' }).click();
	await expect(late.getByLabel('Words to add')).toHaveValue(/The neighbour rang again/);
	expect(await faultsIn(page, EVERY_RULE)).toEqual([]);
	await late.getByLabel('Words to add').fill('');
	await late.getByRole('button', { name: 'Add to the record' }).click();
	await expect(late).toContainText('Write at least a few words');
	await late.getByLabel('Words to add').fill('The neighbour rang again.');
	await late.getByRole('button', { name: 'Add to the record' }).click();
	await expect(page.locator('[data-added=late]')).toBeVisible();
});
