/** Recovery keys, roots and policies of the attacker's. */
import { toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import type { Statement } from '#lib/trust/statements.ts';
import { strayKey } from '../support/hostile-forge.ts';
import { adding } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

import {
	file,
	recoveryOf,
	epochOf,
	stating,
	stranger,
	administrator,
	root,
	WRONG
} from '../support/hostile-statements.ts';

const recovery = of('recovery-key swap', [
	{
		name: 'a new epoch of recovery from an administrator',
		ends: WRONG,
		hostile: stating(administrator, (scene) => epochOf(recoveryOf(scene), 2))
	},
	{
		name: 'a new epoch of recovery under another root key',
		ends: 'refused: bad-signature',
		hostile: stating(root, (scene) => epochOf(recoveryOf(scene), 2))
	},
	{
		name: 'a second recovery space from an administrator',
		ends: WRONG,
		hostile: stating(administrator, () => ({
			type: 'space',
			space: newId(),
			purpose: 'recovery',
			person: null
		}))
	},
	{
		name: 'a member of the recovery space',
		ends: WRONG,
		hostile: stating(administrator, (scene) => ({
			type: 'member',
			space: recoveryOf(scene),
			device: scene.administrator.device.keys.device,
			files: [file]
		}))
	}
]);

const roots = of('root swap', [
	{
		name: 'a second root statement on top of the keylog',
		ends: 'refused: bad-signature',
		hostile: stating(root, async () => ({
			type: 'root',
			publicKey: toBase64Url((await strayKey()).publicKey)
		}))
	},
	{
		name: "another office's root in the place of the first entry",
		ends: 'refused: foreign-tenant',
		hostile: adding((scene) => Promise.resolve(scene.otherLog.slice(0, 1)))
	}
]);

const settings = { argon2MiB: 1, argon2Passes: 1 };
const downgrades = of('downgrade', [
	{
		name: 'a policy with a lower floor of the key derivation, from a stranger',
		ends: WRONG,
		hostile: stating(stranger, () => ({ type: 'policy', settings }))
	},
	{
		name: 'the same in the name of an administrator',
		ends: 'refused: bad-signature',
		hostile: stating(administrator, () => ({ type: 'policy', settings }), true)
	},
	{
		name: 'a statement of a form that is not known yet',
		ends: 'refused: unknown-statement',
		hostile: stating(administrator, () => ({ type: 'trust-the-server', settings }) as unknown as Statement)
	}
]);

export const ROOT_ATTACKS: readonly Attack[] = [...recovery, ...roots, ...downgrades];
