/** Entries that are not what they say: of nobody, of another, of another record or office, or not allowed. */
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { flippedBit, forged, keyOf, signedFields } from '../support/hostile-forge.ts';
import { adding, changingPhone, once } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

import { administrator, drafting, phone, phonesDraft, same, stranger } from '../support/hostile-drafts.ts';
const authors = of('forged author', [
	{
		name: "a draft in the phone's name under a key that nobody has",
		ends: 'refused: bad-signature',
		hostile: drafting(phone, same)
	},
	{
		name: "a draft in the phone's name, signed by a colleague's device",
		ends: 'refused: bad-signature',
		hostile: drafting(phone, same, stranger)
	},
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
		name: 'an honest draft with its signature changed',
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
			return {
				...answer,
				pull: answer.pull.map((one) => (own.has(one.h) ? { ...one, s: flippedBit(one.s) } : one))
			};
		})
	}
]);

const injected = of('injected entry', [
	{
		name: 'a draft of a colleague in this record',
		ends: 'refused: not-owner',
		hostile: drafting(stranger, same, stranger)
	},
	{
		name: 'a draft of an administrator in this record',
		ends: 'refused: not-owner',
		hostile: drafting(administrator, same, administrator)
	},
	{
		name: 'late work of a colleague beside the line',
		ends: 'refused: not-owner',
		hostile: drafting(stranger, (scene) => ({ n: 2, parents: phonesDraft(scene).header.parents }), stranger)
	},
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
	{
		name: 'an entry of a kind that is not known',
		ends: 'refused: bad-body',
		hostile: drafting(phone, () => ({ kind: 'wish' }), phone)
	},
	{
		name: 'an entry of a newer format',
		ends: 'refused: bad-body',
		hostile: drafting(phone, () => ({ v: 2 }), phone)
	},
	{
		name: 'an entry of format 0',
		ends: 'refused: bad-body',
		hostile: drafting(phone, () => ({ v: 0 }), phone)
	},
	{
		name: 'a header with a field of the wrong type',
		ends: 'refused: bad-body',
		hostile: drafting(phone, () => ({ n: '3' }), phone)
	},
	{
		name: 'a header that is not written in the one way',
		ends: 'refused: bad-body',
		hostile: adding(async (scene) => {
			const wire = phonesDraft(scene);
			const h = Buffer.from(Buffer.from(wire.h, 'base64url').toString().replace('{', '{ ')).toString(
				'base64url'
			);
			return Promise.resolve([{ ...wire, h }]);
		})
	},
	{
		name: 'a review of their own record by its owner, from a stolen phone',
		ends: 'refused: own-review',
		hostile: drafting(phone, () => ({ kind: 'review', version: 1 }), phone)
	},
	{
		name: 'an erasure by a colleague',
		ends: 'quiet',
		allowed: { stores: true },
		found: 'kept and followed by nothing: erasing comes with the issue People',
		hostile: adding(async (scene) => {
			const nothing = {
				n: null,
				parents: [],
				salt: null,
				keyNumber: null,
				keyCommit: null,
				schema: null,
				contentRoot: null
			};
			const header = { ...signedFields(scene, scene.stranger), ...nothing, kind: 'erase' };
			return [await forged(phonesDraft(scene), await keyOf(scene.stranger), { header })];
		})
	}
]);

export const ENTRY_ATTACKS: readonly Attack[] = [...authors, ...injected];
