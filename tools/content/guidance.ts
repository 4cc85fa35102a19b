/** Compiles `src/content/guidance/*.md` into `src/generated/guidance/`: one JSON file an article, and an index. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Article, ArticleCard } from '../../src/lib/pack/guidance-types.ts';
import type { PackProblem, Source } from '../../src/lib/pack/types.ts';
import { compileArticles, type ArticleFile, type Known } from './compile-articles.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONTENT = join(ROOT, 'src/content');
const GENERATED = join(ROOT, 'src/generated/guidance');

/** Reading order of the shelf; an article that is not named here comes after, by name. */
const ORDER = ['share-or-not', 'which-rules-apply', 'ask-or-tell', 'share-securely', 'record-decisions'];

function readKnown(): Known {
	const yaml = (name: string): unknown => parse(readFileSync(join(CONTENT, name), 'utf8'));
	// The pack compiler checks both files in full; here only these parts are read.
	const { sources } = yaml('sources.yaml') as { sources: readonly Source[] };
	const { flows } = yaml('flows.yaml') as { flows: Record<string, { entries?: Record<string, string> }> };
	return {
		sources,
		flows: Object.fromEntries(
			Object.entries(flows).map(([id, flow]) => [id, Object.keys(flow.entries ?? {})])
		)
	};
}

function readFiles(): readonly ArticleFile[] {
	const place = (name: string) => (ORDER.indexOf(name.replace(/\.md$/, '')) + 1 || ORDER.length + 1) * 1000;
	return readdirSync(join(CONTENT, 'guidance'))
		.filter((name) => name.endsWith('.md'))
		.sort()
		.sort((a, b) => place(a) - place(b))
		.map((name) => ({ name, text: readFileSync(join(CONTENT, 'guidance', name), 'utf8') }));
}

/** The articles of this checkout in reading order, with every problem found. */
export function readArticles(): {
	readonly articles: readonly Article[];
	readonly problems: readonly PackProblem[];
} {
	return compileArticles(readFiles(), readKnown());
}

function cardOf({ slug, title, summary, replaces, checkedOn, checkAgainBy }: Article): ArticleCard {
	return { slug, title, summary, replaces, checkedOn, checkAgainBy };
}

/**
 * Compiles all articles and writes them for the app. Writes nothing when there is a problem.
 * @returns every problem, with file and line; empty when all is well
 */
export function buildGuidance(): readonly PackProblem[] {
	const { articles, problems } = readArticles();
	if (problems.length > 0) return problems;
	// An article that was taken away must not live on in the build.
	rmSync(GENERATED, { recursive: true, force: true });
	mkdirSync(GENERATED, { recursive: true });
	for (const article of articles)
		writeFileSync(join(GENERATED, `${article.slug}.json`), JSON.stringify(article));
	writeFileSync(join(GENERATED, 'index.json'), JSON.stringify(articles.map(cardOf)));
	return [];
}
