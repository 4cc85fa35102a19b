import { KIT_WORK_FACTOR, openWithPassphrase, recipientOf, sealToPassphrase } from './age.ts';
import type { PassphraseProblem } from './age.ts';
import { fromBase64Url, type Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { signingKey } from './dsse.ts';
import { fingerprint, isId } from './ids.ts';
import { recoverySpace, type Keylog } from './keylog-state.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** What only the kit holds. */
export interface KitContents {
	readonly tenant: string;
	/** Ed25519 seed of the organisation's root key, base64url. */
	readonly rootSeed: string;
	/** age hybrid identity that opens every record. */
	readonly recoveryIdentity: string;
	/** Of the root public key. */
	readonly fingerprint: string;
}

/** Why a file does not open as a kit. */
export type KitProblem = PassphraseProblem | 'newer-format' | 'not-a-kit' | 'wrong-fingerprint';

/**
 * Seals the kit: an age file with one scrypt recipient, so that any age tool opens it.
 * @param passphrase its own, not the drawer's
 * @param workFactor log2 of scrypt's N; tests choose less */
export async function makeKit(
	contents: KitContents,
	passphrase: string,
	workFactor = KIT_WORK_FACTOR
): Promise<Bytes> {
	return sealToPassphrase(canonicalBytes({ v: 1, ...contents }), passphrase, workFactor);
}

const FIELDS: Readonly<Record<keyof KitContents, (value: unknown) => boolean>> = {
	tenant: isId,
	rootSeed: (value) => typeof value === 'string' && fromBase64Url(value)?.length === 32,
	recoveryIdentity: (value) => typeof value === 'string',
	fingerprint: (value) => typeof value === 'string'
};

function readContents(plaintext: Uint8Array): Outcome<KitContents, 'newer-format' | 'not-a-kit'> {
	const said = parseMembers(plaintext, { maxBytes: 8192, maxDepth: 2 });
	if (Number(said?.['v']) > 1) return refuse('newer-format');
	const isWhole = Object.entries(FIELDS).every(([field, holds]) => holds(said?.[field]));
	// Every field was checked just now.
	return said?.['v'] === 1 && isWhole ? accept(said as unknown as KitContents) : refuse('not-a-kit');
}

/** Opens a kit and checks that its fingerprint follows from its root seed. */
export async function openKit(
	file: Uint8Array,
	passphrase: string
): Promise<Outcome<KitContents, KitProblem>> {
	const opened = await openWithPassphrase(file, passphrase);
	if (!opened.ok) return opened;
	const contents = readContents(opened.value);
	if (!contents.ok) return contents;
	const { rootSeed, recoveryIdentity, fingerprint: said } = contents.value;
	const root = await signingKey(fromBase64Url(rootSeed) ?? new Uint8Array());
	if ((await fingerprint(root.publicKey)) !== said) return refuse('wrong-fingerprint');
	return (await recipientOf(recoveryIdentity)) === undefined ? refuse('not-a-kit') : contents;
}

/** Whether a kit is of the organisation whose keylog this is, and its identity the one records are sealed to. */
export async function isKitOf(kit: KitContents, keylog: Keylog): Promise<boolean> {
	if (keylog.tenant !== kit.tenant || keylog.fingerprint !== kit.fingerprint) return false;
	const recipient = await recipientOf(kit.recoveryIdentity);
	return recoverySpace(keylog)?.epochs.some((epoch) => epoch.recipient === recipient) ?? false;
}
