import { makeRecord, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';

test.describe('what this device keeps', () => {
	test('notices that the browser threw a drawer away, says what it was, and goes on', async ({ page }) => {
		await makeRecord(page);
		await untilSaved(page);
		await page.goto('/');
		await expect(page.locator('[data-notice=lost]')).toHaveCount(0);
		await page.goto('/help');
		await page.evaluate(async () => {
			const all = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
			for (const name of all.filter((one) => one.startsWith('doorstep-drawer-')))
				await new Promise((resolve, reject) => {
					const request = indexedDB.deleteDatabase(name);
					request.onsuccess = resolve;
					request.onerror = reject;
				});
		});
		// Unlocking makes an empty drawer in its place, which must not hide that there was another.
		await page.goto('/unlock');
		await unlock(page);
		await page.waitForURL('**/records');
		await page.getByRole('link', { name: 'Home' }).click();
		await page.locator('[data-notice=lost]').getByRole('link').click();
		await expect(page.locator('[data-notice=lost]')).toContainText('1 record');
		await page.getByRole('button', { name: 'I have read this' }).click();
		await expect(page.locator('[data-notice=lost]')).toHaveCount(0);
		await page.reload();
		await expect(page.locator('[data-line=pack]')).toBeVisible();
		await expect(page.locator('[data-notice=lost]')).toHaveCount(0);
	});

	test('rehearses without signal by keyboard, and notes the day', async ({ page, context }) => {
		await page.goto('/device');
		await untilOfflineReady(page);
		await expect(page.locator('[data-line=rehearsal]')).toHaveAttribute('data-state', 'todo');
		await context.setOffline(true);
		await page.getByRole('button', { name: 'Rehearse' }).focus();
		await page.keyboard.press('Enter');
		await expect(page.locator('[data-rehearsal=good]')).toBeVisible();
		await expect(page.locator('[data-line=rehearsal]')).toHaveAttribute('data-state', 'good');
		const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
		expect(left.filter((name) => name?.includes('rehearsal'))).toEqual([]);
	});

	test('leaves a device alone that a newer Doorstep wrote', async ({ page }) => {
		await page.goto('/help');
		await page.evaluate(async () => {
			await new Promise((resolve) => {
				const request = indexedDB.open('doorstep-device', 99);
				request.onupgradeneeded = () => request.result.createObjectStore('of-tomorrow');
				request.onsuccess = () => {
					request.result.close();
					resolve(undefined);
				};
			});
		});
		await page.goto('/');
		await expect(page.locator('[data-notice=storage]')).toContainText('A newer Doorstep');
		await expect(page.getByRole('link', { name: 'Quick check' })).toBeVisible();
	});
});
