import { describe, expect, it } from 'vitest';
import { headersFor } from '#lib/server/headers.ts';

const over = (url: string, isHttps = false) => headersFor({ url, isHttps });

describe('headersFor', () => {
	it('forbids framing of every answer and leaves scripts to the page itself', () => {
		for (const url of ['/', '/api/v1/health', '/icons/icon-192.png', '/%E0%A4%A', '']) {
			const policy = over(url)['content-security-policy'];
			expect(policy).toBe("frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'");
		}
	});

	it('gives the service worker a full policy, without WebAssembly', () => {
		const policy = over('/service-worker.js?x=1')['content-security-policy'];
		expect(policy).toContain("default-src 'none'; script-src 'self'; connect-src 'self'");
		expect(policy).not.toContain('wasm');
	});

	it('lets only worker chunks compile WebAssembly', () => {
		expect(over('/_app/immutable/workers/vault-1a2b.js')['content-security-policy']).toContain(
			"'wasm-unsafe-eval'"
		);
		expect(over('/_app/immutable/chunks/vault-1a2b.js')['content-security-policy']).not.toContain('wasm');
		expect(over('/?x=/_app/immutable/workers/')['content-security-policy']).not.toContain('wasm');
	});

	it('forbids any store to keep an API answer, and has all else asked for again', () => {
		expect(over('/api/v1/sync')['cache-control']).toBe('no-store');
		expect(over('/service-worker.js')['cache-control']).toBe('no-cache');
		expect(over('/apiary')['cache-control']).toBe('no-cache');
	});

	it('forbids any store to keep a page of the drawer', () => {
		for (const path of ['/records', '/records/abc/3', '/unlock', '/waiting', '/shell', '/device/ways'])
			expect(over(path)['cache-control'], path).toBe('no-store');
		for (const path of ['/', '/guidance', '/recordsx', '/device'])
			expect(over(path)['cache-control'], path).toBe('no-cache');
	});

	it('asks for https only where people use https', () => {
		expect(over('/')).not.toHaveProperty('strict-transport-security');
		expect(over('/', true)['strict-transport-security']).toMatch(/^max-age=63072000;/);
	});

	it('denies the devices that no page uses', () => {
		expect(over('/')['permissions-policy']).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
	});
});
