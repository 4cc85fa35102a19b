import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { countAttempts } from '#lib/server/attempts.ts';
import { isOlder } from '#lib/server/client-version.ts';
import { keepQuotas, LIMITS_OF_CALLERS, type CallKind } from '#lib/server/limits.ts';
import { readWireSettings } from '#lib/server/wire-settings.ts';
import { founded, json, reason, sync, syncAnswer, wire, withDraft } from '../../support/office-people.ts';
import { newKeys, revision } from '../../support/people.ts';

const DAY = 24 * 60 * 60_000;

function quotas() {
	const clock = { now: 1e12 };
	const now = () => clock.now;
	return { clock, kept: keepQuotas(countAttempts(now), LIMITS_OF_CALLERS, now) };
}

describe('the entries of a device', () => {
	it('are 5,000 at once and 1,000 a day after that, with the time until the next is taken', () => {
		const { clock, kept } = quotas();
		kept.spend('a', 4_999);
		expect(kept.ofDevice('a')).toBe(0);
		kept.spend('a', 64);
		const wait = kept.ofDevice('a');
		expect(wait).toBe(63 * (DAY / 1000) + 1);
		clock.now += wait - 2;
		expect([1, 2]).toContain(kept.ofDevice('a'));
		clock.now += 2;
		expect(kept.ofDevice('a')).toBe(0);
		expect(kept.ofDevice('b')).toBe(0);
		kept.spend('a', 1);
		clock.now += 10 * DAY;
		kept.spend('a', 4_990);
		expect(kept.ofDevice('a')).toBe(0);
	});

	it('are forgiven when the clock is set back', () => {
		const { clock, kept } = quotas();
		kept.spend('a', 6_000);
		clock.now -= 40 * DAY;
		expect(kept.ofDevice('a')).toBe(0);
	});

	it('do not count where a device only brings back what others signed, or what was taken before', async () => {
		const { server, worker, organisation, record, draft, office } = await withDraft();
		const { administrator } = office;
		const name = (device: string) => `${organisation.made.tenant} ${device}`;
		const spent: [string, number][] = [];
		const { quotas: real } = server.office;
		const watched = { ...real, spend: (device: string, count: number) => void spent.push([device, count]) };
		Object.assign(server.office, { quotas: watched });
		const next = await revision(worker, organisation, { record, parents: [draft] });
		await sync(server, administrator, { push: wire(next, draft) });
		await sync(server, worker, { push: wire(next) });
		expect(spent).toEqual([
			[name(administrator.keys.device), 0],
			[name(worker.keys.device), 1]
		]);
	});

	it('stop a device with an honest time, and nobody else', async () => {
		const { server, worker, office } = await withDraft();
		const device = `${office.organisation.made.tenant} ${worker.keys.device}`;
		server.office.quotas.spend(device, 5_010);
		const refused = await syncAnswer(server, worker);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600);
		expect(await reason(refused)).toBe('too-many');
		await sync(server, office.administrator);
	});
});

describe('the requests of a network', () => {
	it('let 1,500 devices behind one address sign in, and 3,000 sync three times, in one minute', () => {
		const { kept } = quotas();
		const asked = (kind: CallKind, times: number) =>
			Array.from({ length: times }, () => kept.ofNetwork('192.0.2.9', kind)).every((wait) => wait === 0);
		expect(asked('sign-in', 2 * 1_500)).toBe(true);
		expect(asked('work', 3 * 3_000)).toBe(true);
		expect(asked('founding', 121)).toBe(false);
	});

	it('end at a limit for every route, with a time to come again', async () => {
		const { server, administrator } = await founded();
		Object.assign(server.office.limits, { network: { founding: 3, 'sign-in': 3, work: 3 } });
		for (const path of ['bootstrap', 'challenge', 'setup'] as const) {
			const again = () => server.post(`/api/v1/${path}`, {}, { token: administrator.token });
			server.clock.now += 60_000;
			for (let count = 0; count < 3; count += 1) expect(await reason(again())).not.toBe('too-many');
			const refused = await again();
			expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
			expect(await reason(refused)).toBe('too-many');
			expect((await server.call('/api/v1/health/live', 'GET', { address: '203.0.113.9' })).status).toBe(200);
		}
	});

	it('of a device that is unknown are counted too', async () => {
		const { server } = await founded();
		const { device } = await newKeys();
		for (let count = 0; count < 20; count += 1) await json(server.post('/api/v1/challenge', { device }));
		expect(await reason(server.post('/api/v1/challenge', { device }))).toBe('too-many');
	});
});

it.each([
	[null, '0.1', false],
	[null, '0.2', true],
	['0.1.9', '0.2', true],
	['0.2.0', '0.2', false],
	['1.4', '1.4.1', true],
	['1.10.0', '1.9', false],
	['0.1.0-lIJ8gaKAcJ', '0.1', false],
	['rubbish', '0.2', true],
	['9'.repeat(400), '0.2', true]
])('judges an app that says %j where %s is wanted: too old %s', (said, wanted, isTooOld) => {
	expect(isOlder(said, wanted)).toBe(isTooOld);
});

describe('an app that is too old', () => {
	it('is heard and then told to update: its work is stored, and nothing is sent', async () => {
		const { server, worker, organisation, record, draft } = await withDraft();
		Object.assign(server.office.limits, { minClient: '2.0' });
		const headers = { 'doorstep-client': '1.9.3' };
		const next = await revision(worker, organisation, { record, parents: [draft] });
		const options = { token: worker.token, headers };
		const answer = await syncAnswer(server, worker, { push: wire(next), options });
		expect(answer.status).toBe(426);
		const problem = (await answer.json()) as { acks: { seq: number }[]; min_client: string };
		expect(problem).toMatchObject({ reason: 'update-app', min_client: '2.0', acks: [{ id: next.id }] });
		expect(problem).not.toHaveProperty('pull');
		const current = { token: worker.token, headers: { 'doorstep-client': '2.0.0' } };
		const { pull } = await json<{ pull: { seq: number }[] }>(
			syncAnswer(server, worker, { options: current })
		);
		expect(pull.at(-1)?.seq).toBe(problem.acks[0]?.seq);
		const asked = { device: worker.keys.device, records: [record.record], after: 0 };
		expect(await reason(server.post('/api/v1/bootstrap', asked, options))).toBe('update-app');
	});
});

describe('settings of the wire', () => {
	it('have defaults, and can be turned off by a nought', () => {
		expect(readWireSettings({})).toEqual({
			limits: { network: LIMITS_OF_CALLERS.network, deviceBurst: 5_000 },
			log: 'info',
			metricsPort: undefined
		});
		const off = { DOORSTEP_NETWORK_LIMIT: '0', DOORSTEP_DEVICE_BURST: '0', DOORSTEP_LOG: 'silent' };
		expect(readWireSettings(off)).toMatchObject({
			limits: { network: { work: Infinity, 'sign-in': Infinity, founding: 120 }, deviceBurst: Infinity },
			log: 'silent'
		});
		expect(readWireSettings({ DOORSTEP_NETWORK_LIMIT: '60000' }).limits.network).toMatchObject({
			work: 60_000,
			'sign-in': 15_000
		});
	});

	it.each([
		{ DOORSTEP_NETWORK_LIMIT: '-1' },
		{ DOORSTEP_DEVICE_BURST: 'many' },
		{ DOORSTEP_METRICS_PORT: '1e3' },
		{ DOORSTEP_LOG: 'loud' }
	])('that cannot be read stop the start: %j', (env) => {
		expect(() => readWireSettings(env)).toThrow('setting');
	});
});
