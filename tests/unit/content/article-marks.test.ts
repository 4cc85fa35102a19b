import { describe, expect, it } from 'vitest';
import { blockText } from '../../../tools/content/plain-text.ts';
import { BODY, compile, faults, FRONT } from './article-fixture.ts';

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
