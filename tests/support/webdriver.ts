import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';

/** The W3C WebDriver calls that our WebKitGTK journeys need; small enough not to bring a library for them. */
export interface WebDriver {
	goTo(url: string): Promise<void>;
	/** Runs the body of a function in the page, and gives what it returns. */
	run(body: string): Promise<unknown>;
	/** Runs the body until it gives something truthy. */
	until(body: string, withinMs?: number): Promise<unknown>;
	/** Ends browser and driver. */
	quit(): Promise<void>;
}

const DRIVER = '/usr/bin/WebKitWebDriver';
const BROWSERS = '/usr/lib/*/webkit2gtk-4.*/MiniBrowser';
const CALL_WITHIN_MS = 30_000;

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

const callOn =
	(base: string): Call =>
	async (method, path, body) => {
		const answer = await fetch(base + path, {
			method,
			signal: AbortSignal.timeout(CALL_WITHIN_MS),
			...(body !== undefined && { body: JSON.stringify(body) })
		});
		const { value } = (await answer.json()) as { value: unknown };
		if (!answer.ok) throw new TypeError(`${method} ${path}: ${JSON.stringify(value).slice(0, 300)}`);
		return value;
	};

async function untilListening(call: Call): Promise<void> {
	for (let tries = 0; tries < 100; tries += 1) {
		try {
			await call('GET', '/status');
			return;
		} catch {
			await pause(100); // Not listening yet.
		}
	}
	throw new TypeError('WebKitWebDriver did not start');
}

/**
 * Starts WebKitGTK's test browser. It needs a display: run under `xvfb-run`.
 * @param port where its driver may listen on this machine
 * @throws TypeError when Debian's `webkit2gtk-driver` is not installed
 */
export async function startWebKit(port: number): Promise<WebDriver> {
	const binary = globSync(BROWSERS)[0];
	if (!existsSync(DRIVER) || binary === undefined) throw new TypeError('webkit2gtk-driver is not installed');
	const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore' });
	const call = callOn(`http://127.0.0.1:${port}`);
	await untilListening(call);
	const options = { binary, args: ['--automation'] };
	const wanted = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
	const { sessionId } = (await call('POST', '/session', { capabilities: { alwaysMatch: wanted } })) as {
		sessionId: string;
	};
	const session = `/session/${sessionId}`;
	const run = (body: string) => call('POST', `${session}/execute/sync`, { script: body, args: [] });
	return {
		goTo: async (url) => {
			await call('POST', `${session}/url`, { url });
		},
		run,
		until: async (body, withinMs = 15_000) => {
			const deadline = performance.now() + withinMs;
			for (;;) {
				const value = await run(body);
				if (value) return value;
				if (performance.now() > deadline) throw new TypeError(`never true: ${body}`);
				await pause(100);
			}
		},
		quit: async () => {
			await call('DELETE', session).finally(() => driver.kill());
		}
	};
}
