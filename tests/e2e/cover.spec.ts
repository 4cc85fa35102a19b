import type { Page } from '@playwright/test';
import { EVERY_RULE, faultsIn } from '../support/axe.ts';
import { textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test } from '../support/test.ts';
import { hide, show } from '../support/visibility.ts';
import { goOn } from '../support/walk.ts';
import { openRecord } from '../support/kept-starts.ts';

const MARKER = 'MARKER-under-the-cover';

const coverOf = (page: Page) => page.getByRole('dialog', { name: 'Paused' });
const again = (page: Page) => page.getByRole('button', { name: 'Show again' });

/** What stands at the centre and near the corners: the cover or something in it. */
const onTop = (page: Page) =>
	page.evaluate(() => {
		const inset = 3;
		const [right, bottom] = [innerWidth - inset, innerHeight - inset];
		const spots = [
			[innerWidth / 2, innerHeight / 2],
			[inset, inset],
			[right, inset],
			[inset, bottom],
			[right, bottom]
		] as const;
		return spots.map(([x, y]) => document.elementFromPoint(x, y)?.closest('.cover') !== null);
	});

/** What a person, a screen reader, the browser's search and a printer get to read. */
async function readable(page: Page): Promise<string> {
	const aria = await page.locator('body').ariaSnapshot();
	await page.emulateMedia({ media: 'print' });
	const printed = await page.evaluate(() => document.body.innerText);
	const { data } = await (
		await page.context().newCDPSession(page)
	)
		.send('Accessibility.getFullAXTree')
		.then((tree) => ({
			data: JSON.stringify(
				tree.nodes.filter(({ ignored }) => !ignored).map(({ name, value }) => [name, value])
			)
		}));
	await page.emulateMedia({ media: 'screen' });
	return [aria, printed, data, await page.evaluate(() => document.body.innerText)].join('\n');
}

test('covers at once, lets nothing through, and gives back field, caret and undo', async ({ page }) => {
	await openRecord(page);
	await textOf(page).pressSequentially(MARKER);
	await textOf(page).press('ArrowLeft');
	await untilSaved(page);
	const title = await page.title();
	await page.getByRole('button', { name: 'Cover' }).click();
	expect(await onTop(page)).toEqual([true, true, true, true, true]);
	await expect(coverOf(page)).toBeVisible();
	expect(await page.title()).toBe('Doorstep');
	const words = await readable(page);
	expect(words).toContain('Paused');
	expect(words).not.toMatch(/MARKER|worry|record|lock/i);
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await page.keyboard.type('not into the record');
	await expect(coverOf(page)).toBeVisible();
	for (const look of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' });
		expect(await faultsIn(page, EVERY_RULE), look).toEqual([]);
	}
	await again(page).click();
	await expect(textOf(page)).toBeFocused();
	await expect(textOf(page)).toHaveValue(MARKER);
	expect(await page.title()).toBe(title);
	await page.keyboard.type('!');
	await expect(textOf(page)).toHaveValue(`${MARKER.slice(0, -1)}!${MARKER.slice(-1)}`);
	await untilSaved(page);
	await page.keyboard.press('Control+z');
	await expect(textOf(page)).toHaveValue(MARKER);
});

test.describe('with the drawer open', () => {
	test.beforeEach(async ({ page }) => {
		await page.clock.install();
		await openRecord(page);
		await textOf(page).fill(MARKER);
		await page.clock.runFor(500);
		await untilSaved(page);
	});

	test('is covered by Shift three times, not by capital letters, and locks after a minute', async ({
		page
	}) => {
		await page.keyboard.type('ABC');
		await expect(coverOf(page)).toBeHidden();
		for (let tap = 0; tap < 3; tap += 1) await page.keyboard.press('Shift');
		await expect(coverOf(page)).toBeVisible();
		await page.clock.runFor(59_000);
		await expect(again(page)).toBeVisible();
		await page.clock.runFor(2000);
		await page.waitForURL('**/unlock');
		await expect(page.locator('[data-locked]')).toContainText('stayed covered');
		await expect(page.getByLabel('Your passphrase')).toBeVisible();
	});

	test('covers itself out of sight, and waits for a tap when it is seen again', async ({ page }) => {
		await hide(page);
		await show(page);
		await expect(coverOf(page)).toBeVisible();
		await page.clock.runFor(50_000);
		await again(page).click();
		await expect(textOf(page)).toHaveValue(MARKER);
		await page.clock.runFor(20_000);
		await expect(textOf(page)).toBeVisible();
	});

	test('does as the person chose: no Shift, and one minute without a touch', async ({ page }) => {
		await page.goto('/settings');
		await expect(page.locator('[data-kept=own]')).toBeVisible();
		await page.getByLabel('Cover it too when Shift').uncheck();
		await page
			.getByRole('group', { name: /without a touch/ })
			.getByLabel('1 minute')
			.check();
		await page.goto('/unlock');
		await unlock(page);
		await expect(page.getByRole('button', { name: 'Lock', exact: true })).toBeVisible();
		for (let tap = 0; tap < 3; tap += 1) await page.keyboard.press('Shift');
		await expect(coverOf(page)).toBeHidden();
		await page.clock.runFor(41_000);
		await expect(page.getByRole('button', { name: 'Stay' })).toBeFocused();
		await page.clock.runFor(20_000);
		await expect(page.locator('[data-locked]')).toContainText('after 1 minute without a touch');
	});
});

test('covers a quick check without a drawer, and simply stays', async ({ page }) => {
	await page.clock.install();
	await page.goto('/quick');
	await goOn(page, 'No');
	await page.getByRole('button', { name: 'Cover' }).click();
	expect(await readable(page)).not.toMatch(/child|sharing|check/i);
	await page.clock.runFor(5 * 60_000);
	await again(page).click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	expect(page.url()).toContain('/quick/2');
});

test('stands in the same corner with and without signal', async ({ context, page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto('/quick');
	const button = page.getByRole('button', { name: 'Cover' });
	const box = await button.boundingBox();
	expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(340);
	await context.setOffline(true);
	await expect(page.getByText('No signal. Everything here still works.')).toBeVisible();
	expect(await button.boundingBox()).toEqual(box);
});
