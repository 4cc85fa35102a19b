import { describe, expect, it } from 'vitest';
import { contentPack } from '../../support/pack.ts';
import { wordsFor } from '../../support/walks-words.ts';

const pack = await contentPack();

/** What a record may ask for before it is final, from the content itself. */
const ASKED = pack.record.fields.filter(
	({ need, stage, auto, appendOnly }) =>
		auto !== true && appendOnly !== true && stage !== 'handover' && need.some((mark) => /[RC]/.test(mark))
);

describe('the words of the walks', () => {
	it('are there for every field that a record may require', () => {
		expect(ASKED.length).toBeGreaterThan(30);
		expect(ASKED.filter(({ id }) => Object.keys(wordsFor(id)).length === 0)).toEqual([]);
	});

	it('are missed loudly for a field that nobody has given any', () => {
		expect(() => wordsFor('bedtime')).toThrow('no words for the required field "bedtime"');
	});

	it.each(ASKED.filter(({ item }) => item !== undefined).map(({ id, item }) => ({ id, item })))(
		'name parts of $id that it has',
		({ id, item }) => {
			expect(Object.keys(item ?? {})).toEqual(expect.arrayContaining(Object.keys(wordsFor(id))));
		}
	);
});
