/** Builds the search index over the guidance, the questions and the outcomes: `static/search/index.json`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Article, Block, GlossaryEntry } from '../../src/lib/pack/guidance-types.ts';
import { makeIndex, type ShelfDocument, type ShelfIndex } from '../../src/lib/pack/search.ts';
import type {
	AnswerOption,
	Flow,
	FlowId,
	FlowNode,
	Outcome,
	Pack,
	Source
} from '../../src/lib/pack/types.ts';
import { readArticles, type Shelf } from './guidance.ts';
import { blockText } from './plain-text.ts';
import { CONTENT } from './content-dir.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Flows that a page offers, with the first letters of their outcomes. A result must lead somewhere. */
const OFFERED: readonly (readonly [FlowId, string])[] = [
	['share', 'O-'],
	['rules', 'B-'],
	['consent', 'C-'],
	['record', 'D-'],
	['secure', 'E-']
];

/** The last section of an article: links only, which would be found for everything. */
const ONWARD = 'go-on-from-here';

/** Everything that can be found: each section of each article, each question, each outcome. */
export function shelfDocuments(
	pack: Pack,
	shelf: Pick<Shelf, 'articles' | 'glossary'>
): readonly ShelfDocument[] {
	const { articles, glossary } = shelf;
	const unborn = outcomesOfUndatedRules(pack);
	return [
		...articles.flatMap(articleDocuments),
		...glossary.map(wordDocument),
		...pack.sources.map(sourceDocument),
		...OFFERED.flatMap(([id, letters]) => [
			...questionDocuments(pack.flows[id], pack),
			...Object.values(pack.outcomes)
				.filter((outcome) => outcome.id.startsWith(letters) && !unborn.has(outcome.id))
				.map((outcome) => outcomeDocument(outcome, pack.flows[id]))
		])
	];
}

/** An answer that waits for a rule without a start date is on no screen, so search must not show it or where it leads. */
function isUnborn({ showIf }: AnswerOption, { rules }: Pack): boolean {
	return showIf !== undefined && 'rule' in showIf && rules[showIf.rule]?.effectiveFrom === null;
}

function outcomesOfUndatedRules(pack: Pack): ReadonlySet<string> {
	const answers = Object.values(pack.flows).flatMap(({ nodes }) =>
		nodes.flatMap((node) => node.answers ?? [])
	);
	return new Set(answers.filter((answer) => isUnborn(answer, pack)).map(({ next = '' }) => next));
}

function articleDocuments({ slug, title, summary, blocks }: Article): readonly ShelfDocument[] {
	const opening: ShelfDocument = {
		id: `article:${slug}`,
		title,
		page: title,
		text: summary,
		place: { kind: 'section', slug }
	};
	const sections = sectionsOf(blocks).filter(({ heading }) => heading.id !== ONWARD);
	return [opening, ...sections.map((section) => sectionDocument(section, { slug, title }))];
}

function wordDocument({ id, term, also = [], means }: GlossaryEntry): ShelfDocument {
	return {
		id: `word:${id}`,
		title: term,
		page: 'Words explained',
		text: [means, ...(also.length > 0 ? [`Also: ${also.join(', ')}.`] : [])].join(' '),
		place: { kind: 'word', id }
	};
}

function sourceDocument({ id, title, publisher, date, status }: Source): ShelfDocument {
	return {
		id: `source:${id}`,
		title,
		page: 'All sources',
		text: `${publisher}, ${date}. Status: ${/^see /.test(status) ? 'replaced' : status}.`,
		place: { kind: 'source', id }
	};
}

interface Section {
	readonly heading: Extract<Block, { kind: 'heading' }>;
	readonly blocks: readonly Block[];
}

function sectionsOf(blocks: readonly Block[]): readonly Section[] {
	const starts = blocks.flatMap((block, at) => (block.kind === 'heading' ? [{ heading: block, at }] : []));
	return starts.map(({ heading, at }, place) => ({
		heading,
		blocks: blocks.slice(at + 1, starts[place + 1]?.at ?? blocks.length)
	}));
}

function sectionDocument(
	{ heading, blocks }: Section,
	{ slug, title }: Pick<Article, 'slug' | 'title'>
): ShelfDocument {
	return {
		id: `article:${slug}#${heading.id}`,
		title: blockText(heading),
		page: title,
		text: blocks.map(blockText).join(' '),
		place: { kind: 'section', slug, section: heading.id }
	};
}

function questionDocuments({ id, title, nodes }: Flow, pack: Pack): readonly ShelfDocument[] {
	return nodes.flatMap((node) =>
		node.ask === undefined || node.kind === 'gate' || node.kind === 'call'
			? []
			: [
					{
						id: `question:${id}/${node.id}`,
						title: node.ask,
						page: title,
						text: questionText(node, pack),
						place: { kind: 'question', flow: id }
					}
				]
	);
}

function questionText({ hint, answers = [], items = [] }: FlowNode, pack: Pack): string {
	const shown = answers.filter((answer) => !isUnborn(answer, pack));
	return [hint ?? '', ...[...items, ...shown].map(({ label }) => `${label}.`)].join(' ').trim();
}

function outcomeDocument({ id, title, reason, todo = [] }: Outcome, flow: Flow): ShelfDocument {
	return {
		id: `outcome:${id}`,
		title,
		page: flow.title,
		text: [reason, ...todo].join(' '),
		place: { kind: 'outcome', flow: flow.id }
	};
}

/** Words of the field and what the shelf calls them. */
export function readSynonyms(): ShelfIndex['synonyms'] {
	return parse(readFileSync(join(CONTENT, 'synonyms.yaml'), 'utf8')) as ShelfIndex['synonyms'];
}

/**
 * Writes the index that the search page loads.
 * @param pack the pack just compiled, so that ids and words are those of the questions
 */
export function buildSearch(pack: Pack): void {
	const index = makeIndex(shelfDocuments(pack, readArticles()), readSynonyms());
	mkdirSync(join(ROOT, 'static/search'), { recursive: true });
	writeFileSync(join(ROOT, 'static/search/index.json'), JSON.stringify(index));
}
