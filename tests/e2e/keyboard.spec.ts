import type { Page } from '@playwright/test';
import { coverOfFocus } from '../support/keyboard.ts';
import { openFlow } from '../support/england.ts';
import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

/** Tabs on until the control with this name has the focus; fails when it never does. */
async function tabTo(page: Page, name: string): Promise<void> {
	for (let presses = 0; presses < 60; presses += 1) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const { activeElement: one } = document;
			const label = one instanceof HTMLInputElement ? one.labels?.[0] : undefined;
			return (label ?? one)?.textContent.trim().replace(/\s+/g, ' ') ?? '';
		});
		if (at === name || (name.endsWith('?') && at.startsWith(name))) return;
	}
	throw new TypeError(`Tab never reached "${name}"`);
}

async function press(page: Page, name: string, key = 'Enter'): Promise<void> {
	await tabTo(page, name);
	await page.keyboard.press(key);
}

/** Radios are one stop: Tab to the group, arrows within it. */
async function choose(page: Page, label: string): Promise<void> {
	const wanted = page.getByLabel(label, { exact: true });
	const first = page.getByRole('radio').first();
	for (
		let presses = 0;
		presses < 60 && !(await first.evaluate((one) => one === document.activeElement));
		presses += 1
	)
		await page.keyboard.press('Tab');
	await page.keyboard.press('Space');
	for (let presses = 0; presses < 20 && !(await wanted.isChecked()); presses += 1)
		await page.keyboard.press('ArrowDown');
	await expect(wanted).toBeChecked();
	await press(page, 'Continue');
}

test('does the whole quick check by keyboard alone', async ({ page }) => {
	await page.goto('/');
	await expect(page.locator('html[data-theme]')).toBeAttached(); // The page has come to life.
	await press(page, 'Quick check');
	for (const tap of ['No', 'A child may be harmed', 'Health, a school or a nursery']) {
		await expect(page.locator('h1')).toBeFocused();
		await press(page, tap);
	}
	await expect(page.locator('[data-quick-result="Q-CARE-FIRST"]')).toBeVisible();
	await expect(page.locator('h1')).toBeFocused();
});

test('does a journey to its outcome by keyboard alone', async ({ page }) => {
	await page.goto('/decide');
	await press(page, 'Should I share?');
	await expect(page.locator('h1')).toBeFocused();
	const headings = [
		['I saw something or was told something', 'Is someone in danger right now?'],
		['No', 'Could anyone work out who this is about?'],
		['Yes', 'Why would you share it?'],
		['To protect a child from harm', 'Is it one of these special cases?'],
		['None of these', 'Who would you share it with?']
	] as const;
	for (const [label, next] of headings) {
		await choose(page, label);
		await expect(page.locator('h1')).toHaveText(next);
		await expect(page.locator('h1')).toBeFocused();
	}
	await press(page, "Children's social care", 'Space');
	await press(page, 'Continue');
	await expect(page.locator('h1')).toHaveText('Which of these are true?');
	await press(page, 'Continue');
	await choose(page, 'They might be');
	await expect(page.locator('[data-outcome="O-SAFEGUARD"]')).toBeVisible();
	await press(page, 'Start sharing');
	await expect(page.locator('[data-node="caution-signs"]')).toBeVisible();
});

test('skips to the main part, and never covers what has the focus', async ({ page }) => {
	await openFlow(page);
	for (const size of [
		{ width: 1280, height: 720 },
		{ width: 390, height: 844 },
		{ width: 320, height: 256 }
	]) {
		await page.setViewportSize(size);
		await page.goto('/decide/share/1');
		await expect(page.locator('h1')).toBeVisible();
		await page.keyboard.press('Tab');
		await expect(page.getByRole('link', { name: 'Skip to the main part' })).toBeFocused();
		await page.keyboard.press('Enter');
		for (let stop = 0; stop < 12; stop += 1) {
			await page.keyboard.press('Tab');
			expect.soft(await coverOfFocus(page), `${size.width} by ${size.height}`).toBe('');
		}
	}
});

test('shows where the focus is, in two tones', async ({ page }) => {
	await page.goto('/');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	const ring = await page.evaluate(() => {
		const style = getComputedStyle(document.activeElement ?? document.body);
		return { width: style.outlineWidth, style: style.outlineStyle, halo: style.boxShadow };
	});
	expect(ring).toMatchObject({ width: '3px', style: 'solid' });
	expect(ring.halo).toContain('rgb(255, 194, 74)');
});
