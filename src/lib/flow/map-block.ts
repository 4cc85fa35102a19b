/** Stacks lines of text under each other: what both drawings are built from. */
import { wrap } from './map-wrap.ts';
import type { MapText } from './map-types.ts';

interface Style {
	readonly size: number;
	readonly leading: number;
	/** Room above the first line. */
	readonly gap: number;
}

/** Sizes in units; 1 unit is 1/18 rem at full size. `map.css` sets the letters to the same. */
const STYLES: Readonly<Record<MapText['part'], Style>> = {
	lead: { size: 14, leading: 19, gap: 0 },
	title: { size: 17, leading: 22, gap: 1 },
	note: { size: 14, leading: 19, gap: 4 },
	way: { size: 15, leading: 20, gap: 8 },
	taken: { size: 15, leading: 20, gap: 8 },
	leads: { size: 15, leading: 20, gap: 2 },
	why: { size: 14, leading: 19, gap: 2 }
};

/** Bold letters are wider than the estimate. */
const BOLD = 1.06;

export interface Column {
	readonly x: number;
	readonly width: number;
}

export interface Piece {
	readonly part: MapText['part'];
	readonly text: string;
	readonly way?: string;
}

export interface Block {
	readonly texts: readonly MapText[];
	/** Where the next block may begin. */
	readonly bottom: number;
	/** Middle of the first line. */
	readonly middle: number;
}

/** Lays pieces of text into a column, from `top` down. Empty pieces take no room. */
export function stack(pieces: readonly Piece[], column: Column, top: number): Block {
	const texts: MapText[] = [];
	let bottom = top;
	let middle: number | undefined;
	for (const { part, text, way } of pieces) {
		const { size, leading, gap } = STYLES[part];
		const lines = wrap(text, {
			width: column.width / (['title', 'taken', 'leads'].includes(part) ? BOLD : 1),
			size
		});
		if (lines.length === 0) continue;
		bottom += gap;
		middle ??= bottom + leading / 2;
		lines.forEach((line, index) =>
			texts.push({
				x: column.x,
				y: bottom + leading * index + Math.round(leading * 0.74),
				line,
				part,
				...(way === undefined ? {} : { way })
			})
		);
		bottom += leading * lines.length;
	}
	return { texts, bottom, middle: middle ?? top };
}
