import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css'
};

/** The lab page, built and served on this machine until `discard`. */
export interface RunningLab {
	readonly origin: string;
	discard(): Promise<void>;
}

/** Passes a request on to the app's server, so that the app finds what the lab has made under one origin. */
async function passOn(
	to: string,
	{ url = '/', headers }: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const answer = await fetch(new URL(url, to), {
		headers: { accept: headers.accept ?? '*/*' },
		redirect: 'manual'
	});
	const sent = [...answer.headers].filter(
		([name]) => !/^(content-encoding|content-length|transfer-encoding)$/.test(name)
	);
	response.writeHead(answer.status, Object.fromEntries(sent)).end(Buffer.from(await answer.arrayBuffer()));
}

/**
 * Builds the page over the real vault worker with the app's own bundler, and serves it on a free port.
 * @param app origin of an app's server that answers whatever is not the lab's own; the lab itself is at `/lab`
 */
export async function startLab(app?: string): Promise<RunningLab> {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-lab-'));
	await build({
		root: fileURLToPath(new URL('lab', import.meta.url)),
		configFile: false,
		logLevel: 'error',
		worker: { format: 'es' },
		build: { outDir: folder, emptyOutDir: true, target: 'es2023' }
	});
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://lab');
		const file = join(folder, normalize(pathname === '/lab' ? '/index.html' : pathname));
		if (!file.startsWith(folder) || !existsSync(file) || pathname === '/') {
			if (app !== undefined) void passOn(app, request, response);
			else response.writeHead(404).end();
			return;
		}
		const type = TYPES[extname(file)] ?? 'application/octet-stream';
		response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(readFileSync(file));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new TypeError('no port');
	return {
		origin: `http://localhost:${address.port}`,
		discard: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** Opens the lab and waits until its vault can be spoken to. */
export async function openLab(page: Page, origin: string): Promise<void> {
	await page.goto(new URL('/lab', origin).href);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}
