/** Offering and judging passphrases. The word list (60 kB) loads only when a drawer is made. */

import type { PassphraseProblem } from './passphrase-problem.ts';

/** Words offered, and how many random bits they carry (EFF large list: 7776 words). */
export const OFFERED_WORDS = 5;
const LEAST_LETTERS = 14;
const LEAST_DIFFERENT = 6;
/** Words of an own passphrase that anyone would try first. */
const FIRST_GUESSES =
	/pass ?(word|phrase|code)|qwert|asdf|zxcv|letmein|welcome|doorstep|social ?work|safeguard|football|monkey|dragon|iloveyou|admin/g;

/** The words to choose from. */
async function loadWords(): Promise<readonly string[]> {
	const { default: text } = await import('./eff-words.txt?raw');
	return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** A whole number below `end`, each as likely as the other. */
function randomBelow(end: number): number {
	const most = Math.floor(0x1_0000_0000 / end) * end;
	for (;;) {
		const [number = most] = crypto.getRandomValues(new Uint32Array(1));
		if (number < most) return number % end;
	}
}

/** Five random words: 64 bits, and easier to keep than 64 bits of anything else. */
export async function offerPassphrase(): Promise<string> {
	const words = await loadWords();
	return Array.from({ length: OFFERED_WORDS }, () => words[randomBelow(words.length)]).join(' ');
}

/** Begins loading the meter, so that it is there when the first word is typed. */
export function loadMeter(): void {
	void import('./passphrase-meter.ts').catch(() => undefined);
}

/**
 * Judges a passphrase that a person made up: by the plain rule, and then by the meter, which knows common passwords,
 * words and names. Neither knows a saying or what is personal, and the page says so.
 * @returns what is wrong, or undefined; `unjudged` when the meter did not load
 */
export async function judgePassphrase(
	passphrase: string
): Promise<PassphraseProblem | 'unjudged' | undefined> {
	const problem = passphraseProblem(passphrase);
	if (problem) return problem;
	try {
		const { meterProblem } = await import('./passphrase-meter.ts');
		return meterProblem(passphrase);
	} catch {
		return 'unjudged';
	}
}

/**
 * The plain rule: long enough, and not one of the kinds that are guessed first.
 * @returns what is wrong, or undefined
 */
export function passphraseProblem(passphrase: string): PassphraseProblem | undefined {
	const letters = Array.from(passphrase.normalize('NFKC').toLowerCase());
	if (letters.length < LEAST_LETTERS) return 'short';
	const packed = letters.filter((letter) => !/\s/.test(letter));
	if (new Set(packed).size < LEAST_DIFFERENT || isRepeated(packed.join(''))) return 'repeats';
	if (sequenceShare(packed) > 0.5) return 'sequence';
	const rest = letters
		.join('')
		.replace(FIRST_GUESSES, '')
		.replace(/[\s\d\p{P}]/gu, '');
	return Array.from(rest).length < LEAST_LETTERS / 2 ? 'guessable' : undefined;
}

/** Mostly one piece, again and again. */
function isRepeated(text: string): boolean {
	const repeated = /(.{1,10}?)\1{2,}|(.{5,})\2/su.exec(text)?.[0].length ?? 0;
	return repeated > text.length * 0.6;
}

/** How much of it goes on like abcd, 4321 or along a row of the keyboard. */
function sequenceShare(letters: readonly string[]): number {
	const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
	const lines = rows.flatMap((row) => [row, Array.from(row).reverse().join('')]);
	const steps = letters.slice(1).filter((letter, at) => {
		const pair = `${letters[at] ?? ''}${letter}`;
		return lines.some((line) => line.includes(pair));
	});
	return steps.length / Math.max(1, letters.length - 1);
}
