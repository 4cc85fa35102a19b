import { expect } from '@playwright/test';
import { at } from './page-at.ts';
import type { PageState } from './pages.ts';
import { TO_DUTY, walkShare } from './walk.ts';

/** Articles and maps. */
export const GUIDANCE_STATES: readonly PageState[] = [
	at('Article with a table', '/guidance/golden-rules'),
	{
		name: 'Article, a word explained',
		open: async (page) => {
			await page.goto('/guidance/share-or-not');
			await page.locator('button.term').first().click();
			await expect(page.locator('[popover]:popover-open')).toBeVisible();
		}
	},
	at('Maps of the questions', '/guidance/maps'),
	at('Map of one set of questions', '/guidance/maps/secure'),
	{
		name: 'Your path',
		open: async (page) => {
			await walkShare(page, TO_DUTY);
			await page.getByRole('link', { name: 'See your path as a picture' }).last().click();
			await expect(page.getByRole('heading', { name: 'Your path' })).toBeVisible();
		}
	},
	at('Your path, nothing open', '/decide/share/path')
];
