import { expect } from '@playwright/test';
import { makeRecord, untilSaved } from './drawer-page.ts';
import { addPasskey, openPasskeyPage, passkeyStore, typePin, unlockByPasskey } from './passkey-page.ts';
import type { PageChain } from './pages.ts';

const SLOW = { timeout: 30_000 };

/** Further ways to unlock, and a forgotten passphrase without an office. */
export const WAYS_CHAIN: PageChain = {
	name: 'Further ways to unlock',
	states: [
		{
			name: 'A passkey explained',
			open: async (page) => {
				await passkeyStore(page);
				await makeRecord(page);
				await untilSaved(page);
				await openPasskeyPage(page);
			}
		},
		{
			name: 'A PIN that anybody would try',
			open: async (page) => {
				await typePin(page, '123456');
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'Unlock with passkey, a wrong PIN',
			open: async (page) => {
				await openPasskeyPage(page);
				await addPasskey(page);
				await page.goto('/unlock');
				await unlockByPasskey(page, '7h2kq8');
				await expect(page.getByRole('alert')).toBeVisible(SLOW);
			}
		},
		{
			name: 'Forgotten passphrase, nobody can help',
			open: async (page) => {
				await page.goto('/unlock/help');
				await expect(page.locator('[data-recovery=none]')).toBeVisible(SLOW);
			}
		}
	]
};
