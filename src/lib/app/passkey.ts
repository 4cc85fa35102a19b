/**
 * Speaking to the device's own passkey. Loaded only where a passkey is made or used. What a passkey answers goes to the
 * vault worker and nowhere else; it is moved there, not copied, and wiped on the way. Nothing is ever turned into JSON:
 * some browsers fail at that, and it would make a copy.
 */
import { transfer } from 'comlink';
import { fromBase64Url, randomBytes, toBase64Url, type Bytes } from '../trust/bytes.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { MadePasskey } from '../vault/passkey-slot.ts';
import type { PasskeyWish } from '../vault/passkeys.ts';
import type { UnlockSecret } from '../vault/unlocking.ts';

/** Why this browser or device has none. `no-name`: passkeys belong to a name, and this address is a number. */
export type NoPasskey = 'no-webauthn' | 'no-prf' | 'no-authenticator' | 'no-name';

/**
 * What went wrong at one tap. `cancelled`: the person or the device broke it off, it took too long, or the passkey is
 * gone; browsers do not say which. `not-verified`: it answered without fingerprint, face or device PIN.
 */
export type PasskeyFault = NoPasskey | 'cancelled' | 'not-verified' | 'failed';

const TIMEOUT_MS = 120_000;
const PRF_BYTES = 32;
const USER_VERIFIED = 0x04;
/** ES256, EdDSA, RS256: whatever the device can. Nobody ever checks its signature. */
const ALGORITHMS = [-7, -8, -257];

type Capabilities = Readonly<Record<string, boolean | undefined>>;
/** Newer than TypeScript's types, and missing in older browsers. */
interface NewerPasskeys {
	getClientCapabilities?(): Promise<Capabilities>;
	signalUnknownCredential?(unknown: { rpId: string; credentialId: string }): Promise<void>;
}

const newer = () => PublicKeyCredential as unknown as NewerPasskeys;

/** The host as a name that a passkey may belong to. */
function hostName(): string | undefined {
	const { hostname } = location;
	return /^[\d.]+$|:/.test(hostname) ? undefined : hostname;
}

/** Why no passkey can be made here; undefined when it is worth trying. What a passkey itself can do shows when it is made. */
export async function whyNoPasskey(): Promise<NoPasskey | undefined> {
	if (typeof PublicKeyCredential === 'undefined') return 'no-webauthn';
	if (hostName() === undefined) return 'no-name';
	const has = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
	if (!has) return 'no-authenticator';
	const can = await newer()
		.getClientCapabilities?.()
		.catch(() => undefined);
	return can?.['extension:prf'] === false ? 'no-prf' : undefined;
}

function faultOf(error: unknown): PasskeyFault {
	const name = error instanceof DOMException ? error.name : '';
	const faults: Readonly<Record<string, PasskeyFault>> = {
		NotAllowedError: 'cancelled',
		AbortError: 'cancelled',
		TimeoutError: 'cancelled',
		SecurityError: 'no-name',
		ConstraintError: 'no-authenticator',
		NotSupportedError: 'no-authenticator'
	};
	return faults[name] ?? 'failed';
}

/**
 * Makes a passkey of this device. Call it from a tap, and use it only from another one: Safari forgets the tap.
 * @param name what the device shows beside it: initials, or the name of the app; never a person's name
 */
export async function makePasskey(name: string): Promise<Outcome<MadePasskey, PasskeyFault>> {
	const host = hostName();
	if (host === undefined) return refuse('no-name');
	try {
		const made = await navigator.credentials.create({
			publicKey: {
				rp: { id: host, name: 'Doorstep' },
				user: { id: randomBytes(32), name, displayName: name },
				challenge: randomBytes(32),
				pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
				authenticatorSelection: {
					authenticatorAttachment: 'platform',
					residentKey: 'required',
					userVerification: 'required'
				},
				attestation: 'none',
				timeout: TIMEOUT_MS,
				extensions: { prf: {} }
			}
		});
		if (!(made instanceof PublicKeyCredential)) return refuse('failed');
		const credential = toBase64Url(new Uint8Array(made.rawId));
		if (made.getClientExtensionResults().prf?.enabled !== true) {
			await forgetPasskey(credential);
			return refuse('no-prf');
		}
		return accept({ credential, prfSalt: toBase64Url(randomBytes(PRF_BYTES)) });
	} catch (error) {
		return refuse(faultOf(error));
	}
}

/** A copy of what the passkey answered; the browser's own is wiped. */
function takeAnswer(answer: BufferSource | undefined): Bytes | undefined {
	if (answer === undefined) return undefined;
	const bytes = ArrayBuffer.isView(answer)
		? new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength)
		: new Uint8Array(answer);
	const copy = new Uint8Array(bytes);
	bytes.fill(0);
	return copy;
}

function wasVerified({ response }: PublicKeyCredential): boolean {
	const { authenticatorData } = response as AuthenticatorAssertionResponse;
	// After 32 bytes of the host's hash.
	return ((new Uint8Array(authenticatorData)[32] ?? 0) & USER_VERIFIED) !== 0;
}

/**
 * Asks a passkey for its answer to the slot's salt: the same 32 bytes each time. Call it from a tap.
 * @returns bytes that whoever takes them hands on with `toVault` or wipes
 */
export async function askPasskey(made: MadePasskey): Promise<Outcome<Bytes, PasskeyFault>> {
	const [host, id, salt] = [hostName(), fromBase64Url(made.credential), fromBase64Url(made.prfSalt)];
	if (host === undefined) return refuse('no-name');
	if (id === undefined || salt === undefined) return refuse('failed');
	try {
		const got = await navigator.credentials.get({
			publicKey: {
				challenge: randomBytes(32),
				rpId: host,
				allowCredentials: [{ type: 'public-key', id, transports: ['internal'] }],
				userVerification: 'required',
				timeout: TIMEOUT_MS,
				extensions: { prf: { eval: { first: salt } } }
			}
		});
		if (!(got instanceof PublicKeyCredential)) return refuse('failed');
		const answer = takeAnswer(got.getClientExtensionResults().prf?.results?.first);
		if (answer === undefined) return refuse('no-prf');
		if (wasVerified(got)) return accept(answer);
		wipe(answer);
		return refuse('not-verified');
	} catch (error) {
		return refuse(faultOf(error));
	}
}

/** Tells the device that a passkey opens nothing any more, where the browser can; else it stays, and does no harm. */
export async function forgetPasskey(credential: string): Promise<void> {
	await newer()
		.signalUnknownCredential?.({ rpId: location.hostname, credentialId: credential })
		.catch(() => undefined);
}

/** Zeros over an answer. One that was moved into the worker has nothing left here, and refuses to be written to. */
export function wipe(answer: Bytes | undefined): void {
	if (answer !== undefined && answer.length > 0) answer.fill(0);
}

/** Marks a secret so that its answer moves into the worker and leaves nothing here. */
export function unlockSecret(pin: string, prf: Bytes): UnlockSecret {
	return transfer({ kind: 'passkey', pin, prf }, [prf.buffer]);
}

/** The same for a passkey that is being added. */
export function passkeyWish(wish: PasskeyWish): PasskeyWish {
	return transfer(wish, [wish.first.buffer, wish.second.buffer]);
}
