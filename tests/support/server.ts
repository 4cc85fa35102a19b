import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const READY_WITHIN_MS = 20_000;

interface ServerChoice {
	/** Which build to serve; `build` when left out. */
	readonly buildDir?: string;
	/** More settings for the server process. */
	readonly env?: Readonly<Record<string, string>>;
}

/** A Doorstep server in a process of its own, with a data folder of its own. */
export interface RunningServer {
	readonly origin: string;
	readonly dataDir: string;
	/** All it has printed so far. */
	readonly printed: () => string;
	/** Stops as an operator would, and gives the exit code. */
	stop(): Promise<number | null>;
	/** Ends without a word, as a power cut would. */
	kill(): Promise<void>;
	/** Starts again on the same port and data, perhaps with another build. */
	restart(choice?: ServerChoice): Promise<void>;
	/** Stops and removes the data folder. */
	discard(): Promise<void>;
	/** Copies its data, at rest, into a new folder that is the caller's. */
	keep(): Promise<string>;
	/** Goes on with data that was kept, in place of its own. */
	adopt(folder: string): Promise<void>;
}

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	if (address === null || typeof address === 'string') throw new TypeError('no port');
	return address.port;
}

async function untilReady(child: ChildProcess, printed: () => string): Promise<void> {
	const deadline = performance.now() + READY_WITHIN_MS;
	while (!printed().includes('Doorstep is ready')) {
		if (child.exitCode !== null || performance.now() > deadline)
			throw new TypeError(`The server did not start: ${printed()}`);
		await new Promise((wake) => setTimeout(wake, 25));
	}
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
	if (child.exitCode === null && child.signalCode === null) {
		const exit = once(child, 'exit');
		child.kill(signal);
		await exit;
	}
	return child.exitCode;
}

/**
 * Starts a real server on a free port of this machine.
 * @param choice which build, and further settings
 */
export async function startServer(choice: ServerChoice = {}): Promise<RunningServer> {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-test-'));
	let output = '';

	const launch = async ({ buildDir, env }: ServerChoice) => {
		const started = spawn(process.execPath, ['src/server.ts'], {
			env: {
				...process.env,
				PORT: String(port),
				ORIGIN: origin,
				DOORSTEP_DATA_DIR: dataDir,
				DOORSTEP_BUILD_DIR: resolve(buildDir ?? 'build'),
				...env
			}
		});
		output = '';
		for (const stream of [started.stdout, started.stderr])
			stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
		await untilReady(started, () => output);
		return started;
	};

	let child = await launch(choice);
	return {
		origin,
		dataDir,
		printed: () => output,
		stop: () => ended(child, 'SIGTERM'),
		kill: async () => {
			await ended(child, 'SIGKILL');
		},
		restart: async (next = choice) => {
			await ended(child, 'SIGTERM');
			child = await launch(next);
		},
		discard: async () => {
			await ended(child, 'SIGTERM');
			rmSync(dataDir, { recursive: true, force: true });
		},
		keep: async () => {
			await ended(child, 'SIGTERM');
			const folder = mkdtempSync(join(tmpdir(), 'doorstep-kept-'));
			cpSync(dataDir, folder, { recursive: true });
			child = await launch(choice);
			return folder;
		},
		adopt: async (folder) => {
			await ended(child, 'SIGTERM');
			rmSync(dataDir, { recursive: true, force: true });
			cpSync(folder, dataDir, { recursive: true });
			child = await launch(choice);
		}
	};
}

/** The same server for a test that is not alone with it. */
export function sharedServer(server: RunningServer): RunningServer {
	const refuse = () => Promise.reject(new TypeError('Other tests use this server: take `sharesServer` away'));
	return {
		...server,
		stop: refuse,
		kill: refuse,
		restart: refuse,
		discard: refuse,
		keep: refuse,
		adopt: refuse
	};
}
