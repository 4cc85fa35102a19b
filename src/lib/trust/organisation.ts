import { newIdentity } from './age.ts';
import { randomBytes, toBase64Url, type RandomBytes } from './bytes.ts';
import { newSeed, signingKey } from './dsse.ts';
import { fingerprint, newId } from './ids.ts';
import { deviceStatement, found, type DeviceKeys, type Joined } from './join.ts';
import type { KitContents } from './kit.ts';
import { signRootStatements } from './sign-statement.ts';
import type { Statement } from './statements.ts';

/** A new organisation as its first administrator's browser makes it. */
export interface Organisation extends Joined {
	readonly tenant: string;
	readonly fingerprint: string;
	/** base64url of 32 bytes. */
	readonly rootKey: string;
	/** Into the kit and nowhere else: forget it as soon as the kit was read back. */
	readonly kit: KitContents;
}

/**
 * Makes root key, recovery identity and the first keylog entries: the root founds the organisation, names the first
 * administrator's device and the recovery space; that device then makes its own personal space.
 * @param keys of the administrator's drawer, an ordinary device
 * @returns entries to post in order, and the kit's contents */
export async function makeOrganisation(
	keys: DeviceKeys,
	clientAt: number,
	random: RandomBytes = randomBytes
): Promise<Organisation> {
	const seed = newSeed(random);
	const root = await signingKey(seed);
	const recovery = await newIdentity();
	const [tenant, person, space] = [newId(random), newId(random), newId(random)];
	const statements: Statement[] = [
		{ type: 'root', publicKey: toBase64Url(root.publicKey) },
		{ type: 'person', person, reviewSpaces: [] },
		{ type: 'role', person, role: 'administrator' },
		deviceStatement(keys, person),
		{ type: 'space', space, purpose: 'recovery', person: null },
		{ type: 'epoch', space, epoch: 1, recipient: recovery.recipient, files: [] }
	];
	const founding = await signRootStatements({ tenant, key: root, keylogHead: null, clientAt }, statements);
	const keylogHead = founding.at(-1)?.id ?? null;
	const position = { deviceSeq: 1, devicePrev: null, keylogHead, lastReceipt: null, clientAt };
	const signer = { tenant, person, device: keys.device, key: keys.key };
	const joined = await found({ signer, position }, keys, []);
	const rootFingerprint = await fingerprint(root.publicKey);
	return {
		...joined,
		entries: [...founding, ...joined.entries],
		tenant,
		fingerprint: rootFingerprint,
		rootKey: toBase64Url(root.publicKey),
		kit: {
			tenant,
			rootSeed: toBase64Url(seed),
			recoveryIdentity: recovery.identity,
			fingerprint: rootFingerprint
		}
	};
}
