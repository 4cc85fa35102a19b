/** Entries signed as a device signs them, without WebCrypto's trip to another thread: a run needs hundreds of thousands. */
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { hash } from '../../src/lib/server/hash.ts';
import type { WireEntry } from '../../src/lib/sync/protocol.ts';
import { concat, fromBase64Url, toBase32, toBase64Url, type Bytes } from '../../src/lib/trust/bytes.ts';
import { canonicalBytes } from '../../src/lib/trust/canonical.ts';
import { ENTRY_TYPE, pae } from '../../src/lib/trust/dsse.ts';
import type { EntryHeader, EntryKind } from '../../src/lib/trust/entry-header.ts';

/** PKCS#8 around an Ed25519 seed; source: RFC 8410 section 7. */
const PKCS8_HEAD = Uint8Array.of(0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32);

/** @param seed 32 bytes */
export function keyOfSeed(seed: Uint8Array): KeyObject {
	return createPrivateKey({ key: Buffer.from(concat(PKCS8_HEAD, seed)), format: 'der', type: 'pkcs8' });
}

/** Public key, base64url of 32 bytes. */
export function publicKeyOf(key: KeyObject): string {
	return createPublicKey(key).export({ format: 'jwk' }).x ?? '';
}

/** SHA-256 of this process, which answers at once. */
function sha256(bytes: Uint8Array): Bytes {
	// Typed as a promise for WebCrypto's sake; the server's own is none.
	return hash(bytes) as Bytes;
}

/** Signature over bytes of the entry type, base64url: of an entry's header, or an invite's proof. */
export function signed(bytes: Uint8Array, key: KeyObject): string {
	return toBase64Url(sign(null, pae(ENTRY_TYPE, bytes), key));
}

/** Who signs, and where the next entry stands in its own row. `null` author and device: the organisation's root. */
export interface Scribe {
	readonly tenant: string;
	readonly author: string | null;
	readonly device: string | null;
	readonly key: KeyObject;
	/** Number of the last entry; 0 before the first. */
	deviceSeq: number;
	devicePrev: string | null;
}

const UNUSED: Omit<
	EntryHeader,
	| 'tenant'
	| 'kind'
	| 'author'
	| 'device'
	| 'deviceSeq'
	| 'devicePrev'
	| 'keylogHead'
	| 'bodyHash'
	| 'bodyLen'
	| 'clientAt'
> = {
	v: 1,
	record: null,
	salt: null,
	n: null,
	parents: [],
	keyNumber: null,
	keyCommit: null,
	space: null,
	epoch: null,
	schema: null,
	version: null,
	supersedes: null,
	lastReceipt: null,
	contentRoot: null,
	purgeAfter: null
};

/** What an entry says beside who signs it. */
export interface Said {
	readonly kind: EntryKind;
	readonly keylogHead: string | null;
	readonly body: Bytes;
	readonly fields?: Partial<EntryHeader>;
}

/** Signs the scribe's next entry. @returns its id and its form on the wire */
export function writeEntry(scribe: Scribe, said: Said): { readonly id: string; readonly wire: WireEntry } {
	const { tenant, author, device, devicePrev } = scribe;
	const { kind, keylogHead, body, fields } = said;
	const deviceSeq = device === null ? null : scribe.deviceSeq + 1;
	const own = { tenant, kind, author, device, deviceSeq, devicePrev, keylogHead };
	const ofBody = { bodyHash: toBase64Url(sha256(body)), bodyLen: body.length };
	const h = canonicalBytes({ ...UNUSED, ...own, clientAt: Date.now(), ...ofBody, ...fields });
	const id = toBase32(sha256(h));
	if (deviceSeq !== null) {
		scribe.deviceSeq = deviceSeq;
		scribe.devicePrev = id;
	}
	return { id, wire: { h: toBase64Url(h), s: signed(h, scribe.key), c: toBase64Url(body) } };
}

/** Bytes of a text that this program wrote itself. */
export function ownBytes(text: string): Bytes {
	return fromBase64Url(text) ?? new Uint8Array();
}
