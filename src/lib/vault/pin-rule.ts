/** What a PIN of the passkey slot must be. Pure; the page shows it early, the vault holds it. */

/** Fewest digits or letters. */
export const LEAST_PIN = 6;
const LEAST_DIFFERENT = 3;
const LONGEST_PIN = 64;

/** `characters`: something else than digits and letters. `guessable`: among the first that anybody would try. */
export type PinProblem = 'short' | 'long' | 'characters' | 'guessable';

/** Rows along which fingers go. The last one is a telephone's keypad, downwards. */
const ROWS = [
	'0123456789012345',
	'abcdefghijklmnopqrstuvwxyz',
	'qwertyuiop',
	'asdfghjkl',
	'zxcvbnm',
	'147258369'
];
const FIRST_GUESSES = [
	'password',
	'passcode',
	'letmein',
	'welcome',
	'doorstep',
	'monkey',
	'dragon',
	'qwerty',
	'abc123'
];

/** As typed, made comparable: what looks the same is the same, and capital letters count. */
export function plainPin(pin: string): string {
	return pin.normalize('NFKC');
}

function isAlongARow(pin: string): boolean {
	return ROWS.some((row) => row.includes(pin) || Array.from(row).reverse().join('').includes(pin));
}

/** One short piece again and again: 121212, 123123, 112233 by pairs. */
function isRepeated(pin: string): boolean {
	return /^(.{1,3})\1+$/u.test(pin) || /^(?:(.)\1){3,}$/u.test(pin);
}

/** A day, as people write it: 140285, 14021985, 19850214. */
function isDate(pin: string): boolean {
	if (!/^\d{6}$|^\d{8}$/.test(pin)) return false;
	const year = '(?:19|20)\\d\\d';
	const day = '(?:0[1-9]|[12]\\d|3[01])';
	const month = '(?:0[1-9]|1[0-2])';
	const short = new RegExp(`^(?:${day}${month}\\d\\d|${month}${day}\\d\\d|\\d\\d${month}${day})$`);
	const long = new RegExp(`^(?:${day}${month}${year}|${month}${day}${year}|${year}${month}${day})$`);
	return short.test(pin) || long.test(pin);
}

/**
 * Judges a PIN by a plain rule: what a stranger, or somebody who knows a birthday, tries first is refused.
 * @returns what is wrong, or undefined
 */
export function pinProblem(typed: string): PinProblem | undefined {
	const pin = plainPin(typed).toLowerCase();
	const letters = Array.from(pin);
	if (letters.length < LEAST_PIN) return 'short';
	if (letters.length > LONGEST_PIN) return 'long';
	if (!/^[\p{L}\p{N}]+$/u.test(pin)) return 'characters';
	const isFirst =
		new Set(letters).size < LEAST_DIFFERENT ||
		isAlongARow(pin) ||
		isRepeated(pin) ||
		isDate(pin) ||
		FIRST_GUESSES.some((guess) => pin.includes(guess) && pin.length - guess.length < LEAST_PIN);
	return isFirst ? 'guessable' : undefined;
}
