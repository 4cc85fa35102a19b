import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../support/folder.ts';

/** Whether this machine has strace and lets it follow a process; a container may forbid it. */
export function mayTrace(): boolean {
	return spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
}

/** A process that is being followed. */
export interface Trace {
	/** Lets the process go, and gives the system calls seen, one a line. */
	end(): Promise<readonly string[]>;
}

/** Follows a process from now on. @param rules for example `-e trace=fsync` */
export async function trace(pid: number, ...rules: readonly string[]): Promise<Trace> {
	const file = join(testFolder(), 'trace');
	const child = spawn('strace', ['-f', '-s', '16', ...rules, '-o', file, '-p', String(pid)]);
	await once(child.stderr, 'data');
	return {
		async end() {
			const exit = once(child, 'exit');
			child.kill('SIGINT');
			await exit;
			return readFileSync(file, 'utf8').split('\n');
		}
	};
}
