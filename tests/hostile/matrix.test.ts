import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTenants, readLog } from '#lib/server/log.ts';
import { LIFETIMES } from '#lib/server/sessions.ts';
import type { BootstrapResponse, LoggedEntry, SyncResponse } from '#lib/sync/protocol.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, signEntry, type Entry } from '#lib/trust/entry.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { entryId, newId } from '#lib/trust/ids.ts';
import { membersOf } from '#lib/trust/keylog-state.ts';
import { matrixWorld, type MatrixWorld } from '../support/matrix-world.ts';
import { ackWord, json, revocation, signedIn, wire } from '../support/office-people.ts';
import { grants, grantTo, newRecord, revision, signed, type TestRecord } from '../support/people.ts';
import { ORIGIN, type CallOptions } from '../support/test-office.ts';

const clean: (() => void | Promise<void>)[] = [];
let world: MatrixWorld;
let callers: readonly Caller[];

type DeviceName = keyof MatrixWorld['devices'];
const LIVE: readonly DeviceName[] = ['administrator', 'worker', 'second', 'other', 'foreign'];

/** What is shown, and what it is by keys-and-states.md section 6. */
interface Caller {
	readonly name: string;
	readonly shown: CallOptions;
	readonly is: { readonly device: DeviceName; readonly kind: 'session' | 'delivery' } | undefined;
}

const secretOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

async function makeCallers({ office, devices }: MatrixWorld): Promise<readonly Caller[]> {
	const { server } = office;
	const { clock } = server;
	const gone = await signedIn(server, devices.other);
	await server.endSession({ cookie: gone.cookie }, '?leave=drawer');
	await server.endSession({ token: gone.token });
	const idle = await signedIn(server, devices.administrator);
	clock.now += LIFETIMES.sessionIdleMs + 1000;
	const old = await signedIn(server, devices.worker);
	const live: Caller[] = [];
	for (const device of LIVE) {
		const { token, cookie } = await signedIn(server, devices[device]);
		Object.assign(devices[device], { token, cookie });
		live.push(
			{ name: `session of ${device}`, shown: { token }, is: { device, kind: 'session' } },
			{ name: `cookie of ${device}`, shown: { cookie }, is: { device, kind: 'delivery' } },
			{
				name: `session of ${device} as cookie`,
				shown: { cookie: `__Host-delivery=${token}` },
				is: undefined
			},
			{ name: `cookie of ${device} as session`, shown: { token: secretOf(cookie) }, is: undefined },
			{
				name: `session of ${device} beside the cookie of other`,
				shown: { token, cookie: gone.cookie },
				is: { device, kind: 'session' }
			}
		);
	}
	const { tenant } = devices.foreign.signing.signer;
	const moved = devices.worker.token.replace(/^[^.]+/, tenant);
	return [
		...live,
		{ name: 'nobody', shown: {}, is: undefined },
		{ name: 'garbage as session', shown: { token: 'a.b.c' }, is: undefined },
		{ name: 'garbage as cookie', shown: { cookie: '__Host-delivery=x' }, is: undefined },
		{ name: 'idle session', shown: { token: idle.token }, is: undefined },
		{ name: 'superseded cookie', shown: { cookie: old.cookie }, is: undefined },
		{ name: 'cookie of a removed drawer', shown: { cookie: gone.cookie }, is: undefined },
		{ name: 'ended session', shown: { token: gone.token }, is: undefined },
		{ name: 'session of a revoked device', shown: { token: devices.revoked.token }, is: undefined },
		{ name: 'cookie of a revoked device', shown: { cookie: devices.revoked.cookie }, is: undefined },
		{ name: "worker's session under the other office's name", shown: { token: moved }, is: undefined },
		{
			name: 'idle session beside a good cookie',
			shown: { token: idle.token, cookie: devices.worker.cookie },
			is: undefined
		}
	];
}

beforeAll(async () => {
	world = await matrixWorld((end) => clean.push(end));
	callers = await makeCallers(world);
}, 60_000);
afterAll(async () => {
	process.stdout.write(`cells of the matrix: ${judged}\n`);
	for (const end of clean.reverse()) await end();
});

/** Where a request says that it comes from; only ours may change or read anything. */
const ORIGINS = [
	{ name: 'ours', headers: {}, isOurs: true },
	{ name: 'ours, same-origin', headers: { 'sec-fetch-site': 'same-origin' }, isOurs: true },
	{ name: 'ours, cross-site', headers: { 'sec-fetch-site': 'cross-site' }, isOurs: false },
	{ name: 'ours, same-site', headers: { 'sec-fetch-site': 'same-site' }, isOurs: false },
	{ name: 'another', headers: { origin: 'https://elsewhere.test' }, isOurs: false },
	{ name: 'one that begins like ours', headers: { origin: `${ORIGIN}.elsewhere.test` }, isOurs: false },
	{ name: 'null', headers: { origin: 'null' }, isOurs: false },
	{ name: 'none', headers: { origin: '' }, isOurs: false }
] as const;

let cells = 0;
/** Each call from a network of its own, so that no limit of attempts stands in the way. */
const address = () => {
	cells += 1;
	return `10.${cells >> 8}.${cells & 255}.1`;
};

const wrong: string[] = [];
let judged = 0;
function judge(cell: string, isAllowed: boolean, wanted: boolean): void {
	judged += 1;
	if (isAllowed !== wanted) wrong.push(`${isAllowed ? 'allowed' : 'denied'}: ${cell}`);
}

describe('who may ask', () => {
	it('sync and bootstrap: every caller, named device and origin as section 6 says', async () => {
		wrong.length = 0;
		const { server } = world.office;
		for (const path of ['/api/v1/sync', '/api/v1/bootstrap'] as const)
			for (const caller of callers)
				for (const named of LIVE)
					for (const origin of ORIGINS) {
						const device = world.devices[named].keys.device;
						const body =
							path === '/api/v1/sync'
								? { device, cursor: 0, chain: null, push: [] }
								: { device, records: [], after: 0 };
						const answer = await server.post(path, body, {
							...caller.shown,
							headers: origin.headers,
							address: address()
						});
						const mayCall =
							caller.is?.device === named && (path === '/api/v1/sync' || caller.is.kind === 'session');
						judge(
							`${path} ${caller.name} as ${named} from ${origin.name}`,
							answer.status === 200,
							mayCall && origin.isOurs
						);
						if (answer.status !== 200 && ![401, 403].includes(answer.status))
							wrong.push(`${answer.status}: ${caller.name}`);
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

interface Seen {
	readonly device: string | null;
	readonly header: EntryHeader;
	readonly id: string;
	readonly seq: number;
}

const headerOf = (h: Uint8Array | string) =>
	JSON.parse(
		Buffer.from(h as string, typeof h === 'string' ? 'base64url' : undefined).toString()
	) as EntryHeader;

async function wholeLog(tenant: string): Promise<readonly Seen[]> {
	const { store } = world.office.server.office;
	const rows = await store.read((sql) => readLog(sql, tenant, { after: 0, most: 5000 }));
	return rows.map(({ id, device, header, seq }) => ({ id, device, seq, header: headerOf(header) }));
}

/** What a device may read, from the log and the keylog alone. @source keys-and-states.md section 4 */
function readable(log: readonly Seen[], name: DeviceName) {
	const { keylog } = (name === 'foreign' ? world.foreign : world.office).organisation;
	const { device } = world.devices[name].keys;
	const spaces = [...keylog.spaces.keys()].filter((space) =>
		membersOf(keylog, space).some((one) => one.device === device)
	);
	const granted = log.filter(({ header }) => header.kind === 'grant' && spaces.includes(header.space ?? ''));
	const records = new Set(granted.map(({ header }) => header.record));
	const keys = new Set(granted.map(({ header }) => `${header.record} ${header.keyNumber}`));
	const isOpen = ({ header }: Seen) => header.record !== null && records.has(header.record);
	const hasBody = ({ header }: Seen) =>
		header.kind === 'key' || header.keyNumber === null || keys.has(`${header.record} ${header.keyNumber}`);
	const mine = (one: Seen) => one.device === device;
	const headers = log.filter((one) => one.header.kind === 'key' || mine(one) || isOpen(one));
	const bodies = headers.filter((one) => hasBody(one) && (one.header.kind === 'key' || !mine(one)));
	const whole = log.filter(isOpen);
	return { headers, bodies, whole, wholeBodies: whole.filter(hasBody) };
}

const idOf = ({ h }: LoggedEntry) => entryId(new Uint8Array(Buffer.from(h, 'base64url')));
const ids = (entries: readonly LoggedEntry[]) => Promise.all(entries.map((entry) => idOf(entry)));
const withBody = (entries: readonly LoggedEntry[]) => entries.filter(({ c }) => c !== null);

describe('what is read', () => {
	it('by every live device of both offices: headers of records granted, bodies of key numbers granted, no more and no less', async () => {
		const { server } = world.office;
		const tenants = await server.office.store.read(listTenants);
		expect(tenants).toHaveLength(2);
		for (const name of LIVE) {
			const { keys, token, signing } = world.devices[name];
			const log = await wholeLog(signing.signer.tenant);
			const may = readable(log, name);
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
			const log = await wholeLog(signing.signer.tenant);
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

const KINDS = ['draft', 'final', 'addendum', 'note', 'review', 'event', 'erase-proposed', 'erase'] as const;

/** Which entries an author may add to which record. @source keys-and-states.md section 3 */
function mayAppend(
	kind: (typeof KINDS)[number] | 'grant',
	by: DeviceName,
	of: keyof MatrixWorld['records']
): boolean {
	const owners: Readonly<Record<string, readonly DeviceName[]>> = {
		worker: ['worker', 'second'],
		other: ['other'],
		revoked: []
	};
	const isOwner = owners[of]?.includes(by) === true;
	if (kind === 'erase' || kind === 'erase-proposed' || kind === 'review') return false;
	// Nobody but the owner has a grant before People; what the owner has, the person's devices have.
	return isOwner;
}

async function entryOf(
	kind: (typeof KINDS)[number],
	by: DeviceName,
	of: keyof MatrixWorld['records']
): Promise<Entry> {
	const device = world.devices[by];
	const { organisation } = by === 'foreign' ? world.foreign : world.office;
	const { record, draft } = world.records[of];
	if (kind === 'draft' || kind === 'final' || kind === 'addendum' || kind === 'note' || kind === 'review')
		return revision(device, organisation, {
			record,
			kind,
			parents: [draft],
			header: kind === 'final' || kind === 'draft' ? {} : { version: 1 }
		});
	return signed(device, organisation, (signer) =>
		signEntry(
			draftHeader(signer, kind, { record: record.record }),
			canonicalBytes({ type: kind }),
			signer.signer.key
		)
	);
}

describe('who may append', () => {
	const AUTHORS: readonly DeviceName[] = ['administrator', 'worker', 'second', 'other', 'revoked', 'foreign'];
	const RECORDS = ['worker', 'other', 'revoked'] as const;

	it('every kind, author, record and bearer', async () => {
		wrong.length = 0;
		const { server } = world.office;
		for (const kind of KINDS)
			for (const by of AUTHORS)
				for (const of of RECORDS)
					for (const bearer of ['own session', 'own cookie', 'a colleague'] as const) {
						const own = world.devices[by];
						const isOwnBearer = bearer !== 'a colleague';
						const sender = isOwnBearer
							? own
							: by === 'foreign'
								? world.devices.worker
								: world.devices.administrator;
						const shown = bearer === 'own cookie' ? { cookie: sender.cookie } : { token: sender.token };
						const entry = await entryOf(kind, by, of);
						const body = { device: sender.keys.device, cursor: 0, chain: null, push: wire(entry) };
						const answer = await server.post('/api/v1/sync', body, { ...shown, address: address() });
						const word =
							answer.status === 200 ? ackWord(((await answer.json()) as SyncResponse).acks[0]) : 'sign-in';
						// In its own office the other one has a record of the same id.
						const isTwin = kind === 'event' && by === 'foreign' && of === 'worker' && isOwnBearer;
						const canSpeak = !(by === 'revoked' && isOwnBearer);
						judge(
							`${kind} of ${by} in the record of ${of}, brought by ${bearer}: ${word}`,
							word === 'seq',
							(canSpeak && mayAppend(kind, by, of)) || isTwin
						);
					}
		expect(wrong).toEqual([]);
	});

	it('grants: only of the own record, to a space of its own, recovery or review', async () => {
		wrong.length = 0;
		const { server } = world.office;
		const { keylog } = world.office.organisation;
		for (const by of AUTHORS)
			for (const of of RECORDS)
				for (const space of [
					...keylog.spaces.values(),
					...world.foreign.organisation.keylog.spaces.values()
				]) {
					const to = space.epochs.at(-1);
					const device = world.devices[by];
					if (to === undefined || by === 'revoked') continue;
					const { record } = world.records[of];
					const { person } = device.signing.signer;
					const what = { record: { ...record, keys: new Map(record.keys) }, keyNumber: 1, to };
					// A grant in whose header the id does not follow from its author is no entry at all.
					const made = await grantTo(
						device,
						(by === 'foreign' ? world.foreign : world.office).organisation,
						what
					).catch(() => undefined);
					const isOwner = mayAppend('grant', by, of);
					if (made === undefined) {
						judge(`grant of ${by} in the record of ${of}: not made`, false, isOwner);
						continue;
					}
					const { token, keys } = device;
					const answer = await json<SyncResponse>(
						server.post(
							'/api/v1/sync',
							{ device: keys.device, cursor: 0, chain: null, push: wire(made) },
							{ token }
						)
					);
					const isTarget =
						keylog.spaces.has(space.space) && (space.purpose !== 'personal' || space.person === person);
					const ofTwin =
						by === 'foreign' &&
						of === 'worker' &&
						world.foreign.organisation.keylog.spaces.has(space.space) &&
						(space.purpose !== 'personal' || space.person === person);
					const word = ackWord(answer.acks[0]);
					judge(
						`grant of ${by} in the record of ${of} to ${space.purpose}: ${word}`,
						word === 'seq',
						(isOwner && isTarget) || ofTwin
					);
				}
		expect(wrong).toEqual([]);
	});

	it('statements about who is who: an administrator alone, and of devices their own person', async () => {
		wrong.length = 0;
		const { server, organisation } = world.office;
		const person = world.devices.other.signing.signer.person;
		const said = [
			{ type: 'person', person: newId(), reviewSpaces: [] },
			{ type: 'role', person, role: 'administrator' },
			{ type: 'revoke', device: world.devices.worker.keys.device, person: null, invite: null },
			{ type: 'policy', settings: { floor: 1 } },
			{ type: 'space', space: newId(), purpose: 'recovery', person: null },
			{ type: 'space', space: newId(), purpose: 'review', person: null }
		];
		for (const by of AUTHORS.filter((one) => one !== 'administrator' && one !== 'revoked'))
			for (const statement of said) {
				const device = world.devices[by];
				const entry = await signed(
					device,
					by === 'foreign' ? world.foreign.organisation : organisation,
					(signer) => signEntry(draftHeader(signer, 'key', {}), canonicalBytes(statement), signer.signer.key)
				);
				const answer = await json<SyncResponse>(
					server.post(
						'/api/v1/sync',
						{ device: device.keys.device, cursor: 0, chain: null, push: wire(entry) },
						{ token: device.token }
					)
				);
				judge(`${statement.type} of ${by}`, ackWord(answer.acks[0]) === 'seq', false);
			}
		const stranger = await revocation(world.foreign, world.devices.worker);
		const { token, keys } = world.devices.administrator;
		const body = { device: keys.device, cursor: 0, chain: null, push: wire(stranger) };
		expect(ackWord((await json<SyncResponse>(server.post('/api/v1/sync', body, { token }))).acks[0])).toBe(
			'foreign-tenant'
		);
		expect(wrong).toEqual([]);
	});
});

describe('the same ids in two offices', () => {
	it('keep apart what the other office has under the same record id', async () => {
		const { worker, foreign } = world.devices;
		const { records } = world;
		expect(records.foreign.record.record).toBe(records.worker.record.record);
		expect(foreign.signing.signer.person).toBe(worker.signing.signer.person);
		const [one, two] = await Promise.all(
			[worker, foreign].map(({ signing }) => wholeLog(signing.signer.tenant))
		);
		const mine = new Set(one?.map(({ id }) => id));
		expect(two?.filter(({ id }) => mine.has(id))).toEqual([]);
	});

	it('take a replayed and reordered batch once, and in no other office', async () => {
		const { server, organisation } = world.office;
		const { worker, foreign } = world.devices;
		const record: TestRecord = await newRecord(worker);
		const given = await grants(worker, organisation, { record });
		const draft = await revision(worker, organisation, { record });
		const next = await revision(worker, organisation, { record, parents: [draft] });
		const push = (device: typeof worker, ...entries: readonly Entry[]) =>
			json<SyncResponse>(
				server.post(
					'/api/v1/sync',
					{ device: device.keys.device, cursor: 0, chain: null, push: wire(...entries) },
					{ token: device.token }
				)
			);
		const mixed = await push(worker, next, draft, ...given.toReversed());
		expect(mixed.acks.map(ackWord)).toEqual(['missing', 'missing', ...given.map(() => 'seq')]);
		const whole = [...given, draft, next];
		const first = await push(worker, ...whole);
		expect((await push(worker, ...whole, ...whole.toReversed())).acks.slice(0, whole.length)).toEqual(
			first.acks
		);
		expect((await push(foreign, ...whole)).acks.map(ackWord)).toEqual(whole.map(() => 'foreign-tenant'));
	});
});
