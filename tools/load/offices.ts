/** Organisations as devices would found them: every statement signed, and taken by the server's real `receive`. */
import { randomBytes } from 'node:crypto';
import { AppError } from '../../src/lib/errors.ts';
import { addTenant, readTenant } from '../../src/lib/server/log.ts';
import type { Office } from '../../src/lib/server/office.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { LIMITS, type WireEntry } from '../../src/lib/sync/protocol.ts';
import { newIdentity } from '../../src/lib/trust/age.ts';
import { toBase64Url, utf8 } from '../../src/lib/trust/bytes.ts';
import { canonicalBytes } from '../../src/lib/trust/canonical.ts';
import { newId } from '../../src/lib/trust/ids.ts';
import { proofPayload } from '../../src/lib/trust/keylog.ts';
import type { DeviceStatement, Statement } from '../../src/lib/trust/statements.ts';
import { keyOfSeed, ownBytes, publicKeyOf, signed, writeEntry, type Scribe } from './signing.ts';

/** A device as the generator needs it. Bytes are base64url. */
export interface SavedDevice {
	readonly device: string;
	readonly person: string;
	readonly seed: string;
	/** The person's personal space. */
	readonly space: string;
	readonly deviceSeq: number;
	readonly devicePrev: string | null;
	/** Of its delivery cookie. */
	readonly token: string;
}

/** An organisation with everything its devices know of the log. */
export interface SavedOffice {
	readonly tenant: string;
	readonly recovery: string;
	readonly keylogHead: string;
	readonly seq: number;
	readonly chain: string;
	readonly statements: number;
	readonly devices: readonly SavedDevice[];
}

/** A secret sealed to one device has this size; the server cannot open it and does not try. */
const SEALED_BYTES = 1_855;

/** Recipients are public keys; organisations may share them, devices of one may not. Making them is slow. */
export async function recipients(count: number): Promise<readonly string[]> {
	const made: string[] = [];
	while (made.length < count) made.push((await newIdentity()).recipient);
	return made;
}

interface Founding {
	readonly tenant: string;
	readonly entries: WireEntry[];
	head: string | null;
	/** Left to give out. */
	readonly recipients: string[];
}

interface MadeDevice {
	readonly scribe: Scribe;
	readonly person: string;
	readonly device: string;
	readonly seed: Uint8Array;
	readonly recipient: string;
	space: string;
}

function say(founding: Founding, scribe: Scribe, statement: Statement): void {
	const { head } = founding;
	const { id, wire } = writeEntry(scribe, {
		kind: 'key',
		keylogHead: head,
		body: canonicalBytes(statement)
	});
	founding.head = id;
	founding.entries.push(wire);
}

const sealed = () => [{ epoch: 1, file: toBase64Url(randomBytes(SEALED_BYTES)) }];

function nextRecipient({ recipients: left }: Founding): string {
	const next = left.pop();
	if (next === undefined) throw new AppError('load-recipients');
	return next;
}

function newDevice(founding: Founding, person: string): MadeDevice {
	const seed = randomBytes(32);
	const { tenant } = founding;
	const device = newId();
	const scribe = { tenant, author: person, device, key: keyOfSeed(seed), deviceSeq: 0, devicePrev: null };
	return { scribe, person, device, seed, recipient: nextRecipient(founding), space: newId() };
}

function statementOf({ scribe, person, device, recipient }: MadeDevice): DeviceStatement {
	const signKey = publicKeyOf(scribe.key);
	return { type: 'device', device, person, signKey, recipient, invite: null, proof: null };
}

function makeSpace(founding: Founding, { scribe, person, device, space }: MadeDevice): void {
	say(founding, scribe, { type: 'space', space, purpose: 'personal', person });
	say(founding, scribe, { type: 'epoch', space, epoch: 1, recipient: nextRecipient(founding), files: [] });
	say(founding, scribe, { type: 'member', space, device, files: sealed() });
}

function makeRoot(founding: Founding, root: Scribe, recovery: string): MadeDevice {
	const first = newDevice(founding, newId());
	const { person } = first;
	say(founding, root, { type: 'root', publicKey: publicKeyOf(root.key) });
	say(founding, root, { type: 'person', person, reviewSpaces: [] });
	say(founding, root, { type: 'role', person, role: 'administrator' });
	say(founding, root, statementOf(first));
	say(founding, root, { type: 'space', space: recovery, purpose: 'recovery', person: null });
	const recipient = nextRecipient(founding);
	say(founding, root, { type: 'epoch', space: recovery, epoch: 1, recipient, files: [] });
	makeSpace(founding, first);
	return first;
}

/** A practitioner by invite: the first device with its personal space. */
function join(founding: Founding, administrator: Scribe): MadeDevice {
	const person = newId();
	const key = keyOfSeed(randomBytes(32));
	const invite = publicKeyOf(key);
	say(founding, administrator, { type: 'person', person, reviewSpaces: [] });
	const expires = Date.now() + 60 * 60_000;
	say(founding, administrator, { type: 'invite', publicKey: invite, person, role: 'practitioner', expires });
	const made = newDevice(founding, person);
	const said = { ...statementOf(made), invite };
	const proof = signed(proofPayload(founding.tenant, said), key);
	say(founding, made.scribe, { ...said, proof });
	makeSpace(founding, made);
	return made;
}

function addSecond(founding: Founding, first: MadeDevice): MadeDevice {
	const second = newDevice(founding, first.person);
	second.space = first.space;
	say(founding, first.scribe, statementOf(second));
	say(founding, first.scribe, {
		type: 'member',
		space: first.space,
		device: second.device,
		files: sealed()
	});
	return second;
}

/** Posts the statements as devices would, in batches; every one must be taken. */
async function post(office: Office, { tenant, entries }: Founding): Promise<void> {
	for (let at = 0; at < entries.length; at += LIMITS.pushItems) {
		const batch = entries.slice(at, at + LIMITS.pushItems);
		const acks = await receive(office, { tenant, entries: batch, judgesExpiry: true });
		const refused = acks.find((ack) => !('seq' in ack));
		if (refused !== undefined) throw new AppError('load-refused', { ack: JSON.stringify(refused) });
	}
}

function savedDevice({ scribe, person, device, seed, space }: MadeDevice): SavedDevice {
	const { tenant, deviceSeq, devicePrev } = scribe;
	const token = `${tenant}.${toBase64Url(randomBytes(32))}`;
	return { device, person, seed: toBase64Url(seed), space, deviceSeq, devicePrev, token };
}

/**
 * Founds an organisation with so many devices, two to a person.
 * @param pool distinct recipients, two and a bit for each device
 */
export async function foundOffice(
	office: Office,
	devices: number,
	pool: readonly string[]
): Promise<SavedOffice> {
	const tenant = newId();
	const recovery = newId();
	const founding: Founding = { tenant, entries: [], head: null, recipients: [...pool] };
	const rootKey = keyOfSeed(randomBytes(32));
	const root = { tenant, author: null, device: null, key: rootKey, deviceSeq: 0, devicePrev: null };
	const made = [makeRoot(founding, root, recovery)];
	const [administrator] = made;
	while (administrator !== undefined && made.length < devices) {
		const first = join(founding, administrator.scribe);
		made.push(first);
		if (made.length < devices) made.push(addSecond(founding, first));
	}
	const key = ownBytes(publicKeyOf(rootKey));
	await office.store.write((sql) => addTenant(sql, { tenant, rootKey: key, at: Date.now() }));
	await post(office, founding);
	const end = await office.store.read((sql) => readTenant(sql, tenant));
	const stands = { seq: end?.seq ?? 0, chain: toBase64Url(end?.chain ?? utf8('')) };
	const keylogHead = founding.head ?? '';
	const statements = founding.entries.length;
	return { tenant, recovery, keylogHead, ...stands, statements, devices: made.map(savedDevice) };
}
