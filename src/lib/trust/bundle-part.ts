/** One signed entry of an exported bundle: header, signature, and every value against its own signed digest. */
import type { SignedLeaf, SignedPart } from '../record/export/bundle-types.ts';
import type { Json } from '../record/types.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import { isCopyOf, redact, type CopiedLeaf } from './content-root.ts';
import { readEntry, type Entry } from './entry.ts';
import type { OpenedRevision } from './revision.ts';
import { accept, refuse, type Outcome } from './outcome.ts';
import type { SignerProblem } from './signer-problem.ts';

export type PartProblem =
	| 'header-changed'
	| 'bad-header'
	| 'wrong-kind'
	| SignerProblem
	| 'digests-changed'
	| 'value-changed'
	| 'value-added'
	| 'value-removed'
	| 'leaves-reordered';

/** Makes the part of a bundle from an entry and what it was opened to. */
export async function makePart({ id, h, s }: Entry, { content, salts }: OpenedRevision): Promise<SignedPart> {
	const shown = await redact(content, salts, () => false);
	const hidden = await redact(content, salts, () => true);
	const leaves = shown.flatMap((leaf, at): readonly SignedLeaf[] => {
		const other = hidden[at];
		return 'path' in leaf && other !== undefined && 'digest' in other
			? [{ path: leaf.path, salt: leaf.salt, digest: other.digest }]
			: [];
	});
	// Opened from canonical JSON, so its members are Json.
	return {
		id,
		h: toBase64Url(h),
		s: toBase64Url(s),
		content: content as Readonly<Record<string, Json>>,
		leaves
	};
}

/** Reads the entry of a part. Its body stayed at home: what it sealed is in the part in the clear. */
export async function readPart(
	part: SignedPart,
	kinds: readonly string[]
): Promise<Outcome<Entry, PartProblem>> {
	const [h, s] = [fromBase64Url(part.h), fromBase64Url(part.s)];
	if (h === undefined || s === undefined) return refuse('bad-header');
	const entry = await readEntry({ h, s, c: null });
	if (!entry.ok) return refuse('bad-header', entry.at ?? entry.reason);
	if (entry.value.id !== part.id) return refuse('header-changed');
	return kinds.includes(entry.value.header.kind) ? entry : refuse('wrong-kind', entry.value.header.kind);
}

const digestOf = (leaf: CopiedLeaf | undefined): string | undefined =>
	leaf !== undefined && 'digest' in leaf ? leaf.digest : undefined;
const placeOf = (leaf: CopiedLeaf): string => ('path' in leaf ? leaf.path : '');

/**
 * Holds the content against the signed root. The digests first: if they give the root, each value has its own seal, and
 * a changed one is named.
 */
export async function contentProblem(part: SignedPart, entry: Entry): Promise<Outcome<null, PartProblem>> {
	const root = fromBase64Url(entry.header.contentRoot ?? '') ?? new Uint8Array();
	const paths = part.leaves.map(({ path }) => path);
	if (paths.some((path, at) => at > 0 && path <= (paths[at - 1] ?? ''))) return refuse('leaves-reordered');
	const digests = part.leaves.map(({ digest }) => ({ digest }));
	if (!(await isCopyOf(root, digests))) return refuse('digests-changed');
	const sealed = new Map(part.leaves.map((leaf) => [leaf.path, leaf]));
	const there = (await redact(part.content, [], () => false)).map(placeOf);
	const added = there.find((path) => !sealed.has(path));
	if (added !== undefined) return refuse('value-added', added);
	const present = new Set(there);
	const removed = paths.find((path) => !present.has(path));
	if (removed !== undefined) return refuse('value-removed', removed);
	const salts = there.map((path) => sealed.get(path)?.salt ?? '');
	const own = await redact(part.content, salts, () => true);
	const changed = there.find((path, at) => digestOf(own[at]) !== sealed.get(path)?.digest);
	return changed === undefined ? accept(null) : refuse('value-changed', changed);
}
