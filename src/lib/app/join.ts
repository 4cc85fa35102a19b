/** Belonging to an organisation, as the page asks for it: the vault makes and checks, this carries to and fro. */
import { fromBase64Url } from '../trust/bytes.ts';
import { entryId } from '../trust/ids.ts';
import type { Enrolment, TimedChallenge } from '../vault/enrolment.ts';
import type { PlacedAck } from '../vault/founding.ts';
import type { Invited } from '../vault/inviting.ts';
import type { JoinAnswer, PulledEntry } from '../vault/joining.ts';
import type { Office } from '../vault/office.ts';
import { takeCookie } from '../vault/outbox-signals.ts';
import { asFields, asList, postToOffice, type Fields } from './office-post.ts';

/** The vault as far as joining needs it; the worker's link has this shape. */
export type OfficeVault = Enrolment & Pick<Office, 'applyPulled'>;

/** Done, or a reason for `officeProblem` in office-messages.ts. Nothing is lost either way. */
export type Done<Value = null> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

const done = <Value>(value: Value): Done<Value> => ({ ok: true, value });
const refuse = (reason: string): Done<never> => ({ ok: false, reason });

const INVITE_TRIES = 3;

function challengeOf(body: Fields, device: string, serverNow: number): TimedChallenge {
	const { tenant, origin, nonce, expires } = body;
	const challenge = {
		tenant: String(tenant),
		device,
		origin: String(origin),
		nonce: String(nonce),
		expires: Number(expires)
	};
	return { challenge, serverNow };
}

async function askChallenge(asked: { tenant?: string; device: string }): Promise<Done<TimedChallenge>> {
	const answer = await postToOffice('/api/v1/challenge', asked);
	return answer.ok ? done(challengeOf(answer.body, asked.device, answer.serverNow)) : refuse(answer.reason);
}

function acksOf(body: Fields): readonly PlacedAck[] {
	return asList(body['acks']).flatMap((item) => {
		const { id, seq } = asFields(item);
		return typeof id === 'string' && typeof seq === 'number' ? [{ id, seq }] : [];
	});
}

function entriesOf(list: unknown): readonly PulledEntry[] {
	return asList(list).flatMap((item) => {
		const { h, s, c, seq } = asFields(item);
		if (typeof h !== 'string' || typeof s !== 'string' || typeof seq !== 'number') return [];
		return [{ h, s, c: typeof c === 'string' ? c : null, seq }];
	});
}

async function placesOf(pulled: readonly PulledEntry[]): Promise<readonly PlacedAck[]> {
	return Promise.all(
		pulled.map(async ({ h, seq }) => ({ id: await entryId(fromBase64Url(h) ?? new Uint8Array()), seq }))
	);
}

/** Opens a session with the device key; its token stays in the vault. */
export async function openSession(vault: OfficeVault): Promise<Done<{ readonly serverNow: number }>> {
	const facts = await vault.membership();
	if (facts?.state !== 'joined' && facts?.state !== 'founding') return refuse('not-joined');
	const asked = await askChallenge({ tenant: facts.tenant, device: facts.device });
	if (!asked.ok) return asked;
	const signed = await vault.signChallenge(asked.value);
	if (!signed.ok) return refuse(signed.reason);
	const { profile, device } = facts;
	const post = () => postToOffice('/api/v1/session', { challenge: signed.value });
	const answer = await takeCookie({ profile, device }, post);
	if (!answer.ok) return refuse(answer.reason);
	const { token, expires } = answer.body;
	if (typeof token !== 'string' || typeof expires !== 'number') return refuse('not-understood');
	await vault.keepSession({ token, expires });
	return done({ serverNow: answer.serverNow });
}

/** Where the log put the foundation, asked with this device's own key: the answer to the first post was lost. */
async function foundBefore(vault: OfficeVault): Promise<Done<readonly PlacedAck[]>> {
	const session = await openSession(vault);
	if (!session.ok) return refuse('setup-code-used');
	const facts = await vault.membership();
	const body = { device: facts?.device, cursor: 0, chain: null, push: [] };
	const answer = await postToOffice('/api/v1/sync', body, await vault.sessionToken());
	if (!answer.ok) return refuse(answer.reason);
	return done(await placesOf(entriesOf(answer.body['pull'])));
}

/**
 * Founds the organisation with what the read-back kit released.
 * @param code as the server printed it
 */
export async function setUpOrganisation(vault: OfficeVault, code: string): Promise<Done> {
	const post = await vault.waitingFoundation();
	if (post === undefined) return refuse('nothing-prepared');
	const { tenant, entries } = post;
	const answer = await postToOffice('/api/v1/setup', { code: code.trim(), tenant, entries });
	const isUsed = !answer.ok && answer.reason === 'setup-code-used';
	if (!answer.ok && !isUsed) return refuse(answer.reason);
	const placed = isUsed ? await foundBefore(vault) : done(acksOf(answer.body));
	if (!placed.ok) return placed;
	const confirmed = await vault.confirmOrganisation(placed.value);
	return confirmed.ok ? done(null) : refuse(isUsed ? 'setup-code-used' : confirmed.reason);
}

/** Posts the statements that wait, on top of what the log has meanwhile. Needs a session. */
async function postStatements(vault: OfficeVault): Promise<Done> {
	const push = await vault.waitingStatements();
	if (push.length === 0) return done(null);
	const facts = await vault.membership();
	const at = await vault.logPlace();
	const body = { device: facts?.device, cursor: at.seq, chain: at.chain, push };
	const answer = await postToOffice('/api/v1/sync', body, await vault.sessionToken());
	if (!answer.ok) return refuse(answer.reason);
	await vault.applyPulled(entriesOf(answer.body['pull']));
	const acks = acksOf(answer.body);
	const confirmed = await vault.confirmStatements(acks);
	if (!confirmed.ok) return refuse(confirmed.reason);
	if (acks.length === push.length) return done(null);
	const problems = asList(answer.body['acks']).map((ack) => asFields(asFields(ack)['problem'])['reason']);
	const reason = problems.find((problem) => typeof problem === 'string');
	// Only a refusal by name is final; anything else is tried again with the same statements.
	if (typeof reason !== 'string') return refuse('not-understood');
	await vault.dropStatements();
	return refuse(reason);
}

/**
 * Makes an invite and brings it to the office at once: until it is there it lets nobody in. When another
 * administrator was faster it is made again on top of theirs.
 * @param role for example `practitioner`
 */
export async function invitePerson(vault: OfficeVault, role: string): Promise<Done<Invited>> {
	const session = await openSession(vault);
	if (!session.ok) return session;
	const earlier = await postStatements(vault);
	if (!earlier.ok && earlier.reason !== 'keylog-moved') return earlier;
	for (let left = INVITE_TRIES; left > 0; left -= 1) {
		const invited = await vault.invite({ role, issuedAt: session.value.serverNow });
		if (!invited.ok) return refuse(invited.reason);
		const posted = await postStatements(vault);
		if (posted.ok) return done(invited.value);
		if (posted.reason !== 'keylog-moved') return posted;
	}
	return refuse('keylog-moved');
}

type JoinPost = { readonly ok: true; readonly value: JoinAnswer } | Extract<Done, { ok: false }>;

/** One post to `/api/v1/join` with a fresh proof of the invite. */
async function postJoin(vault: OfficeVault, text: string, entries: readonly unknown[]): Promise<JoinPost> {
	const device = (await vault.membership())?.device;
	if (device === undefined) return refuse('not-open');
	const asked = await askChallenge({ device });
	if (!asked.ok) return asked;
	const proof = await vault.answerInvite(text, asked.value);
	if (!proof.ok) return refuse(proof.reason);
	const answer = await postToOffice('/api/v1/join', { ...proof.value, entries });
	if (!answer.ok) return refuse(answer.reason);
	const { seq, chain, keylog } = answer.body;
	if (typeof seq !== 'number') return refuse('not-understood');
	return done({ keylog: entriesOf(keylog), seq, chain: typeof chain === 'string' ? chain : null });
}

/**
 * Joins by an invite: asks for the keylog, checks it from the invite's fingerprint, then posts this device's own
 * statements. May be repeated after any failure: a device that is in already is recognised.
 */
export async function joinOrganisation(vault: OfficeVault, text: string): Promise<Done> {
	const first = await postJoin(vault, text, []);
	if (!first.ok) return first;
	const entries = await vault.join(text, first.value.keylog);
	if (!entries.ok) return refuse(entries.reason);
	const second = entries.value.length === 0 ? first : await postJoin(vault, text, entries.value);
	if (!second.ok) return second;
	const kept = await vault.confirmJoin(text, second.value);
	return kept.ok ? done(null) : refuse(kept.reason);
}
