import { describe, expect, it } from 'vitest';
import { backUp } from '#lib/server/backup.ts';
import { deliver } from '#lib/sync/deliver.ts';
import { secondDevice, sync, wire } from '../../support/office-people.ts';
import { delivering, logIds, unsentRecord } from '../../support/deliveries.ts';
import { flakyDevice, type Weather } from '../../support/flaky-device.ts';
import { testFolder } from '../../support/folder.ts';
import { follow, revision } from '../../support/people.ts';

describe('delivery', () => {
	it.each(['session', 'delivery'] as const)(
		'brings entries to the server and back by %s, in an order it can take',
		async (by) => {
			const { office, worker, flaky } = await delivering(by);
			const { entries, shuffled } = await unsentRecord(office, worker);
			await flaky.queue(...shuffled);
			expect(await flaky.deliver()).toMatchObject({ kind: 'quiet', needsSession: false, forked: false });
			expect(await flaky.states(entries)).toEqual(entries.map(() => 'echoed'));
			expect((await logIds(office)).slice(-entries.length)).toHaveLength(entries.length);
		}
	);

	it.each<[string, Weather[]]>([
		['the request is lost', ['lost-request']],
		['the answer is lost', ['lost-answer']],
		['the answer is lost twice', ['lost-answer', 'lost-answer']],
		['the request comes twice', ['twice']],
		['it comes twice and nothing is heard', ['lost-answer', 'twice', 'lost-request']]
	])('stores each entry once when %s', async (_name, weather) => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		flaky.weather.push(...weather);
		let end = await flaky.deliver();
		for (let tries = 0; end.kind !== 'quiet' && tries < 5; tries += 1) {
			expect(end).toMatchObject({ trouble: 'offline', waitMs: 2000 });
			expect(await flaky.states(entries)).not.toContain('parked');
			end = await flaky.deliver();
		}
		expect(await flaky.states(entries)).toEqual(entries.map(() => 'echoed'));
		const ids = await logIds(office);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(entries.map((entry) => entry.id)));
	});

	it('sends a long queue in several requests', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker, 150);
		await flaky.queue(...entries);
		expect((await flaky.deliver()).kind).toBe('quiet');
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
		expect(flaky.requests).toBe(3);
	});

	it('asks once and writes nothing new when there is nothing to say', async () => {
		const { flaky } = await delivering();
		await flaky.deliver();
		const before = await flaky.rows();
		flaky.requests = 0;
		expect(await flaky.deliver()).toMatchObject({ kind: 'quiet', nextPollMs: 330_000, spreadMs: 120_000 });
		expect(flaky.requests).toBe(1);
		expect(await flaky.rows()).toEqual(before);
	});

	it('parks what is refused, with its reason, and goes on with the rest', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries, record } = await unsentRecord(office, worker);
		const foreign = await revision(office.administrator, office.organisation, {
			record,
			parents: entries.slice(-1)
		});
		await flaky.queue(...entries, foreign);
		expect((await flaky.deliver()).kind).toBe('quiet');
		expect(await flaky.states([...entries, foreign])).toEqual([...entries.map(() => 'echoed'), 'parked']);
		expect((await flaky.rows()).find((row) => row.id === foreign.id)?.reason).toBe('not-yours');
	});

	it('waits with an entry whose parent nobody has brought, and says so', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		const lacking = entries.at(-2);
		await flaky.queue(...entries.filter((entry) => entry !== lacking));
		expect(await flaky.deliver()).toMatchObject({ kind: 'waiting', trouble: 'missing' });
		expect((await flaky.states(entries)).at(-1)).toBe('queued');
		await flaky.queue(...(lacking === undefined ? [] : [lacking]));
		expect((await flaky.deliver()).kind).toBe('quiet');
	});

	it('does not let entries that wait hold up the others behind them', async () => {
		const { office, worker, flaky } = await delivering();
		const waiting = await unsentRecord(office, worker, 70);
		const [recovery, own, ...drafts] = waiting.entries;
		if (recovery === undefined || own === undefined) throw new TypeError('no grants');
		const other = await unsentRecord(office, worker, 80);
		await flaky.queue(recovery, own, ...drafts.slice(1), ...other.entries);
		expect(await flaky.deliver()).toMatchObject({ kind: 'waiting', trouble: 'missing' });
		expect(new Set(await flaky.states(other.entries))).toEqual(new Set(['echoed']));
		await flaky.queue(...drafts.slice(0, 1));
		expect((await flaky.deliver()).kind).toBe('quiet');
		expect(new Set(await flaky.states(waiting.entries))).toEqual(new Set(['echoed']));
	});

	it('calls an entry safe once a verified backup holds it, and no sooner', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		await flaky.deliver();
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
		await backUp(office.server.office, testFolder());
		await flaky.deliver();
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['safe']));
	});

	it('waits for a sign-in when no credential holds, with everything still queued', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		flaky.credential = 'none';
		expect(await flaky.deliver()).toMatchObject({ kind: 'waiting', trouble: 'sign-in' });
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['queued']));
	});

	it('brings a second device everything that it could not read before it became a member', async () => {
		const { office, worker, link, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		await flaky.deliver();
		const second = await secondDevice(office, worker);
		const other = await flakyDevice(link, second);
		await other.deliver();
		await sync(office.server, worker, { push: wire(second.member) });
		await follow(office.organisation, [second.member]);
		other.credential = 'delivery';
		await other.deliver();
		const pulledIds = async () => (await other.outbox.pulled()).map((entry) => entry.id);
		const ids = entries.map((entry) => entry.id);
		expect((await pulledIds()).filter((id) => ids.includes(id))).toEqual([]);
		other.credential = 'session';
		expect((await other.deliver()).kind).toBe('quiet');
		expect(await pulledIds()).toEqual(expect.arrayContaining(ids));
		expect(await other.states(entries)).toEqual(entries.map(() => undefined));
		await other.take();
		expect(await pulledIds()).toEqual([]);
		expect(new Set(await other.states(entries))).toEqual(new Set(['echoed']));
		expect(await other.outbox.pendingBootstrap()).toEqual({ records: [], after: 0 });
	});

	it('puts nothing back that another delivery has seen through while it failed', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		// While the first waits for its answer, which never comes, another tab brings everything home.
		const post = async (): Promise<Response> => {
			await flaky.deliver();
			throw new TypeError('lost');
		};
		const attempt = { failures: 0, random: () => 0, hasSession: true };
		const late = await deliver({ ...flaky.ports, post }, attempt);
		expect(late).toMatchObject({ kind: 'waiting', trouble: 'offline' });
		expect(await flaky.states(entries)).toEqual(entries.map(() => 'echoed'));
	});

	it('stores one of two deliveries that run at once, and loses nothing', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker, 80);
		await flaky.queue(...entries);
		const ends = await Promise.all([flaky.deliver(), flaky.deliver()]);
		expect(ends.map((end) => end.kind)).toContain('quiet');
		await flaky.deliver();
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
		const ids = await logIds(office);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
