/** Text of a record as pages for the show view: one idea a page, and nothing that could play with the screen. */

/** About five lines of large type on a tablet. */
const MOST_ON_PAGE = 420;

// Control characters beside the line feed, marks that turn the direction of what follows, and the byte order mark.

const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Half of a character, which no screen can show. */
const BROKEN = /[\ud800-\udfff]/gu;

/** The text without what cannot be read: its words, emoji and directions stay. */
export function cleanText(text: string): string {
	return text
		.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
		.replace(/\t/g, ' ')
		.replace(UNSEEN, '')
		.replace(BROKEN, '\ufffd')
		.replace(/[^\S\n]+\n/g, '\n')
		.replace(/\n{2,}/g, '\n')
		.trim();
}

/** Cuts text into pages: at the ends of lines, else of sentences, else of words. No text is lost; none for empty text. */
export function pagesOf(text: string): readonly string[] {
	const pages: string[] = [];
	let page = '';
	for (const line of text.split('\n').filter((one) => one.trim() !== ''))
		for (const piece of piecesOf(line)) {
			const longer = page === '' ? piece : `${page}\n${piece}`;
			if (longer.length <= MOST_ON_PAGE) page = longer;
			else {
				if (page !== '') pages.push(page);
				page = piece;
			}
		}
	return page === '' ? pages : [...pages, page];
}

/** One line in pieces that fit on a page. */
function piecesOf(line: string): readonly string[] {
	if (line.length <= MOST_ON_PAGE) return [line];
	return joined(line.split(/(?<=[.!?…])\s+/u).flatMap((one) => joined(one.split(/\s+/u).flatMap(chunks))));
}

/** Pieces put together again with blanks as long as they fit. */
function joined(pieces: readonly string[]): readonly string[] {
	const fitting: string[] = [];
	for (const piece of pieces) {
		const last = fitting.at(-1);
		if (last !== undefined && last.length + piece.length < MOST_ON_PAGE)
			fitting[fitting.length - 1] = `${last} ${piece}`;
		else fitting.push(piece);
	}
	return fitting;
}

/** A word longer than a page, cut between what a reader sees as characters. */
function chunks(word: string): readonly string[] {
	if (word.length <= MOST_ON_PAGE) return [word];
	const parts: string[] = [];
	for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(word)) {
		const last = parts.at(-1);
		if (last !== undefined && last.length + segment.length <= MOST_ON_PAGE)
			parts[parts.length - 1] = last + segment;
		else parts.push(segment);
	}
	return parts;
}

/** So many words at most, or a reader who is worried loses the thread. @source reference/ux.md section 1 */
export const MOST_WORDS = 15;

/** How many sentences of a text are longer than that. */
export function longSentences(text: string): number {
	return text
		.split(/[.!?…]+\s+|\n+/u)
		.filter((sentence) => sentence.split(/\s+/u).filter(Boolean).length > MOST_WORDS).length;
}
