/** Entries that are not what they say: of nobody, of another, of another record or office, or not allowed. */
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { personalSpace } from '#lib/trust/keylog-state.ts';
import { flippedBit, forged, keyOf, noise, signedFields, strayKey, type Wire } from '../support/hostile-forge.ts';
import type { Accomplice, Scene } from '../support/hostile-scene.ts';
import { adding, changingPhone, once, type Hostile } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

/** The phone's newest draft of the record that both have. */
export function phonesDraft({ log, phone, record }: Scene): Wire {
	const found = log.findLast(({ header }) => header.device === phone.device.keys.device && header.record === record);
	if (found === undefined) throw new TypeError('nothing of the phone');
	return found;
}

const strangersDraft = ({ log, foreign }: Scene): Wire => {
	const found = log.find(({ header }) => header.record === foreign && header.kind === 'draft');
	if (found === undefined) throw new TypeError('nothing of the stranger');
	return found;
};

/** The next revision after the phone's. */
const after = (scene: Scene) => ({ n: 3, parents: [phonesDraft(scene).id], salt: null });

type Change = (scene: Scene) => object;

/** A draft of the record after the phone's newest, in whoever's name, signed by whichever device's key. */
function drafting(by: (scene: Scene) => Accomplice, header: Change, signer?: (scene: Scene) => Accomplice): Hostile {
	return adding(async (scene) => {
		const fields = { ...signedFields(scene, by(scene)), ...after(scene), ...header(scene) };
		const key = signer === undefined ? await strayKey() : await keyOf(signer(scene));
		return [await forged(phonesDraft(scene), key, { header: fields, body: noise(1200) })];
	});
}

const phone = (scene: Scene) => scene.phone;
const stranger = (scene: Scene) => scene.stranger;
const administrator = (scene: Scene) => scene.administrator;
const same: Change = () => ({});

const authors = of('forged author', [
	{ name: "a draft in the phone's name under a key that nobody has", ends: 'refused: bad-signature', hostile: drafting(phone, same) },
	{ name: "a draft in the phone's name, signed by a colleague's device", ends: 'refused: bad-signature', hostile: drafting(phone, same, stranger) },
	{
		name: "a colleague's device that says it is this person's",
		ends: 'refused: wrong-author',
		hostile: drafting(stranger, ({ phone: { person } }) => ({ author: person }), stranger)
	},
	{
		name: 'a device that the keylog does not have',
		ends: 'refused: device-unknown',
		hostile: drafting(phone, () => ({ device: newId(), deviceSeq: 1, devicePrev: null }), stranger)
	},
	{
		name: "an honest draft with its signature changed",
		ends: 'refused: bad-signature',
		lost: 'set apart; it comes again only after a fork',
		hostile: changingPhone((entry) => ({ ...entry, s: flippedBit(entry.s) }))
	},
	{
		name: 'an honest draft with a signature of nothing',
		ends: 'refused: bad-signature',
		lost: 'set apart; it comes again only after a fork',
		hostile: changingPhone((entry) => ({ ...entry, s: toBase64Url(new Uint8Array(64)) }))
	},
	{
		name: 'an honest draft with a signature cut short',
		ends: 'refused: bad-body',
		lost: 'set apart; it comes again only after a fork',
		hostile: changingPhone((entry) => ({ ...entry, s: toBase64Url(new Uint8Array(10)) }))
	},
	{
		name: "the victim's own entry, shown with another signature",
		ends: 'quiet',
		found: 'nothing to find: what is here keeps the signature that it was made with',
		hostile: once((answer, { request }) => {
			const own = new Set(request.push.map(({ h }) => h));
			return { ...answer, pull: answer.pull.map((one) => (own.has(one.h) ? { ...one, s: flippedBit(one.s) } : one)) };
		})
	}
]);

const injected = of('injected entry', [
	{ name: 'a draft of a colleague in this record', ends: 'refused: not-owner', hostile: drafting(stranger, same, stranger) },
	{ name: 'a draft of an administrator in this record', ends: 'refused: not-owner', hostile: drafting(administrator, same, administrator) },
	{ name: 'late work of a colleague beside the line', ends: 'refused: not-owner', hostile: drafting(stranger, (scene) => ({ n: 2, parents: phonesDraft(scene).header.parents }), stranger) },
	{
		name: 'an addendum of a colleague',
		ends: 'refused: not-owner',
		hostile: drafting(stranger, () => ({ kind: 'addendum', version: 1 }), stranger)
	},
	{
		name: 'a final of a colleague',
		ends: 'refused: not-owner',
		hostile: drafting(stranger, () => ({ kind: 'final', version: 1 }), stranger)
	},
	{
		name: 'a draft that claims to begin this record',
		ends: 'refused: bad-body',
		hostile: drafting(stranger, () => ({ n: 1, parents: [], salt: toBase64Url(randomBytes(16)) }), stranger)
	},
	{ name: 'an entry of a kind that is not known', ends: 'refused: bad-body', hostile: drafting(phone, () => ({ kind: 'wish' }), phone) },
	{ name: 'an entry of a newer format', ends: 'refused: bad-body', hostile: drafting(phone, () => ({ v: 2 }), phone) },
	{ name: 'an entry of format 0', ends: 'refused: bad-body', hostile: drafting(phone, () => ({ v: 0 }), phone) },
	{ name: 'a header with a field of the wrong type', ends: 'refused: bad-body', hostile: drafting(phone, () => ({ n: '3' }), phone) },
	{
		name: 'a header that is not written in the one way',
		ends: 'refused: bad-body',
		hostile: adding(async (scene) => {
			const wire = phonesDraft(scene);
			const h = Buffer.from(Buffer.from(wire.h, 'base64url').toString().replace('{', '{ ')).toString('base64url');
			return Promise.resolve([{ ...wire, h }]);
		})
	},
	{
		name: 'an erasure by a colleague',
		ends: 'quiet',
		allowed: { stores: true },
		found: 'kept and followed by nothing: erasing comes with the issue People',
		hostile: adding(async (scene) => {
			const nothing = { n: null, parents: [], salt: null, keyNumber: null, keyCommit: null, schema: null, contentRoot: null };
			const header = { ...signedFields(scene, scene.stranger), ...nothing, kind: 'erase' };
			return [await forged(phonesDraft(scene), await keyOf(scene.stranger), { header })];
		})
	}
]);

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
	{ name: "a colleague's grant of this record to their own space", ends: 'refused: bad-body', hostile: granting(stranger, spaceOf(stranger)) },
	{
		name: 'a grant to a space that the keylog does not have',
		ends: 'refused: unknown-recipient',
		hostile: granting(phone, () => ({ space: newId() }))
	},
	{ name: 'a grant to an epoch that the keylog does not have', ends: 'refused: unknown-recipient', hostile: granting(phone, () => ({ epoch: 7 })) },
	{ name: "a grant from a stolen phone to a colleague's own space", ends: 'refused: unknown-recipient', hostile: granting(phone, spaceOf(stranger)) }
]);

const swaps = of('cross-record swap', [
	{
		name: "the body of a colleague's record under this record's header",
		ends: 'not-doorstep',
		hostile: once((answer, { scene }) => {
			const own = phonesDraft(scene);
			return { ...answer, pull: answer.pull.map((one) => (one.h === own.h ? { ...one, c: strangersDraft(scene).c } : one)) };
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
			return [await forged({ header: phonesDraft(scene).header, c: first?.c ?? null }, await keyOf(scene.phone), { header })];
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
		hostile: adding((scene) => Promise.resolve(scene.otherLog.filter(({ header }) => header.kind === 'key').slice(1)))
	},
	{
		name: 'the whole log of another office in the place of this one',
		ends: 'refused: foreign-tenant',
		lost: 'what it kept back comes again after the fork',
		hostile: once((answer, { request, scene }) => {
			const pull = scene.otherLog.map((one, at) => ({ ...one, header: undefined, seq: request.cursor + 1 + at }));
			return { ...answer, pull, cursor: request.cursor + pull.length };
		})
	},
	{
		name: "this person's draft, signed by the phone for another tenant",
		ends: 'refused: foreign-tenant',
		hostile: drafting(phone, ({ otherLog }) => ({ tenant: otherLog[0]?.header.tenant }), phone)
	}
]);

const numbers = of('number reuse', [
	{
		name: "a second draft under the number of the phone's last",
		ends: 'refused: device-seq-reused',
		hostile: drafting(phone, (scene) => ({ deviceSeq: phonesDraft(scene).header.deviceSeq, devicePrev: phonesDraft(scene).header.devicePrev }), phone)
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
	{ name: 'an older schema named in the header', ends: 'refused: bad-signature', hostile: drafting(phone, () => ({ schema: 9 })) }
]);

/** DRL1's fifth byte. */
function withSuite(c: string | null): string {
	const bytes = Buffer.from(c ?? '', 'base64url');
	bytes[4] = 0;
	return bytes.toString('base64url');
}

export const ENTRY_ATTACKS: readonly Attack[] = [
	...authors,
	...injected,
	...ghostGrants,
	...swaps,
	...tenants,
	...numbers,
	...suites
];
