/** What the files of all kinds of slots have in common: strict JSON, ids, and a hash that finds a torn file. */
import * as v from 'valibot';
import { sha256, toBase64Url, utf8 } from './bytes.ts';
import { isId } from './ids.ts';

/** An id of 16 bytes. */
export const idShape = v.pipe(
	v.string(),
	v.check((text: string) => isId(text))
);

/** A whole number from 0. */
export const countShape = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** How a typed secret is turned into a key; `kdf.ts` of the vault says what is allowed. */
export const kdfShape = v.strictObject({
	name: v.literal('argon2id'),
	version: v.literal(19),
	memoryKiB: v.pipe(countShape, v.minValue(1)),
	passes: v.pipe(countShape, v.minValue(1)),
	lanes: v.literal(1)
});

type Kdf = v.InferOutput<typeof kdfShape>;

/** The settings of a derivation in one fixed order, whatever order the file has. */
export function kdfParts(kdf: Kdf): readonly (string | number)[] {
	return [kdf.name, kdf.version, kdf.memoryKiB, kdf.passes, kdf.lanes];
}

/** SHA-256 over the parts as one JSON list, base64url. Finds a torn file; it protects against nobody. */
export async function slotCheck(parts: readonly (string | number)[]): Promise<string> {
	return toBase64Url(await sha256(utf8(JSON.stringify(parts))));
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * Reads a slot's text.
 * @param shape strict: an unknown field is refused
 * @param checkOf the hash that the file must carry
 * @returns undefined for text that is torn, changed, newer or not ours
 */
export async function parseSlotText<Shape extends v.GenericSchema<unknown, { readonly check: string }>>(
	text: string,
	shape: Shape,
	checkOf: (slot: v.InferOutput<Shape>) => Promise<string>
): Promise<v.InferOutput<Shape> | undefined> {
	const parsed = v.safeParse(shape, parseJson(text));
	if (!parsed.success) return undefined;
	// One text for one slot, but for the order: a member written twice, spaces and other escapes are nobody's work.
	if (JSON.stringify(parsed.output).length !== text.length) return undefined;
	return (await checkOf(parsed.output)) === parsed.output.check ? parsed.output : undefined;
}
