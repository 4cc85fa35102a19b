import { readdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DRAWER_STATES } from '../support/drawer-states.ts';
import { RESCUE_STATES } from '../support/rescue-states.ts';
import { RULE_STATES } from '../support/earlier-pack.ts';
import { OFFICE_STATES } from '../support/office-states.ts';
import { PAGE_STATES, type PageState } from '../support/pages.ts';
import { RECORD_STATES } from '../support/record-pages.ts';
import { everyRoute } from '../support/routes.ts';
import { RULES_STATES } from '../support/rules-pages.ts';
import { expect, test } from '../support/test.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What other colours may break; the rest of the page is the same in them, and was looked at once. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

const OTHER_LOOKS = [
	{ name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
	{ name: 'forced colours', media: { colorScheme: 'light', forcedColors: 'active' } }
] as const;

/** Articles are one page with other words: two are listed and looked at in every look, the rest in one go. */
const ARTICLES = readdirSync('src/content/guidance').map((name) => `/guidance/${name.replace(/\.md$/, '')}`);
/** What differs between articles is proven when they are compiled: headings, ids, links, tables. */
const EVERY = 3;
const isArticle = (path: string) => ARTICLES.includes(path);

/** Pages that nobody has put on the list yet, as they open. */
const UNLISTED: readonly PageState[] = everyRoute()
	.filter((path) => !/^\/($|danger|decide|quick|settings|device|help)/.test(path) && !isArticle(path))
	.map((path) => ({
		name: path,
		open: async (page) => {
			await page.goto(path);
		}
	}));

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

const everyRule = (page: Page) =>
	new AxeBuilder({ page }).withTags(TAGS).options({ rules: { 'target-size': { enabled: true } } });

const colourRules = (page: Page) => new AxeBuilder({ page }).withRules(COLOUR_RULES);

async function violations(axe: AxeBuilder): Promise<readonly string[]> {
	const { violations: found } = await axe.analyze();
	return found.flatMap(({ id, help, nodes }) =>
		nodes.map((node) => `${id}: ${help} | ${node.target.join(' ')} | ${node.failureSummary ?? ''}`)
	);
}

test.describe('has no fault that axe can find, no small control and no sideways scrolling', () => {
	for (const state of [
		...PAGE_STATES,
		...DRAWER_STATES,
		...RESCUE_STATES,
		...RECORD_STATES,
		...RULES_STATES,
		...RULE_STATES,
		...OFFICE_STATES,
		...UNLISTED
	])
		test(state.name, async ({ page, server }) => {
			await state.open(page, server);
			await expect(page.locator('h1')).toHaveCount(1);
			await expect(page.locator('h1')).toBeVisible();
			await expect.poll(() => page.title()).toMatch(/\S – Doorstep$/);
			// Without motion, or axe would measure a colour half way between two themes.
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			expect.soft(await violations(everyRule(page)), 'light').toEqual([]);
			for (const { name, media } of OTHER_LOOKS) {
				await page.emulateMedia(media);
				expect.soft(await violations(colourRules(page)), name).toEqual([]);
			}
			await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
			expect.soft(await smallControls(page), 'main controls under 44 pixels').toEqual([]);
			for (const size of SMALL_WINDOWS) {
				await page.setViewportSize(size);
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				expect.soft(wide, `sideways at ${size.width} by ${size.height}`).toBeLessThanOrEqual(0);
			}
		});
});

test('has no fault in one article of three', async ({ page }) => {
	test.setTimeout(120_000);
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const path of ARTICLES.filter((_path, at) => at % EVERY === 0)) {
		await page.goto(path);
		expect.soft(await violations(everyRule(page)), path).toEqual([]);
	}
});

test('finds a planted fault, so that a silent pass would be noticed', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.goto('/help');
	await expect(page.locator('html[data-theme]')).toBeAttached(); // Else its coming to life takes the plants away.
	await page.evaluate(() => {
		const small = document.createElement('button');
		small.style.cssText = 'inline-size:12px;block-size:12px;padding:0';
		const pale = document.createElement('p');
		pale.textContent = 'Seen by day only';
		pale.style.color = '#222';
		document.querySelector('h1')?.after(small, small.cloneNode(), pale);
	});
	const found = await violations(everyRule(page));
	expect(found.some((one) => one.startsWith('color-contrast'))).toBe(false);
	await page.emulateMedia({ colorScheme: 'dark' });
	const inTheDark = await violations(colourRules(page));
	expect(inTheDark.some((one) => one.startsWith('color-contrast'))).toBe(true);
	expect(found.some((one) => one.startsWith('button-name'))).toBe(true);
	expect(found.some((one) => one.startsWith('target-size'))).toBe(true);
});

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
