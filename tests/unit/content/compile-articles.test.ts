import { describe, expect, it } from 'vitest';
import { compileArticles } from '../../../tools/content/compile-articles.ts';
import { blockText } from '../../../tools/content/plain-text.ts';
import { BODY, compile, faults, FRONT, KNOWN, OTHER, REST } from './article-fixture.ts';

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
