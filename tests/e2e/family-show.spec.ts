import type { Page } from '@playwright/test';
import { overviewOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { openWay, pickWorry, showPart, turnAndShow, worryToShow } from '../support/family-pages.ts';
import { heapText, markersIn } from '../support/heap-snapshot.ts';
import { backToRecord, fieldOf, openPart, partLink } from '../support/record-pages.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { hide, show } from '../support/visibility.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const view = (page: Page) => page.locator('[data-show=view]');

/** What the timeline says of showings. */
async function shownLines(page: Page): Promise<readonly string[]> {
	await page.locator('[data-way=timeline]').getByRole('link').click();
	const lines = page.locator('[data-page=timeline] li').filter({ hasText: 'Parts shown to somebody' });
	await expect(lines.first()).toBeVisible();
	return lines.allInnerTexts();
}

/** How far the page goes beyond a phone's edge with text twice as large and spaced out. */
async function sidewaysWithLargeText(page: Page): Promise<number> {
	const size = page.viewportSize();
	await page.setViewportSize({ width: 390, height: 844 });
	const style = { fontSize: '225%', letterSpacing: '0.12em', wordSpacing: '0.16em' };
	await page.evaluate((large) => Object.assign(document.documentElement.style, large), style);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	await page.evaluate(() => document.documentElement.removeAttribute('style'));
	if (size) await page.setViewportSize(size);
	return wide;
}

const SHOWN = 'MARKERSHOWN61';
const HIDDEN = 'MARKERHIDDEN62';
const VEILED = 'MARKERVEILED63';
const SECRET = [HIDDEN, VEILED];

test('shows what was ticked and nothing else, and ends by unlocking', async ({ context, page }) => {
	test.setTimeout(120_000);
	await page.goto('/');
	await untilOfflineReady(page);
	await openDuty(page);
	await openPart(page, 'What you know');
	await page.getByRole('textbox', { name: /The worry in brief/ }).fill(`${SHOWN} שלום 👩‍👧\u0007`);
	const known = fieldOf(page, 'case/statements');
	await known.getByRole('button', { name: /^Add/ }).click();
	await known.getByRole('textbox').first().fill(HIDDEN);
	await untilSaved(page);
	await backToRecord(page);
	await partLink(page, 'What was shared and with whom').first().click();
	await page.locator('[data-field$="/identityProtection"]').getByRole('textbox').first().fill(VEILED);
	await untilSaved(page);
	await backToRecord(page);
	const record = page.url();
	const other = await context.newPage();
	await other.goto(record);
	await unlock(other);
	await expect(overviewOf(other)).toBeVisible();
	await context.setOffline(true);

	await openWay(page, 'show');
	await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
	expect(markersIn(await page.content(), [VEILED])).toEqual([]);
	await showPart(page, 'statements').getByRole('checkbox').first().check();
	await button(page, 'Continue').click();
	await expect(page.getByRole('alert')).toContainText('Choose who will read it');
	await pickWorry(page);
	await button(page, 'Continue').click();
	await expect(page.getByRole('alert')).toContainText('Look at it once more');
	await showPart(page, 'statements').getByRole('checkbox').first().uncheck();
	expect(markersIn(await heapText(page), [SHOWN, ...SECRET])).toEqual([SHOWN, ...SECRET]);
	await turnAndShow(page);

	expect(page.workers()).toHaveLength(0);
	expect(markersIn(await page.content(), SECRET)).toEqual([]);
	expect(markersIn(await heapText(page), SECRET)).toEqual([]);
	await other.waitForURL('**/unlock');
	await button(page, 'Next').click();
	await expect(page.locator('.shown')).toContainText(SHOWN);
	await expect(page.locator('.shown p').first()).toHaveAttribute('dir', 'auto');
	await expect(page.getByRole('link')).toHaveCount(0);
	await expect(page.getByRole('textbox')).toHaveCount(0);
	const sizes = await view(page)
		.locator(':is(h1, p, button, span):visible')
		.evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
	expect(Math.min(...sizes)).toBeGreaterThanOrEqual(22);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(30);

	// Back stays inside, page by page; there is nothing of the record behind it.
	await page.goBack().catch(() => undefined);
	await expect(page.locator('h1')).toHaveText('What was written');
	await page.goBack().catch(() => undefined);
	await expect(page.getByText('This is the first page.')).toBeVisible();
	expect(page.url()).toContain('/show');
	await button(page, 'Stop and give it back').click();
	await page.waitForURL('**/unlock');
	expect(markersIn(await page.content(), [SHOWN, ...SECRET])).toEqual([]);
	for (const path of [record, '/show', `${record}/1`]) {
		await page.goto(path);
		await page.waitForURL('**/unlock');
		expect(markersIn(await page.content(), [SHOWN, ...SECRET])).toEqual([]);
	}
	await page.goto(`${record}/show`);
	await unlock(page);
	await expect(page.getByRole('heading', { name: 'Show parts of it to them' })).toBeVisible();
	await page.getByRole('link', { name: 'Back to the record' }).click();
	const [line] = await shownLines(page);
	expect(line).toMatch(/The worry in brief[^]*English[^]*A parent or carer/);
	expect(markersIn(line ?? '', [SHOWN, ...SECRET])).toEqual([]);
});

test('asks about risk first, and ends by cover, by reload, out of sight and without a touch', async ({
	page
}) => {
	test.setTimeout(120_000);
	await page.clock.install();
	await worryToShow(page, SHOWN);
	await pickWorry(page);
	await button(page, 'Continue').click();
	await page.getByRole('radio', { name: 'I am not sure' }).check();
	await button(page, 'Continue').click();
	await expect(page.locator('[data-show=stopped]')).toContainText(
		'Nothing was shown, and nothing was noted.'
	);
	await page.getByRole('link', { name: 'Back to the record' }).click();

	const again = async () => {
		await openWay(page, 'show');
		await pickWorry(page);
		await turnAndShow(page);
		await button(page, 'Next').click();
		await expect(page.locator('.shown')).toContainText(SHOWN);
	};
	const isGone = async () => {
		await page.waitForURL('**/unlock');
		expect(await page.content()).not.toContain(SHOWN);
	};
	const back = async () => {
		await unlock(page);
		// Where the person was: the record.
		await expect(overviewOf(page)).toBeVisible();
	};

	await again();
	expect(await sidewaysWithLargeText(page)).toBeLessThanOrEqual(0);
	await button(page, 'Cover').click();
	await isGone();
	await button(page, 'Show again').click();
	await back();
	await again();
	await page.reload();
	await isGone();
	await back();
	await again();
	await hide(page);
	await isGone();
	await show(page);
	await back();
	await again();
	await page.clock.runFor(9 * 60_000 + 45_000);
	await button(page, 'Go on reading').click();
	await page.clock.runFor(9 * 60_000);
	await expect(view(page)).toBeVisible();
	await page.clock.runFor(61_000);
	await isGone();
	await back();
	// Four showings; the one that was stopped is none.
	expect(await shownLines(page)).toHaveLength(4);
});
