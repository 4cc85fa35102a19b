import type { ArticleGroup, GlossaryEntry } from '../../src/lib/pack/guidance-types.ts';
import type { PackProblem } from '../../src/lib/pack/types.ts';
import { readYaml } from './read-yaml.ts';

/**
 * The groups of the shelf.
 * @param slugs the articles there are; one that stands in no group, or in two, is a problem, and so is a name without an article
 */
export function readLibrary(slugs: readonly string[]): {
	readonly groups: readonly ArticleGroup[];
	readonly problems: readonly PackProblem[];
} {
	const { value, problems, lineOf } = readYaml('library.yaml');
	const groups = (value.groups ?? []) as readonly ArticleGroup[]; // held to its shape by the checks of the page
	const placed = groups.flatMap(({ articles }) => articles);
	const say = (slug: string, message: string) => ({ path: `library.yaml:${lineOf(slug)}`, message });
	return {
		groups,
		problems: [
			...problems,
			...placed
				.filter((slug) => !slugs.includes(slug))
				.map((slug) => say(slug, `no article "${slug}": write guidance/${slug}.md, or take the name away`)),
			...slugs
				.filter((slug) => !placed.includes(slug))
				.map((slug) => ({
					path: `guidance/${slug}.md:1`,
					message: `"${slug}" stands in no group of library.yaml: nobody would find it`
				})),
			...placed
				.filter((slug, at) => placed.indexOf(slug) !== at)
				.map((slug) => say(slug, `"${slug}" stands in two groups`))
		]
	};
}

function entryProblems(
	entries: readonly GlossaryEntry[],
	slugs: readonly string[]
): readonly [string, string][] {
	const ways = entries.flatMap(({ id, term, also }) =>
		[term, ...(also ?? [])].map((way) => [way.toLowerCase(), id] as const)
	);
	return entries.flatMap(({ id, term, means, guide }): [string, string][] => [
		...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)
			? []
			: [[id, `the id "${id}" must be small letters and hyphens`] as [string, string]]),
		...(term && means ? [] : [[id, `"${id}" needs "term" and "means"`] as [string, string]]),
		...(guide === undefined || slugs.includes(guide)
			? []
			: [[guide, `no article "${guide}"`] as [string, string]]),
		...ways
			.filter(([way, owner]) => owner === id && ways.some(([other, by]) => other === way && by !== id))
			.map(([way]): [string, string] => [way, `"${way}" is explained twice`])
	]);
}

/** The glossary, by term in the order of the alphabet. */
export function readGlossary(slugs: readonly string[]): {
	readonly entries: readonly GlossaryEntry[];
	readonly problems: readonly PackProblem[];
} {
	const { value, problems, lineOf } = readYaml('glossary.yaml');
	const entries = ((value.entries ?? []) as readonly GlossaryEntry[]).toSorted((a, b) =>
		a.term.localeCompare(b.term, 'en')
	);
	return {
		entries,
		problems: [
			...problems,
			...entryProblems(entries, slugs).map(([text, message]) => ({
				path: `glossary.yaml:${lineOf(text)}`,
				message
			}))
		]
	};
}
