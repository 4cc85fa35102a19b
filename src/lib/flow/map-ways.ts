/** The roads out of a node, as the pack has them. */
import type { AnswerOption, Branch, Flow, FlowNode, Pack } from '../pack/types.ts';
import { answerLabel, conditionWords } from './map-text.ts';

/** A road before the rows have their numbers. */
export interface RawWay {
	readonly id: string;
	readonly words: string;
	/** As the pack has it: node, `flow/node`, outcome, or one that begins with @. */
	readonly to: string;
	/** Outcomes noted on the way. */
	readonly log?: readonly string[] | undefined;
}

const ROADLESS_KINDS = ['multi', 'loop', 'gate', 'call'];

/** An answer's words, with the condition under which it is offered. */
export function limit(pack: Pack, option: AnswerOption): string {
	return option.showIf === undefined
		? option.label
		: `${option.label} (only if ${conditionWords(pack, option.showIf)})`;
}

/** Whether an answer leads somewhere by itself. */
export function hasOwnRoad(node: FlowNode, option: AnswerOption): boolean {
	return !ROADLESS_KINDS.includes(node.kind) && option.next !== undefined;
}

function branchWays(pack: Pack, branches: readonly Branch[]): readonly RawWay[] {
	return branches.map((branch, index) => ({
		id: `branch-${index}`,
		words:
			branch.if === undefined || 'else' in branch.if ? 'Otherwise' : `If ${conditionWords(pack, branch.if)}`,
		to: branch.next,
		log: branch.log
	}));
}

const ON_WORDS: Readonly<Record<string, string>> = {
	multi: 'Whatever is ticked',
	card: 'When read',
	form: 'When filled in'
};

function nextWays(node: FlowNode): readonly RawWay[] {
	if (node.kind === 'loop')
		return [
			{ id: 'each', words: 'One by one', to: node.body ?? '' },
			{ id: 'done', words: 'When all are done', to: '@next-step' }
		];
	const isRoadless = node.kind !== 'gate' && node.kind !== 'call' && node.branches === undefined;
	const needsNext = node.next !== undefined || (node.kind === 'multi' && isRoadless);
	if (!needsNext) return [];
	return [{ id: 'next', words: ON_WORDS[node.kind] ?? 'Any answer', to: node.next ?? '@next-step' }];
}

function callWays(pack: Pack, node: FlowNode): readonly RawWay[] {
	if (node.kind !== 'call') return [];
	return [
		{ id: 'enter', words: 'Asks', to: `${node.flow ?? ''}/${node.enter ?? ''}` },
		...Object.entries(node.results ?? {}).map(([id, to]) => ({
			id: `result-${id}`,
			words: `If it ends: ${pack.outcomes[id]?.title ?? id}`,
			to
		}))
	];
}

/** Every road out of a node. */
export function waysOf(pack: Pack, node: FlowNode): readonly RawWay[] {
	const answers = (node.answers ?? [])
		.filter((option) => hasOwnRoad(node, option))
		.map((option) => ({
			id: `answer-${option.id}`,
			words: limit(pack, option),
			to: option.next ?? '',
			log: option.log
		}));
	const notSure =
		node.notSure === undefined
			? []
			: [
					{
						id: 'answer-not-sure',
						words: answerLabel(pack, node, 'not-sure'),
						to: node.notSure.next,
						log: node.notSure.log
					}
				];
	return [
		...answers,
		...notSure,
		...callWays(pack, node),
		...branchWays(pack, node.branches ?? []),
		...nextWays(node)
	];
}

/** The row of a pack target in this flow, if it has one. */
export function rowIdOf(flow: Flow, target: string): string | undefined {
	if (target === '@advice') return flow.id === 'share' ? 'get-advice' : undefined;
	const [owner, node] = target.split('/');
	if (node !== undefined) return owner === flow.id ? node : undefined;
	return target.startsWith('@') ? undefined : target;
}
