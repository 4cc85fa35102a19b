import { fromBase64Url, type Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { CHALLENGE_TYPE, isSignedBy, sign, type SigningKey } from './dsse.ts';
import { isId } from './ids.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** What the server asks a device to sign for a session. */
export interface Challenge {
	readonly tenant: string;
	readonly device: string;
	/** The web origin that the device talks to, so that another site cannot pass a challenge on. */
	readonly origin: string;
	/** Random bytes of the server, base64url. */
	readonly nonce: string;
	/** Server time in ms after which it is void. */
	readonly expires: number;
}

/** A signed challenge as bytes: canonical JSON and the signature over it. */
export interface SignedChallenge {
	readonly challenge: Bytes;
	readonly signature: Bytes;
}

/** Why an answer to a challenge is not taken. */
export type ChallengeProblem = 'bad-challenge' | 'other-origin' | 'expired' | 'bad-signature';

/** What the answer is checked against. */
export interface ChallengeExpectation {
	readonly publicKey: Uint8Array;
	readonly origin: string;
	/** Server time in ms. */
	readonly now: number;
}

const FIELDS: Readonly<Record<keyof Challenge, (value: unknown) => boolean>> = {
	tenant: isId,
	device: isId,
	origin: (value) => typeof value === 'string',
	nonce: (value) => typeof value === 'string' && (fromBase64Url(value)?.length ?? 0) >= 16,
	expires: (value) => Number.isSafeInteger(value)
};

function readChallenge(bytes: Uint8Array): Challenge | undefined {
	const claimed = parseMembers(bytes, { maxBytes: 2048, maxDepth: 1 });
	if (claimed === undefined) return undefined;
	const isWhole = Object.entries(FIELDS).every(([field, holds]) => holds(claimed[field]));
	// Every field was checked just now.
	return isWhole ? (claimed as unknown as Challenge) : undefined;
}

/** Signs a challenge with the device key. The caller has compared `origin` with its own location first. */
export async function signChallenge(key: SigningKey, challenge: Challenge): Promise<SignedChallenge> {
	const bytes = canonicalBytes(challenge);
	return { challenge: bytes, signature: await sign(key, { type: CHALLENGE_TYPE, bytes }) };
}

/** The device that an answer claims to come from: the server looks up its key, then calls `checkChallenge`. */
export function claimedChallenge(answer: SignedChallenge): Challenge | undefined {
	return readChallenge(answer.challenge);
}

/** Checks origin, expiry and signature. That the nonce was issued and not yet used is the server's to know. */
export async function checkChallenge(
	answer: SignedChallenge,
	expected: ChallengeExpectation
): Promise<Outcome<Challenge, ChallengeProblem>> {
	const challenge = readChallenge(answer.challenge);
	if (challenge === undefined) return refuse('bad-challenge');
	if (challenge.origin !== expected.origin) return refuse('other-origin');
	if (challenge.expires <= expected.now) return refuse('expired');
	const payload = { type: CHALLENGE_TYPE, bytes: answer.challenge } as const;
	const isSigned = await isSignedBy(expected.publicKey, payload, answer.signature);
	return isSigned ? accept(challenge) : refuse('bad-signature');
}
