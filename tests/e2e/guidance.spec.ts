import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { everyPage } from '../support/routes.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';

const SLUGS = readdirSync('src/content/guidance').map((name) => name.replace(/\.md$/, ''));
const DEVICE = 'doorstep-device';

/** The version that this device last looked at; waits for the app to make its database, which a test must not make. */
async function versionSeen(page: Page): Promise<string> {
	await expect
		.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
		.toContain(DEVICE);
	return page.evaluate(
		(name) =>
			new Promise<string>((resolve) => {
				const opening = indexedDB.open(name);
				opening.onsuccess = () => {
					const reading = opening.result.transaction('settings').objectStore('settings').get('packSeen');
					reading.onsuccess = () => {
						opening.result.close();
						resolve(String(reading.result));
					};
				};
			}),
		DEVICE
	);
}

function setVersionSeen(page: Page, version: string): Promise<void> {
	return page.evaluate(
		([name, value]) =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open(name);
				opening.onsuccess = () => {
					const writing = opening.result.transaction('settings', 'readwrite');
					writing.objectStore('settings').put(value, 'packSeen');
					writing.oncomplete = () => {
						opening.result.close();
						resolve();
					};
				};
			}),
		[DEVICE, version] as const
	);
}

const fileOf = (path: string) => `build/prerendered${path === '/' ? '/index' : path}.html`;
const htmlOf = (path: string) => readFileSync(fileOf(path), 'utf8');

const SOUGHT = 'forced mariage';

test('opens every page of the shelf with no signal and no server', async ({ context, page, server }) => {
	test.setTimeout(120_000);
	await page.goto('/');
	await untilOfflineReady(page);
	await server.stop();
	await context.setOffline(true);
	await page.goto('/guidance');
	await page
		.getByRole('main')
		.getByRole('link', { name: 'Which myths' })
		.or(page.locator('a[href="/guidance/myths"]'))
		.first()
		.click();
	await expect(page.getByRole('heading', { name: 'The short answer' })).toBeVisible();
	for (const path of ['glossary', 'sources', 'updates', ...SLUGS]) {
		await page.goto(`/guidance/${path}`); // From cold, as a deep link.
		await expect(page.locator('h1')).not.toHaveText('This page is not here');
		if (SLUGS.includes(path))
			await expect(page.getByRole('heading', { name: 'The short answer' })).toBeVisible();
	}
});

test('explains a word where it stands, by keyboard too', async ({ page }) => {
	await page.goto('/guidance/share-or-not');
	const term = page.locator('button.term').first();
	const note = page.locator('[popover]:popover-open');
	await term.focus();
	await page.keyboard.press('Enter');
	await expect(note).toBeVisible();
	await expect(note).toContainText((await term.innerText()).slice(-4));
	await page.keyboard.press('Escape');
	await expect(note).toHaveCount(0);
	await expect(term).toBeFocused();
});

test('tells of newer rules once, until what changed was looked at', async ({ page }) => {
	const notice = page.getByRole('heading', { name: 'The rules and guidance here are newer' });
	await page.goto('/');
	await expect.poll(() => versionSeen(page)).toMatch(/^20/);
	await expect(notice).toHaveCount(0);
	await setVersionSeen(page, '2026-11-22.1');
	await page.reload();
	await expect(notice).toBeVisible();
	await page.getByRole('link', { name: 'See what changed' }).click();
	await expect(page.getByText('What it means for you:').first()).toBeVisible();
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect.poll(() => versionSeen(page)).not.toBe('2026-11-22.1');
	await expect(notice).toHaveCount(0);
});

test('shows where a fact comes from and how sure we are, and the day of the last check', async ({ page }) => {
	await page.goto('/guidance/share-or-not');
	const check = page.locator('[data-evidence="S"]').filter({ hasText: '30 September 2026' });
	await expect(check).toContainText('Check this: we have this second hand');
	const source = check.getByRole('link').first();
	await source.click();
	const id = (await source.getAttribute('href')) ?? '';
	await expect(page.locator(`li${id}`)).toContainText('Check this');
	await expect(page.getByText(/Checked on \d+ November 2026/)).toBeVisible();
	await expect(page.locator('main')).not.toContainText(/undefined|\[object/);
});

test('says so when the day to check again has passed', async ({ page }) => {
	await page.goto('/guidance/share-or-not');
	await expect(page.getByText(/Checked on \d+ November 2026/)).toBeVisible();
	await page.clock.setFixedTime('2030-01-01T12:00:00Z');
	await page.reload();
	await expect(page.getByText('Check before you rely on this.')).toBeVisible();
	await page.clock.setFixedTime('2026-11-22T12:00:00Z');
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.getByText('Check before you rely on this.')).toHaveCount(0);
});

test('leads to no page that is missing', () => {
	const pages = everyPage();
	const idsOf = (path: string) => [...htmlOf(path).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
	const targets = pages
		.filter((path) => path.startsWith('/guidance') && existsSync(fileOf(path)))
		.flatMap((path) =>
			[...htmlOf(path).matchAll(/<a [^>]*href="(\/[^"]*|#[^"]*)"/g)].map(([, href = '']) =>
				href.startsWith('#') ? path + href : href
			)
		);
	const missing = [...new Set(targets)].filter((target) => {
		const [path = '', id] = target.split('#');
		// The first question of each flow, and each article for paper, are drawn in the browser.
		const isPage = pages.includes(path) || /^\/decide\/\w+\/1$|^\/help\/print\/[\w-]+$/.test(path);
		return (
			!isPage || (id !== undefined && id !== 'main' && existsSync(fileOf(path)) && !idsOf(path).includes(id))
		);
	});
	expect(targets.length).toBeGreaterThan(500);
	expect(missing).toEqual([]);
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
	const first = page.getByRole('main').getByRole('listitem').first().getByRole('link');
	await expect(first).toHaveAttribute('href', /^\/guidance\/golden-rules/);
	await first.click();
	await expect(page).toHaveURL(/\/guidance\/golden-rules/);
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
