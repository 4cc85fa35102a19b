import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparePacks } from '../../src/lib/pack/compare.ts';
import type { Pack } from '../../src/lib/pack/types.ts';
import { contentPack } from '../support/pack.ts';

const pack = await contentPack();

/** Not content: what a pack is called. */
const NAMES = ['format', 'version', 'hash', 'publishedAt'];

type Path = readonly (string | number)[];

/** Paths of all texts, numbers and yes/no of the content. An id is left out: changing it is one gone and one new. */
function leaves(value: unknown, path: Path = []): readonly Path[] {
	if (typeof value !== 'object' || value === null) return path.at(-1) === 'id' ? [] : [path];
	return Object.entries(value).flatMap(([key, member]) =>
		path.length === 0 && NAMES.includes(key) ? [] : leaves(member, [...path, key])
	);
}

function withLeafChanged(path: Path): Pack {
	const later = structuredClone(pack);
	const last = path.at(-1)!;
	const holder = path
		.slice(0, -1)
		.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, later as never);
	const old = holder[last];
	holder[last] =
		typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : `${String(old)} changed`;
	return later;
}

const places = leaves(pack);

it('finds any one changed value exactly once, wherever it stands', () => {
	fc.assert(
		fc.property(fc.constantFrom(...places), (path) => {
			expect(comparePacks(pack, withLeafChanged(path))).toHaveLength(1);
		}),
		{ numRuns: process.env.SLOW === '1' ? 2000 : 60 }
	);
});

it('says the same of a change and of its undoing, with before and after turned round', () => {
	fc.assert(
		fc.property(fc.constantFrom(...places), (path) => {
			const later = withLeafChanged(path);
			const turned = comparePacks(later, pack).map(({ before, after, ...rest }) => ({
				...rest,
				before: after,
				after: before
			}));
			expect(turned).toEqual(comparePacks(pack, later));
		}),
		{ numRuns: 20 }
	);
});
