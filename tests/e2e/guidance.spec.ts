import { readdirSync } from 'node:fs';
import { expect, test, untilOfflineReady } from '../support/test.ts';

const SLUGS = readdirSync('src/content/guidance').map((name) => name.replace(/\.md$/, ''));
const SOUGHT = 'forced mariage';

test('opens every article from the list, with no signal and no server', async ({ context, page, server }) => {
	await page.goto('/');
	await untilOfflineReady(page);
	await server.stop();
	await context.setOffline(true);
	await page.goto('/guidance');
	const titles = page.getByRole('main').getByRole('heading', { level: 2 });
	await expect(titles).toHaveCount(SLUGS.length);
	for (const title of await titles.allInnerTexts()) {
		await page.getByRole('main').getByRole('link', { name: title }).click();
		await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
		await expect(page.getByRole('heading', { name: 'The short answer' })).toBeVisible();
		await page.goBack();
	}
	for (const slug of SLUGS) {
		await page.goto(`/guidance/${slug}`); // From cold, as a deep link.
		await expect(page.getByRole('heading', { name: 'The short answer' })).toBeVisible();
	}
});

test('shows where a fact comes from and how sure we are, and the day of the last check', async ({ page }) => {
	await page.goto('/guidance/share-or-not');
	const check = page.locator('[data-evidence="S"]').filter({ hasText: '30 September 2026' });
	await expect(check).toContainText('Check this: we have this second hand');
	const source = check.getByRole('link').first();
	await source.click();
	const id = (await source.getAttribute('href')) ?? '';
	await expect(page.locator(`li${id}`)).toContainText('Check this');
	await expect(page.getByText('Checked on 22 November 2026')).toBeVisible();
	await expect(page.locator('main')).not.toContainText(/undefined|\[object/);
});

test('says so when the day to check again has passed', async ({ page }) => {
	await page.goto('/guidance/share-or-not');
	await expect(page.getByText('Checked on 22 November 2026')).toBeVisible();
	await page.clock.setFixedTime('2030-01-01T12:00:00Z');
	await page.reload();
	await expect(page.getByText('Check before you rely on this.')).toBeVisible();
	await page.clock.setFixedTime('2026-11-22T12:00:00Z');
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.getByText('Check before you rely on this.')).toHaveCount(0);
});

test('leads to no page that is missing', async ({ page, server }) => {
	test.setTimeout(120_000);
	const targets = new Set<string>();
	for (const path of ['/guidance', ...SLUGS.map((slug) => `/guidance/${slug}`)]) {
		await page.goto(path);
		for (const link of await page.getByRole('main').getByRole('link').all()) {
			const { origin, pathname, hash } = new URL((await link.getAttribute('href')) ?? '', page.url());
			if (origin === server.origin) targets.add(pathname + hash);
		}
	}
	expect(targets.size).toBeGreaterThan(20);
	for (const target of targets) {
		await page.goto(target);
		await expect.soft(page.locator('h1').first(), target).toBeVisible();
		await expect.soft(page.locator('h1').first(), target).not.toHaveText('This page is not here');
		const { hash } = new URL(page.url());
		if (hash !== '') await expect.soft(page.locator(hash), target).toHaveCount(1);
	}
});

test('searches as you type, with no signal and no server, and the words stay in the page', async ({
	context,
	page,
	server
}) => {
	await page.goto('/');
	await untilOfflineReady(page);
	await server.stop();
	await context.setOffline(true);
	await page.goto('/search');
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await page.getByRole('searchbox').pressSequentially(SOUGHT);
	const first = page.getByRole('main').getByRole('listitem').first();
	await expect(first.getByRole('link')).toBeVisible();
	await expect(page.getByRole('main').locator('mark').filter({ hasText: 'marriage' }).first()).toBeVisible();
	await page.keyboard.press('Enter');
	expect(page.url()).toBe(`${server.origin}/search`);
	expect(await page.title()).toBe('Search – Doorstep');
	await expect(page.getByRole('main').getByRole('status')).toHaveText(/\d+ things? found/);
	expect(asked.filter((url) => /forced|mariage/i.test(url))).toEqual([]);
	expect(JSON.stringify(await page.evaluate(() => history.state as unknown))).not.toContain('mariage');
});

test('opens the section that was found', async ({ page }) => {
	await page.goto('/search');
	await page.getByRole('searchbox').fill('golden rules');
	await page.getByRole('link', { name: 'The golden rules, then and now' }).click();
	await expect(page).toHaveURL(/\/guidance\/share-or-not#the-golden-rules-then-and-now$/);
	await expect(page.getByRole('heading', { name: 'The golden rules, then and now' })).toBeInViewport();
});

test('helps on when nothing is found', async ({ page }) => {
	await page.goto('/search');
	await page.getByRole('searchbox').fill('xyzzy');
	await expect(page.getByRole('heading', { name: 'Nothing found for “xyzzy”' })).toBeVisible();
	await expect(page.getByRole('main').getByRole('link', { name: 'the list of guidance' })).toBeVisible();
	await expect(page.getByRole('main').getByRole('link', { name: '999' })).toHaveAttribute('href', 'tel:999');
});

test('says what is safe and offers another try when the index is damaged or missing', async ({
	browser,
	server
}) => {
	const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
	const page = await context.newPage();
	await page.route('**/search/index.json', (route) => route.fulfill({ body: '{"format":1,' }));
	await page.goto('/search');
	await expect(page.getByText('Its index arrived damaged.')).toBeVisible();
	await page.unroute('**/search/index.json');
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.getByRole('searchbox').fill('fax');
	await expect(page.getByRole('heading', { name: /things? found/ })).toBeVisible();
	await context.close();
});

test('fits a screen of 320 pixels', async ({ page }) => {
	await page.setViewportSize({ width: 320, height: 640 });
	for (const path of ['/guidance', '/guidance/which-rules-apply', '/search']) {
		await page.goto(path);
		if (path === '/search') await page.getByRole('searchbox').fill('consent');
		await expect(page.locator('h1').first()).toBeVisible();
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		expect.soft(width, path).toBeLessThanOrEqual(320);
	}
});
