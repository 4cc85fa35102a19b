/** Text as it may leave the app: nothing in it that another program would hide, obey or let run over its neighbours. */

/** Control characters below the space have pictures of their own in Unicode, in the same order. */
const PICTURES = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = '\u2421';

/** C0 without line feed and tab, DEL, C1, and what turns the direction of the text around it. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|\ud802|\ud803|\ud83a|\ud83b/;

function pictureOf(letter: string): string {
	const code = letter.charCodeAt(0);
	if (code < 0x20) return String.fromCharCode(PICTURES + code);
	if (code === DELETE) return DELETE_PICTURE;
	return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** The text with one kind of line end, and with every control character drawn instead of obeyed. */
export function visible(text: string): string {
	return text
		.toWellFormed()
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.replace(HIDDEN, pictureOf);
}

/** Whether a line has letters that run from right to left. */
export function runsLeft(line: string): boolean {
	return RIGHT_TO_LEFT.test(line);
}

/** A line of plain text that cannot turn the lines or labels beside it around. */
export function isolated(line: string): string {
	return runsLeft(line) ? `\u2068${line}\u2069` : line;
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** Text for a place in HTML. */
export function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
