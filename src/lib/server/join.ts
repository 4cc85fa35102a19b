import type { EntryRefusedProblem, JoinRequest, JoinResponse, Problem } from '../sync/protocol.ts';
import { fromBase64Url, toBase64Url } from '../trust/bytes.ts';
import type { Entry } from '../trust/entry.ts';
import { isAnswered, readChallenge, type ClaimedChallenge } from './challenges.ts';
import { readKeylog, readTenant } from './log.ts';
import type { Office } from './office.ts';
import { logged } from './pull.ts';
import { requestProblem } from './refusals.ts';
import { receiveWhole } from './whole-delivery.ts';
import { AppError } from '../errors.ts';

type InviteReason = 'invite-unknown' | 'invite-used' | 'invite-expired';

type JoinOutcome =
	| { readonly ok: true; readonly value: JoinResponse }
	| { readonly ok: false; readonly problem: EntryRefusedProblem | Problem<InviteReason | 'sign-in'> };

/** Why an invite opens nothing. A device that has joined by it may ask again: its answer may have been lost. */
function problemOfInvite(
	{ claim, keylog }: ClaimedChallenge,
	invite: string,
	now: number
): InviteReason | undefined {
	const known = keylog.invites.get(invite);
	if (known === undefined) return 'invite-unknown';
	if (keylog.devices.get(claim.device)?.person === known.person) return undefined;
	if (known.state !== 'open') return 'invite-used';
	return known.expires <= now ? 'invite-expired' : undefined;
}

async function joined(office: Office, tenant: string, acks: JoinResponse['acks']): Promise<JoinOutcome> {
	return office.store.read(async (sql) => {
		const now = await readTenant(sql, tenant);
		if (now === undefined) throw new AppError('no-tenant', { tenant });
		const keylog = (await readKeylog(sql, tenant)).map(logged);
		const chain = now.seq === 0 ? null : toBase64Url(now.chain);
		return { ok: true, value: { keylog, acks, seq: now.seq, chain } };
	});
}

const refused = (reason: InviteReason | 'sign-in'): JoinOutcome => ({
	ok: false,
	problem: requestProblem(reason)
});

/**
 * Lets an invited device in. It first asks with no entries, checks the keylog against the fingerprint of its invite,
 * and then sends its own statements, all of which are taken or none.
 * @param origin ours, which the challenge must name
 */
export async function join(office: Office, request: JoinRequest, origin: string): Promise<JoinOutcome> {
	const publicKey = fromBase64Url(request.invite);
	const claimed = await readChallenge(office, request.challenge);
	if (publicKey === undefined || claimed === undefined) return refused('sign-in');
	if (!(await isAnswered(office, claimed, { publicKey, origin }))) return refused('sign-in');
	const problem = problemOfInvite(claimed, request.invite, office.now());
	if (problem !== undefined) return refused(problem);
	const { tenant, device } = claimed.claim;
	if (request.entries.length === 0) return joined(office, tenant, []);
	const admits = ({ header }: Entry) => header.kind === 'key' && header.device === device;
	const taken = await receiveWhole<InviteReason>(
		office,
		{ tenant, entries: request.entries, admits, judgesExpiry: true },
		{ isComplete: (keylog) => keylog.devices.has(device), incomplete: 'invite-unknown' }
	);
	return taken.ok ? joined(office, tenant, taken.acks) : taken;
}
