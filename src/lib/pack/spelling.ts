/** Finds the words that a slip of the pen may have meant. */

/** Every word of the shelf with the number of places it stands in. */
export type Vocabulary = ReadonlyMap<string, number>;

/** From this many letters on two slips are forgiven. */
const LONG_WORD = 7;
/** Shorter words are other words as soon as one letter changes. */
const SHORTEST = 4;
const MEANINGS_AT_MOST = 3;

/**
 * Number of slips between two words: a letter too many, missing, wrong, or two neighbours swapped.
 * @param most more slips than this are not counted further
 * @returns the number, or `most + 1` when it is larger
 * @source optimal string alignment distance (Damerau 1964, restricted)
 */
export function slipsBetween(a: string, b: string, most: number): number {
	if (Math.abs(a.length - b.length) > most) return most + 1;
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= b.length; j += 1) row.push(cheapest({ a, b, i, j }, { row, last, before }));
		if (Math.min(...row) > most) return most + 1;
		before = last;
		last = row;
	}
	return Math.min(last[b.length] ?? 0, most + 1);
}

interface Place {
	readonly a: string;
	readonly b: string;
	readonly i: number;
	readonly j: number;
}

interface Rows {
	readonly row: readonly number[];
	readonly last: readonly number[];
	readonly before: readonly number[];
}

function cheapest({ a, b, i, j }: Place, { row, last, before }: Rows): number {
	// The cells read here were all written: the loops above fill the rows from the left.
	const at = (cells: readonly number[], place: number) => cells[place] ?? 0;
	const isSame = a[i - 1] === b[j - 1];
	const straight = Math.min(at(row, j - 1) + 1, at(last, j) + 1, at(last, j - 1) + (isSame ? 0 : 1));
	const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
	return isSwapped ? Math.min(straight, at(before, j - 2) + 1) : straight;
}

const slipsAllowed = (word: string) => (word.length < SHORTEST ? 0 : word.length < LONG_WORD ? 1 : 2);

/**
 * The words nearest to one that the shelf does not know, most used first.
 * @param word in small letters
 * @returns at most three, all equally near; empty when nothing is near or the word is short
 */
export function meantWords(word: string, vocabulary: Vocabulary): readonly string[] {
	let most = slipsAllowed(word);
	if (most === 0) return [];
	let found: string[] = [];
	for (const known of vocabulary.keys()) {
		if (known.length < SHORTEST) continue;
		const slips = slipsBetween(word, known, most);
		if (slips > most) continue;
		if (slips < most) found = [];
		most = slips;
		found.push(known);
	}
	const uses = (known: string) => vocabulary.get(known) ?? 0;
	// A first letter is seldom wrong.
	const startsAlike = (known: string) => (known[0] === word[0] ? 1 : 0);
	return found
		.sort((a, b) => startsAlike(b) - startsAlike(a) || uses(b) - uses(a))
		.slice(0, MEANINGS_AT_MOST);
}
