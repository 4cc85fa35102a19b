/** Seeded slips of the pen, and what they should still find. */
import { searchShelf, type ShelfDocument, type ShelfSearch } from '../../src/lib/pack/search.ts';

export interface Typo {
	readonly word: string;
	readonly typed: string;
	/** Page that the word itself leads to first. */
	readonly page: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SHORTEST = 5;

/** Numbers from 0 to 1 in a row that the seed alone decides (mulberry32). */
function numbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** One letter too many, missing, wrong, or swapped with its neighbour. */
function slip(word: string, next: () => number): string {
	const at = 1 + Math.floor(next() * (word.length - 2));
	const letter = LETTERS.charAt(Math.floor(next() * LETTERS.length));
	const rest = word.slice(at + 1);
	const forms = [
		word.slice(0, at) + letter + word.slice(at),
		word.slice(0, at) + rest,
		word.slice(0, at) + letter + rest,
		word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
	];
	return forms[Math.floor(next() * forms.length)] ?? word;
}

export const pageOf = (id: string): string => id.split('#')[0] ?? id;

/**
 * Words of titles, each misspelt once, that are no other word of the shelf by chance.
 * @param seed decides which words and which slips
 */
export function makeTypos(
	shelf: ShelfSearch,
	documents: readonly ShelfDocument[],
	{ seed, count }: { readonly seed: number; readonly count: number }
): readonly Typo[] {
	const next = numbers(seed);
	const words = [
		...new Set(
			documents
				.flatMap(({ title }) => title.toLowerCase().match(/[a-z]+/g) ?? [])
				.filter((word) => word.length >= SHORTEST)
		)
	].sort();
	const typos: Typo[] = [];
	while (typos.length < count) {
		const word = words[Math.floor(next() * words.length)] ?? '';
		const typed = slip(word, next);
		const first = searchShelf(shelf, word).hits[0];
		const isOther = shelf.vocabulary.has(typed) || typed === word;
		if (first !== undefined && !isOther) typos.push({ word, typed, page: pageOf(first.id) });
	}
	return typos;
}
