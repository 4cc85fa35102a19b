import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { headersFor } from '#lib/server/headers.ts';
import type { SyncResponse } from '#lib/sync/protocol.ts';
import { makeRevision } from '#lib/trust/revision.ts';
import { overHttp2 } from '../../../bench/sync-http2.ts';
import { BROWSER, type Seen } from '../../../bench/sync-wire.ts';
import { sync, wire, withDraft } from '../../support/office-people.ts';
import { signed } from '../../support/people.ts';
import { recordOf } from '../../support/lab/records.ts';
import { ORIGIN } from '../../support/test-office.ts';

type Scene = Awaited<ReturnType<typeof withDraft>>;

/** A device that is up to date, and one exchange of it with every header that would cross the wire. */
async function upToDate({ server, worker }: Scene) {
	const { cursor, chain } = await sync(server, worker);
	const sent = async (push: ReturnType<typeof wire>): Promise<{ seen: Seen; answer: SyncResponse }> => {
		const plain = Buffer.from(JSON.stringify({ device: worker.keys.device, cursor, chain, push }));
		const isLarge = plain.length > 1_024;
		const body = isLarge ? gzipSync(plain) : plain;
		const own = { 'content-type': 'application/json', ...(isLarge && { 'content-encoding': 'gzip' }) };
		const headers = { ...BROWSER, ...own, origin: ORIGIN, authorization: `Bearer ${worker.token}` };
		const response = await server.send('/api/v1/sync', body, { token: worker.token, headers });
		const of = { url: '/api/v1/sync', isHttps: true };
		const answered = { ...headersFor(of), ...Object.fromEntries(response.headers) };
		const back = Buffer.from(await response.arrayBuffer());
		const seen = { asked: { headers, body }, answered: { headers: answered, body: back } };
		const text = response.headers.get('content-encoding') === 'gzip' ? gunzipSync(back) : back;
		return { seen, answer: JSON.parse(text.toString('utf8')) as SyncResponse };
	};
	return { sent };
}

it('says in one request of under 1 kB that nothing is new', async () => {
	const { sent } = await upToDate(await withDraft());
	const { seen, answer } = await sent([]);
	expect(answer).toMatchObject({ acks: [], pull: [], more: false });
	expect((await overHttp2(seen)).later).toBeLessThan(1_024);
});

it('sends one changed 3 kB record in one request of under 4 kB, and its body in under 2 kB', async () => {
	const scene = await withDraft();
	const { worker, organisation, record, draft } = scene;
	const next = await signed(worker, organisation, async (by) => {
		const made = await makeRevision(by, {
			...{ kind: 'draft', record: record.record, salt: record.salt, keyNumber: 1, schema: 1 },
			...{ version: null, supersedes: null, purgeAfter: null, parents: [{ id: draft.id, n: 1 }] },
			key: record.keys.get(1) ?? new Uint8Array(),
			content: recordOf(1, 'changed')
		});
		if (!made.ok) throw new TypeError(made.reason);
		return made.value;
	});
	const { sent } = await upToDate(scene);
	const { seen, answer } = await sent(wire(next));
	expect(answer.acks.map((ack) => 'seq' in ack)).toEqual([true]);
	expect((await overHttp2(seen)).later).toBeLessThan(4_096);
	expect(next.c?.length).toBeLessThan(2_048);
});
