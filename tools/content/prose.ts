import type { Nodes, Parent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { splitArticle } from './front-matter.ts';

/** A piece of text a reader sees, with where it stands. */
export interface Prose {
	/** `guidance/fgm.md:12` */
	readonly path: string;
	readonly text: string;
}

const SOURCE_MARK = /\s*\[[SX]\d\d\]/g;
const CHECK_MARK = /^\[[SNU]\]\s+/;

function wordsOf(node: Nodes): string {
	if (node.type === 'text') return node.value;
	return 'children' in node ? (node as Parent).children.map((child) => wordsOf(child)).join('') : '';
}

/** Paragraphs, headings and cells: where a sentence must end. */
function leavesOf(node: Nodes): readonly Nodes[] {
	if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') return [node];
	return 'children' in node ? (node as Parent).children.flatMap((child) => leavesOf(child)) : [];
}

/** The prose of an article: title and summary, then each paragraph, heading, point and cell. */
export function articleProse(name: string, text: string): readonly Prose[] {
	const file = `guidance/${name}`;
	const { front, body } = splitArticle(file, text);
	const tree = unified().use(remarkParse).use(remarkGfm).parse(body);
	return [
		{ path: `${file}:2`, text: `${front.title} ${front.summary}` },
		...leavesOf(tree).map((leaf) => ({
			path: `${file}:${leaf.position?.start.line ?? 0}`,
			text: wordsOf(leaf).replaceAll(SOURCE_MARK, '').replace(CHECK_MARK, '').replaceAll('\n', ' ')
		}))
	];
}

/**
 * Every text in a file of words, keys left out.
 * @param skip names of members that hold no words for a reader, such as `id`
 */
export function yamlProse(name: string, text: string, skip: readonly string[] = []): readonly Prose[] {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines });
	const found: Prose[] = [];
	visit(document, {
		Pair(_key, pair) {
			if (isScalar(pair.key) && skip.includes(String(pair.key.value))) return visit.SKIP;
			return undefined;
		},
		Scalar(key, node, ancestors) {
			if (key === 'key' || typeof node.value !== 'string') return;
			const isWord = ancestors.some((one) => isMap(one));
			const line = lines.linePos(node.range?.[0] ?? 0).line;
			if (isWord) found.push({ path: `${name}:${line}`, text: node.value });
		}
	});
	return found;
}
