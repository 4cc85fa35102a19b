import { toBase64Url, fromBase64Url, type Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { isContentRoot, makeContentRoot } from './content-root.ts';
import { DRL1_CAP_BYTES, openDrl1, readDrl1Header, sealDrl1, type OpenProblem } from './drl1.ts';
import { draftHeader, signEntry, type Entry, type Signing } from './entry.ts';
import type { EntryHeader } from './entry-header.ts';
import { keyCommit } from './key-commit.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** A parent as its child needs it. */
export interface ParentRevision {
	readonly id: string;
	readonly n: number;
}

/** Everything about a new revision that is not the signer's. */
export interface RevisionDraft {
	readonly kind: 'draft' | 'final' | 'addendum' | 'note' | 'review';
	readonly record: string;
	/** Salt of the record id, base64url; goes into the header of the first revision only. */
	readonly salt: string;
	/** All leaves that it takes up; empty for the first. */
	readonly parents: readonly ParentRevision[];
	readonly keyNumber: number;
	/** The record's key of that number, 32 bytes. */
	readonly key: Bytes;
	readonly schema: number;
	/** Of a final; null otherwise. */
	readonly version: number | null;
	/** The final that this one replaces; null otherwise. */
	readonly supersedes: string | null;
	readonly purgeAfter: string | null;
	/** Plain data: the decision record, or the addendum. */
	readonly content: object;
}

/** A revision opened, with the salts that a redacted copy of it needs. */
export interface OpenedRevision {
	readonly content: Readonly<Record<string, unknown>>;
	readonly salts: readonly string[];
}

/** Why a revision does not open. `disagrees` and `wrong-content-root`: its maker cheated, or a bug. */
export type RevisionProblem =
	| 'not-a-revision'
	| 'no-body'
	| 'wrong-key'
	| 'disagrees'
	| 'not-canonical'
	| 'wrong-content-root'
	| OpenProblem;

async function aesKey(key: Bytes): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** What the plaintext repeats of the header: the binding that a signature over the ciphertext hash alone lacks. */
type Repeated = Pick<EntryHeader, 'record' | 'n' | 'parents' | 'device' | 'schema'>;

function repeated({ record, n, parents, device, schema }: Repeated): Repeated {
	return { record, n, parents, device, schema };
}

/**
 * Seals and signs a revision.
 * @returns the entry, or `too-large` when the content is beyond 4 MiB */
export async function makeRevision(by: Signing, draft: RevisionDraft): Promise<Outcome<Entry, 'too-large'>> {
	const { record, keyNumber, key, schema, content } = draft;
	const { tenant, device } = by.signer;
	const n = 1 + Math.max(0, ...draft.parents.map((parent) => parent.n));
	const parents = draft.parents.map((parent) => parent.id);
	const { root, salts } = await makeContentRoot(content);
	const plaintext = canonicalBytes({
		v: 1,
		...repeated({ record, n, parents, device, schema }),
		salts,
		content
	});
	const place = { purpose: 'revision', id: record, device, number: n, schema, keyNumber } as const;
	const sealed = await sealDrl1(plaintext, await aesKey(key), place);
	if (!sealed.ok) return refuse(sealed.reason);
	const fields = {
		record,
		salt: n === 1 ? draft.salt : null,
		n,
		parents,
		keyNumber,
		keyCommit: await keyCommit({ tenant, record, keyNumber, key }),
		schema,
		version: draft.version,
		supersedes: draft.supersedes,
		contentRoot: toBase64Url(root),
		purgeAfter: draft.purgeAfter
	};
	return accept(await signEntry(draftHeader(by, draft.kind, fields), sealed.bytes, by.signer.key));
}

/** The header's fields that every sealed kind has; undefined for the other kinds. */
function sealedFields({ record, n, keyNumber, schema, device }: EntryHeader) {
	if (record === null || n === null || keyNumber === null) return undefined;
	return schema === null || device === null ? undefined : { record, n, keyNumber, schema, device };
}

/** The DRL1 content, if what stands in the clear before it repeats the header. */
async function unseal(entry: Entry, key: Bytes): Promise<Outcome<Bytes, RevisionProblem>> {
	const fields = sealedFields(entry.header);
	if (fields === undefined) return refuse('not-a-revision');
	if (entry.c === null) return refuse('no-body');
	const clear = readDrl1Header(entry.c);
	if (!clear.ok) return refuse(clear.reason);
	const { record, n, keyNumber, schema, device } = fields;
	if (clear.schema !== schema || clear.keyNumber !== keyNumber) return refuse('disagrees');
	const { tenant } = entry.header;
	if ((await keyCommit({ tenant, record, keyNumber, key })) !== entry.header.keyCommit)
		return refuse('wrong-key');
	const place = { purpose: 'revision', id: record, device, number: n } as const;
	const opened = await openDrl1(entry.c, await aesKey(key), place);
	return opened.ok ? accept(opened.bytes) : refuse(opened.reason);
}

function isRepeated(said: Readonly<Record<string, unknown>>, header: EntryHeader): boolean {
	const { parents, ...rest } = repeated(header);
	const own = said['parents'];
	if (!Array.isArray(own) || own.length !== parents.length) return false;
	if (said['v'] !== 1 || parents.some((id, at) => id !== own[at])) return false;
	return Object.entries(rest).every(([field, value]) => said[field] === value);
}

function isTextList(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Content and salts of a plaintext that repeats its header. */
function agreed(said: Readonly<Record<string, unknown>>, header: EntryHeader): OpenedRevision | undefined {
	const { content, salts } = said;
	if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
	if (!isRepeated(said, header) || !isTextList(salts)) return undefined;
	// Parsed JSON that is an object and no list.
	return { content: content as Readonly<Record<string, unknown>>, salts };
}

/**
 * Opens a revision and holds its plaintext against its signed header: key, record, n, parents, device, schema and
 * every value under the content root. The signature itself is `isEntrySignedBy`'s, with the key from the keylog.
 */
export async function openRevision(
	entry: Entry,
	key: Bytes
): Promise<Outcome<OpenedRevision, RevisionProblem>> {
	const unsealed = await unseal(entry, key);
	if (!unsealed.ok) return unsealed;
	const said = parseMembers(unsealed.value, { maxBytes: DRL1_CAP_BYTES, maxDepth: 40 });
	if (said === undefined) return refuse('not-canonical');
	const opened = agreed(said, entry.header);
	if (opened === undefined) return refuse('disagrees');
	const root = fromBase64Url(entry.header.contentRoot ?? '') ?? new Uint8Array();
	const holds = await isContentRoot(root, opened.content, opened.salts);
	return holds ? accept(opened) : refuse('wrong-content-root');
}
