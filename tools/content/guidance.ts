/** Compiles `src/content/guidance/*.md` into `src/generated/guidance/`: one JSON file an article, and an index. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, ArticleCard, ArticleGroup, GlossaryEntry } from '../../src/lib/pack/guidance-types.ts';
import type { PackProblem, Source } from '../../src/lib/pack/types.ts';
import { compileArticles, type ArticleFile, type Known } from './compile-articles.ts';
import { readGlossary, readLibrary } from './library.ts';
import { readYaml } from './read-yaml.ts';
import { CONTENT } from './content-dir.ts';

const ROOT = join(import.meta.dirname, '../..');
const GENERATED = join(ROOT, 'src/generated/guidance');

function readKnown(): Omit<Known, 'glossary'> {
	// A broken file is named by the pack compiler; here it reads as empty.
	const yaml = (name: string): unknown => readYaml(name).value;
	// The pack compiler checks both files in full; here only these parts are read.
	const { sources = [] } = yaml('sources.yaml') as { sources?: readonly Source[] };
	const { flows = {} } = yaml('flows.yaml') as {
		flows?: Record<string, { entries?: Record<string, string> }>;
	};
	return {
		sources,
		flows: Object.fromEntries(
			Object.entries(flows).map(([id, flow]) => [id, Object.keys(flow.entries ?? {})])
		)
	};
}

function readFiles(): readonly ArticleFile[] {
	return readdirSync(join(CONTENT, 'guidance'))
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => ({ name, text: readFileSync(join(CONTENT, 'guidance', name), 'utf8') }));
}

/** Everything on the guidance shelf. */
export interface Shelf {
	/** In reading order. */
	readonly articles: readonly Article[];
	readonly groups: readonly ArticleGroup[];
	readonly glossary: readonly GlossaryEntry[];
	/** Of all files at once, each with file and line. */
	readonly problems: readonly PackProblem[];
}

/** The guidance of this checkout, with every problem found. */
export function readArticles(): Shelf {
	const files = readFiles();
	const slugs = files.map(({ name }) => name.replace(/\.md$/, ''));
	const library = readLibrary(slugs);
	const glossary = readGlossary(slugs);
	const { articles, problems } = compileArticles(files, { ...readKnown(), glossary: glossary.entries });
	const order = library.groups.flatMap((group) => group.articles);
	return {
		articles: articles.toSorted((a, b) => order.indexOf(a.slug) - order.indexOf(b.slug)),
		groups: library.groups,
		glossary: glossary.entries,
		problems: [...problems, ...library.problems, ...glossary.problems]
	};
}

function cardOf({ slug, title, summary, replaces, checkedOn, checkAgainBy }: Article): ArticleCard {
	return { slug, title, summary, ...(replaces === undefined ? {} : { replaces }), checkedOn, checkAgainBy };
}

/**
 * Compiles all articles and writes them for the app. Writes nothing when there is a problem.
 * @returns the articles, and every problem with file and line
 */
export function buildGuidance(): Pick<Shelf, 'articles' | 'problems'> {
	const { articles, groups, glossary, problems } = readArticles();
	if (problems.length > 0) return { articles, problems };
	// An article that was taken away must not live on in the build.
	rmSync(GENERATED, { recursive: true, force: true });
	mkdirSync(GENERATED, { recursive: true });
	for (const article of articles)
		writeFileSync(join(GENERATED, `${article.slug}.json`), JSON.stringify(article));
	writeFileSync(join(GENERATED, 'index.json'), JSON.stringify({ groups, articles: articles.map(cardOf) }));
	writeFileSync(join(GENERATED, '../glossary.json'), JSON.stringify(glossary));
	return { articles, problems };
}
