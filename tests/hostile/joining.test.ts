/** A hostile server against a device that joins or signs in. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { joinOrganisation, openSession } from '#lib/app/join.ts';
import { fromBase64Url, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import {
	connect,
	foundedByDrawer,
	invitation,
	joinedPractitioner,
	newOfficeDevice,
	type OfficeDevice
} from '../support/office-drawer.ts';
import type { TestServer } from '../support/test-office.ts';

const clean: (() => void | Promise<void>)[] = [];
let server: TestServer;
let administrator: OfficeDevice;
let member: OfficeDevice;
let otherKeylog: readonly object[];
let otherInvite: string;

beforeAll(async () => {
	const atEnd = (end: () => void | Promise<void>) => void clean.push(end);
	const other = await foundedByDrawer(atEnd);
	otherInvite = await invitation(other.administrator);
	await captured(other.server, otherInvite);
	const joined = await joinedPractitioner(undefined, atEnd);
	({ server, administrator, device: member } = joined);
}, 60_000);
afterEach(() => vi.unstubAllGlobals());
afterAll(async () => {
	for (const end of clean.reverse()) await end();
});

/** Changes the JSON of every answer on one path. */
function lying(on: string, lie: (body: Record<string, unknown>, count: number) => unknown): void {
	connect(server);
	const honest = fetch;
	let count = 0;
	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		const answer = await honest(path, init);
		if (path !== on || !answer.ok) return answer;
		const body = (await answer.json()) as Record<string, unknown>;
		count += 1;
		const said = lie(body, count - 1);
		return said instanceof Response ? said : Response.json(said, { headers: answer.headers });
	});
}

async function captured(of: TestServer, invite: string): Promise<void> {
	connect(of);
	const honest = fetch;
	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		const answer = await honest(path, init);
		if (path === '/api/v1/join' && answer.ok) {
			const { keylog } = (await answer.clone().json()) as { keylog: readonly object[] };
			otherKeylog = keylog;
		}
		return answer;
	});
	await joinOrganisation((await newOfficeDevice()).vault, invite);
}

type Keylog = readonly { readonly h: string; readonly s: string; readonly c: string | null }[];
const keylogOf = (body: Record<string, unknown>) => body['keylog'] as Keylog;
const flip = (text: string) => toBase64Url((fromBase64Url(text) ?? new Uint8Array()).with(9, 0x55));

describe('a device that joins', () => {
	const lies: readonly [
		name: string,
		ends: string,
		lie: (body: Record<string, unknown>, count: number) => unknown
	][] = [
		[
			"is shown another office's keylog: root swap",
			'other-root',
			(body) => ({ ...body, keylog: otherKeylog })
		],
		[
			'is shown a root of another office before this keylog',
			'other-root',
			(body) => ({ ...body, keylog: [otherKeylog[0], ...keylogOf(body).slice(1)] })
		],
		[
			'is shown a keylog without its first entry',
			'keylog-moved',
			(body) => ({ ...body, keylog: keylogOf(body).slice(1) })
		],
		[
			'is shown a keylog from before its invite: stale keylog',
			'unknown-invite',
			(body, count) => (count === 0 ? { ...body, keylog: keylogOf(body).slice(0, -2) } : body)
		],
		[
			'is shown a keylog with one entry left out',
			'keylog-moved',
			(body) => ({ ...body, keylog: keylogOf(body).filter((_, at) => at !== 3) })
		],
		[
			'is shown entries in another order',
			'keylog-moved',
			(body) => ({ ...body, keylog: keylogOf(body).toReversed() })
		],
		[
			'is shown a changed signature',
			'bad-signature',
			(body) => ({
				...body,
				keylog: keylogOf(body).map((one, at) => (at === 2 ? { ...one, s: flip(one.s) } : one))
			})
		],
		[
			'is shown a changed statement',
			'bad-entry',
			(body) => ({
				...body,
				keylog: keylogOf(body).map((one, at) => (at === 2 ? { ...one, c: flip(one.c ?? '') } : one))
			})
		],
		[
			'is told that it is in, by a keylog without it: forged answer',
			'not-in-keylog',
			(body, count) => (count === 0 ? body : { ...body, keylog: keylogOf(body).slice(0, -4) })
		],
		['is answered in another form', 'not-understood', () => ({ keylog: 'trust me' })],
		[
			'is answered by a page',
			'not-understood',
			() => new Response('<html>', { headers: { 'content-type': 'text/html' } })
		]
	];
	it.each(lies)('%s: %s', async (_name, ends, lie) => {
		connect(server);
		const invite = await invitation(administrator);
		const device = await newOfficeDevice();
		lying('/api/v1/join', lie);
		expect(await joinOrganisation(device.vault, invite)).toEqual({ ok: false, reason: ends });
		expect((await device.vault.membership())?.state).toBe('none');
		expect(await device.db.entries.count()).toBe(0);
	});

	it('holds an invite of another office: other-root or invite-unknown, before anything is sent', async () => {
		connect(server);
		const device = await newOfficeDevice();
		expect(await joinOrganisation(device.vault, otherInvite)).toEqual({
			ok: false,
			reason: 'invite-unknown'
		});
	});

	it('holds an invite that was used: invite-used', async () => {
		connect(server);
		const invite = await invitation(administrator);
		expect((await joinOrganisation((await newOfficeDevice()).vault, invite)).ok).toBe(true);
		const late = await newOfficeDevice();
		expect(await joinOrganisation(late.vault, invite)).toEqual({ ok: false, reason: 'invite-used' });
	});
});

describe('a device that signs in', () => {
	const lies: readonly [name: string, ends: string, change: object][] = [
		['for another origin', 'other-origin', { origin: 'https://elsewhere.test' }],
		['for another tenant', 'other-tenant', { tenant: newId() }],
		['for ever', 'too-long', { expires: 9_000_000_000_000 }],
		['of yesterday', 'expired', { expires: 1 }],
		['that never ends in a number', 'sign-in', { nonce: 'A'.repeat(43) }]
	];
	it.each(lies)('signs no challenge %s, or gets nothing for it: %s', async (_name, ends, change) => {
		lying('/api/v1/challenge', (body) => ({ ...body, ...change }));
		expect(await openSession(member.vault)).toEqual({ ok: false, reason: ends });
	});

	it.each([{ token: 7 }, { token: 'x', expires: 'soon' }, {}])(
		'takes no session of another form: %o',
		async (body) => {
			lying('/api/v1/session', () => body);
			expect(await openSession(member.vault)).toEqual({ ok: false, reason: 'not-understood' });
		}
	);
});
