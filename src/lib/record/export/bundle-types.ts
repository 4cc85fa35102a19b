/** The file that a record is exported to as JSON, with everything that proves it. Published: static/schemas/record-bundle-1.json. */
import type { DecisionRecord, Json } from '../types.ts';

export const BUNDLE_FORMAT = 'doorstep-record';
export const BUNDLE_VERSION = 1;
export const BUNDLE_SCHEMA = 'urn:doorstep:record-bundle:1';

/** One leaf of signed content: its salt, and the digest that the signed root is made of. */
export interface SignedLeaf {
	/** JSON pointer of one or two steps. */
	readonly path: string;
	readonly salt: string;
	readonly digest: string;
}

/** A signed entry with what it signs, so that each value can be held against its own digest. */
export interface SignedPart {
	/** Entry id: base32 of SHA-256 over `h`. */
	readonly id: string;
	/** Header and signature, base64url. */
	readonly h: string;
	readonly s: string;
	readonly content: Readonly<Record<string, Json>>;
	readonly leaves: readonly SignedLeaf[];
}

/** A statement of the keylog, whole: header, signature, body. */
export interface KeylogPart {
	readonly h: string;
	readonly s: string;
	readonly c: string;
}

export interface BundleStamp {
	readonly record: string;
	readonly version: number;
	readonly pack: { readonly version: string; readonly hash: string };
	/** Null for a draft. */
	readonly entry: string | null;
	readonly lockedAt: string | null;
	/** As the device that made the file knew it; the file cannot prove it. */
	readonly receivedAt: string | null;
	readonly madeAt: string;
	readonly note: string;
}

interface ReadableRow {
	readonly label: string;
	readonly lines: readonly string[];
}

/** The record in words, for people who open the file. Made from the content; checked against it. */
export interface ReadablePart {
	readonly layout: number;
	readonly sections: readonly {
		readonly id: string;
		readonly title: string;
		readonly groups: readonly { readonly about: string; readonly rows: readonly ReadableRow[] }[];
	}[];
}

/** What the answers came to when the file was made. */
export interface BundleOutcome {
	readonly outcome: string;
	readonly receiver: string | null;
	readonly recordKind: string;
}

export interface RecordBundle {
	readonly $schema: string;
	readonly format: typeof BUNDLE_FORMAT;
	readonly v: typeof BUNDLE_VERSION;
	readonly state: 'draft' | 'final';
	readonly stamp: BundleStamp;
	readonly outcomes: readonly BundleOutcome[];
	/** Ids of the pages of the path, in order. */
	readonly path: readonly string[];
	readonly readable: ReadablePart;
	/** Of a draft: its content, unsigned. Null for a final. */
	readonly draft: DecisionRecord | null;
	/** Null for a draft. */
	readonly proof: BundleProof | null;
}

export interface BundleProof {
	/** Of the organisation's root key: compare it with the one on paper. */
	readonly fingerprint: string;
	/** 16 bytes behind the record id, base64url. */
	readonly salt: string;
	readonly final: SignedPart;
	/** Everything signed afterwards, oldest first. */
	readonly additions: readonly SignedPart[];
	/** From the root statement to the newest one that a signer here stands on. */
	readonly keylog: readonly KeylogPart[];
}
