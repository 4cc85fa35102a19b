import type { ChallengeResponse, SignedChallenge as WireChallenge } from '../sync/protocol.ts';
import { fromBase64Url, toBase64Url } from '../trust/bytes.ts';
import {
	checkChallenge,
	claimedChallenge,
	type Challenge,
	type SignedChallenge
} from '../trust/challenge.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { addChallenge, takeChallenge } from './credentials.ts';
import { listTenants } from './log.ts';
import type { Office } from './office.ts';
import type { DeviceName } from './readers.ts';
import { LIFETIMES } from './sessions.ts';

/**
 * Gives a device something to sign. An unknown device gets one too: the answer tells nobody who exists.
 * @param asked tenant may be left out where one organisation lives here
 * @returns undefined when there is no such organisation
 */
export async function issueChallenge(
	office: Office,
	asked: { readonly tenant?: string; readonly device: string },
	origin: string
): Promise<ChallengeResponse | undefined> {
	const tenants = await office.store.read(listTenants);
	const tenant = asked.tenant ?? (tenants.length === 1 ? tenants[0] : undefined);
	if (tenant === undefined || !tenants.includes(tenant)) return undefined;
	const now = office.now();
	const expires = now + LIFETIMES.challengeMs;
	const nonce = toBase64Url(office.random(32));
	const issued = { nonce, now, expiresAt: expires };
	await office.store.write((sql) => addChallenge(sql, { tenant, device: asked.device }, issued), tenant);
	return { tenant, origin, nonce, expires };
}

/** A challenge as it came, and what it says; nothing of it is proved yet. */
export interface ClaimedChallenge {
	readonly signed: SignedChallenge;
	readonly claim: Challenge;
	/** Of the organisation named, as the log has it. */
	readonly keylog: Keylog;
}

/** Reads a signed challenge and finds its organisation. Undefined: it is none of ours. */
export async function readChallenge(
	office: Office,
	wire: WireChallenge
): Promise<ClaimedChallenge | undefined> {
	const challenge = fromBase64Url(wire.payload);
	const signature = fromBase64Url(wire.s);
	if (challenge === undefined || signature === undefined) return undefined;
	const signed = { challenge, signature };
	const claim = claimedChallenge(signed);
	if (claim === undefined) return undefined;
	return office.store.read(async (sql) => {
		if (!(await listTenants(sql)).includes(claim.tenant)) return undefined;
		return { signed, claim, keylog: await office.keylogs.current(sql, claim.tenant) };
	});
}

/**
 * Whether a challenge is answered: issued to this device, not used before, in time, for our origin, signed by the
 * key. The nonce is used up only by a good signature, so that a stranger cannot spend another device's.
 */
export async function isAnswered(
	office: Office,
	{ signed, claim }: ClaimedChallenge,
	by: { readonly publicKey: Uint8Array; readonly origin: string }
): Promise<boolean> {
	const checked = await checkChallenge(signed, { ...by, now: office.now() });
	if (!checked.ok) return false;
	const name: DeviceName = { tenant: claim.tenant, device: claim.device };
	const answered = { nonce: claim.nonce, now: office.now() };
	return office.store.write((sql) => takeChallenge(sql, name, answered), claim.tenant);
}
