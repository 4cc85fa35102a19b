/** Joining by an invite: what this device answers, what it checks, and what it keeps. */
import { equalBytes, toBase64Url } from '../trust/bytes.ts';
import { signChallenge, type Challenge } from '../trust/challenge.ts';
import type { SigningKey } from '../trust/dsse.ts';
import { readWireEntry, toWire, type Entry, type WireEntry } from '../trust/entry.ts';
import { inviteKey, readInvite } from '../trust/invite.ts';
import { acceptInvite, type DeviceKeys, type JoinProblem } from '../trust/join.ts';
import type { KeylogProblem } from '../trust/keylog.ts';
import type { Keylog, KeylogDevice } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { openSecrets } from '../trust/space-secret.ts';
import { keylogFrom } from './keylog-shelf.ts';
import { putMembership, sealMembership, type Member } from './membership.ts';
import { inTransaction, rowOf, type OfficeDrawer } from './office-drawer.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** An entry as it comes from the log. */
export interface PulledEntry extends WireEntry {
	readonly seq: number;
	/** When the office received it, ms since 1970; older answers do not say. */
	readonly receivedAt?: number;
}

/** Where the log stood with an answer. */
export interface LogPlace {
	readonly seq: number;
	/** base64url; null for an empty log. */
	readonly chain: string | null;
}

/** The server's answer to joining: the whole keylog, with this device in it. */
export interface JoinAnswer extends LogPlace {
	readonly keylog: readonly PulledEntry[];
}

/** A signed challenge as it travels. */
export interface ChallengeAnswer {
	readonly payload: string;
	readonly s: string;
}

export type ChallengeRefusal = 'other-origin' | 'other-tenant' | 'expired' | 'too-long';

/** A challenge lives 2 minutes; one that claims much more is not for a sign-in. */
const LONGEST_CHALLENGE_MS = 10 * 60_000;

/**
 * Signs a challenge for this origin alone.
 * @param serverNow the server's clock in ms, from its answer: a wrong clock here must not keep anybody out */
export async function answerChallenge(
	key: SigningKey,
	challenge: Challenge,
	at: { readonly origin: string; readonly serverNow: number }
): Promise<Outcome<ChallengeAnswer, ChallengeRefusal>> {
	if (challenge.origin !== at.origin) return refuse('other-origin');
	const left = challenge.expires - at.serverNow;
	if (left <= 0) return refuse('expired');
	if (left > LONGEST_CHALLENGE_MS) return refuse('too-long');
	const { tenant, device, origin, nonce, expires } = challenge;
	const signed = await signChallenge(key, { tenant, device, origin, nonce, expires });
	return accept({ payload: toBase64Url(signed.challenge), s: toBase64Url(signed.signature) });
}

/** Proof that this device holds the invite: its public key, and the challenge signed with it. */
export async function answerInvite(
	text: string,
	challenge: Challenge,
	at: { readonly origin: string; readonly serverNow: number }
): Promise<
	Outcome<
		{ readonly invite: string; readonly challenge: ChallengeAnswer },
		ChallengeRefusal | 'not-an-invite'
	>
> {
	const invite = readInvite(text);
	if (invite === undefined) return refuse('not-an-invite');
	const key = await inviteKey(invite.secret);
	const signed = await answerChallenge(key, challenge, at);
	if (!signed.ok) return signed;
	return accept({ invite: toBase64Url(key.publicKey), challenge: signed.value });
}

export type JoinRefusal =
	| JoinProblem
	| KeylogProblem
	| WriteProblem
	| 'bad-entry'
	| 'already-joined'
	| 'membership-damaged'
	| 'no-device-keys'
	| 'not-in-keylog';

interface CheckedKeylog {
	readonly keylog: Keylog;
	readonly placed: readonly { readonly entry: Entry; readonly seq: number }[];
}

/** Reads the keylog that the server sent and replays it from the invite's fingerprint. */
async function checkedKeylog(
	text: string,
	pulled: readonly PulledEntry[]
): Promise<Outcome<CheckedKeylog, JoinRefusal>> {
	const invite = readInvite(text);
	if (invite === undefined) return refuse('not-an-invite');
	const placed: { entry: Entry; seq: number }[] = [];
	for (const wire of pulled) {
		const read = await readWireEntry(wire);
		if (!read.ok) return refuse('bad-entry');
		placed.push({ entry: read.value, seq: wire.seq });
	}
	const replayed = await keylogFrom(
		invite.fingerprint,
		placed.map(({ entry }) => entry)
	);
	return replayed.ok ? accept({ keylog: replayed.value, placed }) : replayed;
}

async function mayJoin(
	office: OfficeDrawer
): Promise<Outcome<number, 'already-joined' | 'membership-damaged'>> {
	const { said, counter } = await office.held();
	if (said === 'damaged') return refuse('membership-damaged');
	return said?.state === 'joined' ? refuse('already-joined') : accept(counter);
}

/**
 * What this device posts to join. Empty when the log has this device already: then its answer was lost, and
 * `confirmJoin` may follow at once.
 */
export async function joinEntries(
	office: OfficeDrawer,
	text: string,
	pulled: readonly PulledEntry[]
): Promise<Outcome<readonly WireEntry[], JoinRefusal>> {
	const may = await mayJoin(office);
	if (!may.ok) return may;
	const checked = await checkedKeylog(text, pulled);
	if (!checked.ok) return checked;
	const keys = await office.device();
	if (keys === undefined) return refuse('no-device-keys');
	const { keylog } = checked.value;
	if (keylog.devices.has(keys.device)) return accept([]);
	const joined = await acceptInvite(text, keylog, { keys, clientAt: office.place.now() });
	return joined.ok ? accept(joined.value.entries.map(toWire)) : joined;
}

/** A private key counts only if its public key is the one in the keylog. */
function isOwn(known: KeylogDevice, { key, recipient }: DeviceKeys): boolean {
	return equalBytes(known.signKey, key.publicKey) && known.recipient === recipient;
}

/** Where this device's next entry stands after those that the keylog has of it. */
function positionIn({ placed }: CheckedKeylog, device: string): Pick<Member, 'deviceSeq' | 'devicePrev'> {
	const own = placed.filter(({ entry }) => entry.header.device === device);
	const last = own.reduce((most, { entry }) => Math.max(most, entry.header.deviceSeq ?? 0), 0);
	const devicePrev = own.find(({ entry }) => entry.header.deviceSeq === last)?.entry.id ?? null;
	return { deviceSeq: last + 1, devicePrev };
}

/** What the keylog says of this device, with the secret that only it can open. */
async function memberFrom(
	office: OfficeDrawer,
	checked: CheckedKeylog
): Promise<Outcome<Member, 'no-device-keys' | 'not-in-keylog'>> {
	const keys = await office.device();
	if (keys === undefined) return refuse('no-device-keys');
	const known = checked.keylog.devices.get(keys.device);
	const { tenant, head, fingerprint } = checked.keylog;
	if (known?.revokedAt !== null || tenant === null || head === null) return refuse('not-in-keylog');
	if (!isOwn(known, keys)) return refuse('not-in-keylog');
	const { secrets } = await openSecrets(checked.keylog, keys.identity);
	const personal = secrets.findLast(({ space }) => checked.keylog.spaces.get(space)?.person === known.person);
	if (personal === undefined) return refuse('not-in-keylog');
	return accept({
		state: 'joined',
		tenant,
		person: known.person,
		fingerprint,
		keylogHead: head,
		keylogSize: checked.keylog.positions.size,
		personal,
		...positionIn(checked, keys.device)
	});
}

/** Keeps what joining left, from the keylog that now has this device: all in one transaction. */
export async function confirmJoin(
	office: OfficeDrawer,
	text: string,
	answer: JoinAnswer
): Promise<Outcome<null, JoinRefusal>> {
	const may = await mayJoin(office);
	if (!may.ok) return may;
	const checked = await checkedKeylog(text, answer.keylog);
	if (!checked.ok) return checked;
	const member = await memberFrom(office, checked.value);
	if (!member.ok) return member;
	const { db, keys, place } = office;
	const row = await sealMembership(keys, member.value, may.value);
	const rows = checked.value.placed.map(({ entry, seq }) => ({
		...rowOf(entry, 'echoed', place.now()),
		seq
	}));
	const cursor = { key: 'cursor', value: { seq: answer.seq, chain: answer.chain } };
	try {
		const isWritten = await inTransaction(db, ['membership', 'entries', 'sync'], async () => {
			if (!(await putMembership(db, row))) return false;
			await db.entries.bulkPut(rows);
			await db.sync.put(cursor);
			return true;
		});
		return isWritten ? accept(null) : refuse('already-joined');
	} catch (error) {
		return refuse(writeProblem(error));
	}
}
