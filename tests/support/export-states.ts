import { expect, type Page } from '@playwright/test';
import { openExport, saveFile } from './export-page.ts';
import type { PageChain, PageState } from './pages.ts';
import {} from './record-pages.ts';
import { openDuty } from './kept-starts.ts';

async function back(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Other ways out' }).click();
	await expect(page.getByRole('button', { name: 'Copy for the case system' })).toBeVisible();
}

async function check(page: Page, file: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0]) {
	await page.goto('/records/check');
	await page.getByLabel('The exported file').setInputFiles(file);
	await expect(page.locator('[data-checked]')).toBeVisible();
}

/** Ways out of one record, each state from the one before. */
export const EXPORT_CHAIN: PageChain = {
	name: 'A copy of a record',
	states: [
		{
			name: 'Take a copy out, with the preview open',
			open: async (page) => {
				await openDuty(page);
				await openExport(page);
				await page.locator('[data-preview] summary').click();
				await expect(page.locator('[data-section=stamp]')).toBeVisible();
			}
		},
		{
			name: 'Take a copy out, copying refused, system not named',
			open: async (page) => {
				await page.evaluate(() => {
					const refuse = () => Promise.reject(new DOMException('', 'NotAllowedError'));
					Object.assign(navigator.clipboard, { write: refuse, writeText: refuse });
				});
				await page.getByRole('button', { name: 'Copy for the case system' }).click();
				await expect(page.getByLabel('Text to copy')).toBeFocused();
				await page.getByRole('button', { name: 'Yes, it is there' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'Print, or save as PDF',
			open: async (page) => {
				await page.getByRole('link', { name: /^Print, or save as PDF/ }).click();
				await expect(page.locator('[data-section=stamp]')).toBeVisible();
			}
		},
		{
			name: 'Text for a referral form, nothing shared yet',
			open: async (page) => {
				await back(page);
				await page.getByRole('link', { name: /^Text for a referral form/ }).click();
				await expect(page.locator('[data-referral]')).toBeVisible();
			}
		},
		{
			name: 'Files of the record, JSON ready',
			open: async (page) => {
				await back(page);
				await page.getByRole('link', { name: /^Files/ }).click();
				await page.getByRole('button', { name: 'Make the JSON file' }).click();
				await expect(page.locator('[data-json=ready]')).toBeVisible();
			}
		},
		{
			name: 'Check a copy, of a draft',
			open: async (page) => {
				const { path } = await saveFile(page, '.json');
				await check(page, path);
				await expect(page.locator('[data-verdict=unsigned]')).toBeVisible();
			}
		}
	]
};

export const EXPORT_STATES: readonly PageState[] = [
	{
		name: 'Check a copy, not one',
		open: (page) => check(page, { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
	}
];
