/** Statements that an attacker would like to stand in the keylog. */
import { newIdentity } from '#lib/trust/age.ts';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { personalSpace, recoverySpace } from '#lib/trust/keylog-state.ts';
import type { DeviceStatement, SealedSecret, Statement } from '#lib/trust/statements.ts';
import { statement, strayKey } from './hostile-forge.ts';
import type { Accomplice, Scene } from './hostile-scene.ts';
import { adding, type Hostile } from './hostile-server.ts';

export async function ghost(scene: Scene, change: Partial<DeviceStatement> = {}): Promise<DeviceStatement> {
	const { recipient } = await newIdentity();
	const key = await strayKey();
	const signKey = toBase64Url(key.publicKey);
	const own = { device: newId(), person: scene.phone.person, signKey, recipient };
	return { type: 'device', ...own, invite: null, proof: null, ...change };
}

export const file: SealedSecret = { epoch: 1, file: toBase64Url(randomBytes(400)) };

export const spaceOf = ({ newKeylog }: Scene, { person }: Accomplice) =>
	personalSpace(newKeylog, person)?.space ?? '';
export const recoveryOf = ({ newKeylog }: Scene) => recoverySpace(newKeylog)?.space ?? '';

export async function epochOf(space: string, epoch: number): Promise<Statement> {
	const { recipient } = await newIdentity();
	return { type: 'epoch', space, epoch, recipient, files: [] };
}

export type Say = (scene: Scene) => Statement | Promise<Statement>;
export type By = (scene: Scene) => Accomplice | 'root';

/** One statement more, signed by whom the server has on its side; `forge`: by a key of its own in their name. */
export function stating(by: By, say: Say, forge = false): Hostile {
	return adding(async (scene) => [
		await statement(scene, { by: by(scene), key: forge ? await strayKey() : undefined }, await say(scene))
	]);
}

export const stranger: By = (scene) => scene.stranger;
export const administrator: By = (scene) => scene.administrator;
export const root: By = () => 'root';

export const WRONG = 'refused: wrong-signer';
