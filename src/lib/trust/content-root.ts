import type { Json } from '../record/types.ts';
import { concat, equalBytes, fromBase64Url, randomBytes, sha256, toBase64Url, u16, utf8 } from './bytes.ts';
import type { Bytes, RandomBytes } from './bytes.ts';
import { canonical } from './canonical.ts';
import { merkleRoot } from './merkle.ts';

/** The part of a document that can be shown or blacked out by itself. */
interface Leaf {
	/** JSON pointer of one or two steps. */
	readonly path: string;
	readonly value: unknown;
}

/** The root that the header signs, and the salts that stay in the plaintext: one per leaf, in the order of paths. */
export interface ContentRoot {
	readonly root: Bytes;
	readonly salts: readonly string[];
}

/** One leaf of a copy: shown with its salt, or only as digest. */
export type CopiedLeaf =
	{ readonly path: string; readonly value: Json; readonly salt: string } | { readonly digest: string };

const SALT_BYTES = 16;

function escaped(step: string): string {
	return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What stands one level below a member, or nothing when the member is a leaf itself. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value);
}

/**
 * A document's leaves, sorted by path: every member of a member, every item of a list, and members without either.
 * So one answer, or one value of a record, can be blacked out and the rest still verifies.
 */
function leavesOf(document: object): readonly Leaf[] {
	const leaves = membersOf(document).flatMap(([name, value]) => {
		const path = `/${escaped(name)}`;
		const inner = membersOf(value);
		if (inner.length === 0) return [{ path, value }];
		return inner.map(([step, item]) => ({ path: `${path}/${escaped(step)}`, value: item }));
	});
	return leaves.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * SHA-256(salt | path | canonical value). The path goes in as u16 length and bytes: without its length, path `/n1`
 * with value 2 and path `/n` with value 12 would be one digest.
 */
async function digestOf({ path, value }: Leaf, salt: Uint8Array): Promise<Bytes> {
	const pathBytes = utf8(path);
	return sha256(concat(salt, u16(pathBytes.length), pathBytes, utf8(canonical(value))));
}

/** Makes fresh salts and the root over a document. */
export async function makeContentRoot(
	document: object,
	random: RandomBytes = randomBytes
): Promise<ContentRoot> {
	const leaves = leavesOf(document);
	const salts = leaves.map(() => random(SALT_BYTES));
	const digests = await Promise.all(leaves.map((leaf, at) => digestOf(leaf, salts[at] ?? new Uint8Array())));
	return { root: await merkleRoot(digests), salts: salts.map(toBase64Url) };
}

function saltOf(text: string | undefined): Bytes | undefined {
	const salt = text === undefined ? undefined : fromBase64Url(text);
	return salt?.length === SALT_BYTES ? salt : undefined;
}

/** Whether the root is that of this document with these salts: recomputed at every opening. */
export async function isContentRoot(
	root: Uint8Array,
	document: object,
	salts: readonly string[]
): Promise<boolean> {
	const leaves = leavesOf(document);
	if (leaves.length !== salts.length) return false;
	const copy = leaves.map(({ path, value }, at) => ({ path, value: value as Json, salt: salts[at] ?? '' }));
	return isCopyOf(root, copy);
}

/**
 * A copy for somebody who may not see all: hidden leaves keep only their digest.
 * @param isHidden decides by JSON pointer */
export async function redact(
	document: object,
	salts: readonly string[],
	isHidden: (path: string) => boolean
): Promise<readonly CopiedLeaf[]> {
	return Promise.all(
		leavesOf(document).map(async ({ path, value }, at) => {
			const salt = salts[at] ?? '';
			if (!isHidden(path)) return { path, value: value as Json, salt };
			const bytes = saltOf(salt) ?? new Uint8Array();
			return { digest: toBase64Url(await digestOf({ path, value }, bytes)) };
		})
	);
}

async function digestOfCopied(leaf: CopiedLeaf): Promise<Bytes | undefined> {
	if ('digest' in leaf) return fromBase64Url(leaf.digest);
	const salt = saltOf(leaf.salt);
	return salt === undefined ? undefined : digestOf(leaf, salt);
}

function isInOrder(copy: readonly CopiedLeaf[]): boolean {
	const paths = copy.flatMap((leaf) => ('path' in leaf ? [leaf.path] : []));
	return paths.every((path, at) => at === 0 || (paths[at - 1] ?? '') < path);
}

/** Whether a copy, redacted or whole, belongs to a signed root: nothing shown was changed, added or moved. */
export async function isCopyOf(root: Uint8Array, copy: readonly CopiedLeaf[]): Promise<boolean> {
	const digests = await Promise.all(copy.map(digestOfCopied));
	const whole = digests.filter((digest) => digest?.length === 32) as Bytes[];
	return isInOrder(copy) && whole.length === copy.length && equalBytes(await merkleRoot(whole), root);
}
