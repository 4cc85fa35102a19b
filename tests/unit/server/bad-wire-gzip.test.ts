import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SyncResponse } from '#lib/sync/protocol.ts';
import { takesGzip } from '#lib/server/answers.ts';
import { ackWord, founded, reason, sync, syncAnswer, wire, withDraft } from '../../support/office-people.ts';
import { revision } from '../../support/people.ts';
import type { PostPath } from '../../support/test-office.ts';

/** Bytes of a body, as `fetch` takes them. */
const bytes = (buffer: Buffer) => new Uint8Array(buffer);
const GZIP = { 'content-encoding': 'gzip' };

describe('compressed requests', () => {
	it('are read like plain ones, and answers are compressed for whoever takes them', async () => {
		const { server, worker, organisation, record, draft } = await withDraft();
		const next = await revision(worker, organisation, {
			record,
			parents: [draft],
			body: new Uint8Array(3000)
		});
		const request = { device: worker.keys.device, cursor: 0, chain: null, push: wire(next) };
		const body = gzipSync(JSON.stringify(request));
		const headers = { ...GZIP, 'accept-encoding': 'br, gzip;q=0.5' };
		const answer = await server.send('/api/v1/sync', bytes(body), { token: worker.token, headers });
		expect(answer.headers.get('content-encoding')).toBe('gzip');
		expect(answer.headers.get('vary')).toBe('accept-encoding');
		const zipped = Buffer.from(await answer.arrayBuffer());
		expect(answer.headers.get('content-length')).toBe(String(zipped.length));
		const { acks } = JSON.parse(gunzipSync(zipped).toString()) as SyncResponse;
		expect(acks.map(ackWord)).toEqual(['seq']);
		const plain = await syncAnswer(server, worker);
		expect(plain.headers.get('content-encoding')).toBeNull();
		expect(plain.headers.get('vary')).toBe('accept-encoding');
		expect((await plain.text()).length).toBeGreaterThan(zipped.length);
	});

	it('never compresses what carries a credential: it is shorter than what is worth it', async () => {
		const { server, administrator } = await founded();
		const headers = { 'accept-encoding': 'gzip' };
		for (const path of ['challenge', 'session'] as const) {
			const answer = await server.post(`/api/v1/${path}`, { device: administrator.keys.device }, { headers });
			expect(answer.headers.get('content-encoding'), path).toBeNull();
		}
	});

	const BOMB = gzipSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 });
	const cases: readonly (readonly [
		name: string,
		body: Buffer,
		headers: Record<string, string>,
		reason: string
	])[] = [
		['a bomb of 256 MB', BOMB, GZIP, 'too-large'],
		[
			'a bomb of many members',
			Buffer.concat(Array<Buffer>(40).fill(gzipSync(Buffer.alloc(10_000)))),
			GZIP,
			'too-large'
		],
		['cut off', gzipSync('{"device":"x"}').subarray(0, 20), GZIP, 'gzip-damaged'],
		['no gzip', Buffer.from('{}'), GZIP, 'gzip-damaged'],
		[
			'with a wrong checksum',
			Buffer.concat([gzipSync('{}').subarray(0, -8), Buffer.alloc(8)]),
			GZIP,
			'gzip-damaged'
		],
		['empty', Buffer.alloc(0), GZIP, 'malformed'],
		['compressed twice, said once', gzipSync(gzipSync('{}')), GZIP, 'malformed'],
		[
			'compressed twice, said twice',
			gzipSync(gzipSync('{}')),
			{ 'content-encoding': 'gzip, gzip' },
			'media-type'
		],
		['deflated', Buffer.from('{}'), { 'content-encoding': 'deflate' }, 'media-type'],
		['of no known form', Buffer.from('{}'), { 'content-encoding': 'x' }, 'media-type'],
		['no UTF-8', gzipSync(Buffer.from([0xff, 0xfe, 0x7b])), GZIP, 'malformed']
	];
	it.each(cases)('are refused by name: %s', async (...[, body, headers, expected]) => {
		const { server, administrator } = await founded();
		const paths: readonly PostPath[] = ['/api/v1/sync', '/api/v1/challenge', '/api/v1/setup'];
		for (const path of paths) {
			const options = { token: administrator.token, headers };
			const told = await reason(server.send(path, bytes(body), options));
			// An empty gzip stream may also count as damaged: it is not whole.
			expect(told, path).toBe(body.length === 0 && told === 'gzip-damaged' ? told : expected);
		}
		await sync(server, administrator);
	});

	it('cost no more than an honest body: a bomb is stopped where the limit is', async () => {
		const { server, administrator } = await founded();
		const before = process.memoryUsage().arrayBuffers;
		let most = 0;
		const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)), 1);
		const options = { token: administrator.token, headers: GZIP };
		await Promise.all(Array.from({ length: 8 }, () => server.send('/api/v1/sync', bytes(BOMB), options)));
		clearInterval(watch);
		// Eight bombs hold 2 GB; what was inflated of each is at most the limit, and a few copies of the request.
		expect(most).toBeLessThan(64 * 1024 * 1024);
	});
});

it.each([
	[null, false],
	['', false],
	['gzip', true],
	['GZIP', true],
	['br, deflate', false],
	['*', true],
	['gzip;q=0', false],
	['gzip;q=0, *', false],
	['identity, gzip;q=0.001', true],
	['x-gzip', true]
])('accept-encoding %j takes gzip: %s', (accepted, takes) => {
	expect(takesGzip(accepted)).toBe(takes);
});
