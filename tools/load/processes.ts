/** Server and generator as processes of their own, each on a core of its own where the machine lets us. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../src/lib/errors.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const BUILD = here('../../build');

function canPin(): boolean {
	if (process.platform !== 'linux' || availableParallelism() < 2) return false;
	try {
		execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** Whether processes are pinned to cores; without `taskset` or a second core the system moves them about. */
export const IS_PINNED = canPin();

/** Starts a program of ours. @param core which it is pinned to */
export function start(
	core: 0 | 1,
	program: string,
	environment: Readonly<Record<string, string>> = {}
): ChildProcess {
	const node = [process.execPath, '--no-warnings', here(program)];
	const [command = '', ...rest] = IS_PINNED ? ['taskset', '-c', String(core), ...node] : node;
	return spawn(command, rest, {
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'inherit', 'ipc']
	});
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	await once(probe, 'close');
	if (address === null || typeof address === 'string') throw new AppError('load-port');
	return address.port;
}

/** A server to be called, and what it is. */
export interface RunningServer {
	readonly origin: string;
	readonly pid: number;
	readonly what: string;
	stop(): Promise<void>;
}

function choice(wanted: 'auto' | 'plain') {
	const handler = `${BUILD}/handler.js`;
	if (wanted === 'plain' || !existsSync(handler))
		return { program: '../load-server.ts', what: 'the endpoints behind node:http, without Kit' };
	const built = statSync(handler).mtime.toISOString();
	return { program: '../../src/server.ts', what: `src/server.ts over the build of ${built}` };
}

/**
 * @param wanted `plain`: never the built server
 * @param settings more of its environment
 */
export async function startServer(
	dataFolder: string,
	wanted: 'auto' | 'plain',
	settings: Readonly<Record<string, string>> = {}
): Promise<RunningServer> {
	const { program, what } = choice(wanted);
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const child = start(0, program, {
		PORT: String(port),
		HOST: '127.0.0.1',
		ORIGIN: origin,
		DOORSTEP_DATA_DIR: dataFolder,
		DOORSTEP_BUILD_DIR: BUILD,
		DOORSTEP_LOG: 'error',
		...settings,
		// Each device shows a network of its own, as through a proxy: one for all would be one flood.
		ADDRESS_HEADER: 'x-forwarded-for'
	});
	const ended = once(child, 'exit').then(() => 'ended');
	const first = await Promise.race([ended, once(child.stdout ?? child, 'data')]);
	if (first === 'ended') throw new AppError('load-server-ended');
	child.stdout?.resume();
	return {
		origin,
		pid: child.pid ?? 0,
		what,
		stop: async () => {
			child.kill('SIGTERM');
			const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
			await ended;
			clearTimeout(late);
		}
	};
}

/** What a process has used so far; undefined where the system does not say. */
export interface Usage {
	readonly cpuSeconds: number;
	readonly memoryMb: number;
	readonly peakMb: number;
}

/** @source proc(5): utime and stime are fields 14 and 15, in hundredths of a second */
export function usageOf(pid: number): Usage | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
		const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
		return { cpuSeconds, memoryMb: mb('VmRSS'), peakMb: mb('VmHWM') };
	} catch {
		return undefined;
	}
}
