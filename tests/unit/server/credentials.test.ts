import { describe, expect, it } from 'vitest';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { signChallenge } from '#lib/trust/challenge.ts';
import { LIFETIMES } from '#lib/server/sessions.ts';
import type { ChallengeResponse } from '#lib/sync/protocol.ts';
import {
	challenged,
	founded,
	json,
	practitioner,
	publish,
	reason,
	revocation,
	signedIn,
	sync,
	syncAnswer,
	wire,
	withDraft
} from '../../support/office-people.ts';
import { newKeys, revision } from '../../support/people.ts';

const SECOND = 1000;

describe('a session', () => {
	it('is opened by a challenge that the device key signed', async () => {
		const { server, administrator } = await founded();
		const { keys } = administrator;
		const challenge = await challenged(server, keys.device, keys.key);
		const answer = await server.post('/api/v1/session', { challenge });
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(await json(answer)).toMatchObject({ idle_ms: 15 * 60 * SECOND });
	});

	it('sets the delivery cookie of the device, closed to scripts and other sites', async () => {
		const { server, organisation, administrator } = await founded();
		const { keys } = administrator;
		const challenge = await challenged(server, keys.device, keys.key);
		const answer = await server.post('/api/v1/session', { challenge });
		expect(answer.headers.get('set-cookie')).toMatch(
			new RegExp(
				`^__Host-delivery=${organisation.made.tenant}\\.[\\w-]{43}; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Strict$`
			)
		);
	});

	it('is not opened by a challenge used before, run out, for another origin, or signed by another key', async () => {
		const { server, administrator } = await founded();
		const { device, key } = administrator.keys;
		const post = (challenge: unknown) => reason(server.post('/api/v1/session', { challenge }));
		const used = await challenged(server, device, key);
		await json(server.post('/api/v1/session', { challenge: used }));
		expect(await post(used)).toBe('sign-in');

		const old = await challenged(server, device, key);
		server.clock.now += LIFETIMES.challengeMs;
		expect(await post(old)).toBe('sign-in');

		const other = await newKeys();
		expect(await post(await challenged(server, device, other.key))).toBe('sign-in');

		const issued = await json<ChallengeResponse>(server.post('/api/v1/challenge', { device }));
		const phished = await signChallenge(key, { ...issued, device, origin: 'https://doorstep.example' });
		const { challenge, signature } = phished;
		expect(await post({ payload: toBase64Url(challenge), s: toBase64Url(signature) })).toBe('sign-in');

		const made = await signChallenge(key, { ...issued, device, nonce: toBase64Url(new Uint8Array(32)) });
		expect(await post({ payload: toBase64Url(made.challenge), s: toBase64Url(made.signature) })).toBe(
			'sign-in'
		);
	});

	it('gives an unknown device a challenge like any other, and no session', async () => {
		const { server } = await founded();
		const stranger = await newKeys();
		const challenge = await challenged(server, stranger.device, stranger.key);
		expect(await reason(server.post('/api/v1/session', { challenge }))).toBe('sign-in');
	});

	it('lives 15 minutes after its last use, and 8 hours at most', async () => {
		const { server, administrator } = await founded();
		const start = server.clock.now;
		server.clock.now += 15 * 60 * SECOND - 1;
		await sync(server, administrator);
		server.clock.now += 15 * 60 * SECOND;
		expect(await reason(syncAnswer(server, administrator))).toBe('sign-in');
		const credentials = await signedIn(server, administrator);
		const opened = server.clock.now;
		const busy = { ...administrator, ...credentials };
		for (; server.clock.now < opened + LIFETIMES.sessionMs - 1; server.clock.now += 10 * 60 * SECOND) {
			await sync(server, busy);
		}
		expect(server.clock.now).toBeGreaterThan(start);
		expect(await reason(syncAnswer(server, busy))).toBe('sign-in');
	});

	it('ends by lock, and leaves the delivery cookie', async () => {
		const { server, administrator } = await founded();
		const { token, cookie } = administrator;
		expect((await server.endSession({ token })).status).toBe(204);
		expect(await reason(syncAnswer(server, administrator))).toBe('sign-in');
		await sync(server, administrator, { options: { cookie } });
	});

	it('is not replaced by the cookie when it has run out', async () => {
		const { server, administrator } = await founded();
		const { token, cookie } = administrator;
		await server.endSession({ token });
		expect(await reason(syncAnswer(server, administrator, { options: { token, cookie } }))).toBe('sign-in');
	});

	it('cannot be lengthened by changing the end written in its token', async () => {
		const { server, administrator } = await founded();
		const token = administrator.token.replace(/\.[^.]+$/, '.zzzzzzzz');
		expect(await reason(syncAnswer(server, administrator, { options: { token } }))).toBe('sign-in');
	});
});

describe('the delivery cookie', () => {
	it('ends with the drawer that it delivered for, there and in the browser', async () => {
		const { server, administrator } = await founded();
		const options = { cookie: administrator.cookie };
		const foreign = { ...options, headers: { origin: 'https://elsewhere.test' } };
		expect(await reason(server.endSession(foreign, '?leave=drawer'))).toBe('other-origin');
		await sync(server, administrator, { options });
		const ended = await server.endSession(options, '?leave=drawer');
		expect(ended.headers.get('set-cookie')).toMatch(/^__Host-delivery=; Path=\/; Max-Age=0; Secure; /);
		expect(ended.headers.get('clear-site-data')).toBeNull();
		expect(await reason(syncAnswer(server, administrator, { options }))).toBe('sign-in');
		const last = await server.endSession({}, '?leave=device');
		expect([last.status, last.headers.get('clear-site-data')]).toEqual([204, '"cache"']);
	});

	it('delivers entries and gets the receipts of own ones', async () => {
		const { server, organisation, worker, record, draft, answer } = await withDraft();
		const options = { cookie: worker.cookie };
		const next = await revision(worker, organisation, { record, parents: [draft] });
		const { cursor, chain } = answer;
		const delivered = await sync(server, worker, { cursor, chain, push: wire(next), options });
		expect(delivered.acks).toEqual([{ id: next.id, seq: cursor + 1 }]);
		expect(delivered.pull).toMatchObject([{ seq: cursor + 1, c: null }]);
		expect(delivered.needs_session).toBe(false);
	});

	it('reads nothing before what the device has shown to have', async () => {
		const { server, worker, answer } = await withDraft();
		const { cursor, chain } = answer;
		const options = { cookie: worker.cookie };
		await sync(server, worker, { cursor, chain });
		const stolen = await sync(server, worker, { options });
		expect(stolen).toMatchObject({ pull: [], bootstrap: [], cursor: 0, more: false, needs_session: true });
		expect((await sync(server, worker, { cursor, chain, options })).needs_session).toBe(false);
	});

	it('may not bootstrap', async () => {
		const { server, worker, record } = await withDraft();
		const body = { device: worker.keys.device, records: [record.record], after: 0 };
		expect(await reason(server.post('/api/v1/bootstrap', body, { cookie: worker.cookie }))).toBe('not-yours');
	});

	it('slides for 30 days with use, is sent again when it does, and dies unused', async () => {
		const { server, administrator } = await founded();
		const options = { cookie: administrator.cookie };
		const day = 24 * 60 * 60 * SECOND;
		server.clock.now += day / 2;
		expect((await syncAnswer(server, administrator, { options })).headers.has('set-cookie')).toBe(false);
		server.clock.now += 29 * day;
		const answer = await syncAnswer(server, administrator, { options });
		expect(answer.headers.get('set-cookie')).toContain(administrator.cookie);
		server.clock.now += 29 * day;
		await sync(server, administrator, { options });
		server.clock.now += 30 * day;
		expect(await reason(syncAnswer(server, administrator, { options }))).toBe('sign-in');
	});

	it('dies with the device', async () => {
		const office = await founded();
		const worker = await practitioner(office);
		await publish(office, [await revocation(office, worker)]);
		for (const options of [{ cookie: worker.cookie }, { token: worker.token }]) {
			expect(await reason(syncAnswer(office.server, worker, { options }))).toBe('sign-in');
		}
		const challenge = await challenged(office.server, worker.keys.device, worker.keys.key);
		expect(await reason(office.server.post('/api/v1/session', { challenge }))).toBe('sign-in');
	});

	it('is void once the device has a newer one', async () => {
		const { server, administrator } = await founded();
		const { cookie } = await signedIn(server, administrator);
		const old = { cookie: administrator.cookie };
		expect(await reason(syncAnswer(server, administrator, { options: old }))).toBe('sign-in');
		await sync(server, administrator, { options: { cookie } });
	});
});

it('refuses a credential that speaks for another device', async () => {
	const office = await founded();
	const worker = await practitioner(office);
	const { token } = office.administrator;
	for (const path of ['/api/v1/sync', '/api/v1/bootstrap'] as const) {
		const body = { device: worker.keys.device, cursor: 0, chain: null, push: [], records: [], after: 0 };
		expect(await reason(office.server.post(path, body, { token }))).toBe('not-yours');
	}
});

it('stores no token in the clear', async () => {
	const { server, administrator } = await founded();
	const rows = await server.office.store.read((sql) => sql.all('SELECT token_hash FROM credential'));
	const stored = JSON.stringify(rows);
	for (const secret of [administrator.token, administrator.cookie.split('=')[1] ?? '']) {
		expect(stored).not.toContain(secret);
		expect(stored).not.toContain(secret.split('.')[1]);
	}
	expect(rows).toHaveLength(2);
});
