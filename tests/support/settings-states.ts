import { expect } from '@playwright/test';
import { at } from './page-at.ts';
import type { PageState } from './pages.ts';
import { goOn } from './walk.ts';

/** Local settings, where the child lives, and the pages under Help. */
export const SETTINGS_STATES: readonly PageState[] = [
	at('What your office says', '/settings/local'),
	{
		name: 'What your office says, with wrong fields',
		open: async (page) => {
			await page.goto('/settings/local');
			await page.getByLabel('Written follow-up').fill('soon');
			await page.getByLabel('Referral form').fill('http://example.org');
			await page.getByRole('button', { name: 'Keep these settings' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	at('Dated rules', '/settings/rules'),
	at('Where does the child live', '/where'),
	{
		name: 'Where the child lives: elsewhere',
		open: async (page) => {
			await page.goto('/where');
			await goOn(page, 'Wales');
		}
	},
	{
		name: 'Where the child lives: not known',
		open: async (page) => {
			await page.goto('/where');
			await goOn(page, 'I do not know');
		}
	},
	at('Help', '/help'),
	at('Help, about', '/help/about'),
	at('Help, privacy', '/help/privacy'),
	at('Help, accessibility', '/help/accessibility'),
	at('Help, another format', '/help/formats'),
	at('Guidance to print', '/help/print/share-or-not')
];
