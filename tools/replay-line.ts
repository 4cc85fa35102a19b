import { giveAnswer, setPersons, setReceivers, startJourney } from '../src/lib/flow/answers.ts';
import { journey } from '../src/lib/flow/journey.ts';
import { rulesCard } from '../src/lib/flow/rules-card.ts';
import { SEEN } from '../src/lib/flow/questions.ts';
import type { JourneyContext, JourneyInput, Step } from '../src/lib/flow/types.ts';
import type { FlowId, Pack, RuleState } from '../src/lib/pack/types.ts';
import { AppError } from '../src/lib/errors.ts';

export interface GivenAnswer {
	readonly node: string;
	readonly receiver?: string;
	readonly person?: string;
	readonly answer: string | readonly string[];
}

/** One line of a replay file: the in-part; the out-part is what `replayLine` adds. */
export interface ReplayLine {
	readonly flow: FlowId;
	readonly start: string | null;
	readonly rules: Readonly<Record<string, RuleState>>;
	readonly answers: readonly GivenAnswer[];
}

/** Answer of a page that only wants to be read, and of the record's form. */
export function passiveAnswer(step: Step): string | undefined {
	return step.kind === 'card' || step.kind === 'form' ? SEEN : undefined;
}

/** Whether a given answer belongs to the step that waits. */
export function isFor(step: Step, given: GivenAnswer): boolean {
	return (
		step.kind !== 'outcome' &&
		step.node === given.node &&
		(given.receiver ?? '') === (step.receiver?.id ?? '') &&
		(given.person ?? '') === (step.person?.id ?? '')
	);
}

const RECEIVER = [{ id: 'receiver-1', label: 'Receiver' }];
const PERSON = [{ id: 'person-1', label: 'Person' }];

function answerOf(step: Step, queue: GivenAnswer[]): string | readonly string[] | undefined {
	if (step.kind === 'loop') return step.over === 'person' ? [PERSON[0]!.id] : [RECEIVER[0]!.id];
	const passive = passiveAnswer(step);
	if (passive !== undefined) return passive;
	const next = queue[0];
	if (next === undefined || !isFor(step, next)) return undefined;
	queue.shift();
	return next.answer;
}

/**
 * Walks one line's answers to the first outcome with a page, closing steps left out.
 * @throws AppError 'answer-unused' when an answer fits no step: the engine and the line disagree
 */
export function replayLine(pack: Pack, line: ReplayLine): Record<string, unknown> {
	const context: JourneyContext = {
		decidedAt: '2026-11-16T15:00:00Z',
		settings: { ...pack.localSettings, ruleOverrides: line.rules }
	};
	let input: JourneyInput = startJourney(line.flow, line.start ?? undefined);
	input = setPersons(setReceivers(input, RECEIVER), PERSON);
	const queue = [...line.answers];
	for (;;) {
		const step = journey(pack, input, context).current;
		const value = step === undefined ? undefined : answerOf(step, queue);
		if (step === undefined || value === undefined) break;
		input = giveAnswer(input, step, { value });
	}
	if (queue.length > 0) throw new AppError('answer-unused', { node: queue[0]?.node ?? '' });
	return outPart(pack, { line, input, context });
}

function outPart(
	pack: Pack,
	at: { line: ReplayLine; input: JourneyInput; context: JourneyContext }
): Record<string, unknown> {
	const result = journey(pack, at.input, at.context);
	const end = result.steps.at(-1);
	if (end?.kind !== 'outcome') throw new AppError('line-unfinished', { waiting: end?.node ?? '' });
	const { outcome, closingSteps, receiver } = end;
	const flags = new Set([...result.caseFlags, ...Object.values(result.receiverFlags).flat()]);
	const { flow, start, rules, answers } = at.line;
	return {
		flow,
		start,
		rules,
		answers,
		outcomes: result.outcomes.map(({ id }) => id),
		end: outcome.id,
		then: closingSteps,
		recordKind: result.recordKinds[receiver?.id ?? ''] ?? 'adviceOnly',
		flags: [...flags].sort(),
		...(outcome.id === 'B-RESULT' ? { suggestions: rulesCard(pack, at.input, { context: at.context }) } : {})
	};
}
