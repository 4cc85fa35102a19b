import type { FlowNode, Pack } from './types.ts';

/** All the places one node can lead to, its called flow and its loop body included. */
export function leadsTo(node: FlowNode): readonly string[] {
	return [
		node.next,
		node.notSure?.next,
		node.body,
		node.enter,
		...(node.answers ?? []).map((answer) => answer.next),
		...(node.branches ?? []).map((branch) => branch.next),
		...Object.values(node.results ?? {})
	]
		.filter((next) => next !== undefined)
		.map((next) => next.split('/').at(-1) ?? next);
}

/**
 * Finds a circle of nodes. Advice-and-return is no circle here: `@advice` and `@return` are moves, not places.
 * @returns the ids round the circle, or undefined when every walk must end
 */
export function findCycle(pack: Pack): readonly string[] | undefined {
	const nodes = new Map(
		Object.values(pack.flows).flatMap((flow) => flow.nodes.map((node) => [node.id, node]))
	);
	const done = new Set<string>();
	const trail: string[] = [];

	function descend(id: string): readonly string[] | undefined {
		if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
		const node = nodes.get(id);
		if (node === undefined || done.has(id)) return undefined;
		trail.push(id);
		for (const next of leadsTo(node)) {
			const cycle = descend(next);
			if (cycle !== undefined) return cycle;
		}
		trail.pop();
		done.add(id);
		return undefined;
	}

	for (const id of nodes.keys()) {
		const cycle = descend(id);
		if (cycle !== undefined) return cycle;
	}
	return undefined;
}
