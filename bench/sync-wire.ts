/** Requests as Chromium sends them, with every byte counted: headers too. */
import { Agent, request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';

/** Beyond this the app compresses what it posts. */
const WORTH_BYTES = 1_024;

/** What a request of Chromium 156 carries beside our own headers. */
const BROWSER = {
	accept: '*/*',
	'accept-encoding': 'gzip, deflate, br, zstd',
	'accept-language': 'en-GB,en;q=0.9',
	'cache-control': 'no-cache',
	pragma: 'no-cache',
	'sec-ch-ua': '"Chromium";v="156", "Not_A Brand";v="24"',
	'sec-ch-ua-mobile': '?1',
	'sec-ch-ua-platform': '"Android"',
	'sec-fetch-dest': 'empty',
	'sec-fetch-mode': 'cors',
	'sec-fetch-site': 'same-origin',
	'user-agent':
		'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36'
};

/** Bytes that crossed the connection, and what was asked. */
export interface Traffic {
	requests: number;
	up: number;
	down: number;
}

export const noTraffic = (): Traffic => ({ requests: 0, up: 0, down: 0 });

/** A request and its answer as they stood on the wire. */
export interface Seen {
	readonly asked: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
	readonly answered: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
}

/** One kept connection, as a device has it. */
export interface Line {
	readonly traffic: Traffic;
	/** The newest exchange. */
	seen(): Seen | undefined;
	post<Answer>(path: string, body: unknown): Promise<Answer>;
	close(): void;
}

/** @param token of a session, if any is wanted */
export function openLine(origin: string, token?: string): Line {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const traffic = noTraffic();
	let seen: Seen | undefined;
	const before = new WeakMap<Socket, { up: number; down: number }>();
	const count = (socket: Socket) => {
		const known = before.get(socket) ?? { up: 0, down: 0 };
		traffic.up += socket.bytesWritten - known.up;
		traffic.down += socket.bytesRead - known.down;
		before.set(socket, { up: socket.bytesWritten, down: socket.bytesRead });
	};
	return {
		traffic,
		seen: () => seen,
		close: () => agent.destroy(),
		post: (path, body) =>
			new Promise((resolve, reject) => {
				const plain = Buffer.from(JSON.stringify(body));
				const isLarge = plain.length > WORTH_BYTES;
				const packed = isLarge ? gzipSync(plain) : plain;
				const headers = {
					...BROWSER,
					...{ host: new URL(origin).host, origin, 'content-type': 'application/json' },
					'content-length': String(packed.length),
					...(isLarge && { 'content-encoding': 'gzip' }),
					...(token !== undefined && { authorization: `Bearer ${token}` })
				};
				traffic.requests += 1;
				const url = new URL(path, origin.replace('localhost', '127.0.0.1'));
				const outgoing = request(url, { agent, method: 'POST', headers }, (incoming) => {
					const { socket } = incoming;
					const chunks: Buffer[] = [];
					incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
					incoming.on('end', () => {
						count(socket);
						const whole = Buffer.concat(chunks);
						// A header that comes twice is none of ours.
						const answered = { headers: incoming.headers as Record<string, string>, body: whole };
						seen = { asked: { headers, body: packed }, answered };
						const isGzip = incoming.headers['content-encoding'] === 'gzip';
						const text = (isGzip ? gunzipSync(whole) : whole).toString('utf8');
						if (incoming.statusCode !== 200) reject(new TypeError(`${incoming.statusCode ?? 0}: ${text}`));
						// The two servers of this bench answer here.
						else resolve(JSON.parse(text));
					});
				});
				outgoing.on('error', reject);
				outgoing.end(packed);
			})
	};
}
