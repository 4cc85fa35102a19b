/** How the sets of questions lead into each other: one row for each, one road for each way from one to the next. */
import type { Flow, FlowId, Pack } from '../pack/types.ts';
import { nodeIn, nodeTitle } from './map-text.ts';
import { alwaysWords } from './map.ts';
import type { MapModel, MapWay } from './map-types.ts';
import { waysOf } from './map-ways.ts';

/** Reading order: the question at the door first. */
const ORDER: readonly FlowId[] = ['share', 'rules', 'consent', 'secure', 'record'];

/** The map of the whole graph. */
export function overviewMap(pack: Pack): MapModel {
	return {
		title: 'All the questions, and how they lead into each other',
		everywhere: alwaysWords(pack),
		rows: ORDER.map((id, index) => ({
			id,
			kind: 'flow',
			number: index + 1,
			lead: `${index + 1} · ${pack.flows[id].nodes.length} questions and forks`,
			title: pack.flows[id].title,
			notes: pack.flows[id].about === undefined ? [] : [pack.flows[id].about],
			ways: linksOf(pack, pack.flows[id])
		}))
	};
}

function linksOf(pack: Pack, flow: Flow): readonly MapWay[] {
	const links = [...nodeLinks(pack, flow), ...outcomeLinks(pack, flow)].filter(({ to }) => to !== flow.id);
	const bySame = Map.groupBy(links, ({ to, words }) => `${to} ${words}`);
	return [...bySame].map(([id, same]) => {
		const to = same[0]?.to ?? flow.id;
		return {
			id,
			words: same[0]?.words ?? '',
			leads: `to ${ORDER.indexOf(to) + 1}`,
			target: { kind: 'row', row: to }
		};
	});
}

interface Link {
	readonly to: FlowId;
	readonly words: string;
}

function flowOf(pack: Pack, target: string): FlowId | undefined {
	const [first = ''] = target.split('/');
	return first in pack.flows ? (first as FlowId) : undefined;
}

function nodeLinks(pack: Pack, flow: Flow): readonly Link[] {
	return flow.nodes.flatMap((node) =>
		waysOf(pack, node).flatMap(({ id, words, to }) => {
			if (to === '@advice') return [{ to: 'share' as const, words: 'When advice is needed, and then back' }];
			const target = to.includes('/') ? flowOf(pack, to) : undefined;
			if (target === undefined) return [];
			const asks =
				id === 'enter'
					? `Asks, from “${enterTitle(pack, node.enter)}”`
					: `At “${nodeTitle(pack, node)}”: ${words}`;
			return [{ to: target, words: asks }];
		})
	);
}

function enterTitle(pack: Pack, id: string | undefined): string {
	const node = nodeIn(pack, id ?? '');
	return node === undefined ? '' : nodeTitle(pack, node);
}

function outcomeLinks(pack: Pack, flow: Flow): readonly Link[] {
	const ends = flow.nodes.flatMap((node) => waysOf(pack, node).map(({ to }) => to));
	const outcomes = Object.values(pack.outcomes).filter(({ id }) => ends.includes(id));
	return outcomes.flatMap(({ then, alone, title }) => {
		const steps = then.map((step) => flowOf(pack, step)).filter((id) => id !== undefined);
		const on = alone === undefined ? undefined : flowOf(pack, alone);
		return [
			...steps.map((to) => ({ to, words: 'After an outcome' })),
			...(on === undefined ? [] : [{ to: on, words: `After “${title}”` }])
		];
	});
}
