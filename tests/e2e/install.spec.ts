import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../support/browser.ts';
import { expect, test } from '../support/test.ts';

interface Manifest {
	readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose: string }[];
	readonly shortcuts: readonly { readonly name: string; readonly url: string }[];
	readonly short_name: string;
	readonly start_url: string;
	readonly [field: string]: unknown;
}

const manifest = JSON.parse(readFileSync('static/manifest.webmanifest', 'utf8')) as Manifest;

/** Width and height from a PNG's header chunk. */
function pngSize(path: string): string {
	const bytes = readFileSync(`static${path}`);
	expect(bytes.subarray(1, 4).toString()).toBe('PNG');
	return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('can be installed: the browser finds no fault in it', async ({ server }) => {
	const profile = mkdtempSync(join(tmpdir(), 'doorstep-profile-'));
	const executablePath = findChromium();
	const context = await chromium.launchPersistentContext(profile, {
		args: CHROMIUM_FLAGS,
		...(executablePath && { executablePath })
	});
	const page = await context.newPage();
	await page.goto(server.origin);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	const protocol = await context.newCDPSession(page);
	const { errors } = await protocol.send('Page.getAppManifest');
	expect(errors).toEqual([]);
	await expect
		.poll(async () => (await protocol.send('Page.getInstallabilityErrors')).installabilityErrors)
		.toEqual([]);
	await context.close();
	rmSync(profile, { recursive: true, force: true });
});

test('has every field of an installable app, and none that would tie or reveal it', () => {
	expect(manifest).toMatchObject({
		id: '/',
		name: 'Doorstep',
		scope: '/',
		start_url: '/',
		display: 'standalone',
		display_override: ['standalone', 'minimal-ui'],
		lang: 'en-GB',
		dir: 'ltr',
		prefer_related_applications: false,
		theme_color: expect.stringMatching(/^#/),
		background_color: expect.stringMatching(/^#/),
		description: expect.stringMatching(/\w/)
	});
	expect(manifest.short_name.length).toBeLessThanOrEqual(12);
	expect(manifest).not.toHaveProperty('orientation');
	expect(JSON.stringify(manifest)).not.toMatch(/child|safeguard|social/i);
});

test('has an icon of each kind in the size it claims', () => {
	for (const { src, sizes } of manifest.icons) expect(pngSize(src), src).toBe(sizes);
	const kinds = manifest.icons.map(({ sizes, purpose }) => `${purpose} ${sizes}`);
	expect(kinds).toEqual(
		expect.arrayContaining(['any 192x192', 'any 512x512', 'maskable 512x512', 'monochrome 512x512'])
	);
	expect(pngSize('/icons/apple-touch-180.png')).toBe('180x180');
});

test('leads from each shortcut to a page of its own', async ({ page }) => {
	expect(manifest.shortcuts.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['Quick check', 'Search guidance', 'Records'])
	);
	const headings = new Set<string>();
	for (const { url } of manifest.shortcuts) {
		const answer = await page.goto(url);
		expect.soft(answer?.status(), url).toBe(200);
		await expect(page.locator('h1').first()).toBeVisible();
		headings.add(await page.locator('h1').first().innerText());
	}
	expect(headings.size).toBe(manifest.shortcuts.length);
});
