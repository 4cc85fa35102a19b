import { newIdentity } from '#lib/trust/age.ts';
import { randomBytes, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { newSeed, signingKey } from '#lib/trust/dsse.ts';
import { draftHeader, positionAfter, signEntry, type Entry, type Signing } from '#lib/trust/entry.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { makeGrant, type SpaceEpoch } from '#lib/trust/grant.ts';
import { newId, recordId } from '#lib/trust/ids.ts';
import { makeInvite, type MadeInvite } from '#lib/trust/invite.ts';
import { acceptInvite, type DeviceKeys, type Joined } from '#lib/trust/join.ts';
import { keyCommit } from '#lib/trust/key-commit.ts';
import { replayKeylog } from '#lib/trust/keylog.ts';
import { grantTargets, startKeylog, type Keylog } from '#lib/trust/keylog-state.ts';
import { makeOrganisation, type Organisation } from '#lib/trust/organisation.ts';

/** Server time at which the people of the tests begin, ms. */
export const NOW = 1_795_340_000_000;

/** The keys of a drawer; `identity` opens what is sealed to the device. */
export interface TestKeys extends DeviceKeys {
	readonly identity: string;
}

export async function newKeys(): Promise<TestKeys> {
	const { identity, recipient } = await newIdentity();
	return { device: newId(), key: await signingKey(newSeed()), identity, recipient };
}

/** A device that has joined. `signing` moves with every entry it makes. */
export interface TestDevice {
	readonly keys: TestKeys;
	signing: Signing;
}

/** An organisation as one administrator's browser made it; nothing of it has been sent anywhere. */
export interface TestOrganisation {
	readonly made: Organisation;
	readonly administrator: TestDevice;
	/** Brought up to date by `follow`. */
	keylog: Keylog;
}

/** Applies statements to the keylog, as every device would. */
export async function follow(organisation: TestOrganisation, entries: readonly Entry[]): Promise<void> {
	const { keylog, stopped } = await replayKeylog(organisation.keylog, entries);
	if (stopped !== null) throw new TypeError(`keylog stopped: ${stopped.reason}`);
	organisation.keylog = keylog;
}

export async function newOrganisation(): Promise<TestOrganisation> {
	const keys = await newKeys();
	const made = await makeOrganisation(keys, NOW);
	const administrator = { keys, signing: { signer: made.signer, position: made.position } };
	const organisation = { made, administrator, keylog: startKeylog(made.fingerprint) };
	await follow(organisation, made.entries);
	return organisation;
}

/** Lets a device make one entry on top of its last, with the newest keylog head it can know. */
export async function signed(
	device: TestDevice,
	organisation: TestOrganisation,
	make: (by: Signing) => Promise<Entry>
): Promise<Entry> {
	const { signer, position } = device.signing;
	const entry = await make({ signer, position: { ...position, keylogHead: organisation.keylog.head } });
	device.signing = { signer, position: positionAfter(position, entry) };
	return entry;
}

/** An invite by the administrator. Its statements are not in the keylog yet: `follow` them. */
export async function invite(
	organisation: TestOrganisation,
	issuedAt = NOW,
	person: string | null = null
): Promise<MadeInvite> {
	const { administrator, made, keylog } = organisation;
	const { signer, position } = administrator.signing;
	const by = { signer, position: { ...position, keylogHead: keylog.head } };
	const of = { fingerprint: made.fingerprint, role: 'practitioner', person, issuedAt };
	const invited = await makeInvite(by, of);
	administrator.signing = { signer, position: invited.entries.reduce(positionAfter, by.position) };
	return invited;
}

/** What a device signs to join by an invite that stands in the keylog. Not in the keylog yet: `follow` it. */
export async function acceptedBy(
	organisation: TestOrganisation,
	text: string,
	keys: TestKeys
): Promise<{ readonly device: TestDevice; readonly joined: Joined }> {
	const joined = await acceptInvite(text, organisation.keylog, { keys, clientAt: NOW });
	if (!joined.ok) throw new TypeError(joined.reason);
	const { signer, position } = joined.value;
	return { device: { keys, signing: { signer, position } }, joined: joined.value };
}

/** A record with its keys by number, as its author's device holds them. */
export interface TestRecord {
	readonly record: string;
	readonly salt: string;
	readonly keys: Map<number, Bytes>;
}

export async function newRecord(device: TestDevice): Promise<TestRecord> {
	const salt = randomBytes(16);
	const record = await recordId(device.signing.signer.person, salt);
	return { record, salt: toBase64Url(salt), keys: new Map([[1, randomBytes(32)]]) };
}

function keyOf({ keys }: TestRecord, keyNumber: number): Bytes {
	const key = keys.get(keyNumber) ?? randomBytes(32);
	keys.set(keyNumber, key);
	return key;
}

/** One grant of a key number to one space epoch. */
export async function grantTo(
	device: TestDevice,
	organisation: TestOrganisation,
	what: { readonly record: TestRecord; readonly keyNumber?: number; readonly to: SpaceEpoch }
): Promise<Entry> {
	const { record, salt } = what.record;
	const keyNumber = what.keyNumber ?? 1;
	const granted = { record, salt, keyNumber, key: keyOf(what.record, keyNumber) };
	return signed(device, organisation, (by) => makeGrant(by, granted, what.to));
}

/** The grants that a revision needs, recovery first. */
export async function grants(
	device: TestDevice,
	organisation: TestOrganisation,
	what: { readonly record: TestRecord; readonly keyNumber?: number; readonly kind?: 'draft' | 'final' }
): Promise<readonly Entry[]> {
	const { person } = device.signing.signer;
	const targets = grantTargets(organisation.keylog, person, what.kind ?? 'draft') ?? [];
	const made: Entry[] = [];
	for (const to of targets) made.push(await grantTo(device, organisation, { ...what, to }));
	return made;
}

/** Header fields of a test's revision; parents decide n. */
export interface RevisionFields {
	readonly record: TestRecord;
	readonly kind?: 'draft' | 'final' | 'addendum' | 'note' | 'review';
	readonly parents?: readonly Entry[];
	readonly keyNumber?: number;
	readonly body?: Bytes;
	readonly header?: Partial<EntryHeader>;
}

/** A signed revision. Its body is random bytes: a server cannot tell, and must not care. */
export async function revision(
	device: TestDevice,
	organisation: TestOrganisation,
	fields: RevisionFields
): Promise<Entry> {
	const { record, salt } = fields.record;
	const { parents = [], kind = 'draft', keyNumber = 1, body = randomBytes(1024) } = fields;
	const { tenant } = device.signing.signer;
	const key = keyOf(fields.record, keyNumber);
	const content = {
		record,
		salt: parents.length === 0 ? salt : null,
		n: 1 + Math.max(0, ...parents.map((parent) => parent.header.n ?? 0)),
		parents: parents.map((parent) => parent.id),
		keyNumber,
		keyCommit: await keyCommit({ tenant, record, keyNumber, key }),
		schema: 1,
		contentRoot: toBase64Url(randomBytes(32)),
		...(kind === 'final' ? { version: 1 } : {}),
		...fields.header
	};
	return signed(device, organisation, (by) => signEntry(draftHeader(by, kind, content), body, by.signer.key));
}
