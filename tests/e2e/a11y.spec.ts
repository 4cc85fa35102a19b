import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { ALL_CHAINS } from '../support/all-chains.ts';
import { COLOUR_RULES, EVERY_RULE, faultsIn } from '../support/axe.ts';
import { DRAWER_STATES } from '../support/drawer-states.ts';
import { RULE_STATES } from '../support/earlier-pack.ts';
import { answersEngland } from '../support/england.ts';
import { EXPORT_STATES } from '../support/export-states.ts';
import { OFFICE_CHAINS } from '../support/office-states.ts';
import { at } from '../support/page-at.ts';
import { PAGE_STATES, type PageChain, type PageState } from '../support/pages.ts';
import { RECORD_STATES } from '../support/record-pages.ts';
import { everyRoute } from '../support/routes.ts';
import { RULES_STATES } from '../support/rules-pages.ts';
import { expect, test } from '../support/test.ts';

/** `npm run a11y:all`: every rule in every look, and every article, instead of what can differ. */
const IS_FULL = process.env.DOORSTEP_A11Y_ALL !== undefined;
const RULES_IN_OTHER_LOOKS = IS_FULL ? EVERY_RULE : COLOUR_RULES;

const OTHER_LOOKS = [
	{ name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
	{ name: 'forced colours', media: { colorScheme: 'light', forcedColors: 'active' } }
] as const;

/** Articles are one page with other words: two are listed and looked at in every look, the rest in one go. */
const ARTICLES = readdirSync('src/content/guidance').map((name) => `/guidance/${name.replace(/\.md$/, '')}`);
/** What differs between articles is proven when they are compiled: headings, ids, links, tables. */
const EVERY = IS_FULL ? 1 : 3;
const isArticle = (path: string) => ARTICLES.includes(path);

/** Pages that nobody has put on the list yet, as they open. */
const UNLISTED: readonly PageState[] = everyRoute()
	.filter((path) => !/^\/($|danger|decide|quick|settings|device|help)/.test(path) && !isArticle(path))
	.map((path) => at(path, path));

const DESKTOP = { width: 1280, height: 720 };
/** 320 wide is a desktop at 400 %; 256 high is one on its side. */
const SMALL_WINDOWS = [
	{ width: 320, height: 640 },
	{ width: 320, height: 256 }
] as const;

// A term stands in a line of text, as a link does.
const MAIN_CONTROLS = ['button:not(.term)', 'a.button', '.choice label', 'nav a', 'a.danger', '.danger a'];

/** What a thumb must hit, and is smaller than 44 pixels. */
async function smallControls(page: Page): Promise<readonly string[]> {
	const controls = page.locator(MAIN_CONTROLS.map((one) => `${one}:visible`).join(', '));
	return controls.evaluateAll((all) =>
		all
			.map((one) => ({ height: one.getBoundingClientRect().height, words: one.textContent.trim() }))
			.filter(({ height }) => height < 44)
			.map(({ height, words }) => `${words}: ${height}`)
	);
}

/** Waits until the page has come to life and stays the same, or axe would see what was prerendered only. */
async function settled(page: Page): Promise<void> {
	await expect(page.locator('html[data-theme]')).toBeAttached();
	let last = '';
	await expect(async () => {
		const before = last;
		last = await page.content();
		expect(last).toBe(before);
	}).toPass({ intervals: [100] });
}

async function looksGood(page: Page): Promise<void> {
	await settled(page);
	await expect(page.locator('h1')).toHaveCount(1);
	await expect(page.locator('h1')).toBeVisible();
	await expect.poll(() => page.title()).toMatch(/\S – Doorstep$/);
	// Without motion, or axe would measure a colour half way between two themes.
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	expect.soft(await faultsIn(page, EVERY_RULE), 'light').toEqual([]);
	for (const { name, media } of OTHER_LOOKS) {
		await page.emulateMedia(media);
		expect.soft(await faultsIn(page, RULES_IN_OTHER_LOOKS), name).toEqual([]);
	}
	await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
	expect.soft(await smallControls(page), 'main controls under 44 pixels').toEqual([]);
	for (const size of SMALL_WINDOWS) {
		await page.setViewportSize(size);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect.soft(wide, `sideways at ${size.width} by ${size.height}`).toBeLessThanOrEqual(0);
	}
}

/** A page that a worker opens one address after the other on: a new one for each takes longer than all that is checked. */
const withPages = test.extend<object, { addressPage: Page }>({
	addressPage: [
		async ({ browser, common }, use) => {
			const { origin } = await common();
			const context = await browser.newContext({
				baseURL: origin,
				locale: 'en-GB',
				timezoneId: 'Europe/London',
				serviceWorkers: 'block'
			});
			await answersEngland(context);
			await use(await context.newPage());
			await context.close();
		},
		{ scope: 'worker' }
	]
});

const checkAll = (states: readonly PageState[]) =>
	states.map((state) =>
		state.isAddress
			? withPages(state.name, async ({ addressPage, server }) => {
					await addressPage.setViewportSize(DESKTOP);
					await state.open(addressPage, server);
					await looksGood(addressPage);
				})
			: withPages(state.name, async ({ page, server }) => {
					await state.open(page, server);
					await looksGood(page);
				})
	);

/** A minute for what comes first, such as a drawer, and this for each state. */
const A_STATE_TAKES_MS = 20_000;

const checkChains = (chains: readonly PageChain[]) =>
	chains.map(({ name, states }) =>
		withPages(name, async ({ page, server }) => {
			test.setTimeout(60_000 + states.length * A_STATE_TAKES_MS);
			for (const state of states)
				await test.step(state.name, async () => {
					await page.setViewportSize(DESKTOP);
					await state.open(page, server);
					await looksGood(page);
				});
		})
	);

// No page shows what the service worker does, and putting the whole build into its cache takes a second for each test.
test.use({ serviceWorkers: 'block', sharesServer: true });

test.describe('has no fault that axe can find, no small control and no sideways scrolling', () => {
	checkAll([
		...PAGE_STATES,
		...DRAWER_STATES,
		...RECORD_STATES,
		...EXPORT_STATES,
		...RULES_STATES,
		...RULE_STATES,
		...UNLISTED
	]);

	checkChains(ALL_CHAINS);

	test.describe('with an office', () => {
		test.use({ sharesServer: false });
		checkChains(OFFICE_CHAINS);
	});
});

test('has no fault in an article, one of three unless all are asked for', async ({ page }) => {
	test.setTimeout(120_000);
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const path of ARTICLES.filter((_path, at) => at % EVERY === 0)) {
		await page.goto(path);
		expect.soft(await faultsIn(page, EVERY_RULE), path).toEqual([]);
	}
});

test('finds a planted fault, so that a silent pass would be noticed', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.goto('/help');
	await settled(page); // Else its coming to life takes the plants away.
	await page.evaluate(plantFaults);
	const rules = async (choice: typeof EVERY_RULE) =>
		new Set((await faultsIn(page, choice)).map((fault) => fault.split(':')[0]));
	const byDay = await rules(EVERY_RULE);
	expect([...byDay]).toEqual(expect.arrayContaining(['button-name', 'target-size', 'label']));
	expect(byDay).not.toContain('color-contrast');
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await rules(COLOUR_RULES)).toContain('color-contrast');
	await page.locator('#pale').evaluate((pale) => pale.remove());
	expect(await rules(COLOUR_RULES)).not.toContain('color-contrast');
	await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
	expect(await rules(COLOUR_RULES)).toContain('color-contrast');
});

/** Two buttons that are small and nameless, a field without a label, and words that only one look hides each. */
function plantFaults(): void {
	const add = (name: string, css: string, words = '') => {
		const one = document.createElement(name);
		one.style.cssText = css;
		one.textContent = words;
		document.querySelector('h1')?.after(one);
		return one;
	};
	for (let count = 0; count < 2; count += 1) add('button', 'inline-size:12px;block-size:12px;padding:0');
	add('input', '');
	add('p', 'color:#222', 'Seen by day only').id = 'pale';
	add('p', '', 'Not seen in forced colours').id = 'forced';
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(
		'@media (forced-colors: active) { #forced { forced-color-adjust: none; color: #777; background: #888 } }'
	);
	document.adoptedStyleSheets.push(sheet);
}

test('titles every page in a way of its own, and says nothing that was answered', async ({ page }) => {
	const paths = ['/', '/danger', '/decide', '/quick', '/settings', '/device', '/help', '/decide/share/1'];
	const titles = new Set<string>();
	for (const path of paths) {
		await page.goto(path);
		await expect.poll(() => page.title()).toMatch(/ – Doorstep$/);
		titles.add(await page.title());
	}
	expect(titles.size).toBe(paths.length);
});

test('does not move anything when motion is not wanted', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.goto('/');
	await page.getByRole('link', { name: 'Quick check' }).hover();
	expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
