import { newIdentity, type Identity } from '#lib/trust/age.ts';
import { fromBase64Url, toBase64Url } from '#lib/trust/bytes.ts';
import { newSeed, signingKey } from '#lib/trust/dsse.ts';
import { positionAfter, type Entry, type Signing } from '#lib/trust/entry.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeInvite } from '#lib/trust/invite.ts';
import { acceptInvite, type DeviceKeys, type Joined } from '#lib/trust/join.ts';
import { replayKeylog } from '#lib/trust/keylog.ts';
import { startKeylog, type Keylog } from '#lib/trust/keylog-state.ts';
import { makeOrganisation, type Organisation } from '#lib/trust/organisation.ts';
import type { RootSigning } from '#lib/trust/sign-statement.ts';
import type { DeviceStatement } from '#lib/trust/statements.ts';
import { NOW } from './people.ts';

export interface TestDevice extends DeviceKeys {
	readonly identity: string;
}

export async function newDevice(): Promise<TestDevice> {
	const { identity, recipient }: Identity = await newIdentity();
	return { device: newId(), key: await signingKey(newSeed()), identity, recipient };
}

export async function follow(keylog: Keylog, entries: readonly Entry[]): Promise<Keylog> {
	const replay = await replayKeylog(keylog, entries);
	if (replay.stopped !== null) throw new TypeError(`stopped: ${replay.stopped.reason}`);
	return replay.keylog;
}

/** Signs on top of this keylog, as a device that has just pulled. */
export function signingOn(keylog: Keylog, { signer, position }: Signing): Signing {
	return { signer, position: { ...position, keylogHead: keylog.head } };
}

export async function rootSigning(office: Office, keylog = office.keylog): Promise<RootSigning> {
	const seed = fromBase64Url(office.organisation.kit.rootSeed) ?? new Uint8Array();
	const { tenant } = office.organisation;
	return { tenant, key: await signingKey(seed), keylogHead: keylog.head, clientAt: NOW };
}

export interface Office {
	readonly organisation: Organisation;
	readonly administrator: { readonly keys: TestDevice; readonly by: Signing };
	readonly worker: { readonly keys: TestDevice; readonly by: Signing; readonly joined: Joined };
	readonly entries: readonly Entry[];
	readonly keylog: Keylog;
}

/** An organisation with an administrator and one practitioner who came by an invite. */
export async function openOffice(): Promise<Office> {
	const keys = await newDevice();
	const organisation = await makeOrganisation(keys, NOW);
	const founded = await follow(startKeylog(organisation.fingerprint), organisation.entries);
	const by = signingOn(founded, organisation);
	const invite = await makeInvite(by, {
		fingerprint: organisation.fingerprint,
		role: 'practitioner',
		person: null,
		issuedAt: NOW
	});
	const invited = await follow(founded, invite.entries);
	const workerKeys = await newDevice();
	const joined = await acceptInvite(invite.text, invited, { keys: workerKeys, clientAt: NOW });
	if (!joined.ok) throw new TypeError(joined.reason);
	const keylog = await follow(invited, joined.value.entries);
	const after = { signer: by.signer, position: invite.entries.reduce(positionAfter, by.position) };
	return {
		organisation,
		administrator: { keys, by: signingOn(keylog, after) },
		worker: { keys: workerKeys, by: signingOn(keylog, joined.value), joined: joined.value },
		entries: [...organisation.entries, ...invite.entries, ...joined.value.entries],
		keylog
	};
}

export function deviceStatementOf(keys: DeviceKeys, person: string): DeviceStatement {
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
