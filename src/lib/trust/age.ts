import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { AppError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** An age hybrid key pair: `AGE-SECRET-KEY-PQ-1…` and `age1pq1…`. */
export interface Identity {
	readonly identity: string;
	readonly recipient: string;
}

/** Why an age file does not open. */
export type AgeProblem = 'not-age' | 'mixed-recipients' | 'not-hybrid' | 'no-key' | 'damaged';

/** Why a passphrase file does not open. */
export type PassphraseProblem = 'not-age' | 'not-passphrase' | 'wrong-passphrase' | 'damaged';

/** log2 of scrypt's N: 0.7 s and 128 MiB on a laptop; only the kit pays it. The library refuses above 20. */
export const KIT_WORK_FACTOR = 17;

const HYBRID_STANZA = 'mlkem768x25519';
const PASSPHRASE_STANZA = 'scrypt';
const MAX_HEADER_BYTES = 256 * 1024;

/** A new hybrid identity from WebCrypto's random bytes. */
export async function newIdentity(): Promise<Identity> {
	const identity = await generateHybridIdentity();
	return { identity, recipient: await identityToRecipient(identity) };
}

/** @returns the recipient of a hybrid identity, or undefined when the text is not one */
export async function recipientOf(identity: string): Promise<string | undefined> {
	if (!identity.startsWith('AGE-SECRET-KEY-PQ-1')) return undefined;
	try {
		return await identityToRecipient(identity);
	} catch {
		return undefined;
	}
}

/** Whether a text is a hybrid recipient: `age1pq1` and a key of the right length. */
export function isHybridRecipient(value: unknown): value is string {
	if (typeof value !== 'string' || !value.startsWith('age1pq1')) return false;
	try {
		new Encrypter().addRecipient(value);
		return true;
	} catch {
		return false;
	}
}

/** The recipient classes in a file's header, one per stanza; undefined when it is not an age file. */
function stanzasOf(file: Uint8Array): readonly string[] | undefined {
	// Rows come from a disk that others may have written to: what is there need not be bytes at all.
	if (!ArrayBuffer.isView(file)) return undefined;
	// Latin-1 maps every byte to one letter, so that the binary payload cannot make decoding fail.
	const text = new TextDecoder('latin1').decode(file.subarray(0, MAX_HEADER_BYTES));
	const end = text.indexOf('\n---');
	if (!text.startsWith('age-encryption.org/v1\n') || end < 0) return undefined;
	const lines = text.slice(0, end).split('\n');
	return lines.flatMap((line) => (line.startsWith('-> ') ? [line.split(' ')[1] ?? ''] : []));
}

/**
 * Seals to hybrid recipients and to nobody else; all are of one class, which the library does not enforce itself.
 * @param recipients from the keylog, at least one
 * @throws AppError 'not-hybrid' for any other recipient, 'no-recipient' for none: a bug of ours */
export async function sealTo(plaintext: Uint8Array, recipients: readonly string[]): Promise<Bytes> {
	if (recipients.length === 0) throw new AppError('no-recipient');
	if (!recipients.every(isHybridRecipient)) throw new AppError('not-hybrid');
	const encrypter = new Encrypter();
	for (const recipient of recipients) encrypter.addRecipient(recipient);
	return new Uint8Array(await encrypter.encrypt(plaintext));
}

function isUnmatched(fault: unknown): boolean {
	// age-encryption 0.3.1 has no error codes; the text is pinned by a test.
	return fault instanceof Error && fault.message.includes('no identity matched');
}

function addIdentity(decrypter: Decrypter, identity: string): void {
	if (!identity.startsWith('AGE-SECRET-KEY-PQ-1')) throw new AppError('not-an-identity');
	try {
		decrypter.addIdentity(identity);
	} catch {
		// Without its cause: the library's message might name the secret.
		throw new AppError('not-an-identity');
	}
}

/** Opens a file sealed by `sealTo`. Refuses files with any other class of recipient before trying a key. */
export async function openWith(
	file: Uint8Array,
	identities: readonly string[]
): Promise<Outcome<Bytes, AgeProblem>> {
	const stanzas = stanzasOf(file);
	if (stanzas === undefined || stanzas.length === 0) return refuse('not-age');
	if (new Set(stanzas).size > 1) return refuse('mixed-recipients');
	if (stanzas[0] !== HYBRID_STANZA) return refuse('not-hybrid');
	const decrypter = new Decrypter();
	for (const identity of identities) {
		addIdentity(decrypter, identity);
	}
	try {
		return accept(new Uint8Array(await decrypter.decrypt(file)));
	} catch (fault) {
		return refuse(isUnmatched(fault) ? 'no-key' : 'damaged');
	}
}

/**
 * Seals to one passphrase alone: for the kit only, the one exception to hybrid recipients.
 * @param workFactor log2 of scrypt's N, at least 15 */
export async function sealToPassphrase(
	plaintext: Uint8Array,
	passphrase: string,
	workFactor = KIT_WORK_FACTOR
): Promise<Bytes> {
	if (workFactor < 15) throw new AppError('weak-work-factor', { workFactor });
	const encrypter = new Encrypter();
	encrypter.setPassphrase(passphrase.normalize('NFKC'));
	encrypter.setScryptWorkFactor(workFactor);
	return new Uint8Array(await encrypter.encrypt(plaintext));
}

/** Opens a file sealed by `sealToPassphrase`. */
export async function openWithPassphrase(
	file: Uint8Array,
	passphrase: string
): Promise<Outcome<Bytes, PassphraseProblem>> {
	const stanzas = stanzasOf(file);
	if (stanzas === undefined) return refuse('not-age');
	if (stanzas.length !== 1 || stanzas[0] !== PASSPHRASE_STANZA) return refuse('not-passphrase');
	const decrypter = new Decrypter();
	decrypter.addPassphrase(passphrase.normalize('NFKC'));
	try {
		return accept(new Uint8Array(await decrypter.decrypt(file)));
	} catch (fault) {
		return refuse(isUnmatched(fault) ? 'wrong-passphrase' : 'damaged');
	}
}
