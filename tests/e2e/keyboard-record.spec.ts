import type { Page } from '@playwright/test';
import { makeRecord, overviewOf, PASSPHRASE, textOf, untilSaved } from '../support/drawer-page.ts';
import { chooseIn, coverOfFocus, pressAt, tabTo, typeInto } from '../support/keyboard.ts';
import { fieldOf, partLink } from '../support/record-pages.ts';
import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

const ENOUGH = /I will stop here for now/;

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** A new page is open: its one heading says so, and has the focus. */
async function arrives(page: Page, heading: string | RegExp): Promise<void> {
	await expect(page.locator('h1')).toHaveText(heading, { timeout: 20_000 });
	await expect(page.locator('h1')).toBeFocused();
}

async function arrivesAtRecord(page: Page): Promise<void> {
	await expect(overviewOf(page)).toBeVisible({ timeout: 30_000 });
	await expect(page.locator('h1')).toBeFocused();
}

async function decideByKeys(page: Page): Promise<void> {
	await page.goto('/');
	await expect(page.locator('html[data-theme]')).toBeAttached(); // The page has come to life.
	await pressAt(page.getByRole('navigation').getByRole('link', { name: 'Decide' }));
	await arrives(page, /^Decide|^What/);
	await pressAt(link(page, /^Should I share\?/));
	await arrives(page, /What has brought you here/);
	await chooseIn(page.getByRole('main'), /I want advice/);
	await pressAt(button(page, 'Continue'));
	await expect(page.getByRole('radio', { name: ENOUGH })).toBeVisible();
	await expect(page.locator('h1')).toBeFocused();
	await chooseIn(page.getByRole('main'), ENOUGH);
	await pressAt(button(page, 'Continue'));
	await expect(page.locator('[data-outcome]')).toBeVisible();
	await expect(page.locator('h1')).toBeFocused();
}

async function makeDrawerByKeys(page: Page): Promise<void> {
	await pressAt(link(page, 'Record this decision'));
	await arrives(page, /locked drawer/);
	await pressAt(button(page, 'Use a passphrase of my own'));
	await arrives(page, 'A passphrase of your own');
	await typeInto(page.getByLabel('Your passphrase'), PASSPHRASE);
	await typeInto(page.getByLabel('The same once more'), PASSPHRASE);
	await pressAt(button(page, 'Make the drawer'));
	await arrivesAtRecord(page);
}

/** Words, one of several, a list with a row added and taken away, and a day. */
async function writeWhatIsKnown(page: Page): Promise<void> {
	await typeInto(textOf(page), 'Bruises on both arms.');
	const known = fieldOf(page, 'case/statements');
	const row = known.getByRole('group', { name: /, 1$/ });
	await pressAt(known.getByRole('button', { name: /^Add/ }));
	await expect(row.getByRole('textbox').first()).toBeFocused();
	await page.keyboard.type('She looked away.');
	await chooseIn(row, 'Fact');
	await typeInto(row.locator('input[type=date]'), '11202026'); // Headless Chromium writes month before day.
	await expect(row.locator('input[type=date]')).toHaveValue('2026-11-20');
	await pressAt(known.getByRole('button', { name: /^Add/ }));
	await page.keyboard.type('A row too many');
	await pressAt(known.getByRole('button', { name: /^Take away.*, 2$/ }));
	await expect(known.getByRole('button', { name: /^Bring it back/ })).toBeFocused();
	await expect(known.getByText('A row too many')).toHaveCount(0);
	await chooseIn(fieldOf(page, 'case/urgency'), 'Today');
}

test('decides, records, locks and finds it all again by keyboard alone', async ({ page }) => {
	test.setTimeout(120_000);
	await decideByKeys(page);
	await makeDrawerByKeys(page);

	await pressAt(partLink(page, 'What you know'));
	await arrives(page, 'What you know');
	await writeWhatIsKnown(page);
	await pressAt(link(page, 'Next part'));
	await arrives(page, 'What went wrong');
	await pressAt(link(page, 'Next part'));
	await arrives(page, 'What it is for');
	await pressAt(page.getByRole('checkbox', { name: 'Domestic abuse' }), 'Space');
	await expect(page.getByRole('checkbox', { name: 'Domestic abuse' })).toBeChecked();
	await untilSaved(page);
	await pressAt(link(page, 'Back to the record'));
	await arrivesAtRecord(page);
	await pressAt(link(page, 'Check answers'));
	await arrives(page, 'Check your answers');
	await expect(page.getByRole('main')).toContainText('Bruises on both arms.');

	await tabTo(button(page, 'Lock'), 'Shift+Tab');
	await page.keyboard.press('Enter');
	// A new document, without the old one's memory: like any page that loads, it is read from its top.
	await expect(page.locator('h1')).toHaveText('Unlock your records');
	await typeInto(page.getByLabel('Your passphrase'), PASSPHRASE);
	await page.keyboard.press('Enter');
	await arrives(page, 'Check your answers');
	const said = await page.getByRole('main').innerText();
	for (const words of [
		'Bruises on both arms.',
		'She looked away.',
		'20 November 2026',
		'Today',
		'Domestic abuse'
	])
		expect.soft(said).toContain(words);
	expect(said).not.toContain('A row too many');
});

const SIZES = [
	{ width: 390, height: 844 },
	{ width: 320, height: 256 }
] as const;

test('never covers what has the focus on a part, and lets it out at the end', async ({ page }) => {
	test.setTimeout(120_000);
	await makeRecord(page);
	const skip = link(page, 'Skip to the main part');
	for (const size of SIZES) {
		await page.setViewportSize(size);
		for (const key of ['Tab', 'Shift+Tab'] as const) {
			await page.locator('h1').focus();
			let isOut = false;
			for (let stops = 0; stops < 80 && !isOut; stops += 1) {
				await page.keyboard.press(key);
				expect.soft(await coverOfFocus(page), `${key} at ${size.width} by ${size.height}`).toBe('');
				isOut = await skip.evaluate((one) => one === document.activeElement);
			}
			expect(isOut, `${key} comes round to the way past the top`).toBe(true);
		}
	}
});
