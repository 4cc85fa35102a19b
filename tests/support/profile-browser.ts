import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './browser.ts';

const STARTS_WITHIN_MS = 20_000;

/** A Chromium of its own over a profile folder that outlives it. */
export interface ProfileBrowser {
	readonly context: BrowserContext;
	readonly page: Page;
	/** SIGKILL to all its processes at once: a power cut. */
	kill(): Promise<void>;
	/** Ends it as a person would. */
	close(): Promise<void>;
}

/** A new empty profile folder. */
export function newProfile(): string {
	return mkdtempSync(join(tmpdir(), 'doorstep-profile-'));
}

/** Removes a profile folder. */
export function removeProfile(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Starts a browser over a profile, with a debugging port that it chooses itself.
 * @param more further flags, for example `--restore-last-session`
 */
export async function startBrowser(profile: string, more: readonly string[] = []): Promise<ProfileBrowser> {
	const portFile = join(profile, 'DevToolsActivePort');
	rmSync(portFile, { force: true });
	const flags = [
		...CHROMIUM_FLAGS,
		'--headless=new',
		'--remote-debugging-port=0',
		`--user-data-dir=${profile}`,
		...more
	];
	// A process group of its own, so that all of it can be killed together.
	const child = spawn(findChromium() ?? 'chromium', [...flags, 'about:blank'], {
		detached: true,
		stdio: 'ignore'
	});
	const exited = once(child, 'exit');
	const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portIn(portFile)}`);
	const context = browser.contexts()[0] ?? (await browser.newContext());
	const page = context.pages()[0] ?? (await context.newPage());
	return {
		context,
		page,
		kill: async () => {
			if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			await exited;
		},
		close: async () => {
			const session = await browser.newBrowserCDPSession();
			await session.send('Browser.close').catch(() => undefined); // The answer may not come any more.
			await exited;
		}
	};
}

/** The page with `goto('/…')` going to a server, as Playwright's own pages do with a base URL; on its first page now. */
export async function atOrigin(page: Page, origin: string): Promise<Page> {
	const go = page.goto.bind(page);
	page.goto = (path, options) => go(new URL(path, origin).href, options);
	await page.goto('/');
	return page;
}

async function portIn(file: string): Promise<string> {
	const deadline = performance.now() + STARTS_WITHIN_MS;
	for (;;) {
		const port = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[0] : '';
		if (port) return port;
		if (performance.now() > deadline) throw new TypeError('Chromium did not open its debugging port');
		await new Promise((wake) => setTimeout(wake, 50));
	}
}
