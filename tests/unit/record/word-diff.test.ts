import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff, type Stretch } from '#lib/record/word-diff.ts';

const whole = (stretches: readonly Stretch[]) => stretches.map(({ text }) => text).join('');
const only = (stretches: readonly Stretch[]) =>
	stretches.filter(({ isOnlyHere }) => isOnlyHere).map(({ text }) => text.trim());

describe('words that only one of two texts has', () => {
	it('are found between words that both have', () => {
		const [one, other] = wordDiff('Bruise on the left arm today', 'Bruise on the right arm');
		expect([only(one), only(other)]).toEqual([['left', 'today'], ['right']]);
	});

	it('are one stretch where they stand together', () => {
		expect(only(wordDiff('a b c d', 'a x y d')[1])).toEqual(['x y']);
	});

	it('are none in equal texts, and all beside an empty one', () => {
		expect(wordDiff('same words', 'same words')[0]).toEqual([{ text: 'same words', isOnlyHere: false }]);
		expect(wordDiff('', 'new words')).toEqual([[], [{ text: 'new words', isOnlyHere: true }]]);
	});

	it('never change a text: the stretches give it back', () => {
		const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'وقت', '👩‍👧')).map((some) => some.join(''));
		fc.assert(
			fc.property(text, text, (one, other) => {
				const [mine, theirs] = wordDiff(one, other);
				expect([whole(mine), whole(theirs)]).toEqual([one, other]);
				const shared = (stretches: readonly Stretch[]) =>
					stretches.filter(({ isOnlyHere }) => !isOnlyHere).map(({ text: words }) => words);
				expect(shared(mine).join('').replace(/\s/g, '')).toBe(shared(theirs).join('').replace(/\s/g, ''));
			})
		);
	});

	it('take no longer than a moment in two books', () => {
		const book = (word: string) =>
			`start ${Array.from({ length: 20_000 }, (_, at) => `${word}${at}`).join(' ')} end`;
		const began = performance.now();
		const [one] = wordDiff(book('a'), book('b'));
		expect(whole(one)).toBe(book('a'));
		expect(performance.now() - began).toBeLessThan(5000);
	});
});
