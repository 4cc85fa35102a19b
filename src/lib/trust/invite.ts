import { fromBase32, randomBytes, sha256, toBase32, toBase64Url, utf8 } from './bytes.ts';
import type { Bytes, RandomBytes } from './bytes.ts';
import { signingKey, type SigningKey } from './dsse.ts';
import type { Entry, Signing } from './entry.ts';
import { newId, parseFingerprint } from './ids.ts';
import { INVITE_MS } from './people-rules.ts';
import { signStatements } from './sign-statement.ts';
import type { Statement } from './statements.ts';

const SECRET_BYTES = 16;
const SECRET_LETTERS = 26;

/** What a link, QR code or slip of paper carries: never the server. */
export interface Invite {
	/** 16 random bytes. */
	readonly secret: Bytes;
	/** Of the organisation's root. */
	readonly fingerprint: string;
}

/** An invite and the entries that announce it. */
export interface MadeInvite {
	/** To post in order; only the public key is in them. */
	readonly entries: readonly Entry[];
	readonly person: string;
	/** ms. */
	readonly expires: number;
	/** For the link or QR code; shown once, kept nowhere. */
	readonly text: string;
}

/** The invite's signing key: Ed25519 of SHA-256(`doorstep-invite` | secret), which stretches 16 bytes to a seed. */
export async function inviteKey(secret: Uint8Array): Promise<SigningKey> {
	return signingKey(await sha256(utf8('doorstep-invite'), secret));
}

/** An invite as text: 26 letters of secret, 52 of fingerprint, in lower-case base32 with a hyphen between. */
export function writeInvite({ secret, fingerprint }: Invite): string {
	return `${toBase32(secret)}-${fingerprint.replaceAll(' ', '')}`;
}

/** @returns the invite, or undefined; case, spaces and hyphens do not matter, so that it can be typed in groups */
export function readInvite(text: string): Invite | undefined {
	const letters = text.replace(/[\s-]/g, '').toLowerCase();
	const secret = fromBase32(letters.slice(0, SECRET_LETTERS));
	const fingerprint = parseFingerprint(letters.slice(SECRET_LETTERS));
	if (secret?.length !== SECRET_BYTES || fingerprint === undefined) return undefined;
	return { secret, fingerprint };
}

/** Whom to invite. */
export interface Invitation {
	/** Of the root, as the administrator's device pins it. */
	readonly fingerprint: string;
	readonly role: string;
	/** A person the keylog knows, to bring a device after total loss; null for somebody new. */
	readonly person: string | null;
	/** The server's time if the device knows it, else its own; ms. Expiry is judged by the server's clock. */
	readonly issuedAt: number;
}

/** Makes an invite for one first device: statements by the administrator's device, and the secret to hand over. */
export async function makeInvite(
	by: Signing,
	{ fingerprint, role, person, issuedAt }: Invitation,
	random: RandomBytes = randomBytes
): Promise<MadeInvite> {
	const secret = random(SECRET_BYTES);
	const invited = person ?? newId(random);
	const publicKey = toBase64Url((await inviteKey(secret)).publicKey);
	const expires = issuedAt + INVITE_MS;
	const newcomer: Statement[] =
		person === null ? [{ type: 'person', person: invited, reviewSpaces: [] }] : [];
	const invite: Statement = { type: 'invite', publicKey, person: invited, role, expires };
	const entries = await signStatements(by, [...newcomer, invite]);
	return { entries, person: invited, expires, text: writeInvite({ secret, fingerprint }) };
}
