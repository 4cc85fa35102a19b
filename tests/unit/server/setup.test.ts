import { describe, expect, it } from 'vitest';
import { issueSetupCode } from '#lib/server/setup.ts';
import { listTenants } from '#lib/server/log.ts';
import type { JoinResponse, SetupResponse } from '#lib/sync/protocol.ts';
import { newId } from '#lib/trust/ids.ts';
import {
	founded,
	joinRequest,
	json,
	publish,
	reason,
	signedIn,
	sync,
	wire
} from '../../support/office-people.ts';
import { acceptedBy, follow, invite, newKeys, newOrganisation, NOW } from '../../support/people.ts';
import { testServer } from '../../support/test-office.ts';

const HOUR = 60 * 60 * 1000;

async function unfounded() {
	const server = await testServer(NOW);
	const code = (await issueSetupCode(server.office)) ?? '';
	const { made } = await newOrganisation();
	const body = { code, tenant: made.tenant, entries: wire(...made.entries) };
	const setUp = (change: object = {}) => server.post('/api/v1/setup', { ...body, ...change });
	const tenants = () => server.office.store.read(listTenants);
	return { server, code, made, body, setUp, tenants };
}

describe('setting up', () => {
	it('creates the organisation with the code that was printed, however it is typed', async () => {
		const { code, setUp, made, tenants } = await unfounded();
		expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
		const answer = await json<SetupResponse>(setUp({ code: ` ${code.toLowerCase().replaceAll('-', ' ')}` }));
		expect(answer.acks.map((ack) => ack.id)).toEqual(made.entries.map((entry) => entry.id));
		expect(answer.seq).toBe(made.entries.length);
		expect(await tenants()).toEqual([made.tenant]);
	});

	it('refuses a wrong code, and the right one after 30 minutes, and says which', async () => {
		const { server, setUp, tenants } = await unfounded();
		expect(await reason(setUp({ code: 'AAAA-BBBB-CCCC-DDDD' }))).toBe('setup-code-wrong');
		server.clock.now += HOUR / 2;
		expect(await reason(setUp())).toBe('setup-code-expired');
		expect(await tenants()).toEqual([]);
	});

	it('voids the code of an earlier start', async () => {
		const { server, setUp } = await unfounded();
		const newer = await issueSetupCode(server.office);
		expect(await reason(setUp())).toBe('setup-code-wrong');
		await json(setUp({ code: newer }));
	});

	it('refuses the code a second time, whoever comes with what, and issues no other', async () => {
		const { server, setUp } = await unfounded();
		await json(setUp());
		expect(await reason(setUp())).toBe('setup-code-used');
		const other = await newOrganisation();
		const change = { tenant: other.made.tenant, entries: wire(...other.made.entries) };
		expect(await reason(setUp(change))).toBe('setup-code-used');
		expect(await issueSetupCode(server.office)).toBeUndefined();
	});

	it('stores nothing when one entry is not good, and takes the corrected ones with the same code', async () => {
		const { setUp, body, tenants } = await unfounded();
		const bad = body.entries.map((entry, index) =>
			index === 2 ? { ...entry, s: body.entries[3]?.s ?? '' } : entry
		);
		const answer = await setUp({ entries: bad });
		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({ reason: 'entry-refused', index: 2, entry: 'bad-signature' });
		expect(await tenants()).toEqual([]);
		await json(setUp());
	});

	it.each([
		['no root first', (entries: unknown[]) => entries.slice(1)],
		['no entries', () => []],
		['no device', (entries: unknown[]) => entries.slice(0, 3)],
		['no recovery key', (entries: unknown[]) => entries.slice(0, 5)]
	])('refuses an organisation with %s', async (_name, cut) => {
		const { setUp, body, tenants } = await unfounded();
		expect(await reason(setUp({ entries: cut(body.entries) }))).toBe('setup-incomplete');
		expect(await tenants()).toEqual([]);
	});

	it('refuses entries that were made for another organisation', async () => {
		const { setUp } = await unfounded();
		const answer = await setUp({ tenant: newId() });
		expect(await answer.json()).toMatchObject({ reason: 'entry-refused', entry: 'foreign-tenant' });
	});

	it('lets the administrator in afterwards', async () => {
		const { server, administrator } = await founded();
		expect(
			(await sync(server, { ...administrator, ...(await signedIn(server, administrator)) })).cursor
		).toBe(9);
	});
});

describe('joining', () => {
	async function invited() {
		const office = await founded();
		const made = await invite(office.organisation);
		await publish(office, made.entries);
		const keys = await newKeys();
		const { joined } = await acceptedBy(office.organisation, made.text, keys);
		const { server } = office;
		const join = async (entries = joined.entries, by = keys) =>
			server.post('/api/v1/join', await joinRequest(server, made.text, { keys: by, entries }));
		return { office, server, made, keys, joined, join };
	}

	it('first hands out the keylog, so that the device can check it against its fingerprint', async () => {
		const { join, office } = await invited();
		const answer = await json<JoinResponse>(join([]));
		expect(answer.acks).toEqual([]);
		expect(answer.keylog).toHaveLength(office.organisation.keylog.positions.size);
		expect(answer.keylog.every((entry) => entry.c !== null)).toBe(true);
	});

	it('then takes the device and its space, and the same again when the answer was lost', async () => {
		const { join, joined, server, keys } = await invited();
		const first = await json<JoinResponse>(join());
		expect(first.acks.map((ack) => ack.id)).toEqual(joined.entries.map((entry) => entry.id));
		expect(await json<JoinResponse>(join())).toEqual(first);
		const signing = { signer: joined.signer, position: joined.position };
		await sync(server, { keys, signing, ...(await signedIn(server, { keys })) });
	});

	it('refuses the invite to a second device', async () => {
		const { join, office, made } = await invited();
		await json(join());
		const thief = await newKeys();
		const { joined } = await acceptedBy(office.organisation, made.text, thief);
		expect(await reason(join(joined.entries, thief))).toBe('invite-used');
		expect(await reason(join([], thief))).toBe('invite-used');
	});

	it('refuses the invite after 72 hours', async () => {
		const { join, server } = await invited();
		server.clock.now += 72 * HOUR;
		expect(await reason(join())).toBe('invite-expired');
	});

	it('refuses an invite that the keylog does not have', async () => {
		const { office, server } = await invited();
		const unknown = await invite(office.organisation);
		const keys = await newKeys();
		const request = await joinRequest(server, unknown.text, { keys, entries: [] });
		expect(await reason(server.post('/api/v1/join', request))).toBe('invite-unknown');
	});

	it('refuses who only knows the public key of an invite', async () => {
		const { server, made, keys } = await invited();
		const request = await joinRequest(server, made.text, { keys, entries: [] });
		const other = await invite((await founded()).organisation);
		const forged = await joinRequest(server, other.text, { keys, entries: [] });
		const stolen = { ...request, challenge: forged.challenge };
		expect(await reason(server.post('/api/v1/join', stolen))).toBe('sign-in');
	});

	it('stores nothing of a join that is not whole', async () => {
		const { join, joined, office } = await invited();
		const [device, space, epoch, member] = wire(...joined.entries);
		const answer = await office.server.post('/api/v1/join', {
			...(await joinRequest(office.server, (await invited()).made.text, {
				keys: await newKeys(),
				entries: []
			})),
			entries: [device, space, epoch, member]
		});
		expect(answer.ok).toBe(false);
		const partial = await join(joined.entries.slice(1));
		expect(await partial.json()).toMatchObject({ reason: 'entry-refused', index: 0 });
		await json(join());
	});

	it('says keylog-moved when another statement came first, and takes it signed again', async () => {
		const { join, office, keys, made } = await invited();
		const other = await invite(office.organisation);
		await publish(office, other.entries);
		const answer = await join();
		expect(await answer.json()).toMatchObject({ reason: 'entry-refused', entry: 'keylog-moved' });
		const { joined } = await acceptedBy(office.organisation, made.text, keys);
		await json(join(joined.entries));
		await follow(office.organisation, joined.entries);
	});
});
