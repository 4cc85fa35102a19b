import { expect, type BrowserContext, type Page } from '@playwright/test';

/** The question where the child lives, while it stands before a check. */
export const whereAsked = (page: Page) =>
	page.locator('[data-gate]').getByRole('button', { name: 'England', exact: true });

/**
 * A new device asks once where the child lives. Pages of such a context were asked before: the answer is in the device's
 * database ahead of the app, which opens the same one. A test of the question itself makes a context of its own.
 */
export async function answersEngland(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		// A blank page, which every tab begins with, has no database.
		if (!location.protocol.startsWith('http')) return;
		// As `vault/device-db.ts` made it at its version 1, which the app then upgrades; later loads take it as it is.
		const opening = indexedDB.open('doorstep-device');
		opening.onupgradeneeded = () => {
			for (const store of ['settings', 'packs', 'slots', 'readiness'])
				opening.result.createObjectStore(store);
		};
		opening.onsuccess = () => {
			const work = opening.result.transaction(['settings', 'readiness'], 'readwrite');
			work.objectStore('settings').put(true, 'forEngland');
			// A slow device: its drawers are made at the floor, where a measured one takes 1.5 s for each try.
			work.objectStore('readiness').put(500, 'kdf-pass-ms');
			opening.result.close();
		};
	});
}

/** Opens the first page of a check, and answers England on a device that was not asked yet. */
export async function openFlow(page: Page, path = '/decide/share/1'): Promise<void> {
	await page.goto(path);
	const england = whereAsked(page);
	const goOn = page.getByRole('button', { name: 'Continue' });
	await expect(england.or(goOn)).toBeVisible();
	if (await england.isVisible()) await england.click();
	await expect(goOn).toBeVisible();
}
