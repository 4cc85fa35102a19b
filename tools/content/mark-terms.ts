import type { Article, Block, GlossaryEntry, Inline } from '../../src/lib/pack/guidance-types.ts';

/** Marks the first use of each glossary term, so that it can be explained where it stands. */
interface Marking {
	readonly pattern: RegExp;
	/** Every way to write a term, in small letters, to its entry. */
	readonly entries: ReadonlyMap<string, GlossaryEntry>;
	readonly marked: Map<string, GlossaryEntry>;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function startMarking(glossary: readonly GlossaryEntry[]): Marking {
	const entries = new Map(
		glossary.flatMap((entry) =>
			[entry.term, ...(entry.also ?? [])].map((way) => [way.toLowerCase(), entry] as const)
		)
	);
	// The longest way first: "subject access request" before "request".
	const ways = [...entries.keys()].sort((a, b) => b.length - a.length).map(escaped);
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${ways.join('|')})(?![\\p{L}\\p{N}-])`, 'giu');
	return { pattern, entries, marked: new Map() };
}

/** A way with capitals is meant only with them: "Prevent" is the programme, "prevent" is a verb; "PR" is, "pr" is not. */
function isMeant(found: string, entry: GlossaryEntry): boolean {
	const ways = [entry.term, ...(entry.also ?? [])];
	return ways.some((way) => (/\p{Lu}/u.test(way) ? way === found : way === found.toLowerCase()));
}

function markText(text: string, marking: Marking): readonly Inline[] {
	const parts: Inline[] = [];
	let done = 0;
	for (const match of text.matchAll(marking.pattern)) {
		const [found] = match;
		const entry = marking.entries.get(found.toLowerCase());
		if (entry === undefined || marking.marked.has(entry.id) || !isMeant(found, entry)) continue;
		marking.marked.set(entry.id, entry);
		if (match.index > done) parts.push({ kind: 'text', text: text.slice(done, match.index) });
		parts.push({ kind: 'term', id: entry.id, children: [{ kind: 'text', text: found }] });
		done = match.index + found.length;
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
	if (glossary.length === 0) return { blocks, terms: {} };
	const marking = startMarking(glossary);
	const marked = blocks.map((block) => markBlock(block, marking));
	const terms = [...marking.marked].map(([id, { term, means }]) => [id, { term, means }] as const);
	return { blocks: marked, terms: Object.fromEntries(terms) };
}
