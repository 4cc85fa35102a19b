import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasMarks, readableText } from '#lib/record/readable.ts';

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

describe('readableText', () => {
	it.each([
		['the words of a spreadsheet', 'Name\tAge\nJ\t7', 'Name\tAge\nJ\t7'],
		['lines from Windows, and of Word', 'one\r\ntwo\rthree\u000bfour', 'one\ntwo\nthree\nfour'],
		['emoji and families of them', '👩‍👧 😢', '👩‍👧 😢'],
		['writing from right to left, with its marks', 'قالت أمي \u200fنعم', 'قالت أمي \u200fنعم'],
		['a control character, visibly', 'be\u0000fore\u0007 after\u007f', 'be␀fore␇ after␡'],
		['half an emoji, visibly', 'a\ud83d b', 'a\ufffd b'],
		['nothing', '', '']
	])('keeps %s', (_what, text, kept) => {
		expect(readableText(text)).toBe(kept);
	});

	it('gives text that can be signed, loses no character that says something, and is settled at once', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				const kept = readableText(text);
				expect(kept.isWellFormed()).toBe(true);
				expect(CONTROL.test(kept)).toBe(false);
				expect(readableText(kept)).toBe(kept);
				const said = (one: string) =>
					(one.toWellFormed().match(/[\p{L}\p{N}\p{P}\p{S}]/gu) ?? []).filter((c) => !hasMarks(c));
				expect(said(kept)).toEqual(said(text));
			}),
			{ numRuns: 300 }
		);
	});
});
