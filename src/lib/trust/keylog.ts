import { fromBase64Url, type Bytes } from './bytes.ts';
import { canonicalBytes } from './canonical.ts';
import { ENTRY_TYPE, isSignedBy } from './dsse.ts';
import { isEntrySignedBy, type Entry } from './entry.ts';
import { fingerprint } from './ids.ts';
import type { Judged, RuleProblem, Ruling, Signer } from './keylog-rule.ts';
import type { Keylog } from './keylog-state.ts';
import { accept, refuse, type Outcome } from './outcome.ts';
import { deviceRule, inviteRule, personRule, policyRule, revokeRule, roleRule } from './people-rules.ts';
import { epochRule, memberRule, spaceRule } from './space-rules.ts';
import { readStatement } from './statements.ts';
import type { DeviceStatement, RootStatement, Statement, StatementProblem } from './statements.ts';

/** Why an entry is not the next of a keylog. */
export type KeylogProblem =
	| StatementProblem
	| RuleProblem
	| 'not-a-statement'
	| 'foreign-tenant'
	| 'keylog-moved'
	| 'no-root'
	| 'other-root'
	| 'wrong-author'
	| 'revoked-device'
	| 'bad-signature'
	| 'bad-proof';

/**
 * The bytes that an invite key signs: the `device` statement without its proof, and the tenant. Nothing else that is
 * signed as an entry has this form, because a header has no `type`.
 */
export function proofPayload(tenant: string, statement: Omit<DeviceStatement, 'proof'>): Bytes {
	const { type, device, person, signKey, recipient, invite } = statement;
	return canonicalBytes({ type, tenant, device, person, signKey, recipient, invite });
}

interface Claim {
	readonly keylog: Keylog;
	readonly entry: Entry;
	readonly statement: Statement;
}

async function newcomer({ entry, statement }: Claim): Promise<Outcome<Signer, KeylogProblem>> {
	const said = statement as DeviceStatement;
	const { invite, proof, person } = said;
	if (invite === null || proof === null) return refuse('unknown-device');
	if (entry.header.author !== person) return refuse('wrong-author');
	if (!(await isEntrySignedBy(entry, fromBase64Url(said.signKey) ?? new Uint8Array()))) {
		return refuse('bad-signature');
	}
	const payload = { type: ENTRY_TYPE, bytes: proofPayload(entry.header.tenant, said) } as const;
	const [key, signature] = [fromBase64Url(invite), fromBase64Url(proof)];
	const isProved = key && signature && (await isSignedBy(key, payload, signature));
	return isProved === true ? accept({ by: 'newcomer' }) : refuse('bad-proof');
}

/** Finds who claims to have signed and checks that they did. */
async function signerOf(claim: Claim): Promise<Outcome<Signer, KeylogProblem>> {
	const { keylog, entry, statement } = claim;
	const { device, author } = entry.header;
	if (device === null) {
		if (keylog.rootKey === null) return refuse('no-root');
		const isRoot = await isEntrySignedBy(entry, keylog.rootKey);
		return isRoot ? accept({ by: 'root' }) : refuse('bad-signature');
	}
	const known = keylog.devices.get(device);
	if (known === undefined) {
		const isJoining = statement.type === 'device' && statement.device === device;
		return isJoining ? newcomer(claim) : refuse('unknown-device');
	}
	if (known.person !== author) return refuse('wrong-author');
	if (known.revokedAt !== null) return refuse('revoked-device');
	return (await isEntrySignedBy(entry, known.signKey))
		? accept({ by: 'device', device: known })
		: refuse('bad-signature');
}

function judge({ statement, ...rest }: Judged<Exclude<Statement, RootStatement>>): Ruling {
	switch (statement.type) {
		case 'person':
			return personRule({ ...rest, statement });
		case 'role':
			return roleRule({ ...rest, statement });
		case 'invite':
			return inviteRule({ ...rest, statement });
		case 'device':
			return deviceRule({ ...rest, statement });
		case 'space':
			return spaceRule({ ...rest, statement });
		case 'epoch':
			return epochRule({ ...rest, statement });
		case 'member':
			return memberRule({ ...rest, statement });
		case 'revoke':
			return revokeRule({ ...rest, statement });
		case 'policy':
			return policyRule({ ...rest, statement });
	}
}

function withEntry(keylog: Keylog, { id }: Entry): Keylog {
	return { ...keylog, head: id, positions: new Map(keylog.positions).set(id, keylog.positions.size) };
}

/** The first entry: a root key whose fingerprint is the pinned one, and that signed it itself. */
async function applyRoot({ keylog, entry, statement }: Claim): Promise<Outcome<Keylog, KeylogProblem>> {
	if (statement.type !== 'root') return refuse('no-root');
	const rootKey = fromBase64Url(statement.publicKey) ?? new Uint8Array();
	if ((await fingerprint(rootKey)) !== keylog.fingerprint) return refuse('other-root');
	if (entry.header.device !== null) return refuse('wrong-signer');
	if (!(await isEntrySignedBy(entry, rootKey))) return refuse('bad-signature');
	return accept(withEntry({ ...keylog, tenant: entry.header.tenant, rootKey }, entry));
}

/** The entry's statement, if the entry belongs on top of this keylog. */
function statementAt(keylog: Keylog, { header, c }: Entry): Outcome<Statement, KeylogProblem> {
	if (header.kind !== 'key' || c === null) return refuse('not-a-statement');
	if (keylog.tenant !== null && header.tenant !== keylog.tenant) return refuse('foreign-tenant');
	return header.keylogHead === keylog.head ? readStatement(c) : refuse('keylog-moved');
}

/**
 * Takes one more statement, or says why not; the keylog it is given stays as it is.
 * @param receivedAt server time in ms, passed by the server alone when a statement first comes in: an invite's expiry
 *   is judged there, once, and never by a device's clock. Whoever replays a log passes null: after a restore the same
 *   statement has a later time of receipt, and a wrong clock must never stop everybody's keylog.
 */
export async function applyKeylog(
	keylog: Keylog,
	entry: Entry,
	receivedAt: number | null
): Promise<Outcome<Keylog, KeylogProblem>> {
	const statement = statementAt(keylog, entry);
	if (!statement.ok) return statement;
	const claim = { keylog, entry, statement: statement.value };
	if (keylog.head === null) return applyRoot(claim);
	const signer = await signerOf(claim);
	if (!signer.ok) return signer;
	if (claim.statement.type === 'root') return refuse('already-known');
	const ruling = judge({ keylog, statement: claim.statement, signer: signer.value, receivedAt });
	return ruling.ok ? accept(withEntry(ruling.value, entry)) : ruling;
}

/** As far as a list of statements could be followed. */
export interface Replay {
	readonly keylog: Keylog;
	/** The first entry that was refused, and why; null when all were taken. */
	readonly stopped: { readonly entry: string; readonly reason: KeylogProblem } | null;
}

/** Applies statements of the log in order and stops at the first that does not hold. */
export async function replayKeylog(start: Keylog, entries: readonly Entry[]): Promise<Replay> {
	let keylog = start;
	for (const entry of entries) {
		const next = await applyKeylog(keylog, entry, null);
		if (!next.ok) return { keylog, stopped: { entry: entry.id, reason: next.reason } };
		keylog = next.value;
	}
	return { keylog, stopped: null };
}
