import { describe, expect, it } from 'vitest';
import { judgePassphrase, offerPassphrase, passphraseProblem } from '#lib/app/passphrase.ts';
import { passphraseProblems } from '#lib/messages.ts';

describe('an offered passphrase', () => {
	it('is five words of the list, new each time', async () => {
		const offers = await Promise.all(Array.from({ length: 20 }, offerPassphrase));
		expect(offers.every((offer) => /^([a-z-]+ ){4}[a-z-]+$/.test(offer))).toBe(true);
		expect(new Set(offers).size).toBe(20);
	});

	it('draws from 7776 words, so that five carry 64 bits', async () => {
		const { default: text } = await import('#lib/app/eff-words.txt?raw');
		const words = new Set(text.split('\n').filter((line: string) => /^[a-z-]+$/.test(line)));
		expect(words.size).toBe(7776);
		expect(5 * Math.log2(words.size)).toBeGreaterThan(64);
	});

	it('is always good enough as an own one too', async () => {
		for (let at = 0; at < 50; at += 1) expect(passphraseProblem(await offerPassphrase())).toBeUndefined();
	});
});

describe('an own passphrase', () => {
	it.each([
		['thirteen chars', 'purple otter!', 'short'],
		['one letter', 'aaaaaaaaaaaaaaaaaaaa', 'repeats'],
		['few letters', 'abcabd abc abdabca', 'repeats'],
		['a word twice', 'marvellous marvellous', 'repeats'],
		['the alphabet', 'abcdefghijklmnop', 'sequence'],
		['a keyboard row', 'qwertyuiopasdfghjkl', 'sequence'],
		['digits down', '9876543210 98765', 'sequence'],
		['first guesses', 'MyPassword12345!', 'guessable'],
		['the app and the job', 'Doorstep Social Work 2026', 'guessable']
	])('is refused: %s', (_kind, passphrase, problem) => {
		expect(passphraseProblem(passphrase)).toBe(problem);
	});

	it.each([
		'the kettle hums at dawn',
		'gravel unsaid tiptop',
		'Løvetann på taket 7',
		'三匹の猫が窓辺で静かに眠っています'
	])('is taken: %s', (passphrase) => {
		expect(passphraseProblem(passphrase)).toBeUndefined();
	});
});

describe('the meter', () => {
	// Loading its lists takes a moment, once.
	const judged = (passphrase: string) => judgePassphrase(passphrase);

	it.each([
		['', 'short'],
		['a b c d e f', 'short'],
		['abcdefghijklmnop', 'sequence'],
		['qwertyuiop asdfghjkl', 'sequence'],
		['aaaaaaaaaaaaaaaa', 'repeats'],
		['monkey monkey monkey', 'repeats'],
		['password1234567', 'guessable'],
		['😀😀😀😀😀😀😀😀😀😀😀😀😀😀', 'repeats'],
		['Summer2026Summer', 'weak'],
		['manchester1999', 'common'],
		['safeguarding children', 'weak']
	])('refuses %j', async (passphrase, problem) => {
		expect(await judged(passphrase)).toBe(problem);
	});

	it.each([
		'gravel unsaid tiptop marina',
		'gravel unsaid tiptop marina dusk',
		'  spaces   before and after, kept  ',
		'🦊 fox 🌧️ rain 🚲 bicycle 🥐',
		'بيت كبير وشجرة خضراء',
		'cafe\u0301 con pin\u0303ata 5 veces',
		'x7#Qm!2vLp0@Rz9w',
		`${'long and winding words, '.repeat(3)}${'different at the end '.repeat(40)}`
	])('takes %j', async (passphrase) => {
		expect(await judged(passphrase)).toBeUndefined();
	});

	it('takes every five words that Doorstep offers', async () => {
		for (let times = 0; times < 50; times += 1) {
			const words = await offerPassphrase();
			expect(await judged(words), words).toBeUndefined();
		}
	});

	it('has words for every verdict', () => {
		expect(Object.keys(passphraseProblems)).toEqual(
			expect.arrayContaining([
				'short',
				'repeats',
				'sequence',
				'guessable',
				'common',
				'names',
				'dates',
				'weak'
			])
		);
	});
});
