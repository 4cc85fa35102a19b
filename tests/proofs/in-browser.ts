/**
 * Runs the proofs of `page.ts` in a browser: bundles them in memory and serves them on localhost, which browsers treat
 * as secure, so that WebCrypto is there. Nothing of it is part of the product's build.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { Proofs } from './page.ts';

const PAGE =
	'<!doctype html><meta charset="utf-8"><title>Proofs</title><script type="module" src="/proofs.js"></script>';

async function bundled(): Promise<string> {
	const made = await build({
		configFile: false,
		logLevel: 'warn',
		publicDir: false,
		build: {
			write: false,
			minify: false,
			target: 'es2024',
			modulePreload: false,
			rolldownOptions: {
				input: new URL('page.ts', import.meta.url).pathname,
				output: { codeSplitting: false, entryFileNames: 'proofs.js' }
			}
		}
	});
	const [output] = [made].flat();
	const chunk = output && 'output' in output ? output.output[0] : undefined;
	if (chunk === undefined) throw new TypeError('The proofs were not bundled.');
	return chunk.code;
}

/** A server on this machine with the bundled proofs. */
export interface ProofServer {
	readonly origin: string;
	close(): void;
}

/** Bundles the proofs and serves them until closed. */
export async function serveProofs(): Promise<ProofServer> {
	const script = await bundled();
	const server = createServer(({ url }, answer) => {
		const isScript = url === '/proofs.js';
		answer.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
		answer.end(isScript ? script : PAGE);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new TypeError('no port');
	return {
		origin: `http://localhost:${address.port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}

/** Asks one proof of a page that stands on a `ProofServer`. */
export async function prove<Name extends keyof Proofs>(
	page: Page,
	name: Name,
	input?: Parameters<Proofs[Name]>[0]
): Promise<Awaited<ReturnType<Proofs[Name]>>> {
	return page.evaluate(
		([proof, given]) => {
			const { proofs } = globalThis as unknown as {
				readonly proofs: Readonly<Record<string, CallableFunction>>;
			};
			return proofs[proof]?.(given) as never;
		},
		[name, input ?? null] as const
	);
}
