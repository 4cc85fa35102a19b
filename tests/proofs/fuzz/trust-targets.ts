/** Formats that travel: challenges, secrets, the kit, and those of the files beside this one. */
import { Encrypter } from 'age-encryption';
import { newIdentity } from '#lib/trust/age.ts';
import { fromBase64Url, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { checkChallenge, signChallenge } from '#lib/trust/challenge.ts';
import { startKeylog } from '#lib/trust/keylog-state.ts';
import { openKit } from '#lib/trust/kit.ts';
import { openSecrets, sealSecret, type SpaceSecret } from '#lib/trust/space-secret.ts';
import { NOW } from '../../unit/trust/people.ts';
import { plainTarget } from './make-target.ts';
import { entryTargets } from './entry-targets.ts';
import type { Target } from './judge.ts';
import { logTarget } from './log-target.ts';
import { rootTargets } from './root-targets.ts';
import { statementTargets } from './statement-targets.ts';
import { newWorld, type World } from './world.ts';

async function challengeTargets({ office }: World): Promise<readonly Target[]> {
	const { key, device } = office.worker.keys;
	const origin = 'https://doorstep.test';
	const tenant = office.organisation.tenant;
	const challenge = {
		tenant,
		device,
		origin,
		nonce: toBase64Url(new Uint8Array(16)),
		expires: NOW + 120_000
	};
	const answer = await signChallenge(key, challenge);
	const later = await signChallenge(key, { ...challenge, expires: NOW + 240_000 });
	const expected = { publicKey: key.publicKey, origin, now: NOW };
	return [
		plainTarget({
			name: 'challenge',
			share: 5000,
			secrets: [],
			good: answer.challenge,
			others: [later.challenge],
			isJson: true,
			open: (bytes) => checkChallenge({ ...answer, challenge: bytes }, expected)
		}),
		plainTarget({
			name: 'challenge, signature',
			share: 1500,
			secrets: [],
			good: answer.signature,
			others: [later.signature],
			open: (bytes) => checkChallenge({ ...answer, signature: bytes }, expected)
		})
	];
}

async function secretTarget({ office }: World): Promise<Target> {
	const { personal } = office.worker.joined;
	const { identity, recipient } = await newIdentity();
	const sealedAs = async (secret: SpaceSecret): Promise<Bytes> =>
		fromBase64Url((await sealSecret(secret, [recipient])).file) ?? new Uint8Array();
	const known = office.keylog.spaces.get(personal.space);
	if (known === undefined) throw new TypeError('no space');
	const others = [
		{ ...personal, epoch: 2 },
		{ ...personal, space: office.organisation.tenant },
		{ ...personal, identity: (await newIdentity()).identity }
	];
	return plainTarget({
		name: 'space secret',
		share: 1500,
		secrets: [personal.identity],
		good: await sealedAs(personal),
		others: await Promise.all(others.map(sealedAs)),
		open: async (bytes) => {
			const secrets = [{ epoch: 1, file: toBase64Url(bytes) }];
			const spaces = new Map([[personal.space, { ...known, secrets }]]);
			const keylog = { ...startKeylog(''), tenant: personal.tenant, spaces };
			const opened = await openSecrets(keylog, identity);
			return { ok: opened.secrets.length > 0, ...opened };
		}
	});
}

async function kitTarget({ office }: World): Promise<Target> {
	const { kit } = office.organisation;
	// Far below what `makeKit` takes: hundreds are opened, and what counts here is what becomes of them.
	const sealed = async (contents: object): Promise<Bytes> => {
		const encrypter = new Encrypter();
		encrypter.setPassphrase('words');
		encrypter.setScryptWorkFactor(2);
		return new Uint8Array(await encrypter.encrypt(canonicalBytes(contents)));
	};
	const own = { v: 1, ...kit };
	const others = [
		{ ...own, v: 2 },
		{ ...own, tenant: 'x' },
		{ ...own, fingerprint: 'x' },
		{ ...own, rootSeed: toBase64Url(new Uint8Array(31)) },
		{ ...own, rootSeed: toBase64Url(new Uint8Array(32)) },
		{ ...own, recoveryIdentity: 'AGE-SECRET-KEY-PQ-1X' },
		{ v: 1 },
		[]
	];
	return plainTarget({
		name: 'kit',
		share: 1500,
		secrets: [kit.rootSeed, kit.recoveryIdentity],
		good: await sealed(own),
		others: await Promise.all(others.map(sealed)),
		open: (bytes) => openKit(bytes, 'words')
	});
}

/** Every format that leaves a device. */
export async function trustTargets(): Promise<readonly Target[]> {
	const world = await newWorld();
	return [
		...(await entryTargets(world)),
		...(await statementTargets(world)),
		await logTarget(world.office, world.own),
		...(await challengeTargets(world)),
		...(await rootTargets()),
		await secretTarget(world),
		await kitTarget(world)
	];
}
