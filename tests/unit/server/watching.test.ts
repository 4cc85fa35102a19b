import { describe, expect, it, onTestFinished } from 'vitest';
import { logLines } from '#lib/server/log-lines.ts';
import { makeMetrics } from '#lib/server/metrics.ts';
import { startWatching } from '#lib/server/watching.ts';
import type { AnsweredCall } from '#lib/server/watch.ts';
import { freePort } from '../../support/server.ts';
import { sync, syncAnswer, wire, withDraft } from '../../support/office-people.ts';
import { revision } from '../../support/people.ts';

/** A day of one office: what its log and its metrics say. */
async function watched() {
	const { server, worker, organisation, record, draft, office } = await withDraft();
	const lines: string[] = [];
	const note = logLines('info', { write: (line: string) => void lines.push(line) });
	const metrics = makeMetrics();
	metrics.follow(server.office);
	const answered = (call: AnsweredCall) => {
		note(call);
		metrics.note(call);
	};
	Object.assign(server.office, { watch: { answered } });
	const next = await revision(worker, organisation, { record, parents: [draft] });
	const bad = { h: 'AAAA', s: 'AAAA', c: null };
	const options = { token: worker.token, address: '192.0.2.77' };
	await syncAnswer(server, worker, { push: [...wire(next), bad], options });
	await syncAnswer(server, worker, { options: { ...options, token: 'none' } });
	await server.call('/api/v1/nothing?case=SECRET', 'GET');
	await server.call('/api/v1/session?leave=drawer&case=SECRET', 'DELETE', { cookie: worker.cookie });
	const ids = [
		worker.keys.device,
		worker.signing.signer.person,
		office.organisation.made.tenant,
		record.record,
		next.id,
		worker.token,
		worker.cookie,
		'192.0.2.77',
		'SECRET'
	];
	return { server, lines, metrics, ids, worker };
}

describe('the log', () => {
	it('has a line for each request: route, status, reasons, sizes and times', async () => {
		const { lines } = await watched();
		const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(said.map(({ route, status, reason }) => [route, status, reason])).toEqual([
			['/api/v1/sync', 200, undefined],
			['/api/v1/sync', 401, 'sign-in'],
			['unknown', 404, 'not-found'],
			['/api/v1/session', 204, undefined]
		]);
		expect(said[0]).toMatchObject({
			at: 'api',
			method: 'POST',
			network: '192.0.2',
			entries: { taken: 1, malformed: 1 }
		});
		expect(said.every(({ request, ms }) => typeof request === 'string' && typeof ms === 'number')).toBe(true);
	});

	it('and the metrics name nobody and nothing of a record', async () => {
		const { lines, metrics, ids } = await watched();
		const text = lines.join('') + (await metrics.text());
		for (const id of ids) expect(text).not.toContain(id);
	});

	it('tells a fault by its code, at its own level', async () => {
		const { server, worker } = await withDraft();
		const lines: string[] = [];
		const note = logLines('error', { write: (line: string) => void lines.push(line) });
		Object.assign(server.office, { watch: { answered: note } });
		await sync(server, worker);
		Object.assign(server.office, {
			store: { ...server.office.store, read: () => Promise.reject(new RangeError('words of a person')) }
		});
		await syncAnswer(server, worker);
		expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
			{ level: 50, status: 500, reason: 'fault', code: 'RangeError' }
		]);
		expect(lines.join('')).not.toContain('person');
	});
});

it('counts requests, refusals and entries, and shows what waits and how old the backup is', async () => {
	const { server, metrics } = await watched();
	const text = await metrics.text();
	expect(text).toContain('doorstep_requests_total{route="/api/v1/sync",method="POST",status="200"} 1');
	expect(text).toContain('doorstep_refusals_total{route="/api/v1/sync",reason="sign-in"} 1');
	expect(text).toContain('doorstep_entries_total{outcome="taken"} 1');
	expect(text).toContain('doorstep_entries_total{outcome="malformed"} 1');
	expect(text).toContain('doorstep_waiting 0');
	expect(text).toContain('doorstep_backup_age_seconds Nan');
	server.office.backup.at = server.clock.now - 5_000;
	expect(await metrics.text()).toContain('doorstep_backup_age_seconds 5');
});

it('serves metrics on the loopback port that is set, and nothing else there', async () => {
	const { server } = await withDraft();
	const metricsPort = await freePort();
	const watching = startWatching({ limits: {}, log: 'silent', metricsPort });
	onTestFinished(() => watching.stop());
	await watching.follow(server.office);
	const at = `http://127.0.0.1:${metricsPort}`;
	const answer = await fetch(`${at}/metrics`);
	expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
	expect(await answer.text()).toContain('doorstep_pressure 0');
	expect((await fetch(`${at}/`)).status).toBe(404);
	expect((await fetch(`${at}/metrics`, { method: 'POST' })).status).toBe(404);
	const second = startWatching({ limits: {}, log: 'silent', metricsPort });
	onTestFinished(() => second.stop());
	await expect(second.follow(server.office)).rejects.toThrow('metrics-port');
});
