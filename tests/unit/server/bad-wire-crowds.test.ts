import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { dial, first, raw, wireServer, type WireServer } from '../../support/wire-server.ts';

const HOST = 'Host: doorstep\r\n';

describe('a full house', () => {
	let busy: WireServer;
	beforeAll(async () => {
		const choice = { gate: { slots: 1, pushSlots: 1, queue: 3 }, storeMs: 300, maxConnections: 60 };
		busy = await wireServer(choice, (end) => afterAll(end));
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
