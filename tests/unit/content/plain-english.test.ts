import { describe, expect, it } from 'vitest';
import {
	countWords,
	faultsOf,
	gradeOf,
	sentencesOf,
	type Style
} from '../../../tools/content/plain-english.ts';

const STYLE: Style = {
	longestSentenceWords: 5,
	banned: { 'in order to': 'to', utilise: 'use' },
	termsOfArt: ['lawful basis', 'Prevent']
};
const GLOSSARY = [{ id: 'basis', term: 'lawful basis', means: 'A reason.' }];
const faults = (text: string) => faultsOf(text, STYLE, GLOSSARY);

describe('sentences', () => {
	it.each([
		['One. Two? Three!', 3],
		['It is s.16 of the Act.', 1],
		['On 3.5 metres. “Yes.” Then go.', 3],
		['', 0]
	])('%j has the right number', (text, count) => {
		expect(sentencesOf(text)).toHaveLength(count);
	});

	it('count a word with hyphens once', () => {
		expect(countWords('The out-of-hours team')).toBe(3);
	});
});

describe('plain English', () => {
	it('passes what is plain', () => {
		expect(faults('You need a lawful basis. Call 999.')).toEqual([]);
	});

	it('names a sentence that is too long', () => {
		expect(faults('One two three four five six.')[0]).toContain('6 words, at most 5');
	});

	it('names banned words, and what to write', () => {
		expect(faults('Utilise it.')).toEqual(['"utilise": use']);
	});

	it('finds no banned word inside another', () => {
		expect(faults('Reutilised.')).toEqual([]);
	});

	it('asks for a glossary entry for a term of art, and for none for a verb', () => {
		expect(faults('Ask Prevent.')[0]).toContain('stands in no glossary entry');
		expect(faults('You prevent harm.')).toEqual([]);
	});
});

describe('the reading grade', () => {
	it('is higher for long words in long sentences', () => {
		const plain = gradeOf('Call the police. Do it now. Stay safe.');
		const heavy = gradeOf(
			'Multidisciplinary organisations operationalise comprehensive safeguarding methodologies throughout administrative jurisdictions.'
		);
		expect(plain).toBeLessThan(4);
		expect(heavy).toBeGreaterThan(15);
	});
});
