import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meantWords, slipsBetween } from '#lib/pack/spelling.ts';

describe('slips between two words', () => {
	it.each([
		['police', 'police', 0],
		['polise', 'police', 1],
		['plice', 'police', 1],
		['poolice', 'police', 1],
		['opliec', 'police', 2],
		['poilce', 'police', 1],
		['abcdef', 'police', 3]
	])('%s and %s: %i', (a, b, slips) => {
		expect(slipsBetween(a, b, 2)).toBe(slips);
	});

	it('are the same both ways, and none only for equal words', () => {
		const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
		fc.assert(
			fc.property(word, word, (a, b) => {
				expect(slipsBetween(a, b, 8)).toBe(slipsBetween(b, a, 8));
				expect(slipsBetween(a, b, 8) === 0).toBe(a === b);
			})
		);
	});
});

describe('the words that were meant', () => {
	const vocabulary = new Map([
		['police', 9],
		['polite', 1],
		['consent', 20],
		['content', 2],
		['age', 30],
		['confidence', 5]
	]);

	it.each([
		['polcie', ['police']],
		['ocnsent', ['consent']],
		['consemt', ['consent']],
		['confidnece', ['confidence']],
		['cofnidenec', ['confidence']],
		['poliye', ['police', 'polite']],
		['agr', []],
		['zzzzzzz', []]
	])('for %s: %j', (word, wanted) => {
		expect(meantWords(word, vocabulary)).toEqual(wanted);
	});
});
