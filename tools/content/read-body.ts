import type { List, Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Block, Inline } from '../../src/lib/pack/guidance-types.ts';
import type { EvidenceMark, FlowId, PackProblem } from '../../src/lib/pack/types.ts';
import { inlineText } from './plain-text.ts';

/** A mention of a source, a flow or another article, with where it stands. */
export interface Mention {
	readonly to: { readonly kind: 'source' | 'flow' | 'guide'; readonly target: string };
	readonly line: number;
	/** Mark of the check block around it; undefined outside one. */
	readonly mark: EvidenceMark | undefined;
}

export interface ArticleBody {
	readonly blocks: readonly Block[];
	readonly mentions: readonly Mention[];
	readonly marks: readonly EvidenceMark[];
	readonly problems: readonly PackProblem[];
}

interface Reading {
	readonly file: string;
	readonly sources: readonly string[];
	readonly mentions: Mention[];
	readonly marks: EvidenceMark[];
	readonly problems: PackProblem[];
	readonly headingIds: Set<string>;
	mark: EvidenceMark | undefined;
}

const SOURCE = /\[([SX]\d\d)\]/;
const CHECK_MARK = /^\[([SNU])\]\s+/;

/**
 * Turns the Markdown of an article into blocks, and lists what it mentions.
 * @param body Markdown in which the front matter is blanked out, so that line numbers hold
 * @param file name used in problems
 * @param sources source ids in the order of their numbers
 */
export function readBody(body: string, file: string, sources: readonly string[]): ArticleBody {
	const reading: Reading = {
		file,
		sources,
		mentions: [],
		marks: [],
		problems: [],
		headingIds: new Set(),
		mark: undefined
	};
	const tree = unified().use(remarkParse).use(remarkGfm).parse(body);
	const blocks = tree.children.flatMap((node) => readBlock(node, reading));
	return { blocks, mentions: reading.mentions, marks: reading.marks, problems: reading.problems };
}

function lineOf(node: Nodes): number {
	return node.position?.start.line ?? 0;
}

function report(reading: Reading, node: Nodes, message: string): readonly never[] {
	reading.problems.push({ path: `${reading.file}:${lineOf(node)}`, message });
	return [];
}

function readBlock(node: RootContent, reading: Reading): readonly Block[] {
	switch (node.type) {
		case 'paragraph':
			return [{ kind: 'paragraph', children: readInlines(node.children, reading) }];
		case 'heading':
			return readHeading(node, reading);
		case 'list':
			return [readList(node, reading)];
		case 'table':
			return [readTable(node, reading)];
		case 'blockquote':
			return readCheck(node, reading);
		default:
			return report(reading, node, `${node.type} is not used in articles`);
	}
}

function readHeading(node: Extract<RootContent, { type: 'heading' }>, reading: Reading): readonly Block[] {
	const { depth } = node;
	if (depth !== 2 && depth !== 3)
		return report(reading, node, `heading of level ${depth}: use level 2 or 3; the title is level 1`);
	const children = readInlines(node.children, reading);
	const id =
		children
			.map(inlineText)
			.join('')
			.toLowerCase()
			.match(/[\p{L}\d]+/gu)
			?.join('-') ?? '';
	if (id === '' || reading.headingIds.has(id))
		return report(reading, node, `two headings give the id "${id}": change one`);
	reading.headingIds.add(id);
	return [{ kind: 'heading', level: depth, id, children }];
}

function readList(node: List, reading: Reading): Block {
	const items = node.children.map((item) => item.children.flatMap((child) => readBlock(child, reading)));
	return { kind: 'list', ordered: node.ordered ?? false, items };
}

function readTable(node: Table, reading: Reading): Block {
	const [head = [], ...rows] = node.children.map((row) =>
		row.children.map((cell) => readInlines(cell.children, reading))
	);
	for (const [at, row] of rows.entries())
		if (row.length !== head.length)
			report(
				reading,
				node.children[at + 1] ?? node,
				`a row of ${row.length} cells under ${head.length} headings`
			);
	return { kind: 'table', head, rows };
}

function readCheck(node: Extract<RootContent, { type: 'blockquote' }>, reading: Reading): readonly Block[] {
	const first = node.children[0];
	const opening = first?.type === 'paragraph' ? first.children[0] : undefined;
	const found = opening?.type === 'text' ? CHECK_MARK.exec(opening.value) : null;
	if (opening?.type !== 'text' || found === null)
		return report(reading, node, 'a quoted block must begin with its evidence mark: [S], [N] or [U]');
	opening.value = opening.value.slice(found[0].length);
	const mark = found[1] as EvidenceMark; // the pattern admits only S, N and U
	reading.marks.push(mark);
	reading.mark = mark;
	const blocks = node.children.flatMap((child) => readBlock(child, reading));
	reading.mark = undefined;
	return [{ kind: 'check', mark, blocks }];
}

function readInlines(nodes: readonly PhrasingContent[], reading: Reading): readonly Inline[] {
	return nodes.flatMap((node) => readInline(node, reading));
}

function readInline(node: PhrasingContent, reading: Reading): readonly Inline[] {
	switch (node.type) {
		case 'text':
			return splitSources(node, reading);
		case 'strong':
		case 'emphasis':
			return [{ kind: node.type, children: readInlines(node.children, reading) }];
		case 'link':
			return readLink(node, reading);
		default:
			return report(reading, node, `${node.type} is not used in articles`);
	}
}

/** A text with `[S24]` in it becomes text, source, text. */
function splitSources(node: Extract<PhrasingContent, { type: 'text' }>, reading: Reading): readonly Inline[] {
	return node.value.split(new RegExp(SOURCE, 'g')).flatMap((part, at): readonly Inline[] => {
		if (at % 2 === 0) return part === '' ? [] : [{ kind: 'text', text: part.replaceAll('\n', ' ') }];
		reading.mentions.push({
			to: { kind: 'source', target: part },
			line: lineOf(node),
			mark: reading.mark
		});
		return [{ kind: 'source', id: part, number: reading.sources.indexOf(part) + 1 }];
	});
}

function readLink(node: Extract<PhrasingContent, { type: 'link' }>, reading: Reading): readonly Inline[] {
	const children = readInlines(node.children, reading);
	const [, kind, target = ''] = /^(flow|guide):(.+)$/.exec(node.url) ?? [];
	if (kind !== 'flow' && kind !== 'guide')
		return report(reading, node, `link to "${node.url}": use flow:, guide: or name a source`);
	reading.mentions.push({ to: { kind, target }, line: lineOf(node), mark: reading.mark });
	if (kind === 'guide') {
		const [slug = '', section] = target.split('#');
		return [{ kind, slug, ...(section === undefined ? {} : { section }), children }];
	}
	const [flow = '', entry] = target.split('/');
	// Checked against the flows when the article is compiled; an unknown one is a listed problem.
	return [{ kind, flow: flow as FlowId, ...(entry === undefined ? {} : { entry }), children }];
}
