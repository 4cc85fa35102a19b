import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from '../support/test.ts';

const CLIENT = 'build/client';
const PAGE_POLICY = "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'";

function builtFile(folder: string, pattern: RegExp): string {
	const name = readdirSync(`${CLIENT}/${folder}`).find((file) => pattern.test(file));
	if (name === undefined) throw new TypeError(`no ${String(pattern)} in ${folder}`);
	return `/${folder}/${name}`;
}

/** One address for every kind of answer the server gives, with the status and caching it should have. */
const answers = (): readonly (readonly [kind: string, path: string, status: number, caching: string])[] => [
	['a prerendered page', '/', 200, 'no-cache'],
	['the shell', '/shell', 200, 'no-store'],
	['a page that does not exist', '/no-such-page', 404, 'no-cache'],
	['a redirect', '/shell/', 308, 'no-store'],
	['a broken address', '/%E0%A4%A', 400, 'no-cache'],
	['a missing build file', '/_app/immutable/no-such.js', 404, 'public, max-age=0, must-revalidate'],
	['an API address that does not exist', '/api/v1/no-such', 404, 'no-store'],
	[
		'a script',
		builtFile('_app/immutable/entry', /^start\..*\.js$/),
		200,
		'public,max-age=31536000,immutable'
	],
	['a font', builtFile('_app/immutable/assets', /\.woff2$/), 200, 'public,max-age=31536000,immutable'],
	['the service worker', '/service-worker.js', 200, 'no-cache'],
	['the manifest', '/manifest.webmanifest', 200, 'no-cache'],
	['an icon', '/icons/icon-192.png', 200, 'no-cache']
];

test('sends the security headers with every kind of answer', async ({ request }) => {
	for (const [kind, path, status, caching] of answers()) {
		const answer = await request.get(path, { maxRedirects: 0 });
		const headers = answer.headers();
		expect.soft(answer.status(), kind).toBe(status);
		expect.soft(headers['cache-control'], kind).toBe(caching);
		expect.soft(headers, kind).toMatchObject({
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin'
		});
		expect.soft(headers['permissions-policy'], kind).toContain('camera=()');
		for (const part of PAGE_POLICY.split('; '))
			expect.soft(headers['content-security-policy'], kind).toContain(part);
		expect.soft(headers['strict-transport-security'], kind).toBeUndefined();
	}
});

test('leaves scripts to the policy inside a prerendered page, which names them by hash', async ({
	request
}) => {
	for (const path of ['/', '/shell']) {
		const answer = await request.get(path);
		const inPage = /http-equiv="content-security-policy" content="([^"]*)"/.exec(await answer.text())?.[1];
		expect(answer.headers()['content-security-policy']).toBe(PAGE_POLICY);
		expect(inPage).toMatch(/script-src 'self' 'sha256-/);
		expect(inPage).not.toContain('unsafe-inline');
		expect(inPage).toContain("require-trusted-types-for 'script'");
	}
});

test('gives scripts that become workers a full policy of their own', async ({ request }) => {
	const worker = (await request.get('/service-worker.js')).headers()['content-security-policy'];
	expect(worker).toMatch(/^default-src 'none'; script-src 'self';/);
	const folder = '_app/immutable/workers';
	test.skip(!existsSync(`${CLIENT}/${folder}`), 'this build has no other worker');
	const vault = (await request.get(builtFile(folder, /\.js$/))).headers()['content-security-policy'];
	expect(vault).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
});

test('insists on https once people reach it by https', async ({ request, server }) => {
	await server.restart({ env: { ORIGIN: 'https://doorstep.example' } });
	const headers = (await request.get('/')).headers();
	expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains; preload');
});

test('runs under its own policy without a single violation', async ({ page }) => {
	await page.addInitScript(() => {
		addEventListener('securitypolicyviolation', (event) =>
			console.error(`blocked: ${event.violatedDirective}`)
		);
	});
	const faults: string[] = [];
	page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
	await page.goto('/');
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await page.goto('/shell');
	await expect(page.locator('h1').first()).toBeVisible();
	expect(faults).toEqual([]);
});
