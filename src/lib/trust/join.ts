import { newIdentity } from './age.ts';
import { toBase64Url } from './bytes.ts';
import { ENTRY_TYPE, sign, type SigningKey } from './dsse.ts';
import { positionAfter, type DeviceSigner, type Entry, type Signing, type SignerPosition } from './entry.ts';
import { newId } from './ids.ts';
import { inviteKey, readInvite } from './invite.ts';
import { proofPayload } from './keylog.ts';
import type { Keylog, KeylogInvite, KeylogSpace } from './keylog-state.ts';
import { accept, refuse, type Outcome } from './outcome.ts';
import { signStatements } from './sign-statement.ts';
import { sealSecret, type SpaceSecret } from './space-secret.ts';
import type { DeviceStatement, Statement } from './statements.ts';

/** A drawer's device keys as far as the keylog is concerned. */
export interface DeviceKeys {
	readonly device: string;
	readonly key: SigningKey;
	/** age hybrid recipient of the device identity. */
	readonly recipient: string;
}

/** Entries to post in order, and what the device keeps. */
export interface Joined {
	readonly entries: readonly Entry[];
	readonly signer: DeviceSigner;
	/** Where the device's next entry stands. */
	readonly position: SignerPosition;
	/** Secret of the new personal space; also in the keylog, sealed to the device. */
	readonly personal: SpaceSecret;
}

/** Why an invite does not let this device in. */
export type JoinProblem =
	'not-an-invite' | 'other-root' | 'unknown-invite' | 'invite-used' | 'invite-revoked';

/** A `device` statement of these keys, by whomever it is vouched for. */
export function deviceStatement(keys: DeviceKeys, person: string): DeviceStatement {
	return {
		type: 'device',
		device: keys.device,
		person,
		signKey: toBase64Url(keys.key.publicKey),
		recipient: keys.recipient,
		invite: null,
		proof: null
	};
}

/** The statements of a new personal space with one member, and its secret. */
export async function personalSpaceStatements(
	signer: Pick<DeviceSigner, 'tenant' | 'person'>,
	keys: DeviceKeys
): Promise<{ readonly statements: readonly Statement[]; readonly secret: SpaceSecret }> {
	const { identity, recipient } = await newIdentity();
	const space = newId();
	const secret = { tenant: signer.tenant, space, epoch: 1, identity };
	const files = [await sealSecret(secret, [keys.recipient])];
	return {
		secret,
		statements: [
			{ type: 'space', space, purpose: 'personal', person: signer.person },
			{ type: 'epoch', space, epoch: 1, recipient, files: [] },
			{ type: 'member', space, device: keys.device, files }
		]
	};
}

function openInvite(keylog: Keylog, publicKey: string): Outcome<KeylogInvite, JoinProblem> {
	const known = keylog.invites.get(publicKey);
	if (known === undefined) return refuse('unknown-invite');
	if (known.state === 'used') return refuse('invite-used');
	return known.state === 'revoked' ? refuse('invite-revoked') : accept(known);
}

/**
 * Joins the organisation: a device statement signed by its own key and the invite key, then a personal space.
 * Expiry is the server's to judge by its own clock.
 * @param text the invite as it was scanned or typed
 * @param keylog pulled from the server and replayed from the invite's fingerprint */
export async function acceptInvite(
	text: string,
	keylog: Keylog,
	at: { readonly keys: DeviceKeys; readonly clientAt: number }
): Promise<Outcome<Joined, JoinProblem>> {
	const invite = readInvite(text);
	if (invite === undefined) return refuse('not-an-invite');
	if (keylog.tenant === null || keylog.fingerprint !== invite.fingerprint) return refuse('other-root');
	const key = await inviteKey(invite.secret);
	const open = openInvite(keylog, toBase64Url(key.publicKey));
	if (!open.ok) return open;
	const { keys, clientAt } = at;
	const { person } = open.value;
	const signer = { tenant: keylog.tenant, person, device: keys.device, key: keys.key };
	const said = { ...deviceStatement(keys, person), invite: toBase64Url(key.publicKey) };
	const payload = { type: ENTRY_TYPE, bytes: proofPayload(keylog.tenant, said) } as const;
	const proof = toBase64Url(await sign(key, payload));
	const position = { deviceSeq: 1, devicePrev: null, keylogHead: keylog.head, lastReceipt: null, clientAt };
	return accept(await found({ signer, position }, keys, [{ ...said, proof }]));
}

/** Signs the first statements of a device and its personal space after them. */
export async function found(by: Signing, keys: DeviceKeys, first: readonly Statement[]): Promise<Joined> {
	const personal = await personalSpaceStatements(by.signer, keys);
	const entries = await signStatements(by, [...first, ...personal.statements]);
	const position = entries.reduce(positionAfter, by.position);
	return { entries, signer: by.signer, position, personal: personal.secret };
}

/** Every secret of a space that the signing device holds, sealed to the new device. */
async function memberStatement(
	space: KeylogSpace,
	secrets: readonly SpaceSecret[],
	keys: Pick<DeviceKeys, 'device' | 'recipient'>
): Promise<Statement> {
	const own = secrets.filter((secret) => secret.space === space.space);
	const files = await Promise.all(own.map((secret) => sealSecret(secret, [keys.recipient])));
	return { type: 'member', space: space.space, device: keys.device, files };
}

/** A further device of the same person, vouched for by this one. */
export interface FurtherDevice {
	readonly device: string;
	/** base64url of 32 bytes, read from the new device's screen and not from the server. */
	readonly signKey: string;
	readonly recipient: string;
	/** The person's personal space, and the secrets that this device holds of it. */
	readonly space: KeylogSpace;
	readonly secrets: readonly SpaceSecret[];
}

/** Enrols a further device of the signing person and makes it a member of their personal space. */
export async function addDevice(by: Signing, added: FurtherDevice): Promise<readonly Entry[]> {
	const { device, signKey, recipient, space, secrets } = added;
	const statement: DeviceStatement = {
		type: 'device',
		device,
		person: by.signer.person,
		signKey,
		recipient,
		invite: null,
		proof: null
	};
	return signStatements(by, [statement, await memberStatement(space, secrets, { device, recipient })]);
}
