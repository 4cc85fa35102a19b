import { afterEach, describe, expect, it, vi } from 'vitest';
import { invitePerson, joinOrganisation, setUpOrganisation } from '#lib/app/join.ts';
import { issueSetupCode } from '#lib/server/setup.ts';
import {
	connect,
	disconnect,
	foundedByDrawer,
	invitation,
	joinedPractitioner,
	KIT_WORDS,
	newOfficeDevice
} from '../../support/office-drawer.ts';
import { kept, PLACE, spoilt, textOf } from '../../support/drawer.ts';
import { testServer } from '../../support/test-office.ts';

afterEach(() => vi.unstubAllGlobals());

const reasonOf = (outcome: { ok: boolean; reason?: string }) => (outcome.ok ? 'done' : outcome.reason);

describe('setting up', () => {
	it('makes this device an administrator’s once the server said yes', async () => {
		const { administrator, fingerprint } = await foundedByDrawer();
		const facts = await administrator.reopened().vault.membership();
		expect(facts).toMatchObject({ state: 'joined', isAdministrator: true, fingerprint });
	});

	it('releases nothing before the kit was read back', async () => {
		const { vault } = await newOfficeDevice();
		await vault.prepareOrganisation(KIT_WORDS);
		expect(await vault.waitingFoundation()).toBeUndefined();
		expect(reasonOf(await setUpOrganisation(vault, 'any'))).toBe('nothing-prepared');
		expect(reasonOf(await vault.invite({ role: 'practitioner', issuedAt: 1 }))).toBe('not-joined');
	});

	it('names what is wrong with a kit', async () => {
		const [one, other] = [await newOfficeDevice(), await newOfficeDevice()];
		const kit = await one.vault.prepareOrganisation(KIT_WORDS);
		const foreign = await other.vault.prepareOrganisation(KIT_WORDS);
		if (!kit.ok || !foreign.ok) return expect.fail('no kit');
		expect(reasonOf(await one.vault.checkKit(kit.kit, 'another passphrase'))).toBe('wrong-passphrase');
		expect(reasonOf(await one.vault.checkKit(foreign.kit, KIT_WORDS))).toBe('other-organisation');
		expect(reasonOf(await one.vault.checkKit(new Uint8Array(40), KIT_WORDS))).toBe('not-age');
		expect(await one.vault.waitingFoundation()).toBeUndefined();
		expect((await one.vault.checkKit(kit.kit, KIT_WORDS)).ok).toBe(true);
	});

	it('keeps the root key and the recovery identity out of the drawer', async () => {
		const { administrator } = await foundedByDrawer();
		const rows = await administrator.db.entries.toArray();
		const text = Buffer.concat(rows.flatMap(({ h, c }) => (c ? [h, c] : [h]))).toString('latin1');
		expect(text).not.toContain('AGE-SECRET');
		expect(rows.every((row) => row.state === 'acked' && (row.seq ?? 0) > 0)).toBe(true);
	});

	it('goes on after an answer that was lost: the code is used, and by us', async () => {
		const server = await testServer(PLACE.now());
		const code = (await issueSetupCode(server.office)) ?? '';
		const device = await newOfficeDevice();
		const made = await device.vault.prepareOrganisation(KIT_WORDS);
		if (made.ok) await device.vault.checkKit(made.kit, KIT_WORDS);
		const { tenant = '', entries = [] } = (await device.vault.waitingFoundation()) ?? {};
		expect((await server.post('/api/v1/setup', { code, tenant, entries })).ok).toBe(true);
		connect(server);
		const again = device.reopened().vault;
		expect(await setUpOrganisation(again, code)).toEqual({ ok: true, value: null });
		expect((await again.membership())?.state).toBe('joined');
	});

	it('says when the code was used by others, is wrong, or the server is not there', async () => {
		const { server } = await foundedByDrawer();
		const late = await newOfficeDevice();
		const made = await late.vault.prepareOrganisation(KIT_WORDS);
		if (made.ok) await late.vault.checkKit(made.kit, KIT_WORDS);
		expect(reasonOf(await setUpOrganisation(late.vault, 'AAAA'))).toBe('setup-code-used');
		disconnect();
		expect(reasonOf(await setUpOrganisation(late.vault, 'AAAA'))).toBe('unreachable');
		vi.stubGlobal('fetch', () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })));
		expect(reasonOf(await setUpOrganisation(late.vault, 'AAAA'))).toBe('not-understood');
		expect(await late.vault.waitingFoundation()).toBeDefined();
		connect(server);
	});
});

describe('joining by an invite', () => {
	it('makes this device the person’s, with a space of its own and the fingerprint pinned', async () => {
		const { device, fingerprint } = await joinedPractitioner();
		const facts = await device.reopened().vault.membership();
		expect(facts).toMatchObject({
			state: 'joined',
			role: 'practitioner',
			isAdministrator: false,
			fingerprint
		});
		expect((await device.vault.invite({ role: 'practitioner', issuedAt: PLACE.now() })).ok).toBe(false);
	});

	it('takes an invite once, and only in time', async () => {
		const { administrator, server } = await foundedByDrawer();
		const text = await invitation(administrator);
		const [first, second, third] = [
			await newOfficeDevice(),
			await newOfficeDevice(),
			await newOfficeDevice()
		];
		expect((await joinOrganisation(first.vault, text)).ok).toBe(true);
		expect(reasonOf(await joinOrganisation(second.vault, text))).toBe('invite-used');
		const later = await invitation(administrator);
		server.clock.now += 73 * 60 * 60 * 1000;
		expect(reasonOf(await joinOrganisation(third.vault, later))).toBe('invite-expired');
		expect((await third.vault.membership())?.state).toBe('none');
	});

	it('refuses a keylog of another organisation than the invite’s', async () => {
		const { administrator } = await foundedByDrawer();
		const text = await invitation(administrator);
		const other = (await foundedByDrawer()).administrator;
		const device = await newOfficeDevice();
		expect(reasonOf(await joinOrganisation(device.vault, text))).toBe('invite-unknown');
		const rows = await other.db.entries.toArray();
		const foreign = rows.map(({ h, s, c, seq = 0 }) => ({
			h: Buffer.from(h).toString('base64url'),
			s: Buffer.from(s).toString('base64url'),
			c: Buffer.from(c ?? h).toString('base64url'),
			seq
		}));
		const inOrder = foreign.sort((one, another) => one.seq - another.seq);
		expect(reasonOf(await device.vault.join(text, inOrder))).toBe('other-root');
	});

	it('recognises itself when the answer to joining was lost', async () => {
		const { administrator, server } = await foundedByDrawer();
		const text = await invitation(administrator);
		const device = await newOfficeDevice();
		const lossy = {
			...device.vault,
			confirmJoin: () => Promise.resolve({ ok: false, reason: 'storage' } as const)
		};
		expect(reasonOf(await joinOrganisation(lossy, text))).toBe('storage');
		connect(server);
		expect(await joinOrganisation(device.reopened().vault, text)).toEqual({ ok: true, value: null });
		const person = (await device.vault.membership()) as { person: string };
		expect(person.person).toMatch(/^[a-z2-7]{26}$/);
	});

	it('invites on top of what another administrator’s tab said meanwhile', async () => {
		const { administrator } = await foundedByDrawer();
		const both = await Promise.all([
			invitePerson(administrator.vault, 'practitioner'),
			invitePerson(administrator.reopened().vault, 'practitioner')
		]);
		expect(both.some(({ ok }) => ok)).toBe(true);
		const again = await invitePerson(administrator.vault, 'practitioner');
		expect(again.ok).toBe(true);
	});
});

describe('a challenge', () => {
	const challenge = (origin: string, expires: number) => ({
		challenge: { tenant: 'a'.repeat(26), device: 'a'.repeat(26), origin, nonce: 'x'.repeat(43), expires },
		serverNow: 1_000_000
	});

	it('is signed for our own origin and in time, by the server’s clock', async () => {
		const { vault } = await newOfficeDevice();
		expect((await vault.signChallenge(challenge(PLACE.origin, 1_060_000))).ok).toBe(true);
		expect(reasonOf(await vault.signChallenge(challenge('https://other.test', 1_060_000)))).toBe(
			'other-origin'
		);
		expect(reasonOf(await vault.signChallenge(challenge(PLACE.origin, 1_000_000)))).toBe('expired');
		expect(reasonOf(await vault.signChallenge(challenge(PLACE.origin, 9_000_000)))).toBe('too-long');
	});
});

describe('what is red', () => {
	it('a membership that does not open: nothing is signed, drafts work', async () => {
		const { device } = await joinedPractitioner();
		const id = await kept(device, 'still here');
		const [row] = await device.db.membership.toArray();
		if (row) await device.db.membership.put({ ...row, blob: spoilt(row.blob) });
		const { vault } = device.reopened();
		expect(await vault.membership()).toMatchObject({ state: 'red', reason: 'membership-damaged' });
		expect(reasonOf(await vault.cut(id))).toBe('membership-damaged');
		expect(await textOf(device, id)).toBe('still here');
	});

	it('a keylog with a statement less than was pinned', async () => {
		const { device } = await joinedPractitioner();
		const last = (await device.db.entries.where('kind').equals('key').toArray()).sort(
			(one, other) => (other.seq ?? 0) - (one.seq ?? 0)
		)[0];
		await device.db.entries.delete(last?.id ?? '');
		expect(await device.reopened().vault.membership()).toMatchObject({
			state: 'red',
			reason: 'keylog-regressed'
		});
	});

	it('a keylog that does not chain', async () => {
		const { device } = await joinedPractitioner();
		const rows = await device.db.entries.where('kind').equals('key').sortBy('seq');
		await device.db.entries.delete(rows[2]?.id ?? '');
		expect(await device.reopened().vault.membership()).toMatchObject({
			state: 'red',
			reason: 'keylog-broken'
		});
	});
});
