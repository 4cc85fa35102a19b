import { expect, type Page } from '@playwright/test';
import { makeRecord, untilSaved } from './drawer-page.ts';
import { setUpOffice } from './office-page.ts';
import { addPasskey, openPasskeyPage, passkeyStore, typePin, unlockByPasskey } from './passkey-page.ts';
import type { PageState } from './pages.ts';

const SLOW = { timeout: 30_000 };

async function withStore(page: Page): Promise<void> {
	await passkeyStore(page);
	await makeRecord(page);
	await untilSaved(page);
	await openPasskeyPage(page);
}

/** Further ways to unlock, and a forgotten passphrase. */
export const WAYS_STATES: readonly PageState[] = [
	{ name: 'A passkey explained', open: withStore },
	{
		name: 'A PIN that anybody would try',
		open: async (page) => {
			await withStore(page);
			await typePin(page, '123456');
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Unlock with passkey, a wrong PIN',
		open: async (page) => {
			await withStore(page);
			await addPasskey(page);
			await page.goto('/unlock');
			await unlockByPasskey(page, '7h2kq8');
			await expect(page.getByRole('alert')).toBeVisible(SLOW);
		}
	},
	{
		name: 'Forgotten passphrase, nobody can help',
		open: async (page) => {
			await makeRecord(page);
			await untilSaved(page);
			await page.goto('/unlock/help');
			await expect(page.locator('[data-recovery=none]')).toBeVisible(SLOW);
		}
	},
	{
		name: 'A request for help that waits',
		open: async (page, server) => {
			await setUpOffice(page, server);
			await page.goto('/unlock/help');
			await page.getByRole('button', { name: 'Choose a new passphrase' }).click(SLOW);
			await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
			await page.getByLabel('Your passphrase').fill('amber ledger pickle thirsty');
			await page.getByLabel('The same once more').fill('amber ledger pickle thirsty');
			await page.getByRole('button', { name: 'Make the request' }).click();
			await expect(page.locator('[data-code]')).toBeVisible(SLOW);
			await page.getByRole('button', { name: 'Open the drawer' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	}
];
