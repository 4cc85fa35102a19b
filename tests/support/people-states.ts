import { expect, type Page } from '@playwright/test';
import type { PageState } from './pages.ts';

/** Two people with drawers, put there by hand: nobody unlocks them here, and making one takes a second. */
async function twoPeople(page: Page): Promise<void> {
	await page.goto('/help');
	await page.evaluate(async () => {
		const open = () =>
			new Promise<IDBDatabase>((resolve) => {
				const opening = indexedDB.open('doorstep-device');
				opening.onsuccess = () => resolve(opening.result);
			});
		let db = await open();
		// The app has not brought it to its newest version yet.
		while (!db.objectStoreNames.contains('profiles')) {
			db.close();
			await new Promise((wake) => setTimeout(wake, 50));
			db = await open();
		}
		const writing = db.transaction(['slots', 'profiles'], 'readwrite');
		for (const [letter, colour] of [
			['a', 'teal'],
			['b', 'amber']
		] as const) {
			const profile = letter.repeat(26);
			const initials = letter.toUpperCase().repeat(2);
			writing.objectStore('slots').put('{}', `${profile}.passphrase`);
			writing.objectStore('profiles').put({ profile, initials, colour, madeAt: 1 }, profile);
		}
		await new Promise((resolve) => (writing.oncomplete = resolve));
		db.close();
	});
}

async function chooser(page: Page): Promise<void> {
	await twoPeople(page);
	await page.goto('/unlock');
	await expect(page.getByRole('heading', { name: 'Whose drawer?' })).toBeVisible();
}

/** Choosing a person and removing a drawer; the pages of an open drawer are walked in `people.spec.ts`. */
export const PEOPLE_STATES: readonly PageState[] = [
	{ name: 'Whose drawer', open: chooser },
	{
		name: 'Unlock, one of two chosen',
		open: async (page) => {
			await chooser(page);
			await page.getByRole('button', { name: /^AA/ }).click();
			await expect(page.locator('[data-chosen]')).toBeVisible();
		}
	},
	{
		name: 'Another drawer, without initials',
		open: async (page) => {
			await chooser(page);
			await page.getByRole('button', { name: /Someone else/ }).click();
			await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'People, locked',
		open: async (page) => {
			await twoPeople(page);
			await page.goto('/people');
			await expect(page.getByText('A passphrase that is forgotten')).toBeVisible();
		}
	},
	{
		name: 'Removing a locked drawer',
		open: async (page) => {
			await twoPeople(page);
			await page.goto('/people');
			await page.getByRole('button', { name: /Remove BB/ }).click();
			await page.getByRole('button', { name: 'Remove it for good' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	}
];
