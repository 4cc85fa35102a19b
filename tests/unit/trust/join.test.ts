import { describe, expect, it } from 'vitest';
import { randomBytes, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, signEntry, type Entry } from '#lib/trust/entry.ts';
import { parseFingerprint } from '#lib/trust/ids.ts';
import { makeInvite, readInvite, writeInvite } from '#lib/trust/invite.ts';
import { acceptInvite, addDevice } from '#lib/trust/join.ts';
import { applyKeylog } from '#lib/trust/keylog.ts';
import {
	grantTargets,
	liveDevices,
	personalSpace,
	startKeylog,
	type Keylog
} from '#lib/trust/keylog-state.ts';
import { signStatements } from '#lib/trust/sign-statement.ts';
import { openSecrets } from '#lib/trust/space-secret.ts';
import { follow, newDevice, openOffice, signingOn } from './office.ts';
import { NOW, POSITION } from './people.ts';

const office = await openOffice();
const { organisation, administrator, worker, keylog } = office;
const { person: practitioner, tenant } = worker.by.signer;

async function reasonOf(entry: Entry | undefined, on: Keylog = keylog, receivedAt = NOW): Promise<string> {
	if (entry === undefined) return 'no entry';
	const outcome = await applyKeylog(on, entry, receivedAt);
	return outcome.ok ? 'accepted' : outcome.reason;
}

describe('invites', () => {
	const invitation = {
		fingerprint: organisation.fingerprint,
		role: 'practitioner',
		person: null,
		issuedAt: NOW
	};

	it('read back from text however it is typed', () => {
		const invite = { secret: randomBytes(16), fingerprint: organisation.fingerprint };
		const text = writeInvite(invite);
		expect(text).toMatch(/^[a-z2-7]{26}-[a-z2-7]{52}$/);
		expect(readInvite(` ${text.toUpperCase().replace(/(.{4})/g, '$1 ')}`)).toEqual(invite);
		for (const bad of ['', text.slice(1), `${text}a`, text.replace(/.$/, '1')]) {
			expect(readInvite(bad)).toBeUndefined();
		}
	});

	it('work once: the first use in the log wins', async () => {
		const made = await makeInvite(administrator.by, invitation);
		const invited = await follow(keylog, made.entries);
		const first = await acceptInvite(made.text, invited, { keys: await newDevice(), clientAt: NOW });
		const second = await acceptInvite(made.text, invited, { keys: await newDevice(), clientAt: NOW });
		const won = await follow(invited, first.ok ? first.value.entries : []);
		expect(await reasonOf(second.ok ? second.value.entries[0] : undefined, won)).toBe('keylog-moved');
		const again = await acceptInvite(made.text, won, { keys: await newDevice(), clientAt: NOW });
		expect(again).toEqual({ ok: false, reason: 'invite-used' });
		const onOld = await acceptInvite(
			made.text,
			{ ...invited, head: won.head },
			{
				keys: await newDevice(),
				clientAt: NOW
			}
		);
		expect(await reasonOf(onOld.ok ? onOld.value.entries[0] : undefined, won)).toBe('invite-used');
	});

	it('expire after 72 hours by the time of receipt, whatever the device says', async () => {
		const made = await makeInvite(administrator.by, invitation);
		const invited = await follow(keylog, made.entries);
		const joined = await acceptInvite(made.text, invited, { keys: await newDevice(), clientAt: 1 });
		const entry = joined.ok ? joined.value.entries[0] : undefined;
		expect(made.expires).toBe(NOW + 72 * 3_600_000);
		expect(await reasonOf(entry, invited, made.expires - 1)).toBe('accepted');
		expect(await reasonOf(entry, invited, made.expires)).toBe('invite-expired');
		const unjudged = await applyKeylog(invited, entry as Entry, null);
		expect(unjudged.ok).toBe(true);
	});

	it('cannot be dated to hold longer', async () => {
		const long = await makeInvite(administrator.by, { ...invitation, issuedAt: NOW + 3_600_000 });
		const [person, invite] = long.entries;
		const named = await follow(keylog, person === undefined ? [] : [person]);
		expect(await reasonOf(invite, named)).toBe('invite-too-long');
	});

	it('are refused when they are of another organisation, unknown, or no invite', async () => {
		const at = { keys: worker.keys, clientAt: NOW };
		const foreign = writeInvite({
			secret: randomBytes(16),
			fingerprint: parseFingerprint('a'.repeat(52)) ?? ''
		});
		const unknown = writeInvite({ secret: randomBytes(16), fingerprint: organisation.fingerprint });
		expect(await acceptInvite(foreign, keylog, at)).toEqual({ ok: false, reason: 'other-root' });
		expect(await acceptInvite(unknown, keylog, at)).toEqual({ ok: false, reason: 'unknown-invite' });
		expect(await acceptInvite('hello', keylog, at)).toEqual({ ok: false, reason: 'not-an-invite' });
		const empty = startKeylog(organisation.fingerprint);
		expect(await acceptInvite(unknown, empty, at)).toEqual({ ok: false, reason: 'other-root' });
	});

	it('can be withdrawn', async () => {
		const made = await makeInvite(administrator.by, invitation);
		const invited = await follow(keylog, made.entries);
		const publicKey = [...invited.invites.keys()].at(-1) ?? '';
		const by = signingOn(invited, administrator.by);
		const none = { device: null, person: null };
		const withdrawn = await follow(
			invited,
			await signStatements(by, [{ type: 'revoke', ...none, invite: publicKey }])
		);
		const late = await acceptInvite(made.text, withdrawn, { keys: await newDevice(), clientAt: NOW });
		expect(late).toEqual({ ok: false, reason: 'invite-revoked' });
	});

	it('need the secret: a stolen public key proves nothing', async () => {
		const made = await makeInvite(administrator.by, invitation);
		const invited = await follow(keylog, made.entries);
		const keys = await newDevice();
		const joined = await acceptInvite(made.text, invited, { keys, clientAt: NOW });
		const [entry] = joined.ok ? joined.value.entries : [];
		const statement = JSON.parse(new TextDecoder().decode(entry?.c ?? utf8('{}'))) as Record<string, unknown>;
		const signer = { tenant, person: made.person, device: keys.device, key: keys.key };
		const header = draftHeader({ signer, position: { ...POSITION, keylogHead: invited.head } }, 'key', {});
		const bent = async (change: object): Promise<string> =>
			reasonOf(await signEntry(header, canonicalBytes({ ...statement, ...change }), keys.key), invited);
		expect(await bent({})).toBe('accepted');
		expect(await bent({ proof: toBase64Url(new Uint8Array(64)) })).toBe('bad-proof');
		expect(await bent({ recipient: administrator.keys.recipient })).toBe('bad-proof');
		expect(await bent({ person: practitioner })).toBe('wrong-author');
		expect(await bent({ invite: null, proof: null })).toBe('unknown-device');
		expect(await bent({ signKey: toBase64Url(worker.keys.key.publicKey) })).toBe('bad-signature');
	});
});

describe('a further device', () => {
	it('is vouched for by the first and can open the personal space', async () => {
		const tablet = await newDevice();
		const space = personalSpace(keylog, practitioner);
		const entries = await addDevice(worker.by, {
			device: tablet.device,
			signKey: toBase64Url(tablet.key.publicKey),
			recipient: tablet.recipient,
			space: space ?? (undefined as never),
			secrets: [worker.joined.personal]
		});
		const after = await follow(keylog, entries);
		expect(liveDevices(after, practitioner)).toHaveLength(2);
		expect((await openSecrets(after, tablet.identity)).secrets).toEqual([worker.joined.personal]);
	});
});

describe('total loss', () => {
	const none = { person: null, invite: null };

	it('lets a new invite bring a device with a new personal space, never into the old one', async () => {
		const revoke = { type: 'revoke', device: worker.keys.device, ...none } as const;
		const lost = await follow(keylog, await signStatements(administrator.by, [revoke]));
		expect(grantTargets(lost, practitioner, 'draft')).toBeUndefined();
		const made = await makeInvite(signingOn(lost, administrator.by), {
			fingerprint: organisation.fingerprint,
			role: 'practitioner',
			person: practitioner,
			issuedAt: NOW
		});
		expect(made.entries).toHaveLength(1);
		const invited = await follow(lost, made.entries);
		const joined = await acceptInvite(made.text, invited, { keys: await newDevice(), clientAt: NOW });
		if (!joined.ok) throw new TypeError(joined.reason);
		const after = await follow(invited, joined.value.entries);
		const old = personalSpace(keylog, practitioner)?.space ?? '';
		expect(personalSpace(after, practitioner)?.space).not.toBe(old);
		const by = signingOn(after, joined.value);
		const member = { type: 'member', space: old, device: by.signer.device, files: [] } as const;
		const [intruder] = await signStatements(by, [member]);
		expect(await reasonOf(intruder, after)).toBe('wrong-signer');
	});

	it('cannot be claimed while the person still has a device', async () => {
		const made = await makeInvite(administrator.by, {
			fingerprint: organisation.fingerprint,
			role: 'practitioner',
			person: practitioner,
			issuedAt: NOW
		});
		const invited = await follow(keylog, made.entries);
		const joined = await acceptInvite(made.text, invited, { keys: await newDevice(), clientAt: NOW });
		const entry = joined.ok ? joined.value.entries[0] : undefined;
		expect(await reasonOf(entry, invited)).toBe('person-has-device');
	});
});
