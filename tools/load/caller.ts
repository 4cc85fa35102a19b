/** One sync over a kept connection, as the app sends it: JSON, gzipped from a kilobyte on, answered in gzip. */
import { Agent, request } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SyncRequest, SyncResponse } from '../../src/lib/sync/protocol.ts';

const [deflate, inflate] = [promisify(gzip), promisify(gunzip)];

/** From this size on the app compresses what it sends. */
const WORTH_BYTES = 1_024;
const PATIENCE_MS = 60_000;

/** What became of a call. `reason`: of the problem, or of the network. */
export type Answered =
	| { readonly ok: true; readonly answer: SyncResponse; readonly sent: number; readonly received: number }
	| { readonly ok: false; readonly reason: string };

/** Who calls. */
export interface Credentials {
	readonly token: string;
	readonly address: string;
}

/** Posts to one server. */
export interface Caller {
	sync(body: SyncRequest, by: Credentials): Promise<Answered>;
	close(): void;
}

interface Raw {
	readonly status: number;
	readonly isGzip: boolean;
	readonly body: Buffer;
}

interface Outgoing {
	readonly body: Buffer;
	readonly headers: Readonly<Record<string, string>>;
}

function send(agent: Agent, url: URL, { body, headers }: Outgoing): Promise<Raw> {
	return new Promise((resolve, reject) => {
		const outgoing = request(url, { agent, method: 'POST', headers }, (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', reject);
			incoming.on('end', () => {
				const isGzip = incoming.headers['content-encoding'] === 'gzip';
				resolve({ status: incoming.statusCode ?? 0, isGzip, body: Buffer.concat(chunks) });
			});
		});
		outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error('timeout')));
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

async function read({ status, isGzip, body }: Raw, sent: number): Promise<Answered> {
	const text = (isGzip ? await inflate(body) : body).toString('utf8');
	// The server under test is ours; what is not JSON throws, and counts as an error.
	const answer = JSON.parse(text) as SyncResponse & { readonly reason?: string };
	if (status !== 200) return { ok: false, reason: `${status} ${answer.reason ?? ''}` };
	return { ok: true, answer, sent, received: body.length };
}

/**
 * @param connections kept open at most; what waits for one is late, and counts so
 * @param gzips whether the server takes gzipped requests
 */
export function callerOf(origin: string, connections: number, gzips: boolean): Caller {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const url = new URL('/api/v1/sync', origin.replace('localhost', '127.0.0.1'));
	return {
		async sync(body, { token, address }) {
			const plain = Buffer.from(JSON.stringify(body));
			const isLarge = gzips && plain.length > WORTH_BYTES;
			const packed = isLarge ? await deflate(plain) : plain;
			const headers = {
				'content-type': 'application/json',
				'content-length': String(packed.length),
				'accept-encoding': 'gzip',
				origin,
				host: new URL(origin).host,
				'x-forwarded-for': address,
				cookie: `__Host-delivery=${token}`,
				...(isLarge ? { 'content-encoding': 'gzip' } : {})
			};
			try {
				return await read(await send(agent, url, { body: packed, headers }), packed.length);
			} catch (fault) {
				// Refused or reset connections, time-outs: counted by their code.
				const code = fault instanceof Error && 'code' in fault ? String(fault.code) : undefined;
				return { ok: false, reason: code ?? (fault instanceof Error ? fault.message : 'fault') };
			}
		},
		close: () => agent.destroy()
	};
}
