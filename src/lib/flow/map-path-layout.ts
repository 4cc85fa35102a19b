/** Draws the path of a journey: one thread with a knot for each step, and roads not taken as short stubs. Narrow, for a phone. */
import { stack, type Block, type Column } from './map-block.ts';
import type { MapKnot, MapLine, MapModel, MapPicture, MapRow, MapStrip, MapWay } from './map-types.ts';

const WIDTH = 350;
const THREAD = 16;
const TEXT: Column = { x: 40, width: WIDTH - 48 };
const STUB: Column = { x: 62, width: WIDTH - 70 };
const STUB_END = 48;
const BEND = 10;
const TOP = 6;
const GAP = 22;
/** From the middle of the line above the title to the middle of the title. */
const LEAD = 21;

/** Lays out the path. Equal paths give equal pictures. */
export function layoutPath(model: MapModel): MapPicture {
	const strips = model.rows.map((row, index) =>
		stripOf(row, { isFirst: index === 0, isLast: index === model.rows.length - 1 })
	);
	return {
		width: WIDTH,
		reading: { from: 0, to: WIDTH },
		height: strips.reduce((sum, { height }) => sum + height, 0),
		strips,
		edges: model.rows.flatMap(({ id, ways }) =>
			ways.map((way) => ({ from: id, way: way.id, target: way.target }))
		)
	};
}

interface Drawn extends Block {
	readonly way: MapWay;
}

function stripOf(row: MapRow, at: { readonly isFirst: boolean; readonly isLast: boolean }): MapStrip {
	const head = stack(
		[
			{ part: 'lead', text: row.lead },
			{ part: 'title', text: row.title },
			...row.notes.map((text) => ({ part: 'note', text }) as const)
		],
		TEXT,
		TOP
	);
	const drawn: Drawn[] = [];
	for (const way of row.ways) drawn.push(drawWay(way, (drawn.at(-1)?.bottom ?? head.bottom) + 2));
	const bottom = drawn.at(-1)?.bottom ?? head.bottom;
	const height = bottom + GAP;
	const knotY = row.lead === '' ? head.middle : head.middle + LEAD;
	const stubs = drawn.filter(({ way }) => way.isTaken === false);
	return {
		id: row.id,
		height,
		boxes: [
			{ x: 30, y: 0, width: WIDTH - 30, height: bottom + 8, kind: row.kind, isTaken: row.isHere !== true }
		],
		lines: [...threadLines({ ...at, knotY, height, stubs }), ...stubs.map(stubLine)],
		knots: [{ x: THREAD, y: knotY, look: row.isHere === true ? 'open' : 'full' }, ...drawn.map(wayKnot)],
		texts: [...head.texts, ...drawn.flatMap(({ texts }) => texts)]
	};
}

function drawWay(way: MapWay, top: number): Drawn {
	const { id, words, whyNot = '' } = way;
	const isStub = way.isTaken === false;
	const block = stack(
		[
			{ part: isStub ? 'way' : 'taken', text: words, way: id },
			{ part: 'why', text: whyNot, way: id }
		],
		isStub ? STUB : TEXT,
		top
	);
	return { way, ...block };
}

interface Thread {
	readonly isFirst: boolean;
	readonly isLast: boolean;
	readonly knotY: number;
	readonly height: number;
	readonly stubs: readonly Drawn[];
}

/** The thread runs from knot to knot; at the last row it ends, or goes down as far as its stubs. */
function threadLines({ isFirst, isLast, knotY, height, stubs }: Thread): readonly MapLine[] {
	const lowest = stubs.at(-1)?.middle;
	const end = isLast ? knotY : height;
	const lines: MapLine[] = [{ d: `M${THREAD} ${isFirst ? knotY : 0}V${end}`, look: 'thread' }];
	if (isLast && lowest !== undefined) lines.push({ d: `M${THREAD} ${knotY}V${lowest - BEND}`, look: 'stub' });
	return lines;
}

function stubLine({ middle }: Drawn): MapLine {
	return {
		d: `M${THREAD} ${middle - BEND}Q${THREAD} ${middle} ${THREAD + BEND} ${middle}H${STUB_END}`,
		look: 'stub'
	};
}

function wayKnot({ way, middle }: Drawn): MapKnot {
	return way.isTaken === true
		? { x: THREAD, y: middle, look: 'smallTaken' }
		: { x: STUB_END, y: middle, look: 'end' };
}
