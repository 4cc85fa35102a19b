/** Which words of two texts are only in one of them. */

/** A stretch of a text: in both, or only in this one. */
export interface Stretch {
	readonly text: string;
	readonly isOnlyHere: boolean;
}

/** Beyond so many comparisons the middle counts as different as a whole: a pasted book must not hang the page. */
const MOST_CELLS = 4_000_000;

const piecesOf = (text: string): readonly string[] => text.match(/\s+|[^\s]+/g) ?? [];

interface Middle {
	readonly one: readonly string[];
	readonly other: readonly string[];
}

/** Length of the longest words in common of what is left from each pair of places on. */
function lengthsOf({ one, other }: Middle): (a: number, b: number) => number {
	const width = other.length + 1;
	const lengths = new Uint32Array((one.length + 1) * width);
	const at = (a: number, b: number) => lengths[a * width + b] ?? 0;
	for (let a = one.length - 1; a >= 0; a -= 1)
		for (let b = other.length - 1; b >= 0; b -= 1)
			lengths[a * width + b] =
				one[a] === other[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
	return at;
}

/** Marks of the longest words in common, for each side. */
function common(middle: Middle): readonly [ReadonlySet<number>, ReadonlySet<number>] {
	const { one, other } = middle;
	const left = lengthsOf(middle);
	const marks = [new Set<number>(), new Set<number>()] as const;
	let [a, b] = [0, 0];
	while (a < one.length && b < other.length) {
		if (one[a] === other[b]) {
			marks[0].add(a++);
			marks[1].add(b++);
		} else if (left(a + 1, b) >= left(a, b + 1)) a += 1;
		else b += 1;
	}
	return marks;
}

/** Joins neighbours of one sort; space between two words that differ belongs to them. */
function stretches(pieces: readonly string[], isShared: (at: number) => boolean): readonly Stretch[] {
	const found: Stretch[] = [];
	pieces.forEach((text, at) => {
		const isGap =
			text.trim() === '' && at > 0 && !isShared(at - 1) && at + 1 < pieces.length && !isShared(at + 1);
		const isOnlyHere = isGap || !isShared(at);
		const last = found.at(-1);
		if (last?.isOnlyHere === isOnlyHere) found[found.length - 1] = { text: last.text + text, isOnlyHere };
		else found.push({ text, isOnlyHere });
	});
	return found;
}

/**
 * Compares two texts word by word.
 * @returns each text as stretches that give it back when joined
 */
export function wordDiff(one: string, other: string): readonly [readonly Stretch[], readonly Stretch[]] {
	const [a, b] = [piecesOf(one), piecesOf(other)];
	const shorter = Math.min(a.length, b.length);
	let start = 0;
	while (start < shorter && a[start] === b[start]) start += 1;
	let end = 0;
	while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
	const middle = { one: a.slice(start, a.length - end), other: b.slice(start, b.length - end) };
	const isSmall = middle.one.length * middle.other.length <= MOST_CELLS;
	const [mine, theirs] = isSmall ? common(middle) : [new Set<number>(), new Set<number>()];
	const shared = (marks: ReadonlySet<number>, length: number) => (at: number) =>
		at < start || at >= length - end || marks.has(at - start);
	return [stretches(a, shared(mine, a.length)), stretches(b, shared(theirs, b.length))];
}
