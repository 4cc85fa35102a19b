import { readFileSync } from 'node:fs';
import { lock, textOf, unlock } from '../support/drawer-page.ts';
import { checkKeptWhileLocked, waitingWithRecord } from '../support/rescue-states.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';

test('keeps a quick check while locked and without signal, and offers it after unlocking', async ({
	context,
	page
}) => {
	await page.goto('/');
	await untilOfflineReady(page);
	await context.setOffline(true);
	await checkKeptWhileLocked(page);
	await page.getByRole('link', { name: 'Unlock now' }).click();
	await unlock(page);
	// Back where the lock came; the offer stands over the list.
	await expect(textOf(page)).toBeVisible();
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	const offer = page.locator('[data-capture=kept]');
	await expect(offer).toContainText('You made a quick check');
	await offer.getByRole('button', { name: 'Keep it as a record' }).click();
	await expect(page.getByRole('heading', { name: 'What to write' })).toBeVisible();
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await expect(page.locator('[data-life]')).toHaveCount(2);
	await expect(offer).toHaveCount(0);
});

test('saves a locked copy that reads nothing and comes back as a draft; finds records by their words', async ({
	page
}) => {
	await waitingWithRecord(page, 'Bruises on both arms');
	await page.getByRole('button', { name: 'Save a locked copy' }).click();
	const made = page.locator('[data-rescue=made]');
	await expect(made).toBeFocused();
	await expect(made).toContainText('only this drawer can open it');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		made.getByRole('link', { name: 'Save the file' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/^doorstep-rescue-\d{4}-\d\d-\d\d\.age$/);
	const path = await download.path();
	expect(readFileSync(path, 'latin1')).toMatch(/^age-encryption\.org\/v1\n(?![^]*Bruises)/);

	// What was written since is not touched by it.
	await page.getByRole('link', { name: 'All records' }).click();
	await page.getByRole('link', { name: /Draft/ }).click();
	await page.getByRole('link', { name: 'What you know' }).click();
	await textOf(page).fill('Only one arm');
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await page.getByRole('link', { name: 'Waiting to send' }).click();
	await page.getByLabel('Put a locked copy back').setInputFiles(path);
	await expect(page.locator('[data-put-back=done]')).toContainText('1 draft was put back');

	await page.getByRole('link', { name: 'All records' }).click();
	const search = page.getByLabel('Find in my records');
	for (const [word, count] of [
		['bruises', '1'],
		['arm', '2'],
		['zebra', '0']
	] as const) {
		await search.fill(word);
		await expect(page.locator('[data-found]')).toHaveAttribute('data-found', count);
	}
	await lock(page);
	await expect(page.getByText('arm')).toHaveCount(0);
});
