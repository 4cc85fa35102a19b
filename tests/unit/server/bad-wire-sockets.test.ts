import { once } from 'node:events';
import type { Socket } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AtEnd } from '../../support/folder.ts';
import { newId } from '#lib/trust/ids.ts';
import { dial, raw, wireServer, type WireServer } from '../../support/wire-server.ts';

/** Ends what a shared server needs after the last test of this file. */
const ends: (() => unknown)[] = [];
const atEnd: AtEnd = (end) => void ends.push(end);

let server: WireServer;
beforeAll(async () => {
	server = await wireServer({ headersMs: 1_000, requestMs: 3_000 }, atEnd);
	return async () => {
		for (const end of ends) await end();
	};
});

const isWell = async () => {
	const answer = await fetch(`${server.origin}/api/v1/health`);
	return server.isAlive() && answer.status === 200;
};

interface Heard {
	readonly status: number;
	readonly headers: ReadonlyMap<string, string>;
	readonly body: string;
}

/** The first answer of what was heard. */
function first(text: string): Heard {
	const [head = '', ...rest] = text.split('\r\n\r\n');
	const [line = '', ...fields] = head.split('\r\n');
	const headers = new Map(
		fields.map((field) => {
			const at = field.indexOf(':');
			return [field.slice(0, at).toLowerCase(), field.slice(at + 1).trim()];
		})
	);
	return { status: Number(line.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

const reasonOf = ({ body }: Heard) => (JSON.parse(body) as { reason: string }).reason;

const HOST = 'Host: doorstep\r\n';
const post = (path: string, headers: string, body: string) =>
	`POST ${path} HTTP/1.1\r\n${HOST}Origin: ${server.origin}\r\nConnection: close\r\n${headers}\r\n${body}`;

/** What is no request, and the answer it gets. */
const BAD: readonly (readonly [name: string, text: () => string, status: number, reason: string])[] = [
	['no HTTP', () => 'hello\r\n\r\n', 400, 'malformed'],
	['another protocol', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'malformed'],
	['an unknown version', () => `GET / HTTP/9.9\r\n${HOST}\r\n`, 400, 'malformed'],
	['no host', () => 'GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed'],
	[
		'two hosts',
		() => `GET /api/v1/health HTTP/1.1\r\n${HOST}Host: other\r\nConnection: close\r\n\r\n`,
		400,
		'malformed'
	],
	[
		'headers of 40 kB',
		() => `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(40_000)}\r\n\r\n`,
		431,
		'headers-too-large'
	],
	['a header with a line break in it', () => `GET / HTTP/1.1\r\n${HOST}X\n: y\r\n\r\n`, 400, 'malformed'],
	[
		'two lengths',
		() => post('/api/v1/sync', 'Content-Length: 2\r\nContent-Length: 9\r\n', '{}'),
		400,
		'malformed'
	],
	['a negative length', () => post('/api/v1/sync', 'Content-Length: -1\r\n', '{}'), 400, 'malformed'],
	[
		'a length and chunks: what a proxy and a server may read differently',
		() => post('/api/v1/sync', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
		400,
		'malformed'
	],
	[
		'chunks in a disguise',
		() => post('/api/v1/sync', 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'),
		400,
		'malformed'
	],
	[
		'a broken address of the API',
		() => `GET /api/%E0%A4%A HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
		404,
		'not-found'
	],
	[
		'an address with a way up',
		() => `GET /api/v1/../../etc HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
		404,
		'not-found'
	],
	['TRACE', () => `TRACE /api/v1/health HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 405, 'method'],
	[
		'a form of another site',
		() => post('/api/v1/session', 'Content-Type: text/plain\r\nContent-Length: 2\r\n', '{}'),
		415,
		'media-type'
	]
];

describe('bytes that are no request of ours', () => {
	it.each(BAD)('are a named problem with all our headers: %s', async (_name, text, status, reason) => {
		const heard = first(await raw(server.port, text(), 5_000));
		expect(heard.status).toBe(status);
		expect(reasonOf(heard)).toBe(reason);
		expect(heard.headers.get('content-type')).toBe('application/problem+json');
		expect(heard.headers.get('x-content-type-options')).toBe('nosniff');
		expect(heard.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
		expect(heard.headers.get('cache-control')).toBe('no-store');
		expect(await isWell()).toBe(true);
	});

	it('that come behind a good request do not cut into its answer', async () => {
		const heard = await raw(
			server.port,
			`GET /api/v1/openapi.json HTTP/1.1\r\n${HOST}\r\nrubbish\r\n\r\n`,
			5_000
		);
		const [answer, after] = [first(heard), heard.slice(heard.indexOf('\r\n\r\n') + 4)];
		const length = Number(answer.headers.get('content-length'));
		if (answer.status === 200) expect(() => JSON.parse(after.slice(0, length)) as object).not.toThrow();
		expect(await isWell()).toBe(true);
	});

	it('sent as a pipeline are answered in their order', async () => {
		const one = (path: string, last = '') => `GET ${path} HTTP/1.1\r\n${HOST}${last}\r\n`;
		const heard = await raw(
			server.port,
			one('/api/v1/health/live') + one('/api/v1/none') + one('/api/v1/health', 'Connection: close\r\n')
		);
		expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
	});

	it('that make a body of two requests stay one body', async () => {
		const inner = `GET /api/v1/health/live HTTP/1.1\r\n${HOST}\r\n`;
		const headers = `Content-Type: application/json\r\nContent-Length: ${inner.length}\r\n`;
		const heard = await raw(server.port, post('/api/v1/challenge', headers, inner));
		expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
		expect(reasonOf(first(heard))).toBe('malformed');
	});
});

/** Says something byte by byte until the other side has had enough. */
async function dribble(socket: Socket, text: string, everyMs: number): Promise<string> {
	let heard = '';
	socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
	const closed = once(socket, 'close');
	const letters = [...text];
	const timer = setInterval(() => {
		const letter = letters.shift();
		if (letter !== undefined && socket.writable) socket.write(letter);
	}, everyMs);
	await closed;
	clearInterval(timer);
	return heard;
}

describe('slow senders', () => {
	it('of headers are told so and cut off, while others are served', async () => {
		const slow = dribble(
			await dial(server.port),
			`GET /api/v1/health HTTP/1.1\r\n${HOST}X: ${'y'.repeat(500)}`,
			100
		);
		const silent = dribble(await dial(server.port), '', 100);
		expect(await isWell()).toBe(true);
		const heard = [first(await slow), first(await silent)];
		expect(heard.map(({ status }) => status)).toEqual([408, 408]);
		expect(heard.map(reasonOf)).toEqual(['too-slow', 'too-slow']);
	});

	it('of bodies are told so and cut off, while others are served', async () => {
		const headers = 'Content-Type: application/json\r\nContent-Length: 5000\r\n';
		const slow = dribble(await dial(server.port), post('/api/v1/challenge', headers, 'x'.repeat(4_000)), 5);
		expect(await isWell()).toBe(true);
		expect(first(await slow).status).toBe(408);
		expect(await isWell()).toBe(true);
	});

	it('that go away in the middle leave nothing behind', async () => {
		const headers = 'Content-Type: application/json\r\nContent-Length: 5000\r\n';
		for (let count = 0; count < 50; count += 1) {
			const socket = await dial(server.port);
			socket.write(post('/api/v1/challenge', headers, '{"device":"'));
			if (count % 2 === 0) socket.destroy();
			else socket.end();
		}
		await expect.poll(async () => (await server.memory()).connections, { timeout: 8_000 }).toBeLessThan(5);
		expect(await isWell()).toBe(true);
	});
});

describe('a full house', () => {
	let busy: WireServer;
	beforeAll(async () => {
		const choice = { gate: { slots: 1, pushSlots: 1, queue: 3 }, storeMs: 300, maxConnections: 60 };
		busy = await wireServer(choice, atEnd);
	});

	it('is told at once, with a time to come again, and everybody is served after it', async () => {
		const ask = () => busy.post('/api/v1/challenge', { device: newId() });
		await ask();
		const answers = await Promise.all(Array.from({ length: 30 }, ask));
		const full = answers.filter(({ status }) => status === 503);
		const taken = answers.filter(({ status }) => status === 409).length;
		// One is worked on and three wait; on a busy machine the last of them may come a turn later.
		expect([4, 5, 6]).toContain(taken);
		expect(taken + full.length).toBe(30);
		for (const answer of full) {
			expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
			expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
			expect(await answer.json()).toMatchObject({ reason: 'busy' });
		}
		expect((await ask()).status).toBe(409);
	});

	it('of connections closes what is beyond, and keeps those it has', async () => {
		const sockets = await Promise.all(Array.from({ length: 80 }, () => dial(busy.port)));
		onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
		await expect.poll(() => sockets.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(20);
		const kept = sockets.find(({ closed }) => !closed);
		kept?.write(`GET /api/v1/health/live HTTP/1.1\r\n${HOST}\r\n`);
		expect(String(((await once(kept!, 'data')) as [Buffer])[0])).toContain('200 OK');
	});
});

/** `DOORSTEP_CONNECTIONS=10000` is the long form; it also tells what a connection costs. */
const COUNT = Number(process.env.DOORSTEP_CONNECTIONS ?? 1_000);

describe('a server with many idle connections', () => {
	it('answers others, and ends in order', async () => {
		const many = await wireServer();
		const idle: Socket[] = [];
		onTestFinished(() => idle.forEach((socket) => socket.destroy()));
		const before = await many.memory();
		while (idle.length < COUNT) {
			const more = Array.from({ length: Math.min(250, COUNT - idle.length) }, () => dial(many.port));
			idle.push(...(await Promise.all(more)));
		}
		await expect.poll(async () => (await many.memory()).connections).toBeGreaterThanOrEqual(COUNT);
		const from = performance.now();
		const answer = await many.post('/api/v1/challenge', { device: newId() });
		expect(answer.status).toBe(409);
		if (COUNT > 1_000) {
			const each = Math.round(((await many.memory()).rss - before.rss) / COUNT / 1024);
			console.log(
				`${COUNT} connections: ${each} KiB each; another was answered in ${performance.now() - from} ms`
			);
		}
		many.tell('drain');
		await expect.poll(async () => (await fetch(`${many.origin}/api/v1/health`)).status).toBe(503);
		const health = await fetch(`${many.origin}/api/v1/health`);
		expect(health.headers.get('retry-after')).toBe('5');
		expect(await health.json()).toMatchObject({ reason: 'draining' });
		// Work is still taken, and it lives.
		const heard = first(await raw(many.port, `GET /api/v1/health/live HTTP/1.1\r\n${HOST}\r\n`));
		expect(heard.status).toBe(200);
		expect(heard.headers.get('connection')).toBe('close');
	});
});
