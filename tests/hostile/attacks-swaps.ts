/** Entries in another place than their own: grants, records, offices, suites. */
import { newId } from '#lib/trust/ids.ts';
import { personalSpace } from '#lib/trust/keylog-state.ts';
import { forged, keyOf, signedFields, type Wire } from '../support/hostile-forge.ts';
import type { Accomplice, Scene } from '../support/hostile-scene.ts';
import { adding, changingPhone, once, type Hostile } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

import {
	after,
	drafting,
	phone,
	phonesDraft,
	stranger,
	strangersDraft,
	type Change
} from '../support/hostile-drafts.ts';
const grantOf = ({ log, record }: Scene): Wire => {
	const found = log.find(({ header }) => header.kind === 'grant' && header.record === record);
	if (found === undefined) throw new TypeError('no grant');
	return found;
};

/** A grant of the record's key with other header members, signed by whichever device. */
function granting(by: (scene: Scene) => Accomplice, header: Change): Hostile {
	return adding(async (scene) => {
		const fields = { ...signedFields(scene, by(scene)), ...header(scene) };
		return [await forged(grantOf(scene), await keyOf(by(scene)), { header: fields })];
	});
}

const spaceOf = (by: (scene: Scene) => Accomplice) => (scene: Scene) => ({
	space: personalSpace(scene.newKeylog, by(scene).person)?.space,
	epoch: 1
});

const ghostGrants = of('ghost recipient', [
	{
		name: "a colleague's grant of this record to their own space",
		ends: 'refused: bad-body',
		hostile: granting(stranger, spaceOf(stranger))
	},
	{
		name: 'a grant to a space that the keylog does not have',
		ends: 'refused: unknown-recipient',
		hostile: granting(phone, () => ({ space: newId() }))
	},
	{
		name: 'a grant to an epoch that the keylog does not have',
		ends: 'refused: unknown-recipient',
		hostile: granting(phone, () => ({ epoch: 7 }))
	},
	{
		name: "a grant from a stolen phone to a colleague's own space",
		ends: 'refused: unknown-recipient',
		hostile: granting(phone, spaceOf(stranger))
	}
]);

const swaps = of('cross-record swap', [
	{
		name: "the body of a colleague's record under this record's header",
		ends: 'not-doorstep',
		hostile: once((answer, { scene }) => {
			const own = phonesDraft(scene);
			return {
				...answer,
				pull: answer.pull.map((one) => (one.h === own.h ? { ...one, c: strangersDraft(scene).c } : one))
			};
		})
	},
	{
		name: "this record's entry named as another record's",
		ends: 'refused: bad-signature',
		hostile: drafting(phone, ({ unsent }) => ({ record: unsent }))
	},
	{
		name: "a colleague's body, signed by the colleague as this record's next draft",
		ends: 'refused: not-owner',
		hostile: adding(async (scene) => {
			const from = strangersDraft(scene);
			const header = { ...signedFields(scene, scene.stranger), ...after(scene), record: scene.record };
			return [await forged(from, await keyOf(scene.stranger), { header })];
		})
	},
	{
		name: "a colleague's body in a draft that a stolen phone signed: it opens under no key",
		ends: 'quiet',
		allowed: { stores: true },
		found: 'named on the record itself: a version that cannot be opened here',
		hostile: adding(async (scene) => {
			const { c } = strangersDraft(scene);
			const header = { ...signedFields(scene, scene.phone), ...after(scene) };
			return [await forged({ header: phonesDraft(scene).header, c }, await keyOf(scene.phone), { header })];
		})
	},
	{
		name: "the person's own earlier body in a draft that a stolen phone signed",
		ends: 'quiet',
		allowed: { stores: true },
		found: 'named on the record itself: a version that cannot be opened here',
		hostile: adding(async (scene) => {
			const first = scene.log.find(({ header }) => header.record === scene.record && header.kind === 'draft');
			const header = { ...signedFields(scene, scene.phone), ...after(scene) };
			return [
				await forged({ header: phonesDraft(scene).header, c: first?.c ?? null }, await keyOf(scene.phone), {
					header
				})
			];
		})
	}
]);

const tenants = of('cross-tenant swap', [
	{
		name: "drafts and grants of another office in this office's log",
		ends: 'refused: foreign-tenant',
		hostile: adding((scene) => Promise.resolve(scene.otherLog.filter(({ header }) => header.kind !== 'key')))
	},
	{
		name: "another office's keylog behind this one's",
		ends: 'refused: foreign-tenant',
		hostile: adding((scene) =>
			Promise.resolve(scene.otherLog.filter(({ header }) => header.kind === 'key').slice(1))
		)
	},
	{
		name: 'the whole log of another office in the place of this one',
		ends: 'refused: foreign-tenant',
		lost: 'what it kept back comes again after the fork',
		hostile: once((answer, { request, scene }) => {
			const pull = scene.otherLog.map((one, at) => ({
				...one,
				header: undefined,
				seq: request.cursor + 1 + at
			}));
			return { ...answer, pull, cursor: request.cursor + pull.length };
		})
	},
	{
		name: "this person's draft, signed by the phone for another tenant",
		ends: 'refused: foreign-tenant',
		hostile: drafting(phone, ({ otherLog }) => ({ tenant: otherLog[0]?.header.tenant }), phone)
	}
]);

const suites = of('downgrade', [
	{
		name: 'another suite in a body that is signed for',
		ends: 'not-doorstep',
		hostile: changingPhone((entry) => ({ ...entry, c: withSuite(entry.c) }))
	},
	{
		name: 'another suite in a body that a stolen phone signed: it opens under no key',
		ends: 'quiet',
		allowed: { stores: true },
		found: 'named on the record itself: a version that cannot be opened here',
		hostile: adding(async (scene) => {
			const header = { ...signedFields(scene, scene.phone), ...after(scene) };
			const c = withSuite(phonesDraft(scene).c);
			return [await forged({ header: phonesDraft(scene).header, c }, await keyOf(scene.phone), { header })];
		})
	},
	{
		name: 'an older schema named in the header',
		ends: 'refused: bad-signature',
		hostile: drafting(phone, () => ({ schema: 9 }))
	}
]);

/** DRL1's fifth byte. */
function withSuite(c: string | null): string {
	const bytes = Buffer.from(c ?? '', 'base64url');
	bytes[4] = 0;
	return bytes.toString('base64url');
}

export const SWAP_ATTACKS: readonly Attack[] = [...ghostGrants, ...swaps, ...tenants, ...suites];
