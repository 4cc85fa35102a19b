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
	flows: { share: [], secure: ['something-went-wrong'] }
};

const FRONT = `---
title: May I?
summary: A summary.
checkedOn: 2026-11-22
checkAgainBy: 2026-12-31
evidence: [V, S]
sources: [S01, S02]
relatedFlow: share
replaces: "A document"
---
`;
const BODY = `
## The answer

Yes, **often** [S01]. See [the flow](flow:secure/something-went-wrong) and [this](guide:may-i#the-answer).

> [S] Reported only [S02].

1. One
2. Two
`;

const compile = (text: string) => compileArticles([{ name: 'may-i.md', text }], KNOWN);
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
		expect(article?.blocks).toEqual([
			{
				kind: 'heading',
				level: 2,
				id: 'the-answer',
				children: [{ kind: 'text', text: 'The answer' }]
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
						section: 'the-answer',
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
		const { articles } = compileArticles([{ name: 'may-i.md', text: FRONT + BODY }], { ...KNOWN, sources });
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
## The answer

Unknown [S99], and [a](flow:shave), [b](flow:secure/nowhere), [c](guide:other), [d](guide:may-i#no), [e](https://example.org).

> No mark here [S01].

<div>HTML</div>

Seen only second hand [S02].
`;
		expect(faults(FRONT.replace('S02]', 'S02, S77]') + wrong)).toEqual([
			'guidance/may-i.md:14: link to "https://example.org": use flow:, guide: or name a source',
			'guidance/may-i.md:16: a quoted block must begin with its evidence mark: [S], [N] or [U]',
			'guidance/may-i.md:18: html is not used in articles',
			'guidance/may-i.md:2: evidence: S is listed but not used in the text',
			'guidance/may-i.md:14: no source S99 in sources.yaml',
			'guidance/may-i.md:20: source S02 has mark S: put the fact into a > [S] block',
			'guidance/may-i.md:2: sources: S01 is listed but never cited',
			'guidance/may-i.md:2: sources: no source S77 in sources.yaml',
			'guidance/may-i.md:14: no flow "shave" in flows.yaml',
			'guidance/may-i.md:14: flow "secure" has no entry "nowhere"',
			'guidance/may-i.md:14: no article "other"',
			'guidance/may-i.md:14: article "may-i" has no section "no"'
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
		['a mark that is not listed', FRONT.replace('[V, S]', '[V]'), 'S is used in the text but not listed']
	])('lists %s', (_, front, message) => {
		expect(faults(front + BODY).join('\n')).toContain(message);
	});

	it('lists two headings of one name, and a heading of level 1', () => {
		const found = faults(`${FRONT}${BODY}\n## The answer\n\n# Title\n`).join('\n');
		expect(found).toContain('two headings give the id "the-answer"');
		expect(found).toContain('heading of level 1');
	});
});

describe('the articles', () => {
	const { articles, problems } = readArticles();
	const LONGEST_SENTENCE_WORDS = 25;

	it('have no problem', () => {
		expect(problems).toEqual([]);
	});

	it('stand in for the five documents of 2008, and lead only to flows of the open shelf', () => {
		expect(articles).toHaveLength(5);
		expect(new Set(articles.map(({ replaces }) => replaces)).size).toBe(5);
		for (const { relatedFlow } of articles)
			expect(['share', 'consent', 'record', 'secure']).toContain(relatedFlow);
		expect(JSON.stringify(articles)).not.toContain('"flow":"rules"');
	});

	it.each(articles.map((article) => [article.slug, article] as const))(
		'%s gives the answer first',
		(_, article) => {
			const first = article.blocks[0];
			expect(first).toMatchObject({ kind: 'heading', id: 'the-short-answer' });
			const ids = article.blocks.flatMap((block) =>
				block.kind === 'heading' && block.level === 2 ? [block.id] : []
			);
			expect(ids).toContain('what-changed-since-2008');
			expect(ids.at(-1)).toBe('go-on-from-here');
		}
	);

	it.each(articles.map((article) => [article.slug, article] as const))(
		'%s is short and plain',
		(_, article) => {
			const words = article.blocks.map(blockText).join(' ').split(/\s+/).length;
			expect(words).toBeGreaterThan(450);
			expect(words).toBeLessThan(1050);
			const long = article.blocks
				.flatMap((block) => (block.kind === 'list' ? block.items.flat() : [block]))
				.map(blockText)
				.flatMap((text) => text.split(/(?<=[.?!:;])\s+/))
				.filter((sentence) => sentence.split(/\s+/).length > LONGEST_SENTENCE_WORDS);
			expect(long).toEqual([]);
		}
	);
});
