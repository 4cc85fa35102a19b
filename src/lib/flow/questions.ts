import type { AnswerOption, CheckItem, FlowNode } from '../pack/types.ts';
import { holds, type Facts } from './conditions.ts';
import { factsAt, type Frame, type Run } from './run.ts';
import type { AnswerEntry } from './types.ts';

export const NOT_SURE = 'not-sure';
export const DANGER_NOW = 'danger-now';
export const SEEN = 'seen';

const NOT_SURE_LABEL = 'I am not sure';

/** Flows on whose every screen "danger now" is offered. */
export const FLOWS_WITH_DANGER: readonly string[] = ['share', 'rules', 'consent', 'secure'];

function rowsAsOptions(run: Run, node: FlowNode): readonly AnswerOption[] {
	if (node.answersFrom === undefined) return [];
	return run.pack.ruleTables[node.answersFrom].map((row) => ({
		id: row.id,
		label: row.label ?? row.id,
		...(row.sets === undefined ? {} : { sets: row.sets })
	}));
}

/** Every answer a node can take in this place; "not sure" last. Shared ticks that are settled are left out. */
export function optionsOf(run: Run, frame: Frame, node: FlowNode): readonly AnswerOption[] {
	const facts = factsAt(run, frame);
	const isSettled = run.sharedTicks.has(node.id);
	const own = [...(node.answers ?? []), ...rowsAsOptions(run, node)].filter(
		(option) =>
			(option.showIf === undefined || holds(option.showIf, facts)) && !(option.shared === true && isSettled)
	);
	if (node.notSure === undefined) return own;
	return [...own, { label: NOT_SURE_LABEL, ...node.notSure, id: NOT_SURE }];
}

/** Checklist ticks that apply here. */
export function itemsOf(node: FlowNode, facts: Facts): readonly CheckItem[] {
	return (node.items ?? []).filter((item) => item.if === undefined || holds(item.if, facts));
}

function isListFor(node: FlowNode, value: readonly string[], offered: readonly string[]): boolean {
	if (node.kind === 'loop') return value.length > 0;
	const isKnown = value.every((id) => offered.includes(id) && id !== NOT_SURE);
	return node.kind === 'multi' && isKnown && value.length >= (node.min ?? 0);
}

/**
 * Whether an answer can stand at this place. One that cannot (from another pack, or not offered any more) is kept
 * by the caller as set aside, and the question is asked.
 */
export function isAnswerFor(
	at: { readonly node: FlowNode; readonly frame: Frame; readonly options: readonly AnswerOption[] },
	answer: AnswerEntry | undefined
): answer is AnswerEntry {
	if (answer === undefined) return false;
	if (answer.value === DANGER_NOW) return FLOWS_WITH_DANGER.includes(at.frame.flow);
	if (at.node.kind === 'card' || at.node.kind === 'form') return answer.value === SEEN;
	const offered = at.options.map((option) => option.id);
	if (typeof answer.value !== 'string') return isListFor(at.node, answer.value, offered);
	const isSingle = at.node.kind !== 'multi' || answer.value === NOT_SURE;
	return isSingle && offered.includes(answer.value);
}
