import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

test('keeps everything readable with text twice as large and spaced out', async ({ page }) => {
	for (const path of ['/', '/decide', '/quick', '/decide/share/1', '/settings', '/danger']) {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.goto(path);
		await expect(page.locator('h1')).toBeVisible();
		await page.evaluate(() => {
			const { style } = document.documentElement;
			style.fontSize = '225%';
			style.letterSpacing = '0.12em';
			style.wordSpacing = '0.16em';
		});
		const cut = await page.evaluate(() =>
			[...document.querySelectorAll('main :is(h1, h2, p, button, a, label, li)')]
				.filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
				.map((one) => one.textContent)
		);
		expect.soft(cut, path).toEqual([]);
		expect
			.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path)
			.toBeLessThanOrEqual(0);
	}
});
