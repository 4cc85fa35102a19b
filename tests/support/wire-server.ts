import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { testFolder, type AtEnd } from './folder.ts';
import type { ChildChoice } from './wire-child.ts';

/** A server in a process of its own, spoken to by sockets. */
export interface WireServer {
	readonly origin: string;
	readonly port: number;
	/** The set-up code it printed. */
	readonly code: string;
	/** Whether it still runs, whatever was done to it. */
	isAlive(): boolean;
	tell(order: 'drain'): void;
	/** Bytes of memory, and how many connections it has. */
	memory(): Promise<{ readonly heapUsed: number; readonly rss: number; readonly connections: number }>;
	/** JSON to a path, as our page would post it. */
	post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** @param choice limits and times of this server. @param atEnd when it is stopped */
export async function wireServer(
	choice: ChildChoice = {},
	atEnd: AtEnd = onTestFinished
): Promise<WireServer> {
	const folder = testFolder(atEnd);
	const child = spawn(process.execPath, ['tests/support/wire-child.ts', folder, JSON.stringify(choice)], {
		stdio: ['pipe', 'pipe', 'inherit']
	});
	atEnd(async () => {
		if (child.exitCode !== null) return;
		child.stdin.end();
		await once(child, 'exit');
	});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const said = async <Said>() => JSON.parse((await lines.next()).value ?? 'null') as Said;
	const { port, code } = await said<{ port: number; code: string }>();
	const origin = `http://127.0.0.1:${port}`;
	return {
		origin,
		port,
		code,
		isAlive: () => child.exitCode === null && child.signalCode === null,
		tell: (order) => child.stdin.write(`${order}\n`),
		memory() {
			child.stdin.write('memory\n');
			return said();
		},
		post: (path, body, headers) =>
			fetch(`${origin}${path}`, {
				method: 'POST',
				headers: { origin, 'content-type': 'application/json', ...headers },
				body: JSON.stringify(body)
			})
	};
}

/** Bytes on a socket of their own, and what comes back until the other side closes or `untilMs` have passed. */
export async function raw(port: number, text: string | Uint8Array, untilMs = 10_000): Promise<string> {
	const socket = await dial(port);
	let heard = '';
	socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
	socket.write(text);
	const end = new Promise((done) => {
		socket.once('close', done);
		setTimeout(done, untilMs).unref();
	});
	await end;
	socket.destroy();
	return heard;
}

/** A connection that has not said anything yet. */
export async function dial(port: number): Promise<Socket> {
	const socket = connect({ port, host: '127.0.0.1' });
	socket.on('error', () => socket.destroy());
	await once(socket, 'connect');
	return socket;
}
