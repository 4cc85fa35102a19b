/** Lanes: all roads to one row run together in one upright line beside the rows, and enter it from there. */
import type { MapModel } from './map-types.ts';

/** One lane, from the topmost to the lowest of its rows. */
export interface Lane {
	readonly target: string;
	/** 0 is nearest to the rows. */
	readonly place: number;
	/** Indices of the first and the last row that it touches. */
	readonly first: number;
	readonly last: number;
}

/** Gives every row that roads lead to a lane; no two lanes that overlap have the same place. Short lanes lie inside. */
export function lanesOf({ rows }: MapModel): readonly Lane[] {
	const indexOf = new Map(rows.map(({ id }, index) => [id, index]));
	const spans = new Map<string, number[]>();
	rows.forEach(({ ways }, index) => {
		for (const { target } of ways)
			if (target.kind === 'row')
				spans.set(target.row, [...(spans.get(target.row) ?? [indexOf.get(target.row) ?? index]), index]);
	});
	const wanted = [...spans].map(([target, touched]) => ({
		target,
		first: Math.min(...touched),
		last: Math.max(...touched)
	}));
	wanted.sort((a, b) => a.last - a.first - (b.last - b.first) || a.first - b.first);
	const lanes: Lane[] = [];
	for (const span of wanted) lanes.push({ ...span, place: freePlace(lanes, span) });
	return lanes;
}

function freePlace(lanes: readonly Lane[], span: Pick<Lane, 'first' | 'last'>): number {
	const taken = new Set(
		lanes.filter(({ first, last }) => first <= span.last && last >= span.first).map(({ place }) => place)
	);
	let place = 0;
	while (taken.has(place)) place += 1;
	return place;
}
