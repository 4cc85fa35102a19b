/** Set-up, invites and joining, as the page asks for them; everything that crosses is plain data. */
import type { Bytes } from '../trust/bytes.ts';
import type { Challenge } from '../trust/challenge.ts';
import type { WireEntry } from '../trust/entry.ts';
import { readInvite } from '../trust/invite.ts';
import { isAdministrator } from '../trust/keylog-state.ts';
import { refuse, type Outcome } from '../trust/outcome.ts';
import * as founding from './founding.ts';
import * as inviting from './inviting.ts';
import * as joining from './joining.ts';
import type { Founding, Member } from './membership.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { STATEMENT_MARKS } from './pulled.ts';
import { moveRecords } from './rehome.ts';
import type { TakeProblem } from './statements.ts';

/** What this device is to the organisation. `red`: what is kept does not hold; nothing is signed, drafts work on. */
export type MembershipFacts = {
	/** Of this drawer: opaque ids. */
	readonly device: string;
	readonly profile: string;
} & (
	| { readonly state: 'none' }
	| { readonly state: 'red'; readonly reason: string }
	| { readonly state: 'founding'; readonly tenant: string; readonly fingerprint: string }
	| {
			readonly state: 'joined';
			readonly tenant: string;
			readonly person: string;
			readonly role: string | null;
			readonly isAdministrator: boolean;
			readonly fingerprint: string;
			/** Why the newest statement of the keylog is not followed; what was followed so far still holds. */
			readonly refusedStatement?: string;
	  }
);

/** A challenge of the server, with its clock in ms as the answer carried it. */
export interface TimedChallenge {
	readonly challenge: Challenge;
	readonly serverNow: number;
}

/** A session as the server gave it; kept in this worker's memory only. */
export interface Session {
	readonly token: string;
	/** Server time in ms after which it is void in any case. */
	readonly expires: number;
}

const NOT_OPEN = { ok: false, reason: 'not-open' } as const;
type NotOpen = typeof NOT_OPEN;

/** The part of the vault about belonging to an organisation. */
export interface Enrolment {
	membership(): Promise<MembershipFacts | undefined>;
	/** Makes root key, recovery identity, first entries and the kit file. The entries stay here until `checkKit`. */
	prepareOrganisation(kitPassphrase: string): Promise<founding.PrepareResult | NotOpen>;
	/** Reads the downloaded kit back; releases what is to be posted to `/api/v1/setup`. */
	checkKit(bytes: Bytes, passphrase: string): Promise<founding.CheckKitResult | NotOpen>;
	/** What a set-up that was not answered posts again. */
	waitingFoundation(): Promise<founding.FoundingPost | undefined>;
	/** The server said yes; moves the records that are here already. */
	confirmOrganisation(acks: readonly founding.PlacedAck[]): Promise<founding.ConfirmResult | NotOpen>;
	/** Makes an invite and queues its statements; administrators only, never before the kit was read back. */
	invite(wish: inviting.InviteWish): Promise<Outcome<inviting.Invited, inviting.InviteProblem> | NotOpen>;
	/** Own statements that the log does not have yet, in order. */
	waitingStatements(): Promise<readonly WireEntry[]>;
	confirmStatements(acks: readonly founding.PlacedAck[]): Promise<Outcome<null, TakeProblem> | NotOpen>;
	/** After `keylog-moved`: they can never be taken; sign again on the new head. */
	dropStatements(): Promise<void>;
	/** Fingerprint of an invite, to compare before joining; undefined when the text is none. */
	inviteFingerprint(text: string): Promise<string | undefined>;
	/** Proof of holding an invite, for `/api/v1/join`. */
	answerInvite(text: string, timed: TimedChallenge): ReturnType<typeof joining.answerInvite>;
	/** Checks the keylog from the invite's fingerprint and makes what this device posts; empty when it is in already. */
	join(
		text: string,
		keylog: readonly joining.PulledEntry[]
	): Promise<Outcome<readonly WireEntry[], joining.JoinRefusal> | NotOpen>;
	/** Keeps what joining left; moves the records that are here already. */
	confirmJoin(
		text: string,
		answer: joining.JoinAnswer
	): Promise<Outcome<null, joining.JoinRefusal> | NotOpen>;
	/** Signs a challenge of this origin with the device key. */
	signChallenge(
		timed: TimedChallenge
	): Promise<Outcome<joining.ChallengeAnswer, joining.ChallengeRefusal | 'no-device-keys'> | NotOpen>;
	/** How far this device has applied the log: what a request to `/api/v1/sync` begins from. */
	logPlace(): Promise<joining.LogPlace>;
	keepSession(session: Session): Promise<void>;
	/** The token to send as `Authorization: Bearer`; undefined when there is none. */
	sessionToken(): Promise<string | undefined>;
}

async function refusedStatement({ db }: OfficeDrawer): Promise<string | undefined> {
	const marks = await db.quarantine.where('key').startsWith(STATEMENT_MARKS).toArray();
	return marks[0]?.reason;
}

async function factsOf(office: OfficeDrawer): Promise<MembershipFacts> {
	const { said } = await office.held();
	const { device, profile } = office.keys;
	const of = { device, profile };
	if (said === undefined) return { state: 'none', ...of };
	if (said === 'damaged') return { state: 'red', ...of, reason: 'membership-damaged' };
	if (said.state === 'founding') {
		const { tenant, fingerprint } = said.member;
		return { state: 'founding', ...of, tenant, fingerprint };
	}
	const standing = await office.standing();
	if (!standing.ok) return { state: 'red', ...of, reason: standing.reason };
	const { tenant, person, fingerprint } = said;
	const { keylog } = standing.value;
	const role = keylog.persons.get(person)?.role ?? null;
	const refused = await refusedStatement(office);
	return {
		state: 'joined',
		...of,
		tenant,
		person,
		role,
		isAdministrator: isAdministrator(keylog, person),
		fingerprint,
		...(refused !== undefined && { refusedStatement: refused })
	};
}

type Current = () => OfficeDrawer | undefined;

/** Set-up. */
function foundation(current: Current) {
	let prepared: founding.Prepared | undefined;
	return {
		async prepareOrganisation(passphrase) {
			const office = current();
			if (!office) return NOT_OPEN;
			const made = await founding.prepareOrganisation(office, passphrase);
			prepared = made.prepared;
			return made.result;
		},
		async checkKit(bytes, passphrase) {
			const office = current();
			return office ? founding.checkKit(office, prepared, { bytes, passphrase }) : NOT_OPEN;
		},
		async waitingFoundation() {
			const said = (await current()?.held())?.said;
			return said && said !== 'damaged' && said.state === 'founding'
				? founding.foundingPost(said)
				: undefined;
		},
		async confirmOrganisation(acks) {
			const office = current();
			if (!office) return NOT_OPEN;
			const confirmed = await founding.confirmFounding(office, acks);
			if (confirmed.ok) await moveRecords(office);
			return confirmed;
		}
	} satisfies Partial<Enrolment>;
}

/** Invites. */
function administration(current: Current) {
	return {
		async invite(wish) {
			const office = current();
			return office ? inviting.invite(office, wish) : NOT_OPEN;
		},
		async waitingStatements() {
			const office = current();
			return office ? inviting.waitingStatements(office) : [];
		},
		async confirmStatements(acks) {
			const office = current();
			return office ? inviting.confirmStatements(office, acks) : NOT_OPEN;
		},
		async dropStatements() {
			const office = current();
			if (office) await inviting.dropStatements(office);
		}
	} satisfies Partial<Enrolment>;
}

const memberIn = (said: Member | Founding): Member => (said.state === 'founding' ? said.member : said);

/** Joining, and speaking to the server afterwards. */
function belonging(current: Current, origin: string) {
	let session: Session | undefined;
	return {
		inviteFingerprint: (text) => Promise.resolve(readInvite(text)?.fingerprint),
		answerInvite: (text, { challenge, serverNow }) =>
			joining.answerInvite(text, challenge, { origin, serverNow }),
		async join(text, keylog) {
			const office = current();
			return office ? joining.joinEntries(office, text, keylog) : NOT_OPEN;
		},
		async confirmJoin(text, answer) {
			const office = current();
			if (!office) return NOT_OPEN;
			const confirmed = await joining.confirmJoin(office, text, answer);
			if (confirmed.ok) await moveRecords(office);
			return confirmed;
		},
		async signChallenge({ challenge, serverNow }) {
			const office = current();
			if (!office) return NOT_OPEN;
			const device = await office.device();
			if (device === undefined) return refuse('no-device-keys');
			const { said } = await office.held();
			const member = said === 'damaged' || said === undefined ? undefined : memberIn(said);
			if (member !== undefined && member.tenant !== challenge.tenant) return refuse('other-tenant');
			return joining.answerChallenge(device.key, challenge, { origin, serverNow });
		},
		async logPlace() {
			const receipt = await current()?.lastReceipt();
			return receipt ?? { seq: 0, chain: null };
		},
		keepSession: (next) => {
			session = next;
			return Promise.resolve();
		},
		sessionToken: () => Promise.resolve(session?.token)
	} satisfies Partial<Enrolment>;
}

/** The vault's part about belonging to an organisation, for whichever drawer is open. */
export function makeEnrolment(current: Current, origin: string): Enrolment {
	return {
		async membership() {
			const office = current();
			return office && factsOf(office);
		},
		...foundation(current),
		...administration(current),
		...belonging(current, origin)
	};
}
