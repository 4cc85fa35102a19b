import { expect, type Page } from '@playwright/test';
import type { PageState } from './pages.ts';

type Row = readonly [store: string, key: string, value: unknown];

/** Puts rows into the device's database behind the app's back, on a page that does not use them. */
export async function putOnDevice(page: Page, rows: readonly Row[]): Promise<void> {
	await page.goto('/help');
	await expect(page.locator('html[data-theme]')).toBeAttached();
	await page.evaluate(async (all) => {
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open('doorstep-device');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new TypeError('not opened'));
		});
		const transaction = db.transaction([...new Set(all.map(([store]) => store))], 'readwrite');
		for (const [store, key, value] of all) transaction.objectStore(store).put(value, key);
		await new Promise((resolve) => (transaction.oncomplete = resolve));
		db.close();
	}, rows);
}

const LAST = { mark: 'm', records: 12, unsent: 3, sentAt: 1_795_000_000_000, at: 1_795_000_000_000 };
const lost = (kind: string, at: number) => ({ kind, id: `${kind}-${at}`, noticedAt: at, last: LAST });

/** A drawer was thrown away, and the reserve was given up. */
const WITH_LOSS: readonly Row[] = [
	['readiness', 'losses', [lost('drawer', 1_795_100_000_000), lost('slot', 1_795_100_000_000)]],
	['readiness', 'ballast', { state: 'refused', at: 1 }]
];

/** *This device*, the pages below it, and what the canary says on Home. */
export const DEVICE_STATES: readonly PageState[] = [
	{
		name: 'This device, rehearsed with a signal',
		open: async (page) => {
			await page.goto('/device');
			await expect(page.locator('[data-line=pack]')).toBeVisible();
			await page.getByRole('button', { name: 'Rehearse' }).click();
			await expect(page.locator('[data-rehearsal=failed]')).toBeVisible();
		}
	},
	{
		name: 'This device, with records thrown away',
		open: async (page) => {
			await putOnDevice(page, WITH_LOSS);
			await page.goto('/device');
			await expect(page.locator('[data-notice=lost]')).toHaveCount(2);
			await expect(page.locator('[data-line=room][data-state=todo]')).toBeVisible();
		}
	},
	{
		name: 'Home, with records thrown away and no reserve',
		open: async (page) => {
			await putOnDevice(page, WITH_LOSS);
			await page.goto('/');
			await expect(page.locator('[data-notice=lost]')).toHaveCount(2);
			await expect(page.locator('[data-notice=reserve]')).toBeVisible();
		}
	},
	{
		name: 'What is protected',
		open: async (page) => {
			await page.goto('/device/security');
			await expect(page.getByText('or there is none yet')).toBeVisible();
		}
	},
	{
		name: 'Kept, a damaged and a newer slot',
		open: async (page) => {
			await putOnDevice(page, [
				['slots', `${'p'.repeat(26)}.passphrase`, '{"v":1'],
				['slots', `${'q'.repeat(26)}.passphrase`, '{"v":9}']
			]);
			await page.goto('/device/kept');
			await expect(page.locator('[data-kept=slot]')).toHaveCount(2);
		}
	}
];
