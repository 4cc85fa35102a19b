/** Drafts of the scene's record, and what an attacker makes of them. */
import { forged, keyOf, noise, signedFields, strayKey, type Wire } from './hostile-forge.ts';
import type { Accomplice, Scene } from './hostile-scene.ts';
import { adding, type Hostile } from './hostile-server.ts';

/** The phone's newest draft of the record that both have. */
export function phonesDraft({ log, phone, record }: Scene): Wire {
	const found = log.findLast(
		({ header }) => header.device === phone.device.keys.device && header.record === record
	);
	if (found === undefined) throw new TypeError('nothing of the phone');
	return found;
}

export const strangersDraft = ({ log, foreign }: Scene): Wire => {
	const found = log.find(({ header }) => header.record === foreign && header.kind === 'draft');
	if (found === undefined) throw new TypeError('nothing of the stranger');
	return found;
};

/** The next revision after the phone's. */
export const after = (scene: Scene) => ({ n: 3, parents: [phonesDraft(scene).id], salt: null });

export type Change = (scene: Scene) => object;

/** A draft of the record after the phone's newest, in whoever's name, signed by whichever device's key. */
export function drafting(
	by: (scene: Scene) => Accomplice,
	header: Change,
	signer?: (scene: Scene) => Accomplice
): Hostile {
	return adding(async (scene) => {
		const fields = { ...signedFields(scene, by(scene)), ...after(scene), ...header(scene) };
		const key = signer === undefined ? await strayKey() : await keyOf(signer(scene));
		return [await forged(phonesDraft(scene), key, { header: fields, body: noise(1200) })];
	});
}

export const phone = (scene: Scene) => scene.phone;
export const stranger = (scene: Scene) => scene.stranger;
export const administrator = (scene: Scene) => scene.administrator;
export const same: Change = () => ({});
