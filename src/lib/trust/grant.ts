import { openWith, sealTo, type AgeProblem } from './age.ts';
import { fromBase64Url, toBase64Url, type Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { draftHeader, signEntry, type Entry, type Signing } from './entry.ts';
import { keyCommit, type RecordKey } from './key-commit.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** One epoch of a space, as the keylog gives it: whom a grant is sealed to. */
export interface SpaceEpoch {
	readonly space: string;
	readonly epoch: number;
	readonly recipient: string;
}

/** A record whose key is granted. */
export interface GrantedRecord {
	readonly record: string;
	/** Salt of the record id, base64url: the server stores grants before the n = 1 entry and checks the owner by it. */
	readonly salt: string;
	readonly keyNumber: number;
	/** 32 bytes. */
	readonly key: Bytes;
}

/** Why a grant gives no key. `disagrees` and `wrong-commit` mean that its maker cheated or a bug. */
export type GrantProblem = AgeProblem | 'not-a-grant' | 'no-body' | 'disagrees' | 'wrong-commit';

/**
 * Makes a grant: one small age file to one space epoch, signed by a device of the record's owner.
 * @param to recipient from the keylog and nowhere else */
export async function makeGrant(by: Signing, what: GrantedRecord, to: SpaceEpoch): Promise<Entry> {
	const { tenant } = by.signer;
	const { record, salt, keyNumber, key } = what;
	const { space, epoch, recipient } = to;
	const plaintext = { v: 1, tenant, record, keyNumber, space, epoch, key: toBase64Url(key) };
	const body = await sealTo(canonicalBytes(plaintext), [recipient]);
	const commit = await keyCommit({ tenant, record, keyNumber, key });
	const fields = { record, salt, keyNumber, keyCommit: commit, space, epoch };
	return signEntry(draftHeader(by, 'grant', fields), body, by.signer.key);
}

/** The key in the plaintext, if everything beside it repeats the header. */
function agreedKey(plaintext: Uint8Array, { header }: Entry): Bytes | undefined {
	const said = parseMembers(plaintext, { maxBytes: 4096, maxDepth: 1 });
	const fields = ['v', 'tenant', 'record', 'keyNumber', 'space', 'epoch'] as const;
	if (said === undefined || fields.some((field) => said[field] !== header[field])) return undefined;
	const key = typeof said['key'] === 'string' ? fromBase64Url(said['key']) : undefined;
	return key?.length === 32 ? key : undefined;
}

/**
 * Opens a grant with the space's identity. That its signer owns the record is for the log's rules to say (`isOwner`).
 * @returns the record key, whose commitment is the one in the header */
export async function openGrant(
	entry: Entry,
	identities: readonly string[]
): Promise<Outcome<RecordKey, GrantProblem>> {
	const { tenant, record, keyNumber } = entry.header;
	if (entry.header.kind !== 'grant' || record === null || keyNumber === null) return refuse('not-a-grant');
	if (entry.c === null) return refuse('no-body');
	const opened = await openWith(entry.c, identities);
	if (!opened.ok) return opened;
	const key = agreedKey(opened.value, entry);
	if (key === undefined) return refuse('disagrees');
	const granted = { tenant, record, keyNumber, key };
	return (await keyCommit(granted)) === entry.header.keyCommit ? accept(granted) : refuse('wrong-commit');
}
