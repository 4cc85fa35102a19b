import { everyRoute, maySendOn } from '../support/routes.ts';
import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

test('leads to help in danger from every page, with one press', async ({ page }) => {
	test.setTimeout(180_000);
	const without: string[] = [];
	for (const path of everyRoute()) {
		await page.goto(path, { waitUntil: 'domcontentloaded' });
		if (maySendOn(path)) await expect(page.locator('h1')).toBeVisible();
		const way = page.locator('a[href="tel:999"]:visible, a[href="/danger"]:visible').first();
		const isThere = await way.waitFor({ timeout: 5000 }).then(
			() => true,
			() => false
		);
		if (!isThere) without.push(path);
	}
	expect(without).toEqual([]);
});
