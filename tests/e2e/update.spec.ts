import { readdirSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { NEXT_BUILD } from '../support/build.ts';
import { everyRoute, maySendOn } from '../support/routes.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';

const PROMPT_WITHIN_MS = 20_000;
const APPLY = { name: 'Update now' };

const scriptsOf = (build: string) =>
	readdirSync(`${build}/client/_app/immutable`, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => `/_app/immutable/${file}`);

const nextOnly = new Set(scriptsOf(NEXT_BUILD));
const firstOnly = new Set(scriptsOf('build'));
for (const script of [...nextOnly]) if (firstOnly.delete(script)) nextOnly.delete(script);

/** Which of the two builds a page has loaded its scripts from; `both` would be the fault that users of web apps meet. */
async function buildOf(page: Page): Promise<'first' | 'next' | 'both' | 'neither'> {
	const loaded = await page
		.evaluate(() => performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname))
		.catch((): string[] => []); // It is being reloaded just now.
	const [first, next] = [firstOnly, nextOnly].map((build) => loaded.some((path) => build.has(path)));
	if (first && next) return 'both';
	return first ? 'first' : next ? 'next' : 'neither';
}

interface Tab {
	readonly page: Page;
	/** Documents loaded so far: more than one means that it was reloaded. */
	readonly loads: () => number;
	readonly faults: string[];
}

async function openTab(context: BrowserContext, path: string): Promise<Tab> {
	const page = await context.newPage();
	let loads = 0;
	const faults: string[] = [];
	page.on('load', () => (loads += 1));
	page.on('pageerror', (fault) => faults.push(fault.message));
	page.on('requestfailed', (request) => faults.push(request.url()));
	await page.goto(path);
	await untilOfflineReady(page);
	return { page, loads: () => loads, faults };
}

/** What a browser does by itself at a later launch. */
const lookForUpdate = ({ page }: Tab) =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		await registration.update();
	});

const offerIn = ({ page }: Tab) => page.getByRole('button', APPLY);

/** Goes to a page as a link on the screen does, without loading a document. */
async function follow({ page }: Tab, path: string): Promise<void> {
	await page.evaluate((href) => {
		const link = document.body.appendChild(document.createElement('a'));
		link.href = href;
		link.click();
		link.remove();
	}, path);
	await expect(page).toHaveURL(path);
	await expect(page.locator('h1').first()).toBeVisible();
}

test('serves two builds whose scripts differ', () => {
	expect(nextOnly.size).toBeGreaterThan(3);
	expect(firstOnly.size).toBeGreaterThan(3);
});

test('waits for a click, then changes every free tab at once', async ({ context, server }) => {
	const home = await openTab(context, '/');
	const other = await openTab(context, '/shell');
	await server.restart({ buildDir: NEXT_BUILD });
	await lookForUpdate(home);
	await expect(offerIn(home)).toBeVisible({ timeout: PROMPT_WITHIN_MS });

	await home.page.reload();
	await expect(offerIn(home)).toBeVisible({ timeout: PROMPT_WITHIN_MS });
	expect(await buildOf(home.page)).toBe('first');
	expect(other.loads()).toBe(1);
	await expect(offerIn(other)).toHaveCount(0);

	await offerIn(home).click();
	await expect.poll(() => home.loads(), { timeout: PROMPT_WITHIN_MS }).toBe(3);
	await expect.poll(() => other.loads()).toBe(2);
	await expect.poll(() => buildOf(home.page)).toBe('next');
	await expect.poll(() => buildOf(other.page)).toBe('next');
	await expect(offerIn(home)).toHaveCount(0);
	expect(new URL(other.page.url()).pathname).toBe('/shell');

	await server.stop();
	await context.setOffline(true);
	const later = await context.newPage();
	await later.goto('/');
	await expect(later.locator('h1').first()).toBeVisible();
	expect(await buildOf(later)).toBe('next');
});

test('leaves a tab with a journey alone, and says so in the others', async ({ context, server }) => {
	test.setTimeout(120_000);
	const journey = await openTab(context, '/decide/share/1');
	await journey.page.getByRole('radio').first().check();
	const chosen = await journey.page.getByRole('radio').first().getAttribute('value');
	const home = await openTab(context, '/');
	await server.restart({ buildDir: NEXT_BUILD });
	await lookForUpdate(home);

	const words = home.page.getByText('Doorstep is open in another tab with answers in it');
	await expect(words).toBeVisible({ timeout: PROMPT_WITHIN_MS });
	await expect(offerIn(home)).toHaveCount(0);

	// The old build must still be there whole: pages that this tab has not loaded yet come from its own cache.
	await server.stop();
	await context.setOffline(true);
	expect(await journey.page.getByRole('radio').first().getAttribute('value')).toBe(chosen);
	await journey.page.getByRole('button', { name: 'Continue' }).click();
	await expect(journey.page).toHaveURL(/\/decide\/share\/2$/);
	// Pages of a record send on at once without a drawer, at a moment of their own: they would race with the next page.
	const stays = (route: string) => !/^\/(decide|quick)\/./.test(route) && !maySendOn(route);
	for (const path of [...everyRoute().filter(stays), '/decide/share/2']) await follow(journey, path);
	await journey.page.goBack();
	await follow(journey, '/decide/share/1');
	await expect(journey.page.getByRole('radio').first()).toBeChecked();
	expect(journey.loads()).toBe(1);
	expect(journey.faults).toEqual([]);
	expect(await buildOf(journey.page)).toBe('first');
	await context.setOffline(false);
	await server.restart({ buildDir: NEXT_BUILD });

	await journey.page.close();
	await home.page.bringToFront();
	await expect(offerIn(home)).toBeVisible({ timeout: PROMPT_WITHIN_MS });
	await offerIn(home).click();
	await expect.poll(() => buildOf(home.page), { timeout: PROMPT_WITHIN_MS }).toBe('next');
});
