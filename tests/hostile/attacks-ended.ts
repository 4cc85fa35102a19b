/** What a stolen device signs: twice under one number, and after its end. */
import { fromBase64Url, toBase64Url } from '#lib/trust/bytes.ts';
import { chainStep } from '#lib/trust/ids.ts';
import { forged, keyOf, signedFields, statement } from '../support/hostile-forge.ts';
import { behind, delivered, honestPost, madeUpChain, nothingNew, adding } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

import { after, drafting, phone, phonesDraft } from '../support/hostile-drafts.ts';
const numbers = of('number reuse', [
	{
		name: "a second draft under the number of the phone's last",
		ends: 'refused: device-seq-reused',
		hostile: drafting(
			phone,
			(scene) => ({
				deviceSeq: phonesDraft(scene).header.deviceSeq,
				devicePrev: phonesDraft(scene).header.devicePrev
			}),
			phone
		)
	}
]);

/** The stolen phone was ended; the server, or the thief, sends what it signs on an old keylog head. */
const ended = of('stale keylog', [
	{
		name: 'a draft of a stolen phone that the log took in after its end',
		ends: 'quiet',
		allowed: { stores: true, ends: 'phone' },
		found: 'kept as recovered, shown beside the record, and moves nothing',
		hostile: adding(async (scene) => {
			const said = {
				type: 'revoke',
				device: scene.phone.device.keys.device,
				person: null,
				invite: null
			} as const;
			const end = await statement(scene, { by: scene.administrator }, said);
			const header = { ...signedFields(scene, scene.phone), ...after(scene), keylogHead: scene.keylog.head };
			const draft = await forged(phonesDraft(scene), await keyOf(scene.phone), { header });
			return [end, draft];
		})
	},
	{
		name: 'a draft of a stolen phone on the keylog that has its end',
		ends: 'refused: device-not-standing',
		allowed: { ends: 'phone' },
		hostile: adding(async (scene) => {
			const said = {
				type: 'revoke',
				device: scene.phone.device.keys.device,
				person: null,
				invite: null
			} as const;
			const end = await statement(scene, { by: scene.administrator }, said);
			const header = { ...signedFields(scene, scene.phone), ...after(scene), keylogHead: end.id };
			return [end, await forged(phonesDraft(scene), await keyOf(scene.phone), { header })];
		})
	}
]);

/** The phone was shown another log than the tablet, and signed what it was told. */
const split = of('split view', [
	{
		name: 'a draft of the phone that names another chain value at a place which the tablet knows',
		ends: 'history changed: receipt',
		// What it sent went to the server that it met before.
		allowed: { stores: true, believes: true },
		before: async (scene, device) => {
			await delivered(device, honestPost(scene, await scene.server()));
		},
		hostile: {
			sync: async ({ scene, count, request }) => {
				if (count > 0) return nothingNew(request);
				const lastReceipt = { seq: request.cursor, chain: madeUpChain(9) };
				const header = { ...signedFields(scene, scene.phone), ...after(scene), lastReceipt };
				const made = await forged(phonesDraft(scene), await keyOf(scene.phone), { header });
				const told = behind(nothingNew(request), [made]);
				// The chain itself is followed too, so it has to hold: what gives the lie away is what the phone was told.
				const link = { entryId: made.id, seq: told.cursor, receivedAt: made.receivedAt };
				const chain = await chainStep(fromBase64Url(request.chain ?? '') ?? new Uint8Array(32), link);
				return { ...told, chain: toBase64Url(chain) };
			}
		}
	}
]);

export const ENDED_ATTACKS: readonly Attack[] = [...numbers, ...ended, ...split];
