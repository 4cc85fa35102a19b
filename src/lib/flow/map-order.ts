/** The order of a map's rows: roads lead onwards. Questions first, then outcomes, then what follows an outcome. */
import type { Flow, Pack } from '../pack/types.ts';
import { rowIdOf, type RawWay } from './map-ways.ts';

type Roads = ReadonlyMap<string, readonly RawWay[]>;

/** Rows that a road of `id` leads to. */
function onwards(flow: Flow, roads: Roads, id: string): readonly string[] {
	const targets = (roads.get(id) ?? []).flatMap((way) => [way.to, ...(way.log ?? [])]);
	return targets
		.map((target) => rowIdOf(flow, target))
		.filter((row) => row !== undefined && roads.has(row)) as string[]; // filtered
}

/** Rows that are reached without passing an outcome. */
function beforeOutcomes(pack: Pack, flow: Flow, roads: Roads): ReadonlySet<string> {
	const callers = Object.values(pack.flows).flatMap((other) => other.nodes);
	const entered = callers.filter((node) => node.flow === flow.id).map((node) => node.enter ?? '');
	const met = new Set<string>();
	const open = [flow.start, ...Object.values(flow.entries ?? {}), ...entered];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (met.has(id) || id in pack.outcomes) continue;
		met.add(id);
		open.push(...onwards(flow, roads, id));
	}
	return met;
}

/**
 * Row ids in order. A row comes after all that lead to it; of those ready, the one that stands first in the pack.
 * A circle, which no proved pack has, would not stop it: its first row is taken.
 */
export function mapOrder(pack: Pack, flow: Flow, roads: Roads): readonly string[] {
	const early = beforeOutcomes(pack, flow, roads);
	const rank = (id: string): number => (early.has(id) ? 0 : id in pack.outcomes ? 1 : 2);
	const waiting = [...roads.keys()].sort((a, b) => rank(a) - rank(b));
	const order: string[] = [];
	while (waiting.length > 0) {
		const isReady = (id: string) =>
			!waiting.some((other) => other !== id && onwards(flow, roads, other).includes(id));
		const at = Math.max(0, waiting.findIndex(isReady));
		order.push(...waiting.splice(at, 1));
	}
	return order;
}
