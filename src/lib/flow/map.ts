/** A whole flow as a map: every question, fork, call, road and outcome, in an order in which roads lead onwards. */
import type { Flow, FlowId, FlowNode, Pack } from '../pack/types.ts';
import { FLOWS_WITH_DANGER } from './questions.ts';
import { mapOrder } from './map-order.ts';
import { conditionWords, nodeIn, nodeTitle, outcomeNotes, ruleLabel, strengthWord } from './map-text.ts';
import { hasOwnRoad, limit, rowIdOf, waysOf, type RawWay } from './map-ways.ts';
import type { MapModel, MapRow, MapTarget, MapWay } from './map-types.ts';

const SPECIAL: Readonly<Record<string, string>> = {
	'@next-step': 'On to what comes next after the outcome',
	'@return': 'Back to the question that you came from',
	'@advice': 'Get advice, then come back to this question',
	'@end': 'Ends with that'
};

/** Rule, answers without a road of their own, ticks and things to check. */
function notesOf(pack: Pack, flow: Flow, node: FlowNode): readonly string[] {
	const word = node.kind === 'multi' ? 'Tick' : 'Answer';
	const rows = node.answersFrom === undefined ? [] : pack.ruleTables[node.answersFrom];
	return [
		...waysIn(pack, flow, node),
		...(node.rule === undefined ? [] : [`Rule: ${ruleLabel(pack, node.rule)}`]),
		...rows.map((row) => `${word}: ${row.label ?? row.id}`),
		...(node.answers ?? [])
			.filter((option) => !hasOwnRoad(node, option))
			.map((option) => `${word}: ${limit(pack, option)}`),
		...(node.items ?? []).map(
			({ label, if: only }) =>
				`Check: ${label}${only === undefined ? '' : ` (only if ${conditionWords(pack, only)})`}`
		)
	];
}

function waysIn(pack: Pack, flow: Flow, node: FlowNode): readonly string[] {
	const callers = Object.values(pack.flows).filter((other) =>
		other.nodes.some((one) => one.flow === flow.id && one.enter === node.id)
	);
	return [
		...(flow.start === node.id ? ['It starts here'] : []),
		...(Object.values(flow.entries ?? {}).includes(node.id) ? ['Another way in'] : []),
		...callers.map((other) => `“${other.title}” comes in here`)
	];
}

const LEADS: Readonly<Record<string, string>> = {
	multi: 'Tick what fits',
	checklist: 'Checklist',
	advice: 'Advice',
	card: 'Read',
	form: 'Fill in',
	loop: 'One by one',
	gate: 'A fork',
	call: 'Another set of questions'
};

function resolve(at: At, way: RawWay): MapWay {
	const { pack, flow, numbers } = at;
	const row = rowIdOf(flow, way.to);
	const number = row === undefined ? undefined : numbers.get(row);
	const logged = (way.log ?? []).map(
		(id) => `. Shows: ${pack.outcomes[id]?.title ?? id} (${numbers.get(id) ?? ''})`
	);
	const target: MapTarget =
		way.to in pack.outcomes
			? { kind: 'end', outcome: way.to }
			: row === undefined || number === undefined
				? { kind: 'other' }
				: { kind: 'row', row };
	return {
		id: way.id,
		words: way.words,
		leads: `${leadWords(at, way.to, number)}${logged.join('')}`,
		target
	};
}

interface At {
	readonly pack: Pack;
	readonly flow: Flow;
	readonly numbers: ReadonlyMap<string, number>;
}

function leadWords({ pack }: At, to: string, number: number | undefined): string {
	const outcome = pack.outcomes[to];
	if (outcome !== undefined) return `${outcome.title} (${number ?? ''})`;
	if (number !== undefined && to !== '@advice') return `to ${number}`;
	return number === undefined
		? (SPECIAL[to] ?? placeWords(pack, to))
		: `${SPECIAL['@advice'] ?? ''} (${number})`;
}

/** A place of another flow in words. */
export function placeWords(pack: Pack, to: string): string {
	const [flow = '', id] = to.split('/');
	const owner = pack.flows[flow as FlowId] as Flow | undefined; // a node id is no flow
	const node = nodeIn(pack, id ?? flow);
	if (node === undefined) return owner === undefined ? to : `“${owner.title}”`;
	const title = nodeTitle(pack, node);
	return owner === undefined ? title : `“${owner.title}”, at “${title}”`;
}

/** The roads out of an outcome: its closing steps, and where it goes on when it was reached on its own. */
function outcomeWays(pack: Pack, flow: Flow, id: string): readonly RawWay[] {
	const outcome = pack.outcomes[id];
	const place = (step: string) => (step in pack.flows || flow.id === 'share' ? step : `share/${step}`);
	return [
		...(outcome?.then ?? []).map((step) => ({ id: `then-${step}`, words: 'Then', to: place(step) })),
		...(outcome?.alone === undefined
			? []
			: [{ id: 'alone', words: 'On its own, goes on', to: outcome.alone }])
	];
}

/** Roads of every row of a flow, by row id, in the order of the pack: nodes first, then the outcomes they lead to. */
function roadsOf(pack: Pack, flow: Flow): ReadonlyMap<string, readonly RawWay[]> {
	const nodes = flow.nodes.map((node) => [node.id, waysOf(pack, node)] as const);
	const ends = nodes.flatMap(([, ways]) => ways.flatMap((way) => [way.to, ...(way.log ?? [])]));
	const outcomes = Object.keys(pack.outcomes).filter((id) => ends.includes(id));
	return new Map([...nodes, ...outcomes.map((id) => [id, outcomeWays(pack, flow, id)] as const)]);
}

/** Answers that every question offers. */
export function alwaysWords(pack: Pack): readonly string[] {
	return pack.always.map(
		({ label, next }) =>
			`On every question you can say “${label}”. It leads to ${placeWords(pack, next ?? '')}.`
	);
}

/** The map of a whole flow. Equal packs give equal maps. */
export function flowMap(pack: Pack, flowId: FlowId): MapModel {
	const flow = pack.flows[flowId];
	const roads = roadsOf(pack, flow);
	const order = mapOrder(pack, flow, roads);
	const numbers = new Map(order.map((id, index) => [id, index + 1]));
	const at: At = { pack, flow, numbers };
	return {
		title: flow.title,
		everywhere: FLOWS_WITH_DANGER.includes(flowId) ? alwaysWords(pack) : [],
		rows: order.map((id) => rowOf(at, id, roads.get(id) ?? []))
	};
}

function rowOf(at: At, id: string, ways: readonly RawWay[]): MapRow {
	const { pack, flow, numbers } = at;
	const number = numbers.get(id) ?? 0;
	const resolved = ways.map((way) => resolve(at, way));
	const outcome = pack.outcomes[id];
	if (outcome !== undefined)
		return {
			id,
			kind: 'outcome',
			number,
			lead: `${number} · Outcome · ${strengthWord(outcome)}`,
			title: outcome.title,
			notes: outcomeNotes(outcome),
			ways: resolved
		};
	const node = nodeIn(pack, id);
	if (node === undefined)
		return { id, kind: 'question', number, lead: '', title: id, notes: [], ways: resolved };
	const kind = node.kind === 'gate' || node.kind === 'call' ? node.kind : 'question';
	return {
		id,
		kind,
		number,
		lead: `${number} · ${LEADS[node.kind] ?? 'Question'}`,
		title: nodeTitle(pack, node),
		notes: notesOf(pack, flow, node),
		ways: resolved
	};
}
