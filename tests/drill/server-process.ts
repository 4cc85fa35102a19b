import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { NOW } from '../support/people.ts';
import type { CallOptions, PostPath } from '../support/test-office.ts';

const READY_WITHIN_MS = 30_000;
const ORIGIN = 'https://doorstep.test';
const BEHIND_MS = Date.now() - NOW;

/** A server in a process of its own, which can be killed. */
export interface ServerProcess {
	readonly pid: number;
	/** All it has printed so far. */
	readonly printed: () => string;
	isAlive(): boolean;
	post(path: PostPath, body: unknown, options?: CallOptions): Promise<Response>;
	health(): Promise<Record<string, unknown>>;
	/** As an operator would stop it: a last backup is made. */
	stop(): Promise<void>;
	/** Ends it without a word. */
	kill(): Promise<void>;
}

/** Where the server keeps its things; further settings go into its environment. */
export interface ServerPlace {
	readonly dataDir: string;
	readonly backupDir?: string;
	readonly env?: Readonly<Record<string, string>>;
}

async function portOf(child: ChildProcess, printed: () => string): Promise<number> {
	const deadline = performance.now() + READY_WITHIN_MS;
	for (;;) {
		const port = /Port (\d+)/.exec(printed())?.[1];
		if (port !== undefined) return Number(port);
		if (child.exitCode !== null || performance.now() > deadline)
			throw new TypeError(`The server did not start: ${printed()}`);
		await new Promise((wake) => setTimeout(wake, 10));
	}
}

function send(
	to: { readonly port: number; readonly agent: Agent },
	call: { readonly path: string; readonly method: string; readonly headers: Record<string, string> },
	body: string
): Promise<Response> {
	return new Promise((resolve, reject) => {
		const asked = request({ host: '127.0.0.1', ...to, ...call }, (answer) => {
			const parts: Buffer[] = [];
			answer.on('data', (part: Buffer) => parts.push(part));
			answer.on('error', reject);
			answer.on('end', () => {
				const headers = new Headers();
				for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
				resolve(new Response(Buffer.concat(parts), { status: answer.statusCode ?? 0, headers }));
			});
		});
		asked.on('error', reject);
		asked.end(body);
	});
}

function headersOf({ token, cookie, headers }: CallOptions): Record<string, string> {
	const all: Record<string, string> = { origin: ORIGIN, 'content-type': 'application/json', ...headers };
	if (token !== undefined) all.authorization = `Bearer ${token}`;
	if (cookie !== undefined) all.cookie = cookie;
	return all;
}

/** Ends with the test, at the latest. */
export async function startProcess({ dataDir, backupDir, env }: ServerPlace): Promise<ServerProcess> {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'served.ts')], {
		env: {
			...process.env,
			DOORSTEP_DATA_DIR: dataDir,
			DOORSTEP_BACKUP_DIR: backupDir ?? '',
			DOORSTEP_NETWORK_LIMIT: '0',
			DOORSTEP_DEVICE_BURST: '0',
			DOORSTEP_LOG: 'error',
			DOORSTEP_TEST_BEHIND_MS: String(BEHIND_MS),
			...env
		}
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
	const isAlive = () => child.exitCode === null && child.signalCode === null;
	const agent = new Agent({ keepAlive: true });
	const end = async (signal: NodeJS.Signals) => {
		if (isAlive()) {
			const exit = once(child, 'exit');
			child.kill(signal);
			await exit;
		}
		agent.destroy();
	};
	onTestFinished(() => end('SIGKILL'));
	const to = { port: await portOf(child, () => output), agent };
	return {
		pid: child.pid ?? 0,
		printed: () => output,
		isAlive,
		post: (path, body, options = {}) =>
			send(to, { path, method: 'POST', headers: headersOf(options) }, JSON.stringify(body)),
		health: async () =>
			(await send(to, { path: '/api/v1/health', method: 'GET', headers: {} }, '')).json() as Promise<
				Record<string, unknown>
			>,
		stop: () => end('SIGTERM'),
		kill: () => end('SIGKILL')
	};
}
