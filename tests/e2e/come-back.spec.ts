import type { Page } from '@playwright/test';
import { lock, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test } from '../support/test.ts';
import { openRecord } from '../support/kept-starts.ts';

const FIRST = 'MARKER one. ';
const SECOND = 'MARKER two. ';

const topOf = (page: Page) => textOf(page).evaluate((field) => field.getBoundingClientRect().top);

test('comes back to the same page, scroll, field and caret, with undo, and Back shows nothing meanwhile', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 500 });
	await openRecord(page);
	const record = page.url();
	await textOf(page).pressSequentially(FIRST);
	await page.waitForTimeout(1100); // The next words are another go of typing.
	await textOf(page).pressSequentially(SECOND);
	await textOf(page).press('ArrowLeft');
	await untilSaved(page);
	await page.evaluate(() => scrollBy(0, 120));
	const top = await topOf(page);
	// Playwright would scroll for its click.
	await page
		.getByRole('button', { name: 'Lock', exact: true })
		.evaluate((button: HTMLElement) => button.click());
	await unlock(page);
	await expect(textOf(page)).toBeFocused();
	expect(page.url()).toBe(record);
	await expect(textOf(page)).toHaveValue(FIRST + SECOND);
	await expect.poll(async () => Math.abs((await topOf(page)) - top)).toBeLessThan(3);
	expect(await page.evaluate(() => scrollY)).toBeGreaterThan(50);
	await page.keyboard.type('!');
	await expect(textOf(page)).toHaveValue(`${FIRST}${SECOND.slice(0, -1)}!${SECOND.slice(-1)}`);
	await page.keyboard.press('Control+z');
	await page.keyboard.press('Control+z');
	await expect(textOf(page)).toHaveValue(FIRST);
	await page.keyboard.press('Control+Shift+z');
	await expect(textOf(page)).toHaveValue(FIRST + SECOND);
	await untilSaved(page);
	await lock(page);
	expect(await page.evaluate(() => JSON.stringify(history.state))).not.toMatch(/MARKER/);
	await page.goBack();
	await page.waitForURL('**/unlock');
	await expect(page.getByLabel('Your passphrase')).toBeVisible();
	expect(await page.content()).not.toContain('MARKER');
});

test('takes the words off the screen at once, also when the disk hangs, and loses none of them', async ({
	page
}) => {
	await page.addInitScript(() => {
		// A disk that hangs: what should be saved never arrives, and nothing answers.
		type Send = (this: Worker, message: { readonly path?: readonly string[] }, ...rest: unknown[]) => void;
		const send = Reflect.get(Worker.prototype, 'postMessage') as Send;
		const sendUnlessHung: Send = function (message, ...rest) {
			const isHung = Reflect.get(window, 'hangs') === true;
			if (!isHung || !['save', 'cut'].includes(message.path?.[0] ?? '')) send.call(this, message, ...rest);
		};
		Reflect.set(Worker.prototype, 'postMessage', sendUnlessHung);
	});
	await page.clock.install();
	await openRecord(page);
	await page.clock.runFor(500);
	await untilSaved(page);
	await page.evaluate(() => Reflect.set(window, 'hangs', true));
	await textOf(page).fill(FIRST);
	const left = await page.evaluate(async () => {
		[...document.querySelectorAll('button')].find(({ innerText }) => innerText === 'Lock')?.click();
		await Promise.resolve();
		await Promise.resolve();
		const cover = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('.cover');
		const fields = [...document.querySelectorAll('textarea')].map(({ value }) => value);
		return { isCovered: cover !== null, words: document.body.innerText + fields.join(' ') };
	});
	expect(left.isCovered).toBe(true);
	expect(left.words).not.toContain('MARKER');
	expect(new URL(page.url()).pathname).toMatch(/^\/records\//);
	// Not further: what the vault seals meanwhile is sealed in real time.
	await page.clock.runFor(3100);
	await page.waitForURL('**/unlock');
	await page.evaluate(() => Reflect.set(window, 'hangs', false));
	await unlock(page);
	await expect(textOf(page)).toHaveValue(FIRST);
	await page.clock.runFor(3000);
	await untilSaved(page);
});
