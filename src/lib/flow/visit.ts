import type { AnswerOption, Branch, Effects, FlowNode } from '../pack/types.ts';
import { holds } from './conditions.ts';
import { DANGER_NOW, isAnswerFor, itemsOf, NOT_SURE, optionsOf } from './questions.ts';
import { factsAt, noteOutcome, noteShown, setFlags, type Frame, type Run } from './run.ts';
import type { AnswerEntry, QuestionStep } from './types.ts';

/** Where a node leads: on to a target, or waiting for its answer. */
export type Lead = { readonly kind: 'go'; readonly target: string } | { readonly kind: 'wait' };

const WAIT: Lead = { kind: 'wait' };

/** The exact place of an answer. A shared node has one place for all receivers; a second visit is a second place. */
export function placeOf(run: Run, frame: Frame, node: Pick<FlowNode, 'id' | 'shared'>): string {
	const asking = frame.asking === undefined ? '' : `${frame.asking.node}>`;
	const place =
		node.shared === true
			? `|${node.id}`
			: `${frame.path}${frame.receiver?.id ?? ''}|${frame.person?.id ?? ''}|${asking}${node.id}`;
	const visit = (run.visits.get(place) ?? 0) + 1;
	run.visits.set(place, visit);
	return `${place}#${visit}`;
}

/** Applies flags and logs of a node, an answer or a branch; returns the concepts they show. */
export function applyEffects(run: Run, frame: Frame, effects: Effects): readonly string[] {
	setFlags(run, frame, effects.sets);
	const logged = (effects.log ?? []).flatMap((id) => noteOutcome(run, frame, { id, logged: true }));
	return [...noteShown(run, frame, effects.shows), ...logged];
}

/** First branch that holds; its flags and logs are applied. */
export function takeBranch(
	run: Run,
	frame: Frame,
	at: {
		readonly id: string;
		readonly branches?: readonly Branch[] | undefined;
		readonly allTicked?: boolean;
	}
): string | undefined {
	const branches = at.branches ?? [];
	const facts = factsAt(run, frame, at.allTicked ?? false);
	const branch = branches.find((one) => one.if === undefined || holds(one.if, facts));
	if (branches.length > 0) run.turns.push({ after: run.steps.length, node: at.id, frame, branch });
	// A branch has no page of its own, so the answer that led here shows what it brings up.
	if (branch !== undefined) lastShows(run).push(...applyEffects(run, frame, branch));
	return branch?.next;
}

/** What the newest page shows with its answer, to add to. */
export function lastShows(run: Run): string[] {
	return (run.steps.at(-1)?.answerShows ?? []) as string[]; // pushed as a growing list by visitPage
}

type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that have a value, so that absent stays absent. */
export function known<T extends object>(members: T): Known<T> {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Known<T>; // filtered above
}

function pushStep(run: Run, frame: Frame, node: FlowNode): { step: QuestionStep; answerShows: string[] } {
	const facts = factsAt(run, frame);
	const options = optionsOf(run, frame, node);
	const key = placeOf(run, frame, node);
	const found = run.answers.get(key);
	const answer = isAnswerFor({ node, frame, options }, found) ? found : undefined;
	const answerShows: string[] = [];
	const step: QuestionStep = {
		kind: node.kind as QuestionStep['kind'], // gates and calls never become steps
		key,
		number: run.steps.length + 1,
		flow: frame.flow,
		node: node.id,
		ask: node.ask ?? '',
		...known({ hint: node.hint, over: node.over, answer }),
		...known({ receiver: frame.receiver, person: frame.person, closing: frame.closing }),
		options,
		items: itemsOf(node, facts),
		carried: run.sharedTicks.get(node.id) ?? [],
		min: node.min ?? 0,
		shows: noteShown(run, frame, node.shows),
		answerShows,
		sources: node.sources ?? [],
		fills: node.fills ?? []
	};
	run.steps.push(step);
	if (answer !== undefined) run.used.add(key);
	return { step, answerShows };
}

function idsOf(value: AnswerEntry['value']): readonly string[] {
	return typeof value === 'string' ? [value] : value;
}

function rememberShared(run: Run, node: FlowNode, value: AnswerEntry['value']): void {
	if (node.shared === true && value !== NOT_SURE) run.shared.set(node.id, value);
	const ticks = (node.answers ?? []).filter((option) => option.shared === true).map((option) => option.id);
	if (ticks.length > 0 && typeof value !== 'string' && !run.sharedTicks.has(node.id))
		run.sharedTicks.set(
			node.id,
			value.filter((id) => ticks.includes(id))
		);
}

/** Applies an answer and says where it leads. Also used for answers that hold from an earlier receiver. */
export function settleAnswer(run: Run, at: Place, value: AnswerEntry['value']): Settled {
	const { frame, node } = at;
	const ids = [...(run.sharedTicks.get(node.id) ?? []), ...idsOf(value)];
	const chosen = everyOption(run, at).filter((option) => ids.includes(option.id));
	run.given.push({ node: node.id, receiver: frame.receiver?.id, ids });
	const shows = [applyEffects(run, frame, { ...node, shows: [] })];
	shows.push(...chosen.map((option) => applyEffects(run, frame, option)));
	rememberShared(run, node, value);
	return { target: targetOf(run, at, { value, ids, chosen }), shows: shows.flat() };
}

interface Place {
	readonly frame: Frame;
	readonly node: FlowNode;
}

interface Chosen {
	readonly value: AnswerEntry['value'];
	readonly ids: readonly string[];
	readonly chosen: readonly AnswerOption[];
}

/** The chosen answer's own next; of several ticks, or where it has none, the node's branches and then its next. */
function targetOf(run: Run, { frame, node }: Place, { value, ids, chosen }: Chosen): string {
	const isTicks = node.kind === 'multi' && value !== NOT_SURE;
	const own = isTicks ? undefined : chosen.at(-1)?.next;
	if (own !== undefined) return own;
	const offered = node.answers ?? [];
	const allTicked = isTicks && offered.every((option) => ids.includes(option.id));
	return (
		takeBranch(run, frame, { id: node.id, branches: node.branches, allTicked }) ?? node.next ?? '@next-step'
	);
}

export interface Settled {
	readonly target: string;
	readonly shows: readonly string[];
}

/** All options of a node, settled shared ticks included, so that their flags apply again. */
function everyOption(run: Run, { frame, node }: Place): readonly AnswerOption[] {
	const open = optionsOf(run, frame, node);
	const closed = (node.answers ?? []).filter((option) => !open.some((one) => one.id === option.id));
	return [...open, ...closed.filter((option) => option.shared === true)];
}

/** Emergency at any place: flags it and leads to the one card. */
export function leadToDanger(run: Run, frame: Frame): Lead {
	const always = run.pack.always.find((option) => option.id === DANGER_NOW);
	setFlags(run, frame, always?.sets);
	return { kind: 'go', target: always?.next ?? 'share/emergency-card' };
}

/** Visits a node that has a page of its own. Pushes the step; without a valid answer the replay stops there. */
export function visitPage(run: Run, frame: Frame, node: FlowNode): Lead & { readonly answer?: AnswerEntry } {
	const held = node.shared === true ? run.shared.get(node.id) : undefined;
	if (held !== undefined) return { kind: 'go', target: settleAnswer(run, { frame, node }, held).target };
	const { step, answerShows } = pushStep(run, frame, node);
	if (step.answer === undefined) return WAIT;
	if (step.answer.value === DANGER_NOW && node.id !== 'emergency-card') return leadToDanger(run, frame);
	const settled = settleAnswer(run, { frame, node }, step.answer.value);
	answerShows.push(...settled.shows);
	return { kind: 'go', target: settled.target, answer: step.answer };
}
