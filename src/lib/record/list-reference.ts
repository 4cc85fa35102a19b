import type { Json } from './types.ts';

/** Letters of a case reference that a list shows. A title is sealed again with every save of 31 other records. */
const MOST_LETTERS = 80;
/** What is looked at, so that 100,000 characters cost no more than a line. */
const MOST_LOOKED_AT = 1000;

/** Letters that turn the direction of what follows them: they would reach into the words beside. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const BLANKS = /[\p{Cc}\s]+/gu;

/**
 * A case reference as a list shows it: one line, at most 80 letters.
 * @returns undefined where it says nothing
 */
export function listReference(value: Json | undefined): string | undefined {
	if (typeof value !== 'string') return undefined;
	const line = value.slice(0, MOST_LOOKED_AT).replace(TURNING, '').replace(BLANKS, ' ').trim();
	const letters = Array.from(line.toWellFormed());
	if (letters.length === 0) return undefined;
	const isCut = letters.length > MOST_LETTERS || value.length > MOST_LOOKED_AT;
	return isCut ? `${letters.slice(0, MOST_LETTERS).join('')}…` : letters.join('');
}
