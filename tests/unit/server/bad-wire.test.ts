import { describe, expect, it } from 'vitest';
import { LIMITS, type SyncResponse } from '#lib/sync/protocol.ts';
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
	])('are problems: %s %s', async (...[method, path, expected, allow]) => {
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
