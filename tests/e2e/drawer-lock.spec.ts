import { textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test } from '../support/test.ts';
import { hide, show } from '../support/visibility.ts';
import { openRecord } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

const MARKER = 'MARKER-seen-on-screen';

test.describe('locking by itself', () => {
	test.beforeEach(async ({ page }) => {
		await page.clock.install();
		await openRecord(page);
		await textOf(page).fill(MARKER);
		await page.clock.runFor(500);
		await untilSaved(page);
	});

	test('warns before 5 minutes without a touch, stays for whoever says so, then locks', async ({ page }) => {
		await textOf(page).focus();
		await page.clock.runFor(4 * 60_000 + 41_000);
		const stay = page.getByRole('button', { name: 'Stay' });
		await expect(stay).toBeFocused();
		await stay.click();
		await expect(stay).toBeHidden();
		await expect(textOf(page)).toBeFocused();
		await page.clock.runFor(5 * 60_000 + 1000);
		await page.waitForURL('**/unlock');
		expect(await page.content()).not.toContain(MARKER);
	});

	test('locks after 2 minutes out of sight', async ({ page }) => {
		await hide(page);
		await page.clock.runFor(119_000);
		await expect(page.locator('textarea').first()).toBeAttached();
		await page.clock.runFor(2000);
		await page.waitForURL('**/unlock');
	});

	test('locks on waking when it slept too long, and comes back to the same record', async ({ page }) => {
		const record = page.url();
		await hide(page);
		await page.clock.setSystemTime(Date.now() + 20 * 60_000); // A sleep: no timer runs in it.
		await show(page);
		await unlock(page);
		await expect(textOf(page)).toHaveValue(MARKER);
		expect(page.url()).toBe(record);
	});
});
