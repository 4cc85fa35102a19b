import { describe, expect, it } from 'vitest';
import { newIdentity } from '#lib/trust/age.ts';
import { type Entry } from '#lib/trust/entry.ts';
import { newId } from '#lib/trust/ids.ts';
import { applyKeylog } from '#lib/trust/keylog.ts';
import { grantTargets, personalSpace, recoverySpace } from '#lib/trust/keylog-state.ts';
import { signStatements } from '#lib/trust/sign-statement.ts';
import type { Statement } from '#lib/trust/statements.ts';
import { deviceStatementOf, follow, newDevice, openOffice, signingOn } from './office.ts';
import { NOW } from './people.ts';
import { signedBy, type RuleCase } from './signed-by.ts';

const office = await openOffice();
const { administrator, worker, organisation } = office;
const boss = administrator.by.signer.person;
const practitioner = worker.by.signer.person;
const ownSpace = personalSpace(office.keylog, practitioner)?.space ?? '';
const recovery = recoverySpace(office.keylog)?.space ?? '';
const spare = await newDevice();
const { recipient } = await newIdentity();
const device = (person: string, change: object = {}): Statement => ({
	...deviceStatementOf(spare, person),
	...change
});
const space = (purpose: 'personal' | 'review' | 'recovery', person: string | null): Statement => ({
	type: 'space',
	space: newId(),
	purpose,
	person
});
const epoch = (of: string, number: number): Statement => ({
	type: 'epoch',
	space: of,
	epoch: number,
	recipient,
	files: []
});
const member = (of: string, added: string, files: { epoch: number; file: string }[] = []): Statement => ({
	type: 'member',
	space: of,
	device: added,
	files
});

const TABLE: readonly RuleCase[] = [
	['wrong-signer', 'administrator', 'a recovery space', space('recovery', null)],
	['already-known', 'root', 'a second recovery space', space('recovery', null)],
	['accepted', 'administrator', 'a review space', space('review', null)],
	['wrong-signer', 'practitioner', 'a review space', space('review', null)],
	['wrong-signer', 'root', 'a review space', space('review', null)],
	['wrong-signer', 'administrator', 'a personal space for a practitioner', space('personal', practitioner)],
	['wrong-signer', 'root', 'a personal space', space('personal', practitioner)],
	[
		'already-known',
		'practitioner',
		'a second personal space beside a live one',
		space('personal', practitioner)
	],
	['accepted', 'root', 'a new recovery epoch', epoch(recovery, 2)],
	['wrong-signer', 'administrator', 'a recovery epoch', epoch(recovery, 2)],
	['wrong-signer', 'practitioner', 'a recovery epoch', epoch(recovery, 2)],
	['wrong-epoch', 'root', 'a recovery epoch out of order', epoch(recovery, 3)],
	['accepted', 'practitioner', 'a new personal epoch', epoch(ownSpace, 2)],
	['wrong-epoch', 'practitioner', 'an epoch again', epoch(ownSpace, 1)],
	['wrong-signer', 'administrator', 'an epoch of a practitioner’s space', epoch(ownSpace, 2)],
	['wrong-signer', 'root', 'an epoch of a personal space', epoch(ownSpace, 2)],
	['unknown-space', 'practitioner', 'an epoch of no space', epoch(newId(), 1)],
	[
		'already-known',
		'practitioner',
		'another space’s recipient',
		{ ...epoch(ownSpace, 2), recipient: recoverySpace(office.keylog)?.epochs[0]?.recipient } as Statement
	],
	[
		'wrong-signer',
		'administrator',
		'a member of a practitioner’s space',
		member(ownSpace, administrator.keys.device)
	],
	[
		'other-person',
		'practitioner',
		'somebody else’s device in a personal space',
		member(ownSpace, administrator.keys.device)
	],
	['already-known', 'practitioner', 'a member again', member(ownSpace, worker.keys.device)],
	['unknown-device', 'practitioner', 'a member that is no device', member(ownSpace, newId())],
	['wrong-signer', 'root', 'a member of recovery', member(recovery, administrator.keys.device)],
	['unknown-space', 'practitioner', 'a member of no space', member(newId(), worker.keys.device)],
	['bad-statement', 'administrator', 'a review space of a person', space('review', boss)],
	[
		'bad-statement',
		'practitioner',
		'files that are no files',
		{ ...epoch(ownSpace, 2), files: [{ epoch: 1 }] } as unknown as Statement
	],
	[
		'unknown-statement',
		'administrator',
		'a type from a later version',
		{ type: 'witness' } as unknown as Statement
	],
	[
		'unknown-statement',
		'administrator',
		'a type named like a method',
		{ type: 'toString' } as unknown as Statement
	]
];

describe('who may say what', () => {
	it.each(TABLE)('%s: %s says %s', async (...[reason, who, , statement]) => {
		const outcome = await applyKeylog(office.keylog, await signedBy(who, statement, office), NOW);
		expect(outcome.ok ? 'accepted' : outcome.reason).toBe(reason);
	});
});
describe('a personal space', () => {
	it('takes no epoch or member from a device of the person that is not a member', async () => {
		const added = await follow(office.keylog, [await signedBy('practitioner', device(practitioner), office)]);
		const by = signingOn(added, {
			signer: { tenant: organisation.tenant, person: practitioner, device: spare.device, key: spare.key },
			position: { ...worker.by.position, deviceSeq: 1, devicePrev: null }
		});
		for (const statement of [epoch(ownSpace, 2), member(ownSpace, spare.device)]) {
			const [entry] = await signStatements(by, [statement]);
			expect(await applyKeylog(added, entry as Entry, NOW)).toMatchObject({ reason: 'wrong-signer' });
		}
	});

	it('takes no secret for an epoch that it does not have', async () => {
		const added = await follow(office.keylog, [await signedBy('practitioner', device(practitioner), office)]);
		const entry = await signedBy(
			'practitioner',
			member(ownSpace, spare.device, [{ epoch: 2, file: 'AAAA' }]),
			{ ...office, keylog: added }
		);
		expect(await applyKeylog(added, entry, NOW)).toMatchObject({ reason: 'wrong-epoch' });
	});
});

describe('review spaces', () => {
	it('are named in a person’s statement and get that person’s finals, never drafts', async () => {
		const review = space('review', null) as Extract<Statement, { type: 'space' }>;
		const person = { type: 'person', person: practitioner, reviewSpaces: [review.space] } as const;
		const entries = await signStatements(administrator.by, [review, epoch(review.space, 1), person]);
		const after = await follow(office.keylog, entries);
		const names = (kind: 'draft' | 'final') =>
			grantTargets(after, practitioner, kind)?.map((one) => one.space);
		expect(names('draft')).toEqual([recovery, ownSpace]);
		expect(names('final')).toEqual([recovery, ownSpace, review.space]);
		expect(after.persons.get(practitioner)?.role).toBe('practitioner');
	});
});
