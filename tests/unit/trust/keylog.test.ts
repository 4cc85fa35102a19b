import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '#lib/trust/bytes.ts';
import { newSeed, signingKey } from '#lib/trust/dsse.ts';
import { type Entry } from '#lib/trust/entry.ts';
import { newId } from '#lib/trust/ids.ts';
import { applyKeylog, replayKeylog } from '#lib/trust/keylog.ts';
import {
	grantTargets,
	isAdministrator,
	membersOf,
	personalSpace,
	recoverySpace,
	spacesOf,
	standing,
	startKeylog,
	type Keylog
} from '#lib/trust/keylog-state.ts';
import { signRootStatements, signStatements } from '#lib/trust/sign-statement.ts';
import { openSecrets } from '#lib/trust/space-secret.ts';
import { follow, newDevice, openOffice, rootSigning, signingOn } from './office.ts';
import { newSigner, NOW, someEntry } from './people.ts';

const office = await openOffice();
const { organisation, administrator, worker, keylog } = office;
const { person: boss } = administrator.by.signer;
const { person: practitioner, tenant } = worker.by.signer;

async function reasonOf(entry: Entry | undefined, on: Keylog = keylog, receivedAt = NOW): Promise<string> {
	if (entry === undefined) return 'no entry';
	const outcome = await applyKeylog(on, entry, receivedAt);
	return outcome.ok ? 'accepted' : outcome.reason;
}

describe('an organisation and a practitioner', () => {
	it('chain from the fingerprint in the invite, in one line', () => {
		expect(office.entries).toHaveLength(15);
		expect(keylog.head).toBe(office.entries.at(-1)?.id);
		expect(keylog.tenant).toBe(organisation.tenant);
		expect(isAdministrator(keylog, boss)).toBe(true);
		expect(isAdministrator(keylog, practitioner)).toBe(false);
		expect(keylog.persons.get(practitioner)?.role).toBe('practitioner');
	});

	it('give each a personal space with one member, and recovery to all', () => {
		for (const { by, keys } of [administrator, worker]) {
			const own = personalSpace(keylog, by.signer.person);
			expect(membersOf(keylog, own?.space ?? '').map(({ device }) => device)).toEqual([keys.device]);
			expect(spacesOf(keylog, keys.device).map(({ space }) => space)).toEqual([own?.space]);
			expect(grantTargets(keylog, by.signer.person, 'final')).toEqual([
				recoverySpace(keylog)?.epochs[0],
				own?.epochs[0]
			]);
		}
		expect(grantTargets(keylog, newId(), 'draft')).toBeUndefined();
	});

	it('let each device open its own secret and no other', async () => {
		const opened = await openSecrets(keylog, worker.keys.identity);
		expect(opened).toEqual({ secrets: [worker.joined.personal], wrong: [] });
		const bosses = await openSecrets(keylog, administrator.keys.identity);
		expect(bosses.secrets).toEqual([organisation.personal]);
		expect((await openSecrets(keylog, (await newDevice()).identity)).secrets).toEqual([]);
	});

	it('puts no private key and no invite secret into the log', () => {
		const log = office.entries.map(
			({ h, c }) => new TextDecoder().decode(h) + new TextDecoder().decode(c ?? h)
		);
		const { rootSeed, recoveryIdentity } = organisation.kit;
		for (const secret of [rootSeed, recoveryIdentity, worker.keys.identity, 'AGE-SECRET']) {
			expect(log.join('').includes(secret)).toBe(false);
		}
	});

	it('continue from where the returned position says', async () => {
		const { signer, position } = worker.joined;
		expect(position).toMatchObject({ deviceSeq: 5, devicePrev: keylog.head, keylogHead: keylog.head });
		const [entry] = await signStatements({ signer, position }, []);
		expect(entry).toBeUndefined();
	});
});

describe('standing', () => {
	it('is that of the keylog head which an entry names', async () => {
		const { device } = worker.keys;
		const revoke = { type: 'revoke', device, person: null, invite: null } as const;
		const entries = await signStatements(administrator.by, [revoke]);
		const after = await follow(keylog, entries);
		const before = office.entries[0]?.id ?? '';
		expect(standing(after, device, before)).toBe('unknown-device');
		expect(standing(after, device, keylog.head ?? '')).toBe('stands');
		expect(standing(after, device, after.head ?? '')).toBe('revoked');
		expect(standing(after, device, 'elsewhere')).toBe('unknown-head');
		expect(standing(after, newId(), after.head ?? '')).toBe('unknown-device');
		expect(membersOf(after, worker.joined.personal.space)).toEqual([]);
		const [late] = await signStatements(signingOn(after, worker.by), [revoke]);
		expect(await reasonOf(late, after)).toBe('revoked-device');
	});
});

describe('what no keylog takes', () => {
	it('another root, or a first entry that is none', async () => {
		const other = await openOffice();
		const [first, second] = other.entries;
		expect(await reasonOf(first, startKeylog(organisation.fingerprint))).toBe('other-root');
		expect(await reasonOf(second, startKeylog(other.organisation.fingerprint))).toBe('keylog-moved');
		expect(await reasonOf(other.entries.at(-1))).toBe('foreign-tenant');
		const root = await rootSigning(other, startKeylog(other.organisation.fingerprint));
		const [person] = await signRootStatements(root, [{ type: 'person', person: newId(), reviewSpaces: [] }]);
		expect(await reasonOf(person, startKeylog(other.organisation.fingerprint))).toBe('no-root');
	});

	it('a root statement that its own key did not sign', async () => {
		const seed = fromBase64Url(organisation.kit.rootSeed) ?? new Uint8Array();
		const { publicKey } = await signingKey(seed);
		const thief = { tenant, key: await signingKey(newSeed()), keylogHead: null, clientAt: NOW };
		const said = { type: 'root', publicKey: toBase64Url(publicKey) } as const;
		const [forged] = await signRootStatements(thief, [said]);
		expect(await reasonOf(forged, startKeylog(organisation.fingerprint))).toBe('bad-signature');
	});

	it('a second root, an old head, another kind, a pruned body', async () => {
		const root = await rootSigning(office);
		const publicKey = toBase64Url(root.key.publicKey);
		expect(await reasonOf((await signRootStatements(root, [{ type: 'root', publicKey }]))[0])).toBe(
			'already-known'
		);
		expect(await reasonOf(office.entries[3])).toBe('keylog-moved');
		expect(await reasonOf(await someEntry(worker.by.signer))).toBe('not-a-statement');
		const [policy] = await signStatements(administrator.by, [{ type: 'policy', settings: { floor: 1 } }]);
		expect(await reasonOf(policy && { ...policy, c: null })).toBe('not-a-statement');
		expect(await reasonOf(policy)).toBe('accepted');
	});

	it('a statement under a device key that is not the keylog\u2019s, or under another name', async () => {
		const policy = { type: 'policy', settings: {} } as const;
		const thief = { ...administrator.by.signer, key: await signingKey(newSeed()) };
		const [forged] = await signStatements({ ...administrator.by, signer: thief }, [policy]);
		expect(await reasonOf(forged)).toBe('bad-signature');
		const posing = { ...worker.by.signer, person: boss };
		const [posed] = await signStatements({ ...worker.by, signer: posing }, [policy]);
		expect(await reasonOf(posed)).toBe('wrong-author');
		const stranger = await newSigner(tenant);
		const [unknown] = await signStatements({ ...worker.by, signer: stranger }, [policy]);
		expect(await reasonOf(unknown)).toBe('unknown-device');
	});

	it('one flipped bit anywhere in header, signature or body', async () => {
		const [entry] = await signStatements(administrator.by, [{ type: 'policy', settings: { a: 1 } }]);
		if (entry === undefined) throw new TypeError('no entry');
		const s = Uint8Array.from(entry.s, (byte, at) => (at === 5 ? byte ^ 1 : byte));
		expect(await reasonOf({ ...entry, s })).toBe('bad-signature');
		const h = Uint8Array.from(entry.h, (byte, at) => (at === 30 ? byte ^ 1 : byte));
		expect(await reasonOf({ ...entry, h })).toBe('bad-signature');
	});

	it('what stands after the entry that was refused', async () => {
		const without = office.entries.filter((_one, at) => at !== 8);
		const replay = await replayKeylog(startKeylog(organisation.fingerprint), without);
		expect(replay.keylog.positions.size).toBe(8);
		expect(replay.stopped).toEqual({ entry: office.entries[9]?.id, reason: 'keylog-moved' });
	});
});
