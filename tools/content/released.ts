import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lostIds } from '../../src/lib/pack/compare.ts';
import { parsePackText } from '../../src/lib/pack/parse.ts';
import type { Pack, PackProblem } from '../../src/lib/pack/types.ts';
import { CONTENT } from './content-dir.ts';

const PACKS = join(import.meta.dirname, '../../static/packs');

/** Versions that were released, with their hashes. */
export function releasedVersions(): Readonly<Record<string, string>> {
	return JSON.parse(readFileSync(join(CONTENT, 'released.json'), 'utf8')) as Record<string, string>;
}

/**
 * Ids of released packs that the content lost. Stored answers name them for ever.
 * @returns a problem for each, and one for a released pack that cannot be read any more
 */
export function lostFromReleased(pack: Pack): readonly PackProblem[] {
	return Object.keys(releasedVersions()).flatMap((version) => {
		const parsed = parsePackText(readFileSync(join(PACKS, `${version}.json`), 'utf8'));
		if (!parsed.ok)
			return [
				{
					path: 'version',
					message: `The released pack ${version} cannot be read any more: ${parsed.problems[0]?.message ?? ''}`
				}
			];
		return lostIds(parsed.pack, pack).map((id) => ({
			path: 'flows',
			message: `The released pack ${version} has the ${id}. Put it back: stored answers name it.`
		}));
	});
}
