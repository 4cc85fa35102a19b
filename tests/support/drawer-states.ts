import { expect, type Page } from '@playwright/test';
import { decide, lock, makeRecord, PASSPHRASE, saveLine, textOf, unlock } from './drawer-page.ts';
import type { PageChain, PageState } from './pages.ts';

/** A page that needs the drawer open, opened there: a new document locks it. */
async function openAt(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await page.getByLabel('Your passphrase').fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Unlock' }).click();
}

/** Changes one byte of every stored record, as a failing disk would. */
export async function damageRecords(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const { name } =
			(await indexedDB.databases()).find((db) => db.name?.startsWith('doorstep-drawer-')) ?? {};
		if (name === undefined) throw new TypeError('no drawer');
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name);
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new TypeError('not opened'));
		});
		await new Promise<void>((resolve) => {
			const transaction = db.transaction('working', 'readwrite');
			transaction.oncomplete = () => resolve();
			transaction.objectStore('working').openCursor().onsuccess = ({ target }) => {
				// The event's target is the request it was set on.
				const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
				if (!cursor) return;
				const row = cursor.value as { blob: Uint8Array };
				row.blob[60] = (row.blob[60] ?? 0) ^ 1;
				cursor.update(row);
				cursor.continue();
			};
		});
		db.close();
	});
}

/** The first use of the drawer, up to its passphrase. */
const FIRST_USE: PageChain = {
	name: 'The first use of the drawer',
	states: [
		{
			name: 'First use of the drawer',
			open: async (page) => {
				await decide(page);
				await page.getByRole('link', { name: 'Record this decision' }).click();
				await expect(page.getByRole('heading', { level: 1 })).toContainText('locked drawer');
			}
		},
		{
			name: 'Five words',
			open: async (page) => {
				await page.getByRole('button', { name: 'Use five words from Doorstep' }).click();
				await expect(page.locator('[data-words] li')).toHaveCount(5);
			}
		},
		{
			name: 'Five words, typed wrong',
			open: async (page) => {
				await page.getByRole('button', { name: 'I have written them down' }).click();
				await page.getByRole('button', { name: 'Make the drawer' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		}
	]
};

/** A drawer with one record in it: its pages while open, damaged and locked. */
const IN_USE: PageChain = {
	name: 'A drawer in use',
	states: [
		{
			name: 'Writing, saved',
			open: async (page) => {
				await makeRecord(page);
				await textOf(page).fill('Told at the door.');
				await expect(saveLine(page)).toHaveAttribute('data-save', 'saved');
			}
		},
		{
			name: 'Records',
			open: async (page) => {
				await page.getByRole('link', { name: 'Back to the record' }).click();
				await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
				// The record's own page says its life too.
				await expect(page.getByRole('heading', { level: 1, name: 'Records', exact: true })).toBeVisible();
				await expect(page.locator('[data-life]')).toBeVisible();
			}
		},
		{
			name: 'Ways to unlock',
			open: async (page) => {
				await openAt(page, '/device/ways');
				await expect(page.locator('[data-strength]')).toBeVisible();
			}
		},
		{
			name: 'Make new keys',
			open: async (page) => {
				await openAt(page, '/device/ways/new-keys');
				await expect(page.getByLabel('Your passphrase now')).toBeVisible();
			}
		},
		{
			name: 'Change the passphrase, wrong one of now',
			open: async (page) => {
				await openAt(page, '/device/ways/passphrase');
				await page.getByLabel('Your passphrase now').fill('not this one');
				await page.getByLabel('Your passphrase now').press('Enter');
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'Records, one damaged',
			open: async (page) => {
				await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
				await expect(page.locator('[data-life]')).toBeVisible();
				await damageRecords(page);
				await page.locator('main').getByRole('listitem').getByRole('link').click();
				await expect(page.getByText(/cannot be opened/).first()).toBeVisible();
				await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
				await expect(page.getByText('Kept, but cannot be opened')).toBeVisible();
			}
		},
		{
			name: 'Unlock',
			open: async (page) => {
				await lock(page);
				await expect(page.getByLabel('Your passphrase')).toBeVisible();
			}
		},
		{
			name: 'Unlock, wrong passphrase',
			open: async (page) => {
				await unlock(page, 'wrong');
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'Records, locked',
			open: async (page) => {
				await page.goto('/records');
				await expect(page.getByRole('link', { name: 'Unlock' })).toBeVisible();
			}
		}
	]
};

export const DRAWER_CHAINS: readonly PageChain[] = [FIRST_USE, IN_USE];

/** Pages of the drawer in the other states that a person may meet. */
export const DRAWER_STATES: readonly PageState[] = [
	{ name: 'Records without a drawer', open: (page) => page.goto('/records').then(() => undefined) },
	{
		name: 'A weak passphrase',
		open: async (page) => {
			await decide(page);
			await page.getByRole('link', { name: 'Record this decision' }).click();
			await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
			await page.getByLabel('Your passphrase').fill('manchester1999');
			await expect(page.locator('[data-verdict]')).toContainText('Not strong enough yet');
			await page.getByRole('button', { name: 'Make the drawer' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'The warning before a lock',
		open: async (page) => {
			await page.clock.install();
			await makeRecord(page);
			await page.clock.runFor(4 * 60_000 + 41_000);
			await expect(page.getByRole('button', { name: 'Stay' })).toBeVisible();
		}
	}
];
