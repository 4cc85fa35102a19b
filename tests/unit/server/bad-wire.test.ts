import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LIMITS, type SyncResponse } from '#lib/sync/protocol.ts';
import { takesGzip } from '#lib/server/answers.ts';
import { toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import {
	ackWord,
	founded,
	json,
	reason,
	sync,
	syncAnswer,
	wire,
	withDraft
} from '../../support/office-people.ts';
import { revision } from '../../support/people.ts';
import type { PostPath } from '../../support/test-office.ts';

/** Bytes of a body, as `fetch` takes them. */
const bytes = (buffer: Buffer) => new Uint8Array(buffer);
const GZIP = { 'content-encoding': 'gzip' };

/** A push whose first item is `item` and whose second is a good entry, in the text that is sent. */
async function beside(item: string) {
	const { server, worker, organisation, record, draft } = await withDraft();
	const [good] = wire(await revision(worker, organisation, { record, parents: [draft] }));
	const start = `"device":"${worker.keys.device}","cursor":0,"chain":null`;
	const text = `{${start},"push":[${item},${JSON.stringify(good)}]}`;
	const answer = await json<SyncResponse>(server.send('/api/v1/sync', text, { token: worker.token }));
	return { server, worker, words: answer.acks.map(ackWord), acks: answer.acks };
}

describe('one bad item of a push', () => {
	const header = (text: string) => JSON.stringify({ h: toBase64Url(utf8(text)), s: 'AAAA', c: 'AAAA' });
	it.each([
		['nothing', 'null'],
		['a number', '1e999'],
		['a huge negative number', '-9007199254740993'],
		['a list', '[[],[]]'],
		['fields of other types', '{"h":1,"s":{},"c":false}'],
		['only a foreign prototype', '{"__proto__":{"h":"AAAA","s":"AAAA","c":null}}'],
		['lone surrogates', '{"h":"\\ud800","s":"\\udfff","c":null}'],
		['no base64url', '{"h":"A A=","s":"AAAA","c":null}'],
		['a header that is no JSON', header('{')],
		['a header with one key twice', header('{"a":1,"a":2}')],
		['a header with NaN', header('{"n":NaN}')],
		['a header nested 3,000 deep', header(`${'['.repeat(3000)}${']'.repeat(3000)}`)],
		['a header with a foreign prototype', header('{"__proto__":{"kind":"draft"},"v":1}')]
	])('is refused by name and does not stop its neighbour: %s', async (_name, item) => {
		const { words, server, worker } = await beside(item);
		expect(words).toEqual(['malformed', 'seq']);
		await sync(server, worker);
	});

	it('that is oversized is refused by name', async () => {
		const large = JSON.stringify({ h: 'AAAA', s: 'AAAA', c: 'A'.repeat(LIMITS.bodyBytes * 1.34 + 4) });
		expect((await beside(large)).words).toEqual(['too-large', 'seq']);
		const header = JSON.stringify({ h: 'A'.repeat(LIMITS.headerBytes * 1.34 + 4), s: '', c: null });
		expect((await beside(header)).words).toEqual(['too-large', 'seq']);
	});

	it('of 64, one by one, are answered each in its place', async () => {
		const { server, worker } = await withDraft();
		const push = Array.from({ length: 64 }, () => ({ h: '', s: '', c: null }));
		const { acks } = await sync(server, worker, { push });
		expect(acks.map(ackWord)).toEqual(push.map(() => 'malformed'));
	});
});

describe('keys that come twice', () => {
	it('count by their last, for everybody who reads them: there is one reader', async () => {
		const { server, administrator } = await founded();
		const own = administrator.keys.device;
		const text = (first: string, last: string) =>
			`{"device":"${first}","device":"${last}","cursor":0,"chain":null,"push":[]}`;
		const send = (body: string) => server.send('/api/v1/sync', body, { token: administrator.token });
		await json(send(text(newId(), own)));
		// What the credential allows is judged by the same value that is used.
		expect(await reason(send(text(own, newId())))).toBe('not-yours');
	});

	it('do not smuggle a prototype into what the server makes of a request', async () => {
		const { server, administrator } = await founded();
		const body = `{"__proto__":{"push":[],"cursor":0},"device":"${administrator.keys.device}","chain":null}`;
		expect(await reason(server.send('/api/v1/sync', body, { token: administrator.token }))).toBe('malformed');
		expect(({} as { push?: unknown }).push).toBeUndefined();
	});
});

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
	it.each(cases)('are refused by name: %s', async (_name, body, headers, expected) => {
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

describe('addresses and methods that are none of ours', () => {
	it.each([
		['GET', '/api/v1/sync', 'method', 'POST'],
		['PUT', '/api/v1/session', 'method', 'POST, DELETE'],
		['OPTIONS', '/api/v1/health', 'method', 'GET'],
		['POST', '/api/v1/openapi.json', 'method', 'GET'],
		['POST', '/api/v1/', 'not-found', null],
		['GET', '/api', 'not-found', null],
		['GET', '/api/v2/sync', 'not-found', null],
		['GET', '/api/v1/sync/', 'not-found', null],
		['DELETE', '/api/v1/health/live/x', 'not-found', null]
	])('are problems: %s %s', async (method, path, expected, allow) => {
		const { server } = await founded();
		const answer = await server.call(path, method);
		expect(answer.headers.get('allow')).toBe(allow);
		expect(answer.headers.get('request-id')).toMatch(/^[\w-]{12}$/);
		expect(await reason(answer)).toBe(expected);
	});

	it('and a HEAD is a GET without its body', async () => {
		const { server } = await founded();
		const answer = await server.call('/api/v1/health', 'HEAD');
		expect(answer.status).toBe(200);
		expect(await answer.text()).toBe('');
	});
});

it('answers a fault of its own as a problem that says nothing, and lives on', async () => {
	const { server, administrator } = await founded();
	const { store } = server.office;
	const broken = { ...store, read: () => Promise.reject(new TypeError('SECRET-7a1')) };
	Object.assign(server.office, { store: broken });
	const answer = await syncAnswer(server, administrator);
	expect(answer.status).toBe(500);
	const text = await answer.text();
	expect(text).toContain('"fault"');
	expect(text).not.toContain('SECRET-7a1');
	Object.assign(server.office, { store });
	await sync(server, administrator);
});
