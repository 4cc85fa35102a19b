import type { Source } from '../../../src/lib/pack/types.ts';
import { compileArticles, type Known } from '../../../tools/content/compile-articles.ts';

export function source(id: string, evidence: Source['evidence']): Source {
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

export const KNOWN: Known = {
	sources: [source('S01', 'V'), source('S02', 'S')],
	flows: { share: [], secure: ['something-went-wrong'] },
	glossary: [{ id: 'basis', term: 'lawful basis', also: ['LB'], means: 'A reason in law.' }]
};

export const FRONT = `---
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
export const BODY = `
## The short answer

Yes, **often** [S01]. See [the flow](flow:secure/something-went-wrong) and [this](guide:may-i#the-short-answer).

> [S] Reported only [S02].

1. One
2. Two
`;
/** What every article has, so that only what a test plants is wrong. */
export const REST = '\n## Why\n\nBecause.\n\n## What the law says\n\nThis.\n';
export const OTHER = {
	name: 'near-by.md',
	text: `${FRONT.replace('near-by', 'may-i')}${BODY}${REST}`
};

export const compile = (text: string) =>
	compileArticles([{ name: 'may-i.md', text: text + REST }, OTHER], KNOWN);
export const faults = (text: string): readonly string[] =>
	compile(text).problems.map(({ path, message }) => `${path}: ${message}`);
