/** Breaks text into lines by an estimate of its width: no fonts, no DOM, so the same data gives the same picture. */

const NARROW = new Set("iIjl.,;:'|!()[]‘’ ");
const SLIM = new Set('frt-"“”/');
const WIDE = new Set('mwMW@%');

/** Width of one character in ems, a little on the wide side of the app's own font and of its stand-ins. */
function widthOf(char: string): number {
	if (NARROW.has(char)) return 0.3;
	if (SLIM.has(char)) return 0.42;
	if (WIDE.has(char)) return 0.9;
	return char >= 'A' && char <= 'Z' ? 0.69 : 0.57;
}

/** Estimated width of a text, in the unit of `size`. */
export function textWidth(text: string, size: number): number {
	return Array.from(text).reduce((sum, char) => sum + widthOf(char), 0) * size;
}

/**
 * The lines of a text, none wider than `width`. A single word that is wider is cut.
 * @param at width of a line and height of the letters, in the same unit
 */
export function wrap(text: string, at: { readonly width: number; readonly size: number }): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/).flatMap((one) => cut(one, at))) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (textWidth(longer, at.size) <= at.width) line = longer;
		else {
			lines.push(line);
			line = word;
		}
	}
	return [...lines, line].filter((one) => one !== '');
}

function cut(word: string, at: { readonly width: number; readonly size: number }): readonly string[] {
	if (textWidth(word, at.size) <= at.width) return [word];
	const pieces: string[] = [''];
	for (const char of word) {
		const piece = `${pieces.at(-1) ?? ''}${char}`;
		if (textWidth(piece, at.size) > at.width) pieces.push(char);
		else pieces[pieces.length - 1] = piece;
	}
	return pieces;
}
