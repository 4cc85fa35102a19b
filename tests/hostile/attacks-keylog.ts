/** Who is who: a server that brings devices, recipients, recovery keys and roots of its own, or keeps statements back. */
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { of, type Attack } from './attack.ts';

import {
	ghost,
	file,
	spaceOf,
	epochOf,
	stating,
	stranger,
	administrator,
	WRONG
} from '../support/hostile-statements.ts';

const ghosts = of('ghost device', [
	{
		name: "a device of the person's that nobody vouches for",
		ends: 'refused: bad-signature',
		hostile: stating(administrator, (scene) => ghost(scene), true)
	},
	{
		name: 'a device that another practitioner vouches for',
		ends: WRONG,
		hostile: stating(stranger, (scene) => ghost(scene))
	},
	{
		name: 'a device that only an administrator vouches for',
		ends: WRONG,
		hostile: stating(administrator, (scene) => ghost(scene))
	},
	{
		name: "a device that comes by an invite which was another person's",
		ends: 'refused: bad-signature',
		hostile: stating(
			stranger,
			async (scene) =>
				ghost(scene, {
					invite: [...scene.newKeylog.invites.keys()][0] ?? '',
					proof: toBase64Url(randomBytes(64))
				}),
			true
		)
	},
	{
		name: "the stranger's device as a member of the person's own space",
		ends: WRONG,
		hostile: stating(stranger, (scene) => ({
			type: 'member',
			space: spaceOf(scene, scene.phone),
			device: scene.stranger.device.keys.device,
			files: [file]
		}))
	},
	{
		name: "an administrator's device as a member of the person's own space",
		ends: WRONG,
		hostile: stating(administrator, (scene) => ({
			type: 'member',
			space: spaceOf(scene, scene.phone),
			device: scene.administrator.device.keys.device,
			files: [file]
		}))
	},
	{
		name: "the phone's keys swapped under its own id",
		ends: WRONG,
		hostile: stating(administrator, (scene) => ghost(scene, { device: scene.phone.device.keys.device }))
	},
	{
		name: 'the stranger made an administrator by themselves',
		ends: WRONG,
		hostile: stating(stranger, (scene) => ({
			type: 'role',
			person: scene.stranger.person,
			role: 'administrator'
		}))
	},
	{
		name: 'the phone revoked by a stranger',
		ends: WRONG,
		hostile: stating(stranger, (scene) => ({
			type: 'revoke',
			device: scene.phone.device.keys.device,
			person: null,
			invite: null
		}))
	}
]);

const recipients = of('ghost recipient', [
	{
		name: "a new epoch of the person's own space, sealed to the attacker",
		ends: WRONG,
		hostile: stating(stranger, (scene) => epochOf(spaceOf(scene, scene.phone), 2))
	},
	{
		name: 'the same from an administrator',
		ends: WRONG,
		hostile: stating(administrator, (scene) => epochOf(spaceOf(scene, scene.phone), 2))
	},
	{
		name: 'a second own space of the person, made by a stranger',
		ends: WRONG,
		hostile: stating(stranger, (scene) => ({
			type: 'space',
			space: newId(),
			purpose: 'personal',
			person: scene.phone.person
		}))
	},
	{
		name: 'a review space made by a stranger',
		ends: WRONG,
		hostile: stating(stranger, () => ({ type: 'space', space: newId(), purpose: 'review', person: null }))
	},
	{
		name: "the stranger's space named as one that reviews this person",
		ends: WRONG,
		hostile: stating(stranger, (scene) => ({
			type: 'person',
			person: scene.phone.person,
			reviewSpaces: [spaceOf(scene, scene.stranger)]
		}))
	},
	{
		name: 'the same from an administrator: it is no review space',
		ends: 'refused: unknown-space',
		hostile: stating(administrator, (scene) => ({
			type: 'person',
			person: scene.phone.person,
			reviewSpaces: [spaceOf(scene, scene.stranger)]
		}))
	}
]);

export const KEYLOG_ATTACKS: readonly Attack[] = [...ghosts, ...recipients];
