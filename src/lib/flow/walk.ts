import type { FlowId, FlowNode } from '../pack/types.ts';
import { DANGER_NOW } from './questions.ts';
import {
	isSecureBegun,
	noteOutcome,
	noteShown,
	nodeOf,
	outcomeOf,
	SECURE_PATH,
	setFlags,
	type Frame,
	type Run
} from './run.ts';
import type { AnswerEntry, OutcomeStep, Party } from './types.ts';
import { lastShows, leadToDanger, placeOf, takeBranch, visitPage, type Lead } from './visit.ts';

/**
 * How a walk ends: it waits for an answer; it reached an outcome; a closing step is done; or all receivers of a loop
 * are done (each with its own outcome, already closed).
 */
export type Exit =
	| { readonly kind: 'wait' }
	| { readonly kind: 'reached'; readonly outcome: string }
	| { readonly kind: 'next-step' }
	| { readonly kind: 'done' };

const WAIT: Exit = { kind: 'wait' };
const DONE: Exit = { kind: 'done' };
const NEXT_STEP: Exit = { kind: 'next-step' };

type Move = Exit | { readonly kind: 'go'; readonly target: string; readonly frame?: Frame };

/** Walks from a node until something ends the walk. The proof of the pack guarantees that this ends. */
export function walk(run: Run, start: Frame, target: string): Exit {
	let frame = start;
	let next = target;
	for (;;) {
		const at = resolve(run, frame, next);
		if ('kind' in at) return at;
		frame = at.frame;
		const move = visit(run, frame, nodeOf(run, at.node));
		if (move.kind !== 'go') return move;
		frame = move.frame ?? frame;
		next = move.target;
	}
}

/** Turns a `next` into a node to visit, or into the end of this walk. */
function resolve(run: Run, frame: Frame, target: string): Exit | { frame: Frame; node: string } {
	if (target === '@next-step') return NEXT_STEP;
	if (target === '@return' && frame.asking !== undefined) {
		const { asking, ...back } = frame;
		return { frame: { ...back, flow: asking.flow }, node: asking.node };
	}
	if (target in run.pack.outcomes) {
		const shows = noteOutcome(run, frame, { id: target, logged: false });
		// Inside a call it gets no page of its own, so the answer that led here shows it.
		if (frame.isCalled === true) lastShows(run).push(...shows);
		return { kind: 'reached', outcome: target };
	}
	const [flow, node] = target.split('/');
	if (node !== undefined) return { frame: { ...frame, flow: flow as FlowId }, node }; // proved: flow/node exists
	return { frame, node: target };
}

function visit(run: Run, frame: Frame, node: FlowNode): Move {
	run.visited.add(node.id);
	if (node.kind === 'gate') return { kind: 'go', target: takeBranch(run, frame, node) ?? '@next-step' };
	if (node.kind === 'call') return visitCall(run, frame, node);
	if (node.preset === 'recordKind' && run.input.flow !== 'record') return skipPreset(node);
	const lead: Lead & { readonly answer?: AnswerEntry } = visitPage(run, frame, node);
	const chosen = lead.answer?.value;
	if (node.kind === 'loop' && chosen !== undefined && chosen !== DANGER_NOW)
		return visitLoop(run, frame, { node, chosen });
	return adviceOr(lead, frame, node);
}

/** A flow led here, so the kind is known; every answer leads to the same place. */
function skipPreset(node: FlowNode): Move {
	return { kind: 'go', target: node.answers?.[0]?.next ?? '@next-step' };
}

function adviceOr(lead: Lead, frame: Frame, node: FlowNode): Move {
	if (lead.kind !== 'go' || lead.target !== '@advice') return lead;
	const asking = { flow: frame.flow, node: node.id };
	return { kind: 'go', target: 'get-advice', frame: { ...frame, flow: 'share', asking } };
}

function visitCall(run: Run, frame: Frame, node: FlowNode): Move {
	if (node.once === 'case' && run.onceDone.has(node.id)) return NEXT_STEP;
	setFlags(run, frame, node.sets);
	const inner: Frame = {
		...frame,
		flow: node.flow ?? 'consent',
		path: `${frame.path}${node.id}/`,
		isCalled: true
	};
	const exit = walk(run, inner, node.enter ?? '');
	if (exit.kind === 'wait') return exit;
	run.onceDone.add(node.id);
	if (exit.kind !== 'reached') return exit;
	run.turns.push({ after: run.steps.length, node: node.id, frame, result: exit.outcome });
	const mapped = node.results?.[exit.outcome];
	if (mapped === undefined || mapped === '@end') return exit;
	return { kind: 'go', target: mapped };
}

function visitLoop(
	run: Run,
	frame: Frame,
	loop: { node: FlowNode; chosen: string | readonly string[] }
): Move {
	const parties = loop.node.over === 'person' ? run.input.persons : run.input.receivers;
	const chosen = parties.filter((party) => loop.chosen.includes(party.id));
	const body = loop.node.body ?? '';
	return loop.node.over === 'person'
		? eachPerson(run, { frame, body }, chosen)
		: eachReceiver(run, { frame, body }, chosen);
}

function eachReceiver(run: Run, at: { frame: Frame; body: string }, receivers: readonly Party[]): Exit {
	for (const receiver of receivers) {
		const exit = finish(run, { ...at.frame, receiver }, walk(run, { ...at.frame, receiver }, at.body));
		if (exit.kind === 'wait' || run.isOver) return exit;
	}
	return DONE;
}

/** Each person to the end; of different results the flow's `priority` picks the one that counts. */
function eachPerson(run: Run, at: { frame: Frame; body: string }, persons: readonly Party[]): Exit {
	const priority = run.pack.flows[at.frame.flow].priority ?? [];
	const results: string[] = [];
	for (const person of persons) {
		const exit = walk(run, { ...at.frame, person }, at.body);
		if (exit.kind !== 'reached') return exit;
		// An outcome of the whole decision (O-) ends the receiver at once.
		if (!priority.includes(exit.outcome)) return exit;
		results.push(exit.outcome);
	}
	const outcome = priority.find((id) => results.includes(id));
	return outcome === undefined ? NEXT_STEP : { kind: 'reached', outcome };
}

/** Shows the outcome's page, then goes on where it stands alone, then runs its closing steps but the record. */
export function finish(run: Run, frame: Frame, exit: Exit): Exit {
	if (exit.kind !== 'reached') return exit;
	const outcome = outcomeOf(run, exit.outcome);
	const { person: _person, asking: _asking, isCalled: _isCalled, closing: _closing, ...place } = frame;
	const step = pushOutcome(run, place, exit.outcome);
	if (outcome.endsRun === true) run.isOver = true;
	if (step.answer === undefined) return WAIT;
	if (run.isOver) return DONE;
	if (step.answer.value === DANGER_NOW) {
		leadToDanger(run, place);
		return finish(run, place, walk(run, { ...place, flow: 'share' }, 'emergency-card'));
	}
	if (outcome.alone !== undefined && run.input.flow !== 'share')
		return finish(run, place, walk(run, { ...place, path: `${place.path}alone/` }, outcome.alone));
	return close(run, place, outcome.then);
}

function close(run: Run, frame: Frame, then: readonly string[]): Exit {
	const leftOut = run.context.leaveOut ?? [];
	const isDue = (id: string) => id !== 'record' && !leftOut.includes(`${frame.receiver?.id ?? ''}|${id}`);
	for (const closing of then.filter(isDue)) {
		const exit = walkClosing(run, frame, closing);
		if (exit.kind === 'wait') return exit;
		if (exit.kind === 'reached') return finish(run, placeAfter(run, frame, closing), exit);
	}
	return DONE;
}

function walkClosing(run: Run, frame: Frame, closing: string): Exit {
	const flow = run.pack.flows[closing as FlowId] as { start: string } | undefined; // a node id is no flow
	const inner: Frame = {
		...frame,
		flow: flow === undefined ? 'share' : (closing as FlowId),
		path: isAskedBeside(run, frame, closing) ? SECURE_PATH : `${frame.path}then/`,
		closing
	};
	return walk(run, inner, flow?.start ?? closing);
}

/** What was answered beside the journey is not asked again; its end stands with those answers. */
function placeAfter(run: Run, frame: Frame, closing: string): Frame {
	return isAskedBeside(run, frame, closing) ? { ...frame, path: SECURE_PATH } : frame;
}

function isAskedBeside({ input }: Run, { receiver }: Frame, closing: string): boolean {
	return closing === 'secure' && isSecureBegun(input, receiver?.id ?? '');
}

function pushOutcome(run: Run, frame: Frame, id: string): OutcomeStep {
	const outcome = outcomeOf(run, id);
	const key = placeOf(run, frame, { id });
	const found = run.answers.get(key);
	const mayShare = outcome.then.includes('secure');
	const shows = noteShown(run, frame, outcome.shows);
	const step: OutcomeStep = {
		kind: 'outcome',
		key,
		number: run.steps.length + 1,
		flow: frame.flow,
		...(frame.receiver === undefined ? {} : { receiver: frame.receiver }),
		...(found === undefined ? {} : { answer: found }),
		outcome,
		mayShare,
		closingSteps: outcome.then,
		shows: mayShare ? [...shows, 'share-button'] : shows,
		answerShows: [],
		sources: outcome.sources,
		fills: []
	};
	if (mayShare) run.shown.add('share-button');
	if (found !== undefined) run.used.add(key);
	run.steps.push(step);
	return step;
}
