import { describe, expect, it } from 'vitest';
import { deliver } from '#lib/sync/deliver.ts';
import type { SyncResponse } from '#lib/sync/protocol.ts';
import { sync } from '../../support/office-people.ts';
import { delivering, logIds, unsentRecord } from '../../support/deliveries.ts';

const html = (status: number) => () =>
	new Response('<!doctype html><title>Sign in to the café</title>', {
		status,
		headers: { 'content-type': 'text/html' }
	});

const problem =
	(status: number, reason: string, headers: Record<string, string> = {}) =>
	() =>
		new Response(JSON.stringify({ reason, status }), {
			status,
			headers: { 'content-type': 'application/problem+json', ...headers }
		});

describe('an answer that is no help', () => {
	it.each([
		['500 in HTML', html(500), { trouble: 'server-fault', waitMs: 2000 }],
		['a page with 200', html(200), { trouble: 'not-doorstep', waitMs: 2000 }],
		['a page with 404', html(404), { trouble: 'not-doorstep', waitMs: 2000 }],
		['500 of ours', problem(500, 'fault'), { trouble: 'server-fault', waitMs: 2000 }],
		['503 of ours', problem(503, 'busy', { 'retry-after': '40' }), { trouble: 'busy', waitMs: 50_000 }],
		['429', problem(429, 'too-many', { 'retry-after': '10' }), { trouble: 'too-many', waitMs: 12_500 }],
		['401', problem(401, 'sign-in'), { trouble: 'sign-in', waitMs: 2000 }],
		[
			'JSON cut off',
			() => new Response('{"acks":[', { headers: { 'content-type': 'application/json' } }),
			{ trouble: 'not-doorstep' }
		],
		['JSON of another kind', () => Response.json({ ok: true }), { trouble: 'not-doorstep' }],
		['null', () => Response.json(null), { trouble: 'not-doorstep' }]
	])('%s: keeps the queue, says why, and tries again', async (_name, instead, expected) => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		flaky.instead = instead;
		expect(await flaky.deliver()).toMatchObject({ kind: 'waiting', ...expected });
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['queued']));
		const rows = await flaky.rows();
		expect(
			rows.every((row) => row.reason === expected.trouble && row.lastTryAt === office.server.clock.now)
		).toBe(true);
		expect((await flaky.deliver()).kind).toBe('quiet');
	});

	it('413: sends half as many, down to one, and parks the one that is too large', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker, 6);
		await flaky.queue(...entries);
		const { post } = flaky.ports;
		const tooLarge = entries[3]?.id;
		const sizes: number[] = [];
		const ports = {
			...flaky.ports,
			async post(path: string, body: unknown) {
				const { push } = body as { push: readonly { h: string }[] };
				sizes.push(push.length);
				const rows = await flaky.rows();
				const large = rows.find((row) => row.id === tooLarge);
				const header = Buffer.from(large?.h ?? []).toString('base64url');
				return push.some((entry) => entry.h === header) ? problem(413, 'too-large')() : post(path, body);
			}
		};
		await deliver(ports, { failures: 0, random: () => 0.5, hasSession: true });
		expect(sizes.slice(0, 4)).toEqual([8, 4, 2, 2]);
		expect((await flaky.states(entries))[3]).toBe('parked');
		expect((await flaky.states(entries)).slice(0, 3)).toEqual(['echoed', 'echoed', 'echoed']);
	});

	it('413 of a proxy: parks nothing, however few are sent, and delivers once it is mended', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		const post = () => Promise.resolve(new Response('<h1>Too large</h1>', { status: 413 }));
		const end = await deliver({ ...flaky.ports, post }, { failures: 0, random: () => 0.5, hasSession: true });
		expect(end).toMatchObject({ kind: 'waiting', trouble: 'too-large' });
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['queued']));
		expect((await flaky.deliver()).kind).toBe('quiet');
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
	});
});

describe('a server that lies', () => {
	const lies: readonly [string, (answer: SyncResponse) => object][] = [
		['goes back behind the cursor', (answer) => ({ ...answer, cursor: 0, chain: null })],
		['sends an entry twice', (answer) => ({ ...answer, pull: [...answer.pull, ...answer.pull] })],
		[
			'sends entries beyond its cursor',
			(answer) => ({ ...answer, pull: answer.pull.map((entry) => ({ ...entry, seq: entry.seq + 50 })) })
		],
		[
			'sends something that is no entry',
			(answer) => ({ ...answer, pull: [{ seq: answer.cursor, h: 'AAAA', s: '', c: null }] })
		],
		[
			'sends a body that is not the one signed for',
			(answer) => ({ ...answer, pull: answer.pull.map((entry) => ({ ...entry, c: 'AAAA' })) })
		],
		['answers for nothing that was asked', (answer) => ({ ...answer, acks: 'all good' })],
		['gives a chain of another length', (answer) => ({ ...answer, chain: 'short' })]
	];
	it.each(lies)('is not believed when it %s', async (_name, lie) => {
		const { office, worker, flaky } = await delivering();
		await flaky.deliver();
		const position = await flaky.outbox.position();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		const rows = await flaky.rows();
		const push = entries.map(({ h, s, c }) => ({
			h: Buffer.from(h).toString('base64url'),
			s: Buffer.from(s).toString('base64url'),
			c: c === null ? null : Buffer.from(c).toString('base64url')
		}));
		const answer = await sync(office.server, worker, { ...position, push });
		flaky.instead = () => Response.json(lie(answer));
		expect(await flaky.deliver()).toMatchObject({ kind: 'waiting', trouble: 'not-doorstep' });
		expect(await flaky.outbox.position()).toEqual(position);
		expect((await flaky.rows()).length).toBe(rows.length);
		expect((await flaky.deliver()).kind).toBe('quiet');
		expect(await logIds(office)).toEqual(expect.arrayContaining(entries.map((entry) => entry.id)));
	});

	it('is not followed when it acknowledges other entries than were sent', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker, 1);
		await flaky.queue(...entries);
		const other = await unsentRecord(office, worker, 1);
		const acks = other.entries.map((entry) => ({ id: entry.id, seq: 999 }));
		flaky.instead = () =>
			Response.json({ acks, pull: [], cursor: 0, chain: null, more: false, bootstrap: [], durable: 9999 });
		await flaky.deliver();
		expect(new Set(await flaky.states(entries))).not.toContain('safe');
		expect((await flaky.deliver()).kind).toBe('quiet');
		expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
	});
});
