import { test as base, expect, type Page } from '@playwright/test';
import { answersEngland } from './england.ts';
import { startServer, type RunningServer } from './server.ts';

/** Playwright's test with a Doorstep server of its own; `page.goto('/…')` goes there. */
export const test = base.extend<{ server: RunningServer }>({
	server: async ({}, use) => {
		const server = await startServer();
		await use(server);
		await server.discard();
	},
	context: async ({ context }, use) => {
		await answersEngland(context);
		await use(context);
	},
	baseURL: async ({ server }, use) => use(server.origin)
});

export { expect };

/** Waits until the service worker holds the whole build and answers for this page. */
export async function untilOfflineReady(page: Page): Promise<void> {
	await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', null, {
		timeout: 30_000
	});
}
