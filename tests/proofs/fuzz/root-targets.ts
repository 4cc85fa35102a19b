/** Content under a signed root: whole, and as a redacted copy. */
import { equalBytes, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { isContentRoot, isCopyOf, makeContentRoot, redact } from '#lib/trust/content-root.ts';
import { plainTarget, textOf } from './make-target.ts';
import type { Target } from './judge.ts';

function parsed(bytes: Bytes): unknown {
	try {
		return JSON.parse(textOf(bytes));
	} catch {
		return undefined;
	}
}

/** Whether two texts are one value; white space and order are not what a content root protects. */
function isSameValue(bytes: Bytes, good: Bytes): boolean {
	const value = parsed(bytes);
	try {
		return value !== undefined && equalBytes(canonicalBytes(value), good);
	} catch {
		return false;
	}
}

/** Both ways to look at a content root. */
export async function rootTargets(): Promise<readonly Target[]> {
	const document = { schema: 1, values: { 'case/concern': 'bruises', n: 12 }, list: [{ a: 1 }, 'two'] };
	const { root, salts } = await makeContentRoot(document);
	const copy = await redact(document, salts, (path) => path.startsWith('/list'));
	const [whole, part] = [canonicalBytes(document), canonicalBytes({ copy })];
	const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
	return [
		plainTarget({
			name: 'content root, whole',
			share: 4000,
			secrets: [],
			good: whole,
			others: [],
			isJson: true,
			isSame: (bytes) => isSameValue(bytes, whole),
			open: async (bytes) => {
				const value = parsed(bytes);
				return { ok: isObject(value) && (await isContentRoot(root, value, salts)) };
			}
		}),
		plainTarget({
			name: 'content root, redacted copy',
			share: 4000,
			secrets: [],
			good: part,
			others: [],
			isSame: (bytes) => isSameValue(bytes, part),
			open: async (bytes) => {
				const value = parsed(bytes) as { readonly copy?: unknown } | undefined;
				// Types are for whoever reads a copy from a file to check; there is no such reader yet.
				const leaves = Array.isArray(value?.copy) && value.copy.every(isLeaf) ? value.copy : undefined;
				return { ok: leaves !== undefined && (await isCopyOf(root, leaves)) };
			}
		})
	];
}

function isLeaf(value: unknown): value is { readonly digest: string } {
	if (typeof value !== 'object' || value === null) return false;
	const { path, salt, digest } = value as Record<string, unknown>;
	return (
		typeof digest === 'string' || (typeof path === 'string' && typeof salt === 'string' && 'value' in value)
	);
}
