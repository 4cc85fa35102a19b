/** Draws the map of a whole flow: rows on one thread, lanes at the start side, ends and notes at the other. */
import { stack, type Column } from './map-block.ts';
import { lanesOf, type Lane } from './map-lanes.ts';
import { textWidth } from './map-wrap.ts';
import type {
	MapBox,
	MapKnot,
	MapLine,
	MapModel,
	MapPicture,
	MapRow,
	MapStrip,
	MapText,
	MapWay
} from './map-types.ts';

const EDGE = 12;
const LANE = 9;
const CARD = 340;
const PAD = 14;
const SIDE_GAP = 30;
const SIDE = 250;
const SIDE_PAD = 10;
const ROW_GAP = 22;
/** Room for the number of the next row. */
const NUMBER = 50;
const LEADS_SIZE = 15;
/** The lane enters its row here, counted from the row's top. */
const ENTRY = 24;
const BEND = 7;

interface Sheet {
	readonly model: MapModel;
	readonly lanes: readonly Lane[];
	readonly cardX: number;
	readonly width: number;
}

/** Lays out a whole map. Equal maps give equal pictures; nothing is measured on a screen. */
export function layoutMap(model: MapModel): MapPicture {
	const lanes = lanesOf(model);
	const places = Math.max(0, ...lanes.map(({ place }) => place + 1));
	const cardX = EDGE * 2 + places * LANE;
	const hasEnds = model.rows.some(({ ways }) => ways.some(({ target }) => target.kind !== 'row'));
	const sheet: Sheet = { model, lanes, cardX, width: cardX + CARD + EDGE + (hasEnds ? SIDE_GAP + SIDE : 0) };
	const strips = model.rows.map((row, index) => stripOf(sheet, row, index));
	return {
		width: sheet.width,
		reading: { from: Math.max(0, cardX - EDGE - LANE), to: cardX + CARD },
		height: strips.reduce((sum, { height }) => sum + height, 0),
		strips,
		edges: model.rows.flatMap(({ id, ways }) =>
			ways.map((way) => ({ from: id, way: way.id, target: way.target }))
		)
	};
}

/** One road as drawn: its words in the card, and where it leads in a box beside it. */
interface Drawn {
	readonly way: MapWay;
	readonly texts: readonly MapText[];
	readonly box: MapBox | undefined;
	readonly middle: number;
	readonly bottom: number;
}

function stripOf(sheet: Sheet, row: MapRow, index: number): MapStrip {
	const inside: Column = { x: sheet.cardX + PAD + 4, width: CARD - PAD * 2 - 4 };
	const head = stack(
		[
			{ part: 'lead', text: row.lead },
			{ part: 'title', text: row.title },
			...row.notes.map((text) => ({ part: 'note', text }) as const)
		],
		inside,
		PAD - 2
	);
	const drawn: Drawn[] = [];
	for (const way of row.ways) drawn.push(drawWay(sheet, way, (drawn.at(-1)?.bottom ?? head.bottom) + 2));
	const bottom = (drawn.at(-1)?.bottom ?? head.bottom) + PAD;
	const height = bottom + ROW_GAP;
	const card: MapBox = { x: sheet.cardX, y: 0, width: CARD, height: bottom, kind: row.kind, isTaken: false };
	return {
		id: row.id,
		height,
		boxes: [card, ...drawn.flatMap(({ box }) => (box === undefined ? [] : [box]))],
		lines: [...laneLines(sheet, { index, height, drawn }), ...drawn.flatMap((one) => sideLine(sheet, one))],
		knots: [entryKnot(sheet, row), ...drawn.map((one) => wayKnot(sheet, one))],
		texts: [...head.texts, ...drawn.flatMap(({ texts }) => texts)]
	};
}

/** A road to a row of this map says its number in the card; any other has its end in a box of its own. */
function drawWay(sheet: Sheet, way: MapWay, top: number): Drawn {
	const column: Column = { x: sheet.cardX + PAD + 4, width: CARD - PAD * 2 - 4 - NUMBER };
	if (way.target.kind === 'row') return drawOnwards(sheet, way, top);
	const words = stack([{ part: 'way', text: way.words, way: way.id }], column, top);
	const x = sheet.cardX + CARD + SIDE_GAP;
	const side = stack(
		[{ part: 'leads', text: way.leads, way: way.id }],
		{ x: x + SIDE_PAD, width: SIDE - SIDE_PAD * 2 },
		words.middle - 10 - 2
	);
	const boxTop = words.middle - 10 - 4;
	const box: MapBox = {
		x,
		y: boxTop,
		width: SIDE,
		height: side.bottom + 4 - boxTop,
		kind: 'end',
		isTaken: false,
		way: way.id
	};
	return {
		way,
		texts: [...words.texts, ...side.texts],
		box,
		middle: words.middle,
		bottom: Math.max(words.bottom, box.y + box.height)
	};
}

/** The number of the next row stands at the end of the road's first line; beside the card, what it shows on the way. */
function drawOnwards(sheet: Sheet, way: MapWay, top: number): Drawn {
	const x = sheet.cardX + PAD + 4;
	const isShort = textWidth(way.leads, LEADS_SIZE) <= NUMBER;
	const words = stack(
		[{ part: 'way', text: way.words, way: way.id }],
		{ x, width: CARD - PAD * 2 - 4 - (isShort ? NUMBER : 0) },
		top
	);
	const number: Column = isShort
		? { x: sheet.cardX + CARD - PAD - NUMBER, width: NUMBER }
		: { x, width: CARD - PAD * 2 - 4 };
	const leads = stack(
		[{ part: 'leads', text: way.leads, way: way.id }],
		number,
		isShort ? words.middle - 12 : words.bottom
	);
	return {
		way,
		texts: [...words.texts, ...leads.texts],
		box: undefined,
		middle: words.middle,
		bottom: Math.max(words.bottom, leads.bottom)
	};
}

function sideLine(sheet: Sheet, { box, middle }: Drawn): readonly MapLine[] {
	if (box === undefined) return [];
	// It begins inside the card, so that a narrow screen shows that there is more to the side.
	const from = sheet.cardX + CARD - PAD - NUMBER;
	return [{ d: `M${from} ${middle}H${box.x}`, look: 'road' }];
}

function wayKnot(sheet: Sheet, { way, middle }: Drawn): MapKnot {
	return { x: sheet.cardX + (way.target.kind === 'row' ? 0 : CARD), y: middle, look: 'small' };
}

function entryKnot(sheet: Sheet, { kind }: MapRow): MapKnot {
	return { x: sheet.cardX, y: ENTRY, look: kind === 'outcome' ? 'full' : 'open' };
}

function laneX(sheet: Sheet, lane: Lane): number {
	return sheet.cardX - EDGE - (lane.place + 1) * LANE;
}

interface Place {
	readonly index: number;
	readonly height: number;
	readonly drawn: readonly Drawn[];
}

/** What the lanes do in this strip: pass through, begin at a road, or enter the row. */
function laneLines(sheet: Sheet, place: Place): readonly MapLine[] {
	return sheet.lanes
		.filter(({ first, last }) => first <= place.index && last >= place.index)
		.flatMap((lane) => laneIn(sheet, lane, place));
}

function laneIn(sheet: Sheet, lane: Lane, { index, height, drawn }: Place): readonly MapLine[] {
	const x = laneX(sheet, lane);
	const row = sheet.model.rows[index];
	const isTarget = row?.id === lane.target;
	const starts = drawn
		.filter(({ way }) => way.target.kind === 'row' && way.target.row === lane.target)
		.map(({ middle }) => middle);
	const touched = [...starts, ...(isTarget ? [ENTRY] : [])];
	const top = lane.first < index ? 0 : Math.min(...touched);
	const end = lane.last > index ? height : Math.max(...touched);
	const bent = (y: number) => bend({ x, y, to: sheet.cardX, isLast: y === end, isFirst: y === top });
	return [
		{
			d: `M${x} ${top === 0 ? 0 : top + BEND}V${end === height ? height : end - BEND}`,
			look: 'lane'
		},
		...starts.map((y) => ({ d: bent(y), look: 'lane' }) as const),
		...(isTarget ? [{ d: bent(ENTRY), look: 'lane' } as const, arrow(sheet.cardX - 7)] : [])
	];
}

/** The way between a lane and a row's edge, with a round corner where the lane ends. */
function bend(at: { x: number; y: number; to: number; isFirst: boolean; isLast: boolean }): string {
	const { x, y, to } = at;
	const end = to - 7;
	if (at.isFirst) return `M${x} ${y + BEND}Q${x} ${y} ${x + BEND} ${y}H${end}`;
	if (at.isLast) return `M${x} ${y - BEND}Q${x} ${y} ${x + BEND} ${y}H${end}`;
	return `M${x} ${y}H${end}`;
}

/** The head of an arrow into a row. */
function arrow(tip: number): MapLine {
	return { d: `M${tip} ${ENTRY}l-9 -5v10z`, look: 'arrow' };
}
