import { test as base, expect, type Page } from '@playwright/test';
import { answersEngland } from './england.ts';
import { sharedServer, startServer, type RunningServer } from './server.ts';

interface Choices {
	/**
	 * Takes one server for all tests of a worker, where each browser context is a device of its own and the server keeps
	 * nothing of it: a start costs half a second. It refuses to be stopped or restarted, and none may set up an office on it.
	 */
	readonly sharesServer: boolean;
}

interface Shared {
	/** Starts the server of this worker, if no test has yet. */
	readonly common: () => Promise<RunningServer>;
}

/** Playwright's test with a Doorstep server, its own unless the spec shares one; `page.goto('/…')` goes there. */
export const test = base.extend<Choices & { server: RunningServer }, Shared>({
	sharesServer: [false, { option: true }],
	common: [
		async ({}, use) => {
			let started: Promise<RunningServer> | undefined;
			await use(() => (started ??= startServer()));
			await (await started)?.discard();
		},
		{ scope: 'worker' }
	],
	server: async ({ sharesServer, common }, use) => {
		if (sharesServer) return use(sharedServer(await common()));
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
