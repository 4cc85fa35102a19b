import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTenants, readLog } from '#lib/server/log.ts';
import type { BootstrapResponse, SyncResponse } from '#lib/sync/protocol.ts';
import { newId } from '#lib/trust/ids.ts';
import { matrixWorld, type MatrixWorld } from '../support/matrix-world.ts';
import { json } from '../support/office-people.ts';

import { ids, readable, wholeLog, withBody, type Seen } from '../support/matrix-readable.ts';
import {
	address,
	judge,
	judged,
	LIVE,
	makeCallers,
	ORIGINS,
	wrong,
	type Caller
} from '../support/matrix-callers.ts';

const clean: (() => void | Promise<void>)[] = [];
let world: MatrixWorld;
let callers: readonly Caller[];

beforeAll(async () => {
	world = await matrixWorld((end) => clean.push(end));
	callers = await makeCallers(world);
}, 60_000);
afterAll(async () => {
	process.stdout.write(`cells of the matrix: ${judged}\n`);
	for (const end of clean.reverse()) await end();
});

const BODIES = {
	'/api/v1/sync': (device: string) => ({ device, cursor: 0, chain: null, push: [] }),
	'/api/v1/bootstrap': (device: string) => ({ device, records: [], after: 0 })
};
/** @source keys-and-states.md section 6: no `bootstrap` for the cookie */
const MAY: Readonly<Record<keyof typeof BODIES, readonly string[]>> = {
	'/api/v1/sync': ['session', 'delivery'],
	'/api/v1/bootstrap': ['session']
};

describe('who may ask', () => {
	it('sync and bootstrap: every caller, named device and origin as section 6 says', async () => {
		wrong.length = 0;
		const { server } = world.office;
		for (const path of ['/api/v1/sync', '/api/v1/bootstrap'] as const)
			for (const caller of callers)
				for (const named of LIVE)
					for (const origin of ORIGINS) {
						const device = world.devices[named].keys.device;
						const body = BODIES[path](device);
						const answer = await server.post(path, body, {
							...caller.shown,
							headers: origin.headers,
							address: address()
						});
						const mayCall = caller.is?.device === named && MAY[path].includes(caller.is.kind);
						judge(
							`${path} ${caller.name} as ${named} from ${origin.name}`,
							answer.status === 200,
							mayCall && origin.isOurs
						);
						if (![200, 401, 403].includes(answer.status)) wrong.push(`${answer.status}: ${caller.name}`);
					}
		expect(wrong).toEqual([]);
	});

	it('everything else that is posted: from no origin but ours', async () => {
		wrong.length = 0;
		const { server } = world.office;
		const bodies = {
			'/api/v1/challenge': { tenant: world.devices.worker.signing.signer.tenant },
			'/api/v1/session': { challenge: { payload: '', s: '' } },
			'/api/v1/join': { invite: 'A'.repeat(43), challenge: { payload: '', s: '' }, entries: [] },
			'/api/v1/setup': { code: 'x', tenant: newId(), entries: [] }
		} as const;
		for (const [path, body] of Object.entries(bodies) as [keyof typeof bodies, object][])
			for (const caller of callers)
				for (const origin of ORIGINS) {
					// A device has few tries a minute, whoever asks for it.
					const asked = path === '/api/v1/challenge' ? { ...body, device: newId() } : body;
					const answer = await server.post(path, asked, {
						...caller.shown,
						headers: origin.headers,
						address: address()
					});
					const { reason = '' } = (await answer.json()) as { reason?: string };
					judge(`${path} ${caller.name} from ${origin.name}`, reason !== 'other-origin', origin.isOurs);
					// Without proof there is nothing to be had, whoever asks.
					judge(
						`${path} ${caller.name} from ${origin.name}, taken`,
						answer.status === 200,
						path === '/api/v1/challenge' && origin.isOurs
					);
				}
		expect(wrong).toEqual([]);
	});

	it('health and the document are for everybody and say nothing of anybody', async () => {
		const { server, organisation } = world.office;
		for (const path of ['/api/v1/health', '/api/v1/openapi.json'])
			for (const caller of callers) {
				const answer = await server.call(path, 'GET', { ...caller.shown, address: address() });
				const text = await answer.text();
				expect(answer.status).toBe(200);
				expect(text).not.toContain(organisation.keylog.tenant);
				expect(text).not.toContain(world.devices.worker.keys.device);
			}
	});
});

describe('what is read', () => {
	it('by every live device of both offices: headers of records granted, bodies of key numbers granted, no more and no less', async () => {
		const { server } = world.office;
		const tenants = await server.office.store.read(listTenants);
		expect(tenants).toHaveLength(2);
		for (const name of LIVE) {
			const { keys, token, signing } = world.devices[name];
			const log = await wholeLog(world, signing.signer.tenant);
			const may = readable(world, log, name);
			const body = { device: keys.device, cursor: 0, chain: null, push: [] };
			const { pull, more } = await json<SyncResponse>(server.post('/api/v1/sync', body, { token }));
			expect(more).toBe(false);
			expect(await ids(pull)).toEqual(may.headers.map(({ id }) => id));
			expect(await ids(withBody(pull))).toEqual(may.bodies.map(({ id }) => id));
			for (const [, { record }] of Object.entries(world.records)) {
				const ask = { device: keys.device, records: [record.record], after: 0 };
				const { entries } = await json<BootstrapResponse>(server.post('/api/v1/bootstrap', ask, { token }));
				const of = (all: readonly Seen[]) =>
					all.filter(({ header }) => header.record === record.record).map(({ id }) => id);
				expect(await ids(entries)).toEqual(of(may.whole));
				expect(await ids(withBody(entries))).toEqual(of(may.wholeBodies));
			}
		}
	});

	it('by a thief with the cookie: nothing that the device has shown to have', async () => {
		const { server } = world.office;
		for (const name of LIVE) {
			const { keys, cookie, token, signing } = world.devices[name];
			const log = await wholeLog(world, signing.signer.tenant);
			const body = { device: keys.device, push: [] };
			const first = await json<SyncResponse>(
				server.post('/api/v1/sync', { ...body, cursor: 0, chain: null }, { token })
			);
			await json(
				server.post('/api/v1/sync', { ...body, cursor: first.cursor, chain: first.chain }, { token })
			);
			for (const at of log) {
				const { chain } = await server.office.store
					.read((sql) => readLog(sql, signing.signer.tenant, { after: at.seq - 1, most: 1 }))
					.then(([row]) => ({ chain: Buffer.from(row?.chain ?? []).toString('base64url') }));
				const answer = await json<SyncResponse>(
					server.post('/api/v1/sync', { ...body, cursor: at.seq, chain }, { cookie })
				);
				expect(answer.pull).toEqual([]);
				expect(answer.bootstrap).toEqual([]);
				expect(answer.needs_session).toBe(at.seq < first.cursor);
			}
		}
	});
});
