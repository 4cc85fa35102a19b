import { describe, expect, it } from 'vitest';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { newSeed, signingKey } from '#lib/trust/dsse.ts';
import { newId } from '#lib/trust/ids.ts';
import { applyKeylog } from '#lib/trust/keylog.ts';
import { recoverySpace } from '#lib/trust/keylog-state.ts';
import type { Statement } from '#lib/trust/statements.ts';
import { deviceStatementOf, newDevice, openOffice } from './office.ts';
import { NOW } from './people.ts';
import { signedBy, type RuleCase } from './signed-by.ts';

const office = await openOffice();
const { administrator, worker } = office;
const boss = administrator.by.signer.person;
const practitioner = worker.by.signer.person;
const recovery = recoverySpace(office.keylog)?.space ?? '';
const spare = await newDevice();
const key = toBase64Url((await signingKey(newSeed())).publicKey);
const none = { device: null, person: null, invite: null };

const invite = (change: object = {}): Statement => ({
	type: 'invite',
	publicKey: key,
	person: practitioner,
	role: 'practitioner',
	expires: NOW + 1000,
	...change
});
const device = (person: string, change: object = {}): Statement => ({
	...deviceStatementOf(spare, person),
	...change
});
const TABLE: readonly RuleCase[] = [
	['accepted', 'administrator', 'a new person', { type: 'person', person: newId(), reviewSpaces: [] }],
	['wrong-signer', 'practitioner', 'a new person', { type: 'person', person: newId(), reviewSpaces: [] }],
	[
		'wrong-signer',
		'root',
		'a person after the founding',
		{ type: 'person', person: newId(), reviewSpaces: [] }
	],
	[
		'unknown-space',
		'administrator',
		'a person with a review space that is none',
		{ type: 'person', person: newId(), reviewSpaces: [recovery] }
	],
	['accepted', 'administrator', 'a role', { type: 'role', person: practitioner, role: 'manager' }],
	[
		'wrong-signer',
		'practitioner',
		'a role for oneself',
		{ type: 'role', person: practitioner, role: 'administrator' }
	],
	[
		'wrong-signer',
		'root',
		'a role after the founding',
		{ type: 'role', person: practitioner, role: 'manager' }
	],
	[
		'unknown-person',
		'administrator',
		'a role for nobody',
		{ type: 'role', person: newId(), role: 'manager' }
	],
	[
		'last-administrator',
		'administrator',
		'giving up the last administrator role',
		{ type: 'role', person: boss, role: 'manager' }
	],
	['accepted', 'administrator', 'an invite', invite()],
	['wrong-signer', 'practitioner', 'an invite', invite()],
	['wrong-signer', 'root', 'an invite', invite()],
	['unknown-person', 'administrator', 'an invite for nobody', invite({ person: newId() })],
	['invite-too-long', 'administrator', 'an invite for a month', invite({ expires: NOW + 30 * 86_400_000 })],
	[
		'already-known',
		'administrator',
		'an invite key used before',
		invite({ publicKey: [...office.keylog.invites.keys()][0] })
	],
	['accepted', 'practitioner', 'a further device of one’s own', device(practitioner)],
	['wrong-signer', 'practitioner', 'a device for somebody else', device(boss)],
	['wrong-signer', 'administrator', 'a device for a practitioner', device(practitioner)],
	['wrong-signer', 'root', 'a device after the founding', device(boss)],
	['unknown-person', 'administrator', 'a device of nobody', device(newId())],
	[
		'already-known',
		'practitioner',
		'a device id that stands',
		device(practitioner, { device: administrator.keys.device })
	],
	[
		'already-known',
		'practitioner',
		'a signing key that stands',
		device(practitioner, { signKey: toBase64Url(administrator.keys.key.publicKey) })
	],
	[
		'already-known',
		'practitioner',
		'a recipient that stands',
		device(practitioner, { recipient: administrator.keys.recipient })
	],
	[
		'accepted',
		'administrator',
		'the end of a device',
		{ type: 'revoke', ...none, device: worker.keys.device }
	],
	['accepted', 'administrator', 'the end of a person', { type: 'revoke', ...none, person: practitioner }],
	[
		'wrong-signer',
		'practitioner',
		'the end of a device',
		{ type: 'revoke', ...none, device: administrator.keys.device }
	],
	['wrong-signer', 'root', 'the end of a device', { type: 'revoke', ...none, device: worker.keys.device }],
	['unknown-device', 'administrator', 'the end of no device', { type: 'revoke', ...none, device: newId() }],
	['unknown-person', 'administrator', 'the end of nobody', { type: 'revoke', ...none, person: newId() }],
	['unknown-invite', 'administrator', 'the end of no invite', { type: 'revoke', ...none, invite: key }],
	[
		'invite-used',
		'administrator',
		'the end of a used invite',
		{ type: 'revoke', ...none, invite: [...office.keylog.invites.keys()][0] ?? '' }
	],
	[
		'last-administrator',
		'administrator',
		'the end of the last administrator’s device',
		{ type: 'revoke', ...none, device: administrator.keys.device }
	],
	[
		'last-administrator',
		'administrator',
		'the end of the last administrator',
		{ type: 'revoke', ...none, person: boss }
	],
	['accepted', 'administrator', 'a policy', { type: 'policy', settings: { 'kdf.memory': 65536 } }],
	['wrong-signer', 'practitioner', 'a policy', { type: 'policy', settings: {} }],
	['wrong-signer', 'root', 'a policy after the founding', { type: 'policy', settings: {} }],
	[
		'bad-statement',
		'administrator',
		'a role of odd form',
		{ type: 'role', person: practitioner, role: 'Big Boss' }
	],
	[
		'bad-statement',
		'practitioner',
		'a signing key that proves nothing',
		device(practitioner, { signKey: toBase64Url(new Uint8Array(32)) })
	],
	[
		'bad-statement',
		'practitioner',
		'a device with a classical recipient',
		device(practitioner, { recipient: 'age1xyz' })
	],
	[
		'bad-statement',
		'practitioner',
		'a proof without invite',
		device(practitioner, { proof: toBase64Url(new Uint8Array(64)) })
	],
	[
		'bad-statement',
		'administrator',
		'an end of two things',
		{ type: 'revoke', device: worker.keys.device, person: boss, invite: null }
	],
	['bad-statement', 'administrator', 'an end of nothing', { type: 'revoke', ...none }]
];

describe('who may say what', () => {
	it.each(TABLE)('%s: %s says %s', async (...[reason, who, , statement]) => {
		const outcome = await applyKeylog(office.keylog, await signedBy(who, statement, office), NOW);
		expect(outcome.ok ? 'accepted' : outcome.reason).toBe(reason);
	});
});
