import { fromBase64Url, toBase64Url } from '#lib/trust/bytes.ts';
import { signChallenge } from '#lib/trust/challenge.ts';
import type { SigningKey } from '#lib/trust/dsse.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, positionAfter, signEntry, toWire, type Entry } from '#lib/trust/entry.ts';
import { addDevice } from '#lib/trust/join.ts';
import { personalSpace } from '#lib/trust/keylog-state.ts';
import type { SpaceSecret } from '#lib/trust/space-secret.ts';
import { inviteKey, readInvite } from '#lib/trust/invite.ts';
import type { AtEnd } from './folder.ts';
import { issueSetupCode } from '#lib/server/setup.ts';
import type {
	Ack,
	ChallengeResponse,
	JoinRequest,
	JoinResponse,
	SessionResponse,
	SignedChallenge,
	SyncRequest,
	SyncResponse,
	WireEntry
} from '#lib/sync/protocol.ts';
import {
	acceptedBy,
	follow,
	grants,
	invite,
	newKeys,
	newOrganisation,
	newRecord,
	NOW,
	revision,
	signed,
	type TestDevice,
	type TestKeys,
	type TestOrganisation
} from './people.ts';
import { testServer, type CallOptions, type TestServer } from './test-office.ts';

/** Entries as they travel, body included. */
export function wire(...entries: readonly Entry[]): WireEntry[] {
	return entries.map((entry) => ({ ...toWire(entry), c: entry.c === null ? null : toBase64Url(entry.c) }));
}

/** What a test expects of an answer that carries JSON. */
export async function json<Body>(answer: Response | Promise<Response>): Promise<Body> {
	const response = await answer;
	if (!response.ok) throw new TypeError(`${response.status}: ${await response.text()}`);
	return (await response.json()) as Body;
}

/** The reason of a problem; a good answer fails the test. */
export async function reason(answer: Response | Promise<Response>): Promise<string> {
	const response = await answer;
	const body = (await response.json()) as { reason?: string; status?: number };
	if (response.headers.get('content-type') !== 'application/problem+json') throw new TypeError('no problem');
	return body.status === response.status ? (body.reason ?? '') : 'status differs';
}

/** Asks for a challenge and signs it. */
export async function challenged(
	server: TestServer,
	device: string,
	key: SigningKey
): Promise<SignedChallenge> {
	const issued = await json<ChallengeResponse>(server.post('/api/v1/challenge', { device }));
	const { challenge, signature } = await signChallenge(key, { ...issued, device });
	return { payload: toBase64Url(challenge), s: toBase64Url(signature) };
}

/** What a device holds after it has unlocked. */
export interface Credentials {
	readonly token: string;
	/** As a browser sends it back. */
	readonly cookie: string;
}

export async function signedIn(server: TestServer, { keys }: { keys: TestKeys }): Promise<Credentials> {
	const challenge = await challenged(server, keys.device, keys.key);
	const answer = await server.post('/api/v1/session', { challenge });
	const { token } = await json<SessionResponse>(answer);
	return { token, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

/** A server with an organisation whose administrator is signed in. */
export interface TestOffice {
	readonly server: TestServer;
	readonly organisation: TestOrganisation;
	readonly administrator: TestDevice & Credentials;
}

export async function founded(atEnd?: AtEnd): Promise<TestOffice> {
	return foundedOn(await testServer(NOW, atEnd));
}

/** As `founded`, on a server that has no organisation yet. */
export async function foundedOn(server: TestServer): Promise<TestOffice> {
	const code = await issueSetupCode(server.office);
	const organisation = await newOrganisation();
	const { tenant, entries } = organisation.made;
	await json(server.post('/api/v1/setup', { code, tenant, entries: wire(...entries) }));
	const device = organisation.administrator;
	return { server, organisation, administrator: Object.assign(device, await signedIn(server, device)) };
}

/** Proof of an invite, with what is to be posted. */
export async function joinRequest(
	server: TestServer,
	text: string,
	what: { readonly keys: TestKeys; readonly entries: readonly Entry[] }
): Promise<JoinRequest> {
	const secret = readInvite(text)?.secret ?? new Uint8Array();
	const key = await inviteKey(secret);
	const challenge = await challenged(server, what.keys.device, key);
	return { invite: toBase64Url(key.publicKey), challenge, entries: wire(...what.entries) };
}

/** Pushes entries of the administrator's and makes them part of the keylog. */
export async function publish(
	{ server, organisation, administrator }: TestOffice,
	entries: readonly Entry[]
) {
	const answer = await sync(server, administrator, { push: wire(...entries) });
	await follow(organisation, entries);
	return answer;
}

/** A signed-in device, with the secret of its person's space. */
export interface TestMember extends TestDevice, Credentials {
	readonly personal: SpaceSecret;
}

/** A practitioner who came by an invite and is signed in. */
export async function practitioner(office: TestOffice): Promise<TestMember> {
	const { server, organisation } = office;
	const invited = await invite(organisation);
	await publish(office, invited.entries);
	const keys = await newKeys();
	const { device, joined } = await acceptedBy(organisation, invited.text, keys);
	const request = await joinRequest(server, invited.text, { keys, entries: joined.entries });
	await json<JoinResponse>(server.post('/api/v1/join', request));
	await follow(organisation, joined.entries);
	return Object.assign(device, await signedIn(server, device), { personal: joined.personal });
}

/** A further device, signed in, that is not a member of the person's space until `member` is pushed. */
export async function secondDevice({ server, organisation }: TestOffice, first: TestMember) {
	const { person, tenant } = first.signing.signer;
	const keys = await newKeys();
	const space = personalSpace(organisation.keylog, person);
	if (space === undefined) throw new TypeError('no personal space');
	const signKey = toBase64Url(keys.key.publicKey);
	const added = { device: keys.device, signKey, recipient: keys.recipient, space, secrets: [first.personal] };
	const { signer, position } = first.signing;
	const by = { signer, position: { ...position, keylogHead: organisation.keylog.head } };
	const [device, member] = await addDevice(by, added);
	if (device === undefined || member === undefined) throw new TypeError('no statements');
	first.signing = { signer, position: [device, member].reduce(positionAfter, by.position) };
	await sync(server, first, { push: wire(device) });
	await follow(organisation, [device]);
	const own = { deviceSeq: 1, devicePrev: null, keylogHead: device.id, lastReceipt: null, clientAt: NOW };
	const signing = { signer: { tenant, person, device: keys.device, key: keys.key }, position: own };
	return Object.assign({ keys, signing, member }, await signedIn(server, { keys }));
}

/** A statement that ends a device, by the administrator. */
export async function revocation({ organisation, administrator }: TestOffice, device: TestDevice) {
	const said = { type: 'revoke', device: device.keys.device, person: null, invite: null };
	return signed(administrator, organisation, (by) =>
		signEntry(draftHeader(by, 'key', {}), canonicalBytes(said), by.signer.key)
	);
}

type SyncCall = Partial<SyncRequest> & { readonly options?: CallOptions };

/** One sync under the session, from the beginning unless told. */
export function syncAnswer(
	server: TestServer,
	device: TestDevice & Credentials,
	{ options, ...fields }: SyncCall = {}
): Promise<Response> {
	const body = { device: device.keys.device, cursor: 0, chain: null, push: [], ...fields };
	return server.post('/api/v1/sync', body, options ?? { token: device.token });
}

export function sync(
	server: TestServer,
	device: TestDevice & Credentials,
	call: SyncCall = {}
): Promise<SyncResponse> {
	return json<SyncResponse>(syncAnswer(server, device, call));
}

/** Kind of an entry that came back. */
export function kindOf({ h }: Pick<WireEntry, 'h'>): string {
	const header = new TextDecoder().decode(fromBase64Url(h));
	return (JSON.parse(header) as { kind: string }).kind;
}

/** An office with a practitioner whose record has its grants and one draft in the log. */
export async function withDraft(atEnd?: AtEnd) {
	const office = await founded(atEnd);
	const { server, organisation } = office;
	const worker = await practitioner(office);
	const record = await newRecord(worker);
	const given = await grants(worker, organisation, { record });
	const draft = await revision(worker, organisation, { record });
	const answer = await sync(server, worker, { push: wire(...given, draft) });
	return { office, server, organisation, worker, record, given, draft, answer };
}

/** An answer in one word: `seq`, `missing`, or the reason of the refusal. */
export function ackWord(ack: Ack | undefined): string {
	if (ack === undefined) return 'none';
	if ('seq' in ack) return 'seq';
	return 'missing' in ack ? 'missing' : ack.problem.reason;
}
