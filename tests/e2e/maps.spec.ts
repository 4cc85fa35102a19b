import type { Page } from '@playwright/test';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import {} from '../support/record-pages.ts';
import { TO_DUTY, walkShare } from '../support/walk.ts';
import { openDuty } from '../support/kept-starts.ts';

const zoomOf = async (page: Page): Promise<number> =>
	Number(await page.locator('[data-map]').getAttribute('data-zoom'));

async function openMap(page: Page): Promise<void> {
	await page.goto('/guidance/maps/secure');
	await expect(page.locator('[data-map-strips] svg').first()).toBeVisible();
}

test('draws a map offline, moves and sizes it by buttons and keys, and lets the page scroll on', async ({
	context,
	page,
	server
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto('/');
	await untilOfflineReady(page);
	await server.stop();
	await context.setOffline(true);
	await openMap(page);
	const view = page.getByRole('group', { name: /^The picture/ });

	await page.getByRole('button', { name: 'Larger' }).click();
	expect(await zoomOf(page)).toBeGreaterThan(1);
	await page.getByRole('button', { name: 'Smaller' }).click();
	await page.getByRole('button', { name: 'Smaller' }).click();
	expect(await zoomOf(page)).toBeLessThan(1);
	await view.press('+');
	expect(await zoomOf(page)).toBe(1);
	await page.getByRole('button', { name: 'Move down' }).click();
	await expect.poll(() => view.evaluate((box) => box.scrollTop)).toBeGreaterThan(0);
	await view.press('0');
	expect(await view.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(1);
});

test('starts at a readable size on a phone', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await openMap(page);
	const heights = await page
		.locator('[data-map-strips] text')
		.evaluateAll((texts) =>
			texts.map(
				(text) =>
					parseFloat(getComputedStyle(text).fontSize) * ((text as SVGTextElement).getScreenCTM()?.a ?? 0)
			)
		);
	expect(Math.min(...heights)).toBeGreaterThanOrEqual(13.9);
	const outside = await page.locator('[data-map-strips] svg').evaluateAll((all) =>
		all.flatMap((svg) => {
			const boxes = [...svg.querySelectorAll('rect')].map((rect) => rect.getBoundingClientRect());
			return [...svg.querySelectorAll('text')]
				.filter((text) => {
					const { left, right } = text.getBoundingClientRect();
					return !boxes.some((box) => left >= box.left && right <= box.right);
				})
				.map((text) => text.textContent);
		})
	);
	expect(outside).toEqual([]);
});

test('says the same in the list as in the picture of the path', async ({ page }) => {
	await walkShare(page, TO_DUTY);
	await page.getByRole('link', { name: 'See your path as a picture' }).last().click();
	await expect(page.locator('[data-map-strips] svg').first()).toBeVisible();
	expect(new URL(page.url()).pathname).toBe('/decide/share/path');
	const bare = (words: string) => words.replace(/Taken:|Not taken:|Possible:|\s+/g, '');
	const rows = page.locator('[data-map-list] > li');
	const drawn = await page
		.locator('[data-map-strips] svg')
		.evaluateAll((all) =>
			all.map((svg) => [...svg.querySelectorAll('text')].map((text) => text.textContent).join(''))
		);
	expect((await rows.allTextContents()).map(bare)).toEqual(drawn.map(bare));
	expect(drawn.join('')).toContain('(check this) counts on');
	await page.getByRole('link', { name: 'Back' }).click();
	await expect(page.locator('[data-outcome=O-DUTY]')).toBeVisible();
});

test('puts the whole picture on paper', async ({ page }) => {
	await openMap(page);
	await page.emulateMedia({ media: 'print' });
	const view = page.getByRole('group', { name: /^The picture/ });
	await expect(page.getByRole('button', { name: 'Larger' })).toBeHidden();
	const { full, shown } = await view.evaluate((box) => ({ full: box.scrollHeight, shown: box.clientHeight }));
	expect(full - shown).toBeLessThanOrEqual(1);
	expect(await page.locator('[data-map-strips] svg').count()).toBe(
		await page.locator('[data-map-list] > li').count()
	);
});

test("draws the path of a record from the record's own answers", async ({ page }) => {
	await openDuty(page);
	await page.locator('a[href*="/questions/"]').first().click();
	await page.getByRole('link', { name: 'See your path as a picture' }).last().click();
	await expect(page.getByRole('heading', { name: 'The path of this record' })).toBeVisible();
	await expect(page.locator('[data-map-list]')).toContainText('I saw something or was told something');
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(page.locator('[data-part]').first()).toBeVisible();
});
