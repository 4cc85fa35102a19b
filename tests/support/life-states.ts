import { expect } from '@playwright/test';
import { openWay } from './life-pages.ts';
import type { PageState } from './pages.ts';

const back = 'Back to the record';

/** What follows a final record, each state from the one before; the page stands on the final record. */
export const LIFE_STATES: readonly PageState[] = [
	{
		name: 'Add to a final record, nothing written',
		open: async (page) => {
			await openWay(page, 'add');
			await page.getByRole('button', { name: 'Add and sign' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Add to a final record, something added',
		open: async (page) => {
			await page.getByLabel('What do you want to add?').fill('The school rang back at ten.');
			await page.getByLabel('Why now?').fill('It was not known before');
			await page.getByLabel('Your name').fill('S. Writer');
			await page.getByRole('button', { name: 'Add and sign' }).click();
			await expect(page.locator('[data-addition]')).toBeVisible();
		}
	},
	{
		name: 'Hand over, yes and nothing else said',
		open: async (page) => {
			await page.getByRole('link', { name: back }).click();
			await openWay(page, 'handover');
			await page.locator('#handed-over').check();
			await page.locator('#oversight-yes').check();
			await page.getByRole('button', { name: 'Continue' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Clear from this device, refused',
		open: async (page) => {
			await page.getByRole('link', { name: back }).click();
			await openWay(page, 'clear');
			await expect(page.locator('[data-obstacle]')).toBeVisible();
		}
	},
	{
		name: 'Versions of a record, a reason missing',
		open: async (page) => {
			await page.getByRole('link', { name: back }).click();
			await openWay(page, 'version');
			await page.locator('[data-version="1"] summary').click();
			await page.getByRole('button', { name: 'Begin version 2' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Versions of a record, one being written',
		open: async (page) => {
			await page.getByLabel('Why is there a new version?').fill('A time was wrong');
			await page.getByRole('button', { name: 'Begin version 2' }).click();
			await expect(page.locator('[data-versions=draft]')).toBeVisible();
			await openWay(page, 'version');
		}
	},
	{
		name: 'Timeline of a record',
		open: async (page) => {
			await page.getByRole('link', { name: back }).click();
			await openWay(page, 'timeline');
			await expect(page.locator('[data-line=words]')).toBeVisible();
		}
	}
];
