/** What a stolen device signs: twice under one number, and after its end. */
import { forged, keyOf, signedFields, statement } from '../support/hostile-forge.ts';
import { adding } from '../support/hostile-server.ts';
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

export const ENDED_ATTACKS: readonly Attack[] = [...numbers, ...ended];
