/** Compiles the sources shelf and the change log: `src/generated/sources.json` and `changes.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, Change, ShelfSource } from '../../src/lib/pack/guidance-types.ts';
import type { PackProblem, Source } from '../../src/lib/pack/types.ts';
import { readYaml, type ReadYaml } from './read-yaml.ts';
import { releasedVersions } from './released.ts';

const GENERATED = join(import.meta.dirname, '../../src/generated');

type Replacements = Readonly<Record<string, { readonly by: readonly string[]; readonly note?: string }>>;

const KINDS: readonly string[] = ['law', 'guidance', 'app'] satisfies Change['kind'][];
const MARKS = ['V', 'S', 'N', 'U'];

function problemsOf(file: ReadYaml, found: readonly (readonly [string, string])[]): readonly PackProblem[] {
	return [
		...file.problems,
		...found.map(([text, message]) => ({ path: `${file.name}:${file.lineOf(text)}`, message }))
	];
}

/** Every source with what took its place and which articles stand on it. */
export function readSources(articles: readonly Article[]): {
	readonly sources: readonly ShelfSource[];
	readonly problems: readonly PackProblem[];
} {
	const file = readYaml('replaced-by.yaml');
	const replaced = file.value as Replacements;
	// The pack compiler checks the register in full.
	const register = (readYaml('sources.yaml').value.sources ?? []) as readonly Source[];
	const titles = new Map(register.map(({ id, title }) => [id, title]));
	const named = Object.entries(replaced).flatMap(([id, { by }]) => [id, ...by]);
	const unknown = named
		.filter((id) => !titles.has(id))
		.map((id) => [id, `no source ${id} in sources.yaml`] as const);
	const refer = (id: string) => ({ id, title: titles.get(id) ?? id });
	return {
		sources: register.map((source) => ({
			...source,
			replacedBy: (replaced[source.id]?.by ?? []).map(refer),
			...(replaced[source.id]?.note === undefined ? {} : { replacedNote: replaced[source.id]?.note ?? '' }),
			usedIn: articles
				.filter((article) => article.sources.some(({ id }) => id === source.id))
				.map(({ slug, title }) => ({ slug, title }))
		})),
		problems: problemsOf(file, unknown)
	};
}

const isDay = (date: unknown) =>
	typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));

function changeFaults(change: Change, known: { sources: ReadonlySet<string>; slugs: ReadonlySet<string> }) {
	const texts = ['title', 'what', 'means'] as const;
	return [
		...(isDay(change.date) ? [] : [`date: "${change.date}" is not a day like 2026-11-25`]),
		...(KINDS.includes(change.kind) ? [] : [`kind: must be ${KINDS.join(', ')}`]),
		...(MARKS.includes(change.evidence) ? [] : [`evidence: must be ${MARKS.join(', ')}`]),
		...texts.filter((name) => !change[name]).map((name) => `${name}: missing`),
		...change.sources.filter((id) => !known.sources.has(id)).map((id) => `no source ${id} in sources.yaml`),
		...(change.guide === undefined || known.slugs.has(change.guide) ? [] : [`no article "${change.guide}"`])
	];
}

/** The change log, newest first. */
export function readChanges(
	articles: readonly Article[],
	sources: readonly ShelfSource[]
): { readonly changes: readonly Change[]; readonly problems: readonly PackProblem[] } {
	const file = readYaml('changes.yaml');
	const changes = (
		(file.value.changes ?? []) as readonly (Omit<Change, 'sources'> & Partial<Pick<Change, 'sources'>>)[]
	).map((change) => ({
		...change,
		sources: change.sources ?? []
	}));
	const known = {
		sources: new Set(sources.map(({ id }) => id)),
		slugs: new Set(articles.map(({ slug }) => slug))
	};
	const found = changes.flatMap((change) =>
		changeFaults(change, known).map((message) => [change.id, `${change.id}: ${message}`] as const)
	);
	const twice = changes
		.filter(({ id }, at) => changes.findIndex((other) => other.id === id) !== at)
		.map(({ id }) => [id, `${id}: the id is used twice`] as const);
	return {
		changes: changes.toSorted((a, b) => (a.date < b.date ? 1 : -1)),
		problems: problemsOf(file, [...found, ...twice])
	};
}

/**
 * Writes both shelves for the app. Writes nothing when there is a problem.
 * @returns every problem, with file and line
 */
export function buildShelves(articles: readonly Article[]): readonly PackProblem[] {
	const shelf = readSources(articles);
	const log = readChanges(articles, shelf.sources);
	const problems = [...shelf.problems, ...log.problems];
	if (problems.length > 0) return problems;
	mkdirSync(GENERATED, { recursive: true });
	writeFileSync(join(GENERATED, 'sources.json'), JSON.stringify(shelf.sources));
	writeFileSync(
		join(GENERATED, 'changes.json'),
		JSON.stringify({ changes: log.changes, packs: Object.keys(releasedVersions()).sort().reverse() })
	);
	return [];
}
