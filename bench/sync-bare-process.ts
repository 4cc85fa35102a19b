/** Starts the limit, `sync-bare.ts`, as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

/** @param file of its database, not there yet */
export async function startBare(file: string): Promise<{ readonly origin: string; stop(): void }> {
	const port = await freePort();
	const env = { ...process.env, PORT: String(port), BARE_FILE: file };
	const program = fileURLToPath(new URL('sync-bare.ts', import.meta.url));
	const child = spawn(process.execPath, ['--no-warnings', program], {
		env,
		stdio: ['ignore', 'pipe', 'inherit']
	});
	process.once('exit', () => child.kill());
	await once(child.stdout, 'data');
	return { origin: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}
