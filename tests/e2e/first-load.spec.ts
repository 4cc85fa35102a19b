import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { openFlow } from '../support/england.ts';
import { expect, test } from '../support/test.ts';

const FIRST_LOAD_AT_MOST = 150_000;

/** Adds up what a page fetches by itself, compressed; the service worker's own fetches are not the page's. */
function weigh(page: Page) {
	const pending: Promise<void>[] = [];
	const sizes = new Map<string, number>();
	page.on('response', (answer) => {
		const { pathname } = new URL(answer.url());
		pending.push(
			answer.body().then((body) => {
				sizes.set(pathname, /\.(woff2|png)$/.test(pathname) ? body.length : gzipSync(body).length);
			})
		);
	});
	return async () => {
		await page.waitForLoadState('networkidle');
		await Promise.all(pending);
		return { sizes, sum: [...sizes.values()].reduce((total, bytes) => total + bytes, 0) };
	};
}

test('shows the first page for at most 150 kB, with its font, from this server alone', async ({
	browser,
	server
}) => {
	const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
	const page = await context.newPage();
	const foreign: string[] = [];
	page.on('request', (request) => {
		if (new URL(request.url()).origin !== server.origin) foreign.push(request.url());
	});
	const weight = weigh(page);
	await page.goto('/');
	const { sum, sizes } = await weight();
	test.info().annotations.push({ type: 'first load', description: `${sum} bytes in ${sizes.size} answers` });
	expect([...sizes.keys()].filter((path) => path.endsWith('.woff2'))).toHaveLength(1);
	expect(sum).toBeGreaterThan(40_000);
	expect(sum).toBeLessThanOrEqual(FIRST_LOAD_AT_MOST);
	expect(foreign).toEqual([]);
	await context.close();
});

test('opens a question without loading anything of the drawer', async ({ browser, server }) => {
	const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
	const page = await context.newPage();
	const weight = weigh(page);
	await openFlow(page);
	await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
	const { sizes } = await weight();
	expect([...sizes.keys()].filter((path) => path.includes('/workers/'))).toEqual([]);
	await context.close();
});
