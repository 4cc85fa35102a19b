import { describe, expect, it } from 'vitest';
import { makeIndex, openIndex, searchShelf, type ShelfDocument } from '../../../src/lib/pack/search.ts';
import { readArticles } from '../../../tools/content/guidance.ts';
import { readSynonyms, shelfDocuments } from '../../../tools/content/search.ts';
import { makeTypos, pageOf } from '../../support/typos.ts';
import { compileContent } from '../../../tools/read-content.ts';

const LONG = `${'Nothing of note stands here at all. '.repeat(12)}The fax is out of date. ${'And more words follow. '.repeat(12)}`;

const DOCUMENTS: readonly ShelfDocument[] = [
	{
		id: 'one',
		title: 'Who can answer',
		page: 'Ask or tell',
		text: 'Ask someone with parental responsibility. Their agreement counts.',
		place: { kind: 'section', slug: 'ask-or-tell', section: 'who-can-answer' }
	},
	{
		id: 'two',
		title: 'Sending',
		page: 'Share it safely',
		text: LONG,
		place: { kind: 'question', flow: 'secure' }
	},
	{
		id: 'three',
		title: "Call children's social care",
		page: 'Should I share?',
		text: 'Follow up in writing.',
		place: { kind: 'outcome', flow: 'share' }
	}
];

/** As the page gets it: through JSON. */
function openShelf(documents = DOCUMENTS) {
	const index = makeIndex(documents, { pr: ['parental responsibility'], mash: ["children's social care"] });
	const opened = openIndex(JSON.parse(JSON.stringify(index)));
	if (opened === undefined) throw new TypeError('the index does not open');
	return opened;
}

const shelf = openShelf();
const find = (query: string): readonly string[] => searchShelf(shelf, query).hits.map(({ id }) => id);

describe('searching the shelf', () => {
	it.each([
		['a whole word', 'writing', 'three'],
		['the beginning of a word', 'respons', 'one'],
		['a slip of the pen', 'agreemnt', 'one'],
		['capital letters', 'FAX', 'two'],
		['a short form of the field', 'PR', 'one'],
		['a short form within other words', 'the MASH team call', 'three'],
		['words of title and text together', 'answer responsibility', 'one']
	])('finds by %s', (_, query, id) => {
		expect(find(query)).toContain(id);
	});

	it('wants all words where something has them all, else takes any', () => {
		expect(find('fax date')).toEqual(['two']);
		expect([...find('fax agreement')].sort()).toEqual(['one', 'two']);
	});

	it.each(['', '   ', '?!', 'the of', 'xyzzy', '<b>', '\\', '(('])(
		'finds nothing for %j, and does not fail',
		(query) => {
			expect(find(query)).toEqual([]);
		}
	);

	it('puts what was typed before what was read into it', () => {
		const typed: ShelfDocument = { ...DOCUMENTS[0]!, id: 'typed', title: 'MASH', text: 'Mash.' };
		expect(searchShelf(openShelf([...DOCUMENTS, typed]), 'mash').hits[0]?.id).toBe('typed');
	});

	it('marks the matched words by range, not by markup', () => {
		const [hit] = searchShelf(shelf, 'parental').hits;
		expect(hit?.snippet.text).toBe(DOCUMENTS[0]?.text);
		expect(hit?.snippet.ranges).toEqual([[17, 25]]);
		expect(hit?.snippet.text.slice(17, 25)).toBe('parental');
	});

	it('marks words in the title', () => {
		const [hit] = searchShelf(shelf, 'answer').hits;
		expect(hit?.title).toEqual({ text: 'Who can answer', ranges: [[8, 14]] });
	});

	it('cuts a long text around the matched words, and the ranges still fit', () => {
		const [hit] = searchShelf(shelf, 'fax').hits;
		const { text, ranges } = hit!.snippet;
		expect(text.length).toBeLessThan(200);
		expect(text.startsWith('… ')).toBe(true);
		expect(text.endsWith(' …')).toBe(true);
		expect(ranges.map(([start, end]) => text.slice(start, end))).toEqual(['fax']);
	});

	it('gives no more hits than asked for', () => {
		expect(searchShelf(shelf, 'fax agreement', 1).hits).toHaveLength(1);
	});

	it.each([
		['nothing', undefined],
		['a text', 'index'],
		['another format', { format: 2, synonyms: {}, index: {} }],
		['a cut-off index', { format: 1, synonyms: {}, index: {} }]
	])('does not open %s', (_, value) => {
		expect(openIndex(value)).toBeUndefined();
	});
});

describe('the shelf as built', async () => {
	const { pack } = await compileContent();
	const documents = shelfDocuments(pack!, readArticles());
	const built = openIndex(JSON.parse(JSON.stringify(makeIndex(documents, readSynonyms()))))!;

	it('holds sections, questions and outcomes under ids of their own', () => {
		const kinds = new Set(documents.map(({ place }) => place.kind));
		expect([...kinds].sort()).toEqual(['outcome', 'question', 'section', 'source', 'word']);
		expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
		expect(documents.filter(({ title }) => title === '')).toEqual([]);
	});

	it.each(Object.keys(readSynonyms()))('finds something for "%s", a word of the field', (word) => {
		expect(searchShelf(built, word).hits).not.toEqual([]);
	});

	it.each([
		['MASH', "children's social care"],
		['LADO', 'safeguarding lead'],
		['PR', 'parental responsibility'],
		['SAR', 'information team'],
		['GDPR', 'data protection'],
		['Gillick', 'understand'],
		['forced mariage', 'forced marriage'],
		['golden rules', 'seven']
	])('answers %s among the first three', (query, words) => {
		const ids = searchShelf(built, query, 3).hits.map(({ id }) => id);
		const texts = documents.filter(({ id }) => ids.includes(id)).map(({ title, text }) => `${title} ${text}`);
		expect(texts.join(' ').toLowerCase()).toContain(words);
	});

	it.each([11, 12, 13])('finds the page of at least 97 of 100 misspelt words (seed %i)', (seed) => {
		const typos = makeTypos(built, documents, { seed, count: 100 });
		const lost = typos.filter(
			({ typed, page }) => !searchShelf(built, typed, 10).hits.some(({ id }) => pageOf(id) === page)
		);
		expect(lost.length, JSON.stringify(lost)).toBeLessThanOrEqual(3);
	});

	it('says how it read a misspelt word', () => {
		expect(searchShelf(built, 'polcie requset').meant).toBe('police request');
		expect(searchShelf(built, 'police request').meant).toBeUndefined();
	});

	it('keeps silent about a duty without a start date: no screen would show it', () => {
		expect(documents.map(({ id }) => id)).toContain('outcome:O-DUTY');
		expect(documents.map(({ id }) => id)).not.toContain('outcome:O-CSA');
		expect(documents.find(({ id }) => id === 'question:share/specific-report')?.text).not.toContain(
			'sex offence'
		);
	});

	it('puts guidance and questions before outcomes, which are easily taken for advice', () => {
		const kinds = searchShelf(built, 'police').hits.map(({ place }) => place.kind);
		expect(kinds[0]).not.toBe('outcome');
		expect(kinds).toContain('outcome');
	});

	it('leads every synonym to words that the shelf really uses', () => {
		const lost = Object.values(readSynonyms())
			.flat()
			.filter((meaning) => searchShelf(built, meaning).hits.length === 0);
		expect(lost).toEqual([]);
	});
});
