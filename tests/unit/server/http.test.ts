import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { LIMITS } from '#lib/sync/protocol.ts';
import { founded, json, reason, sync, syncAnswer, wire, withDraft } from '../../support/office-people.ts';
import { NOW, revision } from '../../support/people.ts';
import { testServer, type PostPath } from '../../support/test-office.ts';

const PATHS: readonly PostPath[] = [
	'/api/v1/sync',
	'/api/v1/bootstrap',
	'/api/v1/challenge',
	'/api/v1/session',
	'/api/v1/setup',
	'/api/v1/join'
];

/** What may come instead of a request. */
const JUNK: readonly [string, string][] = [
	['nothing', ''],
	['half a document', '{"device":"'],
	['HTML', '<!doctype html><script>alert(1)</script>'],
	['a list', '[]'],
	['null', 'null'],
	['a number', '1e999'],
	['an empty object', '{}'],
	['deep nesting', `${'['.repeat(4_000)}${']'.repeat(4_000)}`],
	['deep objects', `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`],
	['a foreign prototype', '{"__proto__":{"device":"x"},"constructor":1}']
];

describe('input that is no request', () => {
	it.each(PATHS)('is a named problem at %s, and the server lives on', async (path) => {
		const { server, administrator } = await founded();
		const { token } = administrator;
		for (const [name, junk] of JUNK) {
			expect(await reason(server.send(path, junk, { token })), name).toBe('malformed');
		}
		expect(await reason(server.send(path, 'x'.repeat(LIMITS.requestBytes + 1), { token }))).toBe('too-large');
		const bytes = new Uint8Array([0xff, 0xfe, 0, 1]);
		expect(await reason(server.send(path, bytes, { token }))).toBe('malformed');
		await sync(server, administrator);
	});

	const id = newId();
	const bad: readonly [string, unknown][] = [
		['a cursor below zero', { cursor: -1 }],
		['a cursor that is no whole number', { cursor: 1.5 }],
		['a huge cursor', { cursor: 1e300 }],
		['a cursor as text', { cursor: '0' }],
		['a chain at the beginning', { chain: toBase64Url(new Uint8Array(32)) }],
		['a cursor without chain', { cursor: 3 }],
		['a chain of another length', { cursor: 3, chain: 'AAAA' }],
		['a push that is no list', { push: {} }],
		['a round that runs backwards', { round: { from: 5, to: 1 } }],
		['a device that is no id', { device: `${id}'; DROP TABLE entry; --` }]
	];
	it.each(bad)('is malformed: %s', async (_name, change) => {
		const { server, administrator } = await founded();
		const call = change as Parameters<typeof syncAnswer>[2];
		expect(await reason(syncAnswer(server, administrator, call ?? {}))).toBe('malformed');
	});

	it('never comes back in the answer', async () => {
		const { server, administrator } = await founded();
		const marker = 'MARKER-5d1f';
		for (const path of PATHS) {
			const body = { device: marker, code: marker, tenant: marker, push: [{ h: marker }], entries: [marker] };
			const answer = await server.post(path, body, { token: administrator.token });
			expect(await answer.text()).not.toContain(marker);
		}
		const push = [{ h: marker, s: marker, c: marker }];
		const answer = await syncAnswer(server, administrator, { push });
		expect(await answer.text()).not.toContain(marker);
	});
});

describe('a post from elsewhere', () => {
	it.each([
		['another origin', { origin: 'https://evil.test' }],
		['a port beside ours', { origin: 'https://doorstep.test:8443' }],
		['no scheme of ours', { origin: 'http://doorstep.test' }],
		['an opaque origin', { origin: 'null' }],
		['a sister site', { 'sec-fetch-site': 'same-site' }],
		['another site that names our origin', { 'sec-fetch-site': 'cross-site' }]
	])('is refused everywhere: %s', async (_name, headers) => {
		const { server, administrator } = await founded();
		for (const path of PATHS) {
			const call = { token: administrator.token, headers };
			expect(await reason(server.post(path, {}, call)), path).toBe('other-origin');
		}
	});

	it.each([
		['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
		['plain text', { 'content-type': 'text/plain' }],
		['a body compressed in another way', { 'content-encoding': 'br' }],
		['a body compressed twice', { 'content-encoding': 'gzip, gzip' }]
	])('is refused everywhere: %s', async (_name, headers) => {
		const { server, administrator } = await founded();
		for (const path of PATHS) {
			const call = { token: administrator.token, headers };
			expect(await reason(server.post(path, {}, call)), path).toBe('media-type');
		}
	});
});

it.each([
	[{}],
	[{ token: 'x' }],
	[{ token: '' }],
	[{ cookie: '__Host-delivery=' }],
	[{ cookie: `__Host-delivery=${newId()}.${toBase64Url(new Uint8Array(32))}` }],
	[{ cookie: `other=1; __Host-delivery=${'a'.repeat(10_000)}` }]
])('asks for a sign-in when the credential is %j, before it reads the body', async (options) => {
	const { server } = await founded();
	for (const path of ['/api/v1/sync', '/api/v1/bootstrap'] as const) {
		expect(await reason(server.send(path, 'junk', options))).toBe('sign-in');
	}
});

it('takes 64 entries and no more', async () => {
	const { server, worker, organisation, record, draft } = await withDraft();
	const one = wire(await revision(worker, organisation, { record, parents: [draft] }));
	const entries = Array.from({ length: LIMITS.pushItems + 1 }, () => one[0] ?? { h: '', s: '', c: null });
	expect(await reason(syncAnswer(server, worker, { push: entries }))).toBe('too-large');
	const { acks } = await sync(server, worker, { push: entries.slice(1) });
	expect(acks).toHaveLength(LIMITS.pushItems);
});

describe('too many attempts', () => {
	it('of one device wait, while others go on', async () => {
		const { server } = await founded();
		const ask = (device: string, address = '192.0.2.7') =>
			server.post('/api/v1/challenge', { device }, { address });
		const device = newId();
		for (let count = 0; count < 20; count += 1) await json(ask(device));
		const refused = await ask(device);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await reason(refused)).toBe('too-many');
		await json(ask(newId()));
		server.clock.now += 60_000;
		await json(ask(device));
	});

	it('of one network wait, whichever address of it they use', async () => {
		const { server } = await founded();
		const guess = (address: string) =>
			server.post('/api/v1/setup', { code: 'x', tenant: newId(), entries: [] }, { address });
		for (let count = 0; count < 120; count += 1) await guess(`198.51.100.${count}`);
		expect(await reason(guess('198.51.100.200'))).toBe('too-many');
		expect(await reason(guess('198.51.101.1'))).toBe('setup-incomplete');
	});
});

describe('a disk that fails', () => {
	it('is a 503 with a time to come back, and nothing of the push is half stored', async () => {
		const { server, worker, organisation, record, draft, answer } = await withDraft();
		const { store } = server.office;
		const pages = await store.write((sql) => sql.all('PRAGMA page_count'));
		const limit = (count: number) => store.write((sql) => sql.all(`PRAGMA max_page_count = ${count}`));
		await limit(Number(pages[0]?.page_count) + 4);
		const made = [draft];
		for (let count = 0; count < 5; count += 1) {
			const parents = made.slice(-1);
			made.push(await revision(worker, organisation, { record, parents, body: new Uint8Array(20_000) }));
		}
		const push = wire(...made.slice(1));
		const full = await syncAnswer(server, worker, { push });
		expect(full.headers.get('retry-after')).toBe('30');
		expect(await reason(full)).toBe('storage-unavailable');
		expect((await server.health()).status).toBe(200);
		expect((await sync(server, worker)).cursor).toBe(answer.cursor);
		await limit(1_000_000);
		const { acks } = await sync(server, worker, { push });
		expect(acks.every((ack) => 'seq' in ack)).toBe(true);
	});
});

it('tells its health without a word about anybody', async () => {
	const empty = await testServer(NOW);
	expect(await json(empty.health())).toEqual({
		status: 'ok',
		schema: 2,
		organisation: false,
		backup: 'none',
		backup_at: null
	});
	const { server } = await withDraft();
	const answer = await server.health();
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect(await json(answer)).toEqual({
		status: 'ok',
		schema: 2,
		organisation: true,
		backup: 'none',
		backup_at: null
	});
});
