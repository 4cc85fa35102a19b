/** Runs `tools/simulate.ts` as the command does, in a process of its own: nothing that it replaces touches another test. */
import { spawn } from 'node:child_process';

export interface Ran {
	readonly code: number | null;
	readonly said: string;
}

/** @param args as after `npm run simulate --` */
export function simulate(...args: readonly string[]): Promise<Ran> {
	const child = spawn(process.execPath, ['tools/simulate.ts', ...args], {
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	const hear = (chunk: Buffer) => (said += chunk.toString());
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, said }));
	});
}
