import { readContent, compileContent } from '../../tools/read-content.ts';
import { canonicalJson } from '../../src/lib/pack/canonical.ts';
import { parsePackText } from '../../src/lib/pack/parse.ts';
import type { ContentFiles } from '../../src/lib/pack/compile.ts';
import type { JourneyContext } from '../../src/lib/flow/types.ts';
import type { Pack } from '../../src/lib/pack/types.ts';

/** The pack of this checkout's content, as it comes out of its file; a test cannot go on without it. */
export async function contentPack(): Promise<Pack> {
	const { pack, problems } = await compileContent();
	if (pack === undefined)
		throw new TypeError(problems.map((one) => `${one.path}: ${one.message}`).join('\n'));
	// Canonical JSON sorts the members of objects: what stands on their order must fail here, not on a device.
	const shipped = parsePackText(canonicalJson(pack));
	if (!shipped.ok)
		throw new TypeError(shipped.problems.map((one) => `${one.path}: ${one.message}`).join('\n'));
	return shipped.pack;
}

/** A deep copy of the content that a test may break. */
export function brokenContent(change: (files: Record<string, never>) => void): ContentFiles {
	const files = structuredClone(readContent([]));
	change(files as unknown as Record<string, never>);
	return files;
}

/** A decision on 16 November 2026, rules by their dates. */
export function contextFor(pack: Pack, change: Partial<JourneyContext> = {}): JourneyContext {
	return { decidedAt: '2026-11-16T15:00:00Z', settings: pack.localSettings, ...change };
}
