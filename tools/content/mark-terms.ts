import type { Article, Block, GlossaryEntry, Inline } from '../../src/lib/pack/guidance-types.ts';
import { findTerms, makeTermFinder, type TermFinder } from '../../src/lib/pack/terms.ts';

/** Marks the first use of each glossary term, so that it can be explained where it stands. */
interface Marking {
	readonly finder: TermFinder;
	readonly marked: Map<string, GlossaryEntry>;
}

function markText(text: string, { finder, marked }: Marking): readonly Inline[] {
	const parts: Inline[] = [];
	let done = 0;
	for (const { entry, words, at } of findTerms(text, finder)) {
		if (marked.has(entry.id)) continue;
		marked.set(entry.id, entry);
		if (at > done) parts.push({ kind: 'text', text: text.slice(done, at) });
		parts.push({ kind: 'term', id: entry.id, children: [{ kind: 'text', text: words }] });
		done = at + words.length;
	}
	if (done < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(done) });
	return parts;
}

/** Terms inside a link stay as they are: a control in a link cannot be reached. */
function markInlines(inlines: readonly Inline[], marking: Marking): readonly Inline[] {
	return inlines.flatMap((inline): readonly Inline[] => {
		if (inline.kind === 'text') return markText(inline.text, marking);
		if (inline.kind !== 'strong' && inline.kind !== 'emphasis') return [inline];
		return [{ ...inline, children: markInlines(inline.children, marking) }];
	});
}

function markBlock(block: Block, marking: Marking): Block {
	const cells = (row: readonly (readonly Inline[])[]) => row.map((cell) => markInlines(cell, marking));
	switch (block.kind) {
		case 'paragraph':
			return { ...block, children: markInlines(block.children, marking) };
		case 'list':
			return { ...block, items: block.items.map((item) => item.map((one) => markBlock(one, marking))) };
		case 'table':
			return { ...block, rows: block.rows.map(cells) };
		case 'check':
			return { ...block, blocks: block.blocks.map((one) => markBlock(one, marking)) };
		default:
			return block;
	}
}

/**
 * The blocks with the first use of each term marked, and what the marked terms mean.
 * @param glossary every entry; a term is found in any of its ways of writing
 */
export function markTerms(
	blocks: readonly Block[],
	glossary: readonly GlossaryEntry[]
): Pick<Article, 'blocks' | 'terms'> {
	const finder = makeTermFinder(glossary);
	if (finder === undefined) return { blocks, terms: {} };
	const marking: Marking = { finder, marked: new Map() };
	const marked = blocks.map((block) => markBlock(block, marking));
	const terms = [...marking.marked].map(([id, { term, means }]) => [id, { term, means }] as const);
	return { blocks: marked, terms: Object.fromEntries(terms) };
}
