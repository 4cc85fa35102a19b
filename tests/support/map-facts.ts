import type { MapModel, MapPicture, MapRow, MapStrip } from '../../src/lib/flow/types.ts';

/** Words of one row as one line of text, in reading order, without the way they were broken into lines. */
const bare = (words: readonly string[]): string => words.join('').replace(/\s+/g, '');

function rowFacts(row: MapRow): readonly string[] {
	const head = bare([row.lead, row.title, ...row.notes]);
	return [
		head,
		...row.ways.map(({ id, words, leads, whyNot = '' }) => `${id}:${bare([words, leads, whyNot])}`)
	];
}

function drawnFacts(strip: MapStrip, row: MapRow): readonly string[] {
	const of = (way: string | undefined) =>
		bare(strip.texts.filter((text) => text.way === way).map(({ line }) => line));
	return [of(undefined), ...row.ways.map(({ id }) => `${id}:${of(id)}`)];
}

/** Facts that stand in the rows (which the list shows) and not in the picture, or the other way round. */
export function differentFacts(map: MapModel, picture: MapPicture): readonly string[] {
	const strips = new Map(picture.strips.map((strip) => [strip.id, strip]));
	const differences = map.rows.flatMap((row) => {
		const strip = strips.get(row.id);
		if (strip === undefined) return [`${row.id} is not drawn`];
		const drawn = drawnFacts(strip, row);
		return rowFacts(row).filter((fact, index) => fact !== drawn[index]);
	});
	const known = new Set(map.rows.map(({ id }) => id));
	return [
		...differences,
		...picture.strips.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} is no row`)
	];
}

interface Rect {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const overlap = (a: Rect, b: Rect): boolean =>
	a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Boxes that lie over each other or reach out of their strip. */
export function boxesInTheWay({ strips, width }: MapPicture): readonly string[] {
	return strips.flatMap(({ id, boxes, height }) => [
		...boxes.flatMap((box, index) =>
			boxes.slice(index + 1).some((other) => overlap(box, other)) ? [`${id}: two boxes overlap`] : []
		),
		...boxes
			.filter((box) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height)
			.map(() => `${id}: a box reaches out`)
	]);
}

/** Roads that are drawn and lead to nothing that is drawn. */
export function looseRoads({ edges, strips }: MapPicture): readonly string[] {
	const byId = new Map(strips.map((strip) => [strip.id, strip]));
	return edges
		.filter(({ from, way, target }) => {
			if (target.kind === 'row')
				return byId.get(target.row)?.lines.some(({ look }) => look === 'arrow') !== true;
			return byId.get(from)?.boxes.some((box) => box.way === way) !== true;
		})
		.map(({ from, way }) => `${from}: ${way}`);
}
