import type { Page } from '@playwright/test';
import { keptPacks } from '../support/kept-packs.ts';
import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

const heading = (page: Page) => page.locator('h1');

test.describe('a damaged pack', () => {
	test.use({ serviceWorkers: 'block' });

	test('is refused with every problem and its path', async ({ page }) => {
		await page.route('**/packs/*.json', async (route) => {
			const pack = (await (await route.fetch()).json()) as { flows: { share: { start: string } } };
			pack.flows.share.start = 'nowhere';
			await route.fulfill({ json: pack });
		});
		await page.goto('/decide');
		await expect(page.locator('[data-pack=refused] code').first()).toContainText('flows.share.start');
		await expect(page.getByRole('link', { name: 'Call 999' })).toBeVisible();
	});

	test('is refused when only its text was changed: the hash tells', async ({ page }) => {
		await page.route('**/packs/*.json', async (route) => {
			const text = await (await route.fetch()).text();
			await route.fulfill({ body: text.replace('What has brought you here?', 'Share everything?') });
		});
		await page.goto('/decide');
		await expect(page.locator('[data-pack=refused] code')).toHaveText('hash');
	});

	test('leaves the last good one in use, and says so', async ({ page }) => {
		await page.goto('/decide/share/1');
		await expect(heading(page)).toBeVisible();
		await expect.poll(() => keptPacks(page)).toBe(1);
		await page.route('**/packs/*.json', (route) => route.fulfill({ body: '{"format":1,"flo' }));
		await page.reload();
		await expect(page.locator('[data-pack=kept]')).toBeVisible();
		await expect(heading(page)).toHaveText('What has brought you here?');
		await page.getByText(/What is wrong with the newest/).click();
		await expect(page.locator('[data-pack=kept] li')).toContainText('not whole');
	});

	test('of a newer format leaves the last good one in use, and says that an update is needed', async ({
		page
	}) => {
		await page.goto('/decide');
		await expect(heading(page)).toBeVisible();
		await expect.poll(() => keptPacks(page)).toBe(1);
		await page.route('**/packs/*.json', (route) =>
			route.fulfill({ body: '{"format":2,"version":"2030-01-01.1"}' })
		);
		await page.reload();
		await expect(page.locator('[data-pack=kept]')).toContainText('needs an update');
		await expect(heading(page)).toHaveText('What do you want to decide?');
	});
});
