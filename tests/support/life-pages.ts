import { expect, type Page } from '@playwright/test';
import { overviewOf } from './drawer-page.ts';

/** Opens one of the further pages of a record from its overview. */
export async function openWay(page: Page, way: string): Promise<void> {
	await expect(overviewOf(page)).toBeVisible();
	await page.locator(`[data-way="${way}"]`).getByRole('link').click();
	await expect(page.locator(`[data-page="${way}"]`)).toBeVisible();
}
