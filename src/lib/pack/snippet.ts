/** A text with the places of the words that matched: [start, end) in UTF-16 units, in order, never overlapping. */
export interface MarkedText {
	readonly text: string;
	readonly ranges: readonly (readonly [start: number, end: number])[];
}

const SNIPPET_LENGTH = 170;

/** A word, wherever it stands. */
export const WORD = /[\p{L}\p{N}]+/gu;

/** Marks the words that are in the set, which holds them in small letters. */
export function markWords(text: string, matched: ReadonlySet<string>): MarkedText {
	const ranges = [...text.matchAll(WORD)]
		.filter(([word]) => matched.has(word.toLowerCase()))
		.map(({ 0: word, index }) => [index, index + word.length] as const);
	return { text, ranges };
}

/** The part of a text with the most marked words, cut at words, with an ellipsis where something is left out. */
export function snippetOf({ text, ranges }: MarkedText): MarkedText {
	const starts = ranges.map(([start]) => start);
	const within = (from: number) =>
		starts.filter((start) => start >= from && start < from + SNIPPET_LENGTH).length;
	const best = starts.reduce((one, other) => (within(other) > within(one) ? other : one), starts[0] ?? 0);
	const from = text.length <= SNIPPET_LENGTH ? 0 : wordStart(text, Math.max(0, best - 30));
	const end = from + SNIPPET_LENGTH;
	const to = end >= text.length ? text.length : wordEnd(text, end);
	const before = from === 0 ? '' : '… ';
	const shift = before.length - from;
	return {
		text: before + text.slice(from, to) + (to === text.length ? '' : ' …'),
		ranges: ranges
			.filter(([start, stop]) => start >= from && stop <= to)
			.map(([start, stop]) => [start + shift, stop + shift] as const)
	};
}

function wordStart(text: string, near: number): number {
	return near === 0 ? 0 : text.lastIndexOf(' ', near) + 1;
}

function wordEnd(text: string, near: number): number {
	const space = text.lastIndexOf(' ', near);
	return space <= 0 ? near : space;
}
