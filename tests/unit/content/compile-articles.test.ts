import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/lib/pack/types.ts';
import { compileArticles, type Known } from '../../../tools/content/compile-articles.ts';
import { readArticles } from '../../../tools/content/guidance.ts';
import { blockText } from '../../../tools/content/plain-text.ts';

function source(id: string, evidence: Source['evidence']): Source {
	return {
		id,
		title: `Title of ${id}`,
		publisher: 'P',
		date: '2026',
		status: 'current',
		url: [],
		licence: 'OGL',
		evidence
	};
}

const KNOWN: Known = {
	sources: [source('S01', 'V'), source('S02', 'S')],
	flows: { share: [], secure: ['something-went-wrong'] },
	glossary: [{ id: 'basis', term: 'lawful basis', also: ['LB'], means: 'A reason in law.' }]
};

const FRONT = `---
title: May I?
summary: A summary.
checkedOn: 2026-11-22
checkAgainBy: 2026-12-31
evidence: [V, S]
sources: [S01, S02]
relatedFlow: share
related: [near-by]
replaces: "A document"
---
`;
const BODY = `
## The short answer

Yes, **often** [S01]. See [the flow](flow:secure/something-went-wrong) and [this](guide:may-i#the-short-answer).

> [S] Reported only [S02].

1. One
2. Two
`;
/** What every article has, so that only what a test plants is wrong. */
const REST = '\n## Why\n\nBecause.\n\n## What the law says\n\nThis.\n';
const OTHER = {
	name: 'near-by.md',
	text: `${FRONT.replace('near-by', 'may-i')}${BODY}${REST}`
};

const compile = (text: string) => compileArticles([{ name: 'may-i.md', text: text + REST }, OTHER], KNOWN);
const faults = (text: string): readonly string[] =>
	compile(text).problems.map(({ path, message }) => `${path}: ${message}`);

describe('compiling articles', () => {
	it('turns Markdown into typed blocks with numbered, resolved sources', () => {
		const { articles, problems } = compile(FRONT + BODY);
		expect(problems).toEqual([]);
		const [article] = articles;
		expect(article?.sources.map(({ id, title }) => `${id} ${title}`)).toEqual([
			'S01 Title of S01',
			'S02 Title of S02'
		]);
		expect(article?.blocks.slice(0, 4)).toEqual([
			{
				kind: 'heading',
				level: 2,
				id: 'the-short-answer',
				children: [{ kind: 'text', text: 'The short answer' }]
			},
			{
				kind: 'paragraph',
				children: [
					{ kind: 'text', text: 'Yes, ' },
					{ kind: 'strong', children: [{ kind: 'text', text: 'often' }] },
					{ kind: 'text', text: ' ' },
					{ kind: 'source', id: 'S01', number: 1 },
					{ kind: 'text', text: '. See ' },
					{
						kind: 'flow',
						flow: 'secure',
						entry: 'something-went-wrong',
						children: [{ kind: 'text', text: 'the flow' }]
					},
					{ kind: 'text', text: ' and ' },
					{
						kind: 'guide',
						slug: 'may-i',
						section: 'the-short-answer',
						children: [{ kind: 'text', text: 'this' }]
					},
					{ kind: 'text', text: '.' }
				]
			},
			{
				kind: 'check',
				mark: 'S',
				blocks: [
					{
						kind: 'paragraph',
						children: [
							{ kind: 'text', text: 'Reported only ' },
							{ kind: 'source', id: 'S02', number: 2 },
							{ kind: 'text', text: '.' }
						]
					}
				]
			},
			{
				kind: 'list',
				ordered: true,
				items: ['One', 'Two'].map((text) => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }])
			}
		]);
	});

	it('names a source that the status of another one points to', () => {
		const sources = KNOWN.sources.map((one) => (one.id === 'S01' ? { ...one, status: 'see S02' } : one));
		const { articles } = compileArticles([{ name: 'may-i.md', text: FRONT + BODY + REST }, OTHER], {
			...KNOWN,
			sources
		});
		expect(articles[0]?.sources[0]?.status).toBe('see "Title of S02"');
	});

	it('reads a text without marks of sources', () => {
		const [article] = compile(FRONT + BODY).articles;
		expect(article?.blocks.slice(1, 3).map(blockText)).toEqual([
			'Yes, often. See the flow and this.',
			'Check this: Reported only.'
		]);
	});

	it('names file and line of every problem at once', () => {
		const wrong = `
## The short answer

Unknown [S99], and [a](flow:shave), [b](flow:secure/nowhere), [c](guide:other), [d](guide:may-i#no), [e](https://example.org).

> No mark here [S01].

<div>HTML</div>

Seen only second hand [S02].
`;
		expect(faults(FRONT.replace('S02]', 'S02, S77]') + wrong)).toEqual([
			'guidance/may-i.md:15: link to "https://example.org": use flow:, guide: or name a source',
			'guidance/may-i.md:17: a quoted block must begin with its evidence mark: [S], [N] or [U]',
			'guidance/may-i.md:19: html is not used in articles',
			'guidance/may-i.md:2: evidence: S is listed but not used in the text',
			'guidance/may-i.md:15: no source S99 in sources.yaml',
			'guidance/may-i.md:21: source S02 has mark S: put the fact into a > [S] block',
			'guidance/may-i.md:2: sources: S01 is listed but never cited',
			'guidance/may-i.md:2: sources: no source S77 in sources.yaml',
			'guidance/may-i.md:15: no flow "shave" in flows.yaml',
			'guidance/may-i.md:15: flow "secure" has no entry "nowhere"',
			'guidance/may-i.md:15: no article "other"',
			'guidance/may-i.md:15: article "may-i" has no section "no"'
		]);
	});

	it.each([
		['a missing title', FRONT.replace('title: May I?\n', ''), 'title: missing'],
		['a day that does not exist', FRONT.replace('2026-12-31', '2026-11-31'), 'is not a date'],
		['a check that lies before the last one', FRONT.replace('2026-12-31', '2026-01-31'), 'must be later'],
		['a field nobody knows', FRONT.replace('summary:', 'author: me\nsummary:'), 'author: unknown field'],
		['broken YAML', FRONT.replace('[V, S]', '[V, S'), 'guidance/may-i.md:'],
		['no front matter', '', 'no front matter'],
		['a flow nobody knows', FRONT.replace('Flow: share', 'Flow: shave'), 'no flow "shave"'],
		['a related article that is not there', FRONT.replace('[near-by]', '[far]'), 'related: no article "far"'],
		['an article related to itself', FRONT.replace('[near-by]', '[may-i]'), 'not related to itself'],
		['a mark that is not listed', FRONT.replace('[V, S]', '[V]'), 'S is used in the text but not listed']
	])('lists %s', (_, front, message) => {
		expect(faults(front + BODY).join('\n')).toContain(message);
	});

	it('lists two headings of one name, and a heading of level 1', () => {
		const found = faults(`${FRONT}${BODY}\n## The short answer\n\n# Title\n`).join('\n');
		expect(found).toContain('two headings give the id "the-short-answer"');
		expect(found).toContain('heading of level 1');
	});
});

describe('the order of an article', () => {
	it.each([
		['does not begin with the answer', '\n## Why\n\nA [S01].\n\n> [S] B [S02].\n'],
		['gives the law before the reasons', `${BODY}\n## What the law says\n\nA.\n\n## Why\n\nB.\n`]
	])('is refused when it %s', (_, body) => {
		const { problems } = compileArticles([{ name: 'may-i.md', text: FRONT + body }, OTHER], KNOWN);
		expect(problems.map(({ message }) => message).join('\n')).toContain('must begin with "The short answer"');
	});
});

describe('terms', () => {
	const textOf = (body: string) => {
		const [article] = compile(`${FRONT}${BODY}${body}`).articles;
		return article === undefined
			? []
			: [article.terms, JSON.stringify(article.blocks).split('"term"').length - 1];
	};

	it('are marked at their first use and explained in the article', () => {
		expect(textOf('\nA lawful basis. Another lawful basis.\n')).toEqual([
			{ basis: { term: 'lawful basis', means: 'A reason in law.' } },
			1
		]);
	});

	it('are found at the start of a sentence and by their short form', () => {
		expect(textOf('\nLawful basis first.\n')[1]).toBe(1);
		expect(textOf('\nThe LB first.\n')[1]).toBe(1);
	});

	it.each(['\n[A lawful basis](flow:share).\n', '\nThe lb.\n', '\nAn unlawful basis.\n'])(
		'stay as they are in %j',
		(body) => {
			expect(textOf(body)).toEqual([{}, 0]);
		}
	);
});

describe('tables', () => {
	it('become rows of cells', () => {
		const { articles, problems } = compile(
			`${FRONT}${BODY}\n| A | B |\n|---|---|\n| **one** | two [S01] |\n`
		);
		expect(problems).toEqual([]);
		const table = articles[0]?.blocks.find(({ kind }) => kind === 'table');
		expect(table).toMatchObject({
			head: [[{ text: 'A' }], [{ text: 'B' }]],
			rows: [[[{ kind: 'strong' }], {}]]
		});
		expect(table && blockText(table)).toBe('A; B; one; two;');
	});

	it('with a row too short are refused', () => {
		expect(faults(`${FRONT}${BODY}\n| A | B |\n|---|---|\n| one |\n`).join()).toContain(
			'a row of 1 cells under 2 headings'
		);
	});
});
