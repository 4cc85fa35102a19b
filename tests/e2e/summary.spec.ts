import type { Page } from '@playwright/test';
import { untilSaved } from '../support/drawer-page.ts';
import { openPart } from '../support/record-pages.ts';
import { expect, test } from '../support/test.ts';
import { openDuty } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

async function openSummary(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Check answers' }).click();
	await expect(page.getByRole('heading', { name: 'Check your answers' })).toBeVisible();
}

test('names every missing part, leads to it and comes back', async ({ page }) => {
	await openDuty(page);
	await openSummary(page);
	const missing = page.getByRole('row').filter({ hasText: 'Still missing' });
	const before = await missing.count();
	await expect(page.locator('[data-missing]')).toContainText(`${before} parts are still missing`);
	await page.getByRole('link', { name: /^Write it.*Your reason/ }).click();
	await expect(page.getByLabel('Your reason')).toBeFocused();
	await page.keyboard.type('She is not safe tonight');
	await page.getByRole('link', { name: 'Back to Check answers' }).click();
	await expect(missing).toHaveCount(before - 1);
	await expect(page.getByRole('row', { name: /Your reason/ })).toContainText('She is not safe tonight');
	await expect(page.getByRole('link', { name: /^Change.*Your reason/ })).toBeVisible();
});

/** What stands in the tables and under them, as it is drawn now. */
async function drawn(page: Page): Promise<string> {
	const texts = await page.locator('.summary').evaluateAll((all) =>
		all.map((one) => {
			const parts = [
				...one.querySelectorAll<HTMLElement>('thead th, tbody th, td .line, .missing, section li')
			];
			// What is for the screen only is not compared: paper does not carry it.
			const onPaper = parts.filter((part) => part.closest('.no-print') === null);
			return onPaper.map((part) => part.innerText.replace(/\b(Change|Write it|Look again)\b.*/s, '').trim());
		})
	);
	return texts.flat().join('\n');
}

test('says the same on paper as on the screen, without the controls', async ({ page }) => {
	await openDuty(page);
	await openPart(page, 'What you know');
	const worry = Array.from({ length: 60 }, (_, line) => `Line ${line + 1} of what was seen and said.`).join(
		'\n'
	);
	await page.getByLabel('The worry in brief').fill(worry);
	await untilSaved(page);
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await openSummary(page);
	const onScreen = await drawn(page);
	expect(onScreen).toContain('Line 60 of what was seen');
	expect(onScreen).toContain('On paper this is a copy of a draft');
	expect(onScreen).toMatch(/Guidance version [\d.-]+, check number [\w-]{43}/);

	await page.emulateMedia({ media: 'print' });
	expect(await drawn(page)).toBe(onScreen);
	for (const name of ['Print', 'Lock']) await expect(page.getByRole('button', { name })).toBeHidden();
	await expect(page.getByRole('navigation')).toBeHidden();
	await expect(page.getByRole('link', { name: /^(Change|Write it)/ })).toHaveCount(0);
	await expect(page.getByText('Danger now')).toBeHidden();
});

test('goes over several sheets, numbered, as a tagged document', async ({ page }) => {
	await openDuty(page);
	await openSummary(page);
	const file = (await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true })).toString('latin1');
	expect(file.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
	expect(file).toContain('/StructTreeRoot');
	expect(file).toContain('/Lang (en-GB)');
});
