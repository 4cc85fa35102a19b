import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SyncRequest } from '#lib/sync/protocol.ts';
import { ORIGIN, type CallOptions } from '../support/test-office.ts';

const PROGRAM = fileURLToPath(new URL('../support/office-process.ts', import.meta.url));
const START_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 20_000;

/** One server process; killed and started again, it has another port. */
interface Server {
	child: ChildProcess;
	port: number;
}

/** Where the processes of one torture keep their store, and how they tell the time. */
export type ProcessSettings = Readonly<
	Record<'DATABASE_URL' | 'DOORSTEP_DATA_DIR' | 'OFFICE_SHIFT_MS', string>
>;

/** Several processes over one store. */
export interface Processes {
	/** Asks one of them. @returns undefined when no answer came: nobody knows then what was done */
	sync(at: number, body: SyncRequest, options: CallOptions): Promise<Response | undefined>;
	/** SIGKILL, and another in its place. */
	kill(at: number): Promise<void>;
	end(): Promise<void>;
	readonly size: number;
}

async function start(settings: ProcessSettings): Promise<Server> {
	const child = spawn(process.execPath, [PROGRAM], {
		env: { PATH: process.env.PATH, ...settings },
		stdio: ['pipe', 'pipe', 'pipe']
	});
	let said = '';
	child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-4000)));
	const port = await new Promise<number>((resolve, reject) => {
		const late = setTimeout(
			() => reject(new TypeError(`The server did not start: ${said}`)),
			START_WITHIN_MS
		);
		createInterface(child.stdout).once('line', (line) => {
			clearTimeout(late);
			resolve(Number(line.replace('port ', '')));
		});
		child.once('exit', () => reject(new TypeError(`The server ended: ${said}`)));
	});
	return { child, port };
}

async function ended({ child }: Server, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await gone;
}

function headersOf({ token, cookie }: CallOptions): Record<string, string> {
	return {
		origin: ORIGIN,
		'content-type': 'application/json',
		...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
		...(cookie === undefined ? {} : { cookie })
	};
}

/** Starts so many server processes at once on one store. */
export async function startProcesses(many: number, settings: ProcessSettings): Promise<Processes> {
	const servers = await Promise.all(Array.from({ length: many }, () => start(settings)));
	const serverAt = (at: number): Server => {
		const server = servers[at % servers.length];
		if (server === undefined) throw new TypeError('no servers');
		return server;
	};
	return {
		size: many,
		async sync(at, body, options) {
			try {
				const answer = await fetch(`http://127.0.0.1:${serverAt(at).port}/api/v1/sync`, {
					method: 'POST',
					headers: headersOf(options),
					body: JSON.stringify(body),
					signal: AbortSignal.timeout(ANSWER_WITHIN_MS)
				});
				// The whole answer or none: a process may die in the middle of it.
				return new Response(await answer.text(), { status: answer.status, headers: answer.headers });
			} catch {
				return undefined;
			}
		},
		async kill(at) {
			const server = serverAt(at);
			await ended(server, 'SIGKILL');
			Object.assign(server, await start(settings));
		},
		async end() {
			await Promise.all(servers.map((server) => ended(server, 'SIGKILL')));
		}
	};
}
