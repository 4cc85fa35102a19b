import { expect, type BrowserContext, type Page } from '@playwright/test';

/** The question where the child lives, while it stands before a check. */
export const whereAsked = (page: Page) =>
	page.locator('[data-gate]').getByRole('button', { name: 'England', exact: true });

/**
 * A new device asks once where the child lives. Every page of such a context answers England when it is asked, as a
 * person would. A test of the question itself makes a context of its own.
 */
export function answersEngland(context: BrowserContext): void {
	context.on('page', (page) => {
		const handled = page.addLocatorHandler(whereAsked(page), async (england) => england.click());
		// The page may be gone before it took the handler.
		handled.catch(() => undefined);
	});
}

/** Opens the first page of a check, and answers England on a device that was not asked yet. */
export async function openFlow(page: Page, path = '/decide/share/1'): Promise<void> {
	await page.goto(path);
	const england = whereAsked(page);
	await expect(england.or(page.getByRole('button', { name: 'Continue' }))).toBeVisible();
	// Without Playwright's own waiting: in a context that answers by itself it would wait for a button that is gone.
	await england.evaluateAll((found) => found.forEach((one) => (one as HTMLElement).click()));
	await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
}
