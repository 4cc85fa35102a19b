import type { Block, Inline } from '../../src/lib/pack/guidance-types.ts';

/** The words of a piece of running text, without marks of sources. */
export function inlineText(inline: Inline): string {
	if (inline.kind === 'text') return inline.text;
	return inline.kind === 'source' ? '' : inline.children.map(inlineText).join('');
}

/** The words of a block, one space between its parts. */
export function blockText(block: Block): string {
	switch (block.kind) {
		case 'list':
			return block.items.flat().map(blockText).map(ended).join(' ');
		case 'table':
			return [block.head, ...block.rows]
				.map((row) => row.map((cell) => tidy(cell)).join('; '))
				.map(ended)
				.join(' ');
		case 'check':
			return `Check this: ${block.blocks.map(blockText).join(' ')}`;
		default:
			return tidy(block.children);
	}
}

/** Words of running text; a mark of a source leaves no gap before a full stop. */
function tidy(parts: readonly Inline[]): string {
	return parts
		.map(inlineText)
		.join('')
		.replaceAll(/\s+(?=[.,;])/g, '')
		.trim();
}

/** The points of a list run on when they stand in one line, unless each ends. */
function ended(text: string): string {
	return /[.?!:;]$/.test(text) ? text : `${text};`;
}
