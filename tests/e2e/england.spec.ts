import { whereAsked } from '../support/england.ts';
import { expect, test as base } from '../support/test.ts';
import { goOn } from '../support/walk.ts';

/** A new device on which nobody answers the question for the test. */
const test = base.extend({
	page: async ({ browser, server }, use) => {
		const context = await browser.newContext({ baseURL: server.origin });
		await use(await context.newPage());
		await context.close();
	}
});

test('asks where the child lives before the first question, and only once', async ({ page }) => {
	await page.goto('/decide/share/1');
	await expect(page.locator('h1')).toHaveText('Where does the child live?');
	await whereAsked(page).click();
	await expect(page.locator('h1')).toHaveText('What has brought you here?');
	await expect(page.locator('h1')).toBeFocused();
	await page.goto('/decide/consent/1');
	await expect(page.getByRole('link', { name: 'Lives elsewhere?' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
});

test('stops for another nation, says so, and asks again next time', async ({ page }) => {
	await page.goto('/decide/share/1');
	await goOn(page, 'Scotland');
	await expect(page.locator('h1')).toContainText('not those of Scotland');
	await expect(page.locator('h1')).toBeFocused();
	await expect(page.getByRole('link', { name: 'Call 999' })).toHaveAttribute('href', 'tel:999');
	expect(page.url()).not.toContain('cotland');
	await page.reload();
	await expect(page.locator('h1')).toHaveText('Where does the child live?');
});

test('does not keep the danger question of the quick check waiting', async ({ page }) => {
	await page.goto('/quick');
	await expect(page.locator('h1')).toHaveText('Is anyone in danger now?');
	await goOn(page, 'No');
	await expect(page.locator('h1')).toHaveText('Where does the child live?');
	await goOn(page, 'England');
	await goOn(page, 'A child may be harmed');
	await expect(page.locator('[data-quick="3"]')).toBeVisible();
});

test('asks too on a device whose store never answers', async ({ page }) => {
	await page.addInitScript(() => {
		IDBFactory.prototype.open = () => ({ addEventListener: () => undefined }) as unknown as IDBOpenDBRequest;
	});
	await page.goto('/decide/share/1');
	await whereAsked(page).click();
	await expect(page.locator('h1')).toHaveText('What has brought you here?');
});
