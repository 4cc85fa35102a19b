import type { Json } from './types.ts';

/** C0 controls but tab and line feed, DEL, C1 controls: nothing a person can see or mean. */
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
/** Line ends of other systems; Word's line break is a vertical tab, a page break a form feed. */
const LINE_ENDS = /\r\n?|\u000b|\u000c|\u0085/g;
const DEL = 0x7f;
const PICTURES_FROM = 0x2400;
const PICTURE_OF_DEL = '\u2421';
const REPLACEMENT = '\ufffd';
/** What stands in a text where a character could not be kept. */
const MARKS = /[\u2400-\u2421\ufffd]/;

function pictureOf(character: string): string {
	const code = character.charCodeAt(0);
	if (code < 0x20) return String.fromCharCode(PICTURES_FROM + code);
	return code === DEL ? PICTURE_OF_DEL : REPLACEMENT;
}

/**
 * Text as it can be kept, signed and shown. Words, emoji, tabs, lines and writing from right to left stay as they are; a
 * control character becomes its visible picture, half an emoji the mark for "not readable". Nothing vanishes in silence.
 */
export function readableText(text: string): string {
	return text.replace(LINE_ENDS, '\n').replace(CONTROLS, pictureOf).toWellFormed();
}

/** The same for every text in a value. */
export function readableValue(value: Json): Json {
	if (typeof value === 'string') return readableText(value);
	if (Array.isArray(value)) return value.map((one: Json) => readableValue(one));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]: [string, Json]) => [key, readableValue(one)])
	);
}

/** Whether a text has marks in it for characters that could not be kept. */
export const hasMarks = (text: string): boolean => MARKS.test(text);
