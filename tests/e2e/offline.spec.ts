import type { BrowserContext } from '@playwright/test';
import { answersEngland } from '../support/england.ts';
import { FIRST_SIGHT, settledSight } from '../support/first-sight.ts';
import { everyRoute, maySendOn } from '../support/routes.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';

/** What a person sees first, and where the page thinks it is. */
async function firstSight(context: BrowserContext, path: string) {
	const page = await context.newPage();
	const faults: string[] = [];
	page.on('pageerror', (fault) => faults.push(fault.message));
	await page.goto(path);
	const seen = await settledSight(path, () => page.evaluate(`(() => { ${FIRST_SIGHT} })()`));
	await page.close();
	return { seen, faults };
}

/** Pages that are open at the same time. Those that may send on are watched for seconds, mostly idly. */
const AT_ONCE = 3;
const WATCHED_AT_ONCE = 10;

/** Opens each page in a new tab, some at a time. */
async function sightsOf(context: BrowserContext, paths: readonly string[]) {
	const sights = new Map<string, Awaited<ReturnType<typeof firstSight>>>();
	const take = async (queue: string[]) => {
		for (let path = queue.shift(); path !== undefined; path = queue.shift())
			sights.set(path, await firstSight(context, path));
	};
	const takers = (queue: string[], count: number) => Array.from({ length: count }, () => take(queue));
	await Promise.all([
		...takers(paths.filter(maySendOn), WATCHED_AT_ONCE),
		...takers(
			paths.filter((path) => !maySendOn(path)),
			AT_ONCE
		)
	]);
	return sights;
}

test('opens every route from cold with the server stopped and the network off @engines', async ({
	browser,
	context,
	page,
	server
}) => {
	test.setTimeout(300_000);
	const routes = [...everyRoute(), '/?from=icon#top'];
	const online = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
	await answersEngland(online);
	const expected = await sightsOf(online, routes);
	await online.close();

	await page.goto('/'); // The one visit.
	await untilOfflineReady(page);
	await page.close();
	expect(await server.stop()).toBe(0);
	await context.setOffline(true);

	const found = await sightsOf(context, routes);
	expect([...found.keys()].sort()).toEqual([...new Set(routes)].sort());
	for (const [path, { seen, faults }] of found) {
		expect.soft(seen, path).toEqual(expected.get(path)?.seen);
		expect.soft(faults, path).toEqual([]);
	}
});

test('says so on its own page when an address does not exist, also without network', async ({
	context,
	page,
	server
}) => {
	await page.goto('/');
	await untilOfflineReady(page);
	await server.stop();
	await context.setOffline(true);
	await page.goto('/no-such-page/at-all');
	await expect(page.locator('#app')).toContainText(/not found|no page|not here/i);
});

test('keeps every file of the build, and nothing else', async ({ page }) => {
	await page.goto('/');
	await untilOfflineReady(page);
	const cached = await page.evaluate(async () => {
		const names = await caches.keys();
		const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
		return { names, paths: lists.flat().map((request) => new URL(request.url).pathname) };
	});
	const kinds = ['/', '/shell', '/manifest.webmanifest', '/icons/icon-192.png'];
	expect(cached.names).toHaveLength(1);
	expect(cached.paths).toEqual(expect.arrayContaining(kinds));
	expect(cached.paths.filter((path) => /\.(br|gz)$|^\/api\//.test(path))).toEqual([]);
	expect(cached.paths.sort()).toEqual(await builtPaths());
});

/** Paths of all files that the build offers to browsers, as they are asked for. */
async function builtPaths(): Promise<string[]> {
	const { readdir } = await import('node:fs/promises');
	const list = async (folder: string) =>
		(await readdir(folder, { recursive: true, withFileTypes: true }))
			.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
			.map((entry) => `${entry.parentPath.slice(folder.length)}/${entry.name}`);
	const files = (await list('build/client')).filter(
		(path) => path !== '/service-worker.js' && path !== '/_app/version.json'
	);
	const pages = (await list('build/prerendered')).map((path) => path.replace(/(\/index)?\.html$/, '') || '/');
	return [...files, ...pages].sort();
}
