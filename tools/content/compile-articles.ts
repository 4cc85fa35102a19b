import type { Article, Block, GlossaryEntry } from '../../src/lib/pack/guidance-types.ts';
import type { EvidenceMark, FlowId, PackProblem, Source } from '../../src/lib/pack/types.ts';
import { splitArticle, type FrontMatter } from './front-matter.ts';
import { markTerms } from './mark-terms.ts';
import { inlineText } from './plain-text.ts';
import { readBody, type Mention } from './read-body.ts';

export interface ArticleFile {
	/** `share-or-not.md`; the name without its ending is the slug. */
	readonly name: string;
	readonly text: string;
}

/** What an article may refer to. */
export interface Known {
	readonly sources: readonly Source[];
	/** Flow id to the names of its other entries. */
	readonly flows: Readonly<Record<string, readonly string[]>>;
	readonly glossary: readonly GlossaryEntry[];
}

/** The order in which every article answers: at once, then why, then the law. */
const SECTIONS = ['The short answer', 'Why', 'What the law says'];

interface Draft {
	readonly file: string;
	readonly slug: string;
	readonly front: FrontMatter;
	readonly blocks: readonly Block[];
	readonly mentions: readonly Mention[];
	readonly marks: readonly EvidenceMark[];
}

/**
 * Compiles articles into typed blocks with resolved sources.
 * @returns the articles in the order given, and every problem of every file at once, each with file and line
 */
export function compileArticles(
	files: readonly ArticleFile[],
	known: Known
): { readonly articles: readonly Article[]; readonly problems: readonly PackProblem[] } {
	const problems: PackProblem[] = [];
	const drafts = files.map((file) => readDraft(file, problems));
	for (const draft of drafts) {
		problems.push(...frontProblems(draft, known), ...sourceProblems(draft, known));
		problems.push(...linkProblems(draft, drafts, known), ...orderProblems(draft));
	}
	return { articles: drafts.map((draft) => finish(draft, known)), problems };
}

function readDraft({ name, text }: ArticleFile, problems: PackProblem[]): Draft {
	const file = `guidance/${name}`;
	const { front, body, problems: frontFaults } = splitArticle(file, text);
	const { blocks, mentions, marks, problems: bodyFaults } = readBody(body, file, front.sources);
	problems.push(...frontFaults, ...bodyFaults);
	return { file, slug: name.replace(/\.md$/, ''), front, blocks, mentions, marks };
}

function finish({ slug, front, blocks }: Draft, known: Known): Article {
	const titleOf = (id: string) => known.sources.find((source) => source.id === id)?.title ?? id;
	// "see S14" says nothing to a reader.
	const spelledOut = (source: Source): Source => ({
		...source,
		status: source.status.replaceAll(/\b[SX]\d\d\b/g, (id) => `"${titleOf(id)}"`)
	});
	return {
		slug,
		...front,
		relatedFlow: front.relatedFlow as FlowId, // an unknown flow is a listed problem and nothing is written
		sources: front.sources
			.flatMap((id) => known.sources.filter((source) => source.id === id))
			.map(spelledOut),
		...markTerms(blocks, known.glossary)
	};
}

function orderProblems({ file, blocks }: Draft): readonly PackProblem[] {
	const headings = blocks.flatMap((block) =>
		block.kind === 'heading' && block.level === 2 ? [block.children.map(inlineText).join('')] : []
	);
	// "Why three things" is a why as well.
	const places = SECTIONS.map((wanted) => headings.findIndex((heading) => heading.startsWith(wanted)));
	const isOrdered = places[0] === 0 && places.every((place, at) => place > (places[at - 1] ?? -1));
	if (isOrdered) return [];
	const message = `sections must begin with "${SECTIONS[0] ?? ''}" and have "${SECTIONS.slice(1).join('", then "')}" after it`;
	return [{ path: `${file}:1`, message }];
}

function frontProblems({ file, slug, front, marks }: Draft, known: Known): readonly PackProblem[] {
	const found: string[] = [];
	if (!/^[a-z]+(-[a-z0-9]+)*$/.test(slug))
		found.push(`the file name must be small letters, digits and hyphens`);
	if (known.flows[front.relatedFlow] === undefined)
		found.push(`relatedFlow: no flow "${front.relatedFlow}" in flows.yaml`);
	const used = new Set(['V', ...marks]);
	const told = new Set<string>(front.evidence);
	for (const mark of used.difference(told))
		found.push(`evidence: ${mark} is used in the text but not listed`);
	for (const mark of told.difference(used))
		found.push(`evidence: ${mark} is listed but not used in the text`);
	return found.map((message) => ({ path: `${file}:2`, message }));
}

function sourceProblems({ file, front, mentions }: Draft, known: Known): readonly PackProblem[] {
	const cited = mentions.filter(({ to }) => to.kind === 'source');
	const found: PackProblem[] = [];
	for (const { to, line, mark } of cited) {
		const source = known.sources.find(({ id }) => id === to.target);
		const say = (message: string) => found.push({ path: `${file}:${line}`, message });
		if (source === undefined) say(`no source ${to.target} in sources.yaml`);
		else if (!front.sources.includes(to.target)) say(`source ${to.target} is not listed in the front matter`);
		else if (source.evidence !== 'V' && mark === undefined)
			say(
				`source ${to.target} has mark ${source.evidence}: put the fact into a > [${source.evidence}] block`
			);
	}
	for (const id of front.sources) {
		const say = (message: string) => found.push({ path: `${file}:2`, message });
		if (!known.sources.some((source) => source.id === id)) say(`sources: no source ${id} in sources.yaml`);
		else if (!cited.some(({ to }) => to.target === id)) say(`sources: ${id} is listed but never cited`);
	}
	return found;
}

function linkProblems(draft: Draft, drafts: readonly Draft[], known: Known): readonly PackProblem[] {
	const related = draft.front.related.flatMap((slug) => {
		const message = slug === draft.slug ? 'an article is not related to itself' : guideProblem(slug, drafts);
		return message === undefined ? [] : [{ path: `${draft.file}:2`, message: `related: ${message}` }];
	});
	const linked = draft.mentions.flatMap(({ to, line }) => {
		const message =
			to.kind === 'flow'
				? flowProblem(to.target, known)
				: to.kind === 'guide'
					? guideProblem(to.target, drafts)
					: undefined;
		return message === undefined ? [] : [{ path: `${draft.file}:${line}`, message }];
	});
	return [...related, ...linked];
}

function flowProblem(target: string, known: Known): string | undefined {
	const [flow = '', entry] = target.split('/');
	const entries = known.flows[flow];
	if (entries === undefined) return `no flow "${flow}" in flows.yaml`;
	if (entry !== undefined && !entries.includes(entry)) return `flow "${flow}" has no entry "${entry}"`;
	return undefined;
}

function guideProblem(target: string, drafts: readonly Draft[]): string | undefined {
	const [slug = '', section] = target.split('#');
	const draft = drafts.find((other) => other.slug === slug);
	if (draft === undefined) return `no article "${slug}"`;
	const ids = draft.blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : []));
	if (section !== undefined && !ids.includes(section)) return `article "${slug}" has no section "${section}"`;
	return undefined;
}
