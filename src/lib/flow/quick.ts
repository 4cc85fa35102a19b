import type { Pack, QuickResult, Strength } from '../pack/types.ts';
import { overdueRules, ruleStates, londonDate } from './dated-rules.ts';
import type { AnswerEntry, JourneyContext, JourneyInput } from './types.ts';
import { giveAnswer, startJourney } from './answers.ts';
import { journey } from './journey.ts';

/** What the quick check answers. Never more than the full flow would say. */
export interface QuickAdvice {
	readonly id: string;
	readonly strength: Strength;
	readonly says: string;
	/** One more sentence, only while a dated rule is on. */
	readonly adds?: string;
	readonly shows: readonly string[];
	readonly sources: readonly string[];
}

export interface QuickTaps {
	readonly why: string;
	readonly who: string;
}

/** Result of the quick check's table; undefined when a tap is unknown to this pack. */
export function quickResult(pack: Pack, taps: QuickTaps, context: JourneyContext): QuickAdvice | undefined {
	const column = pack.quick.who.answers.findIndex((answer) => answer.id === taps.who);
	const id = pack.quick.cells[taps.why]?.[column] ?? '';
	const result = pack.quick.results[id];
	if (result === undefined) return undefined;
	const { strength, says, sources } = result;
	return {
		id,
		strength,
		says,
		sources,
		...addition(pack, result, context),
		shows: showsOf(pack, result, context)
	};
}

function addition(pack: Pack, { whenRule }: QuickResult, context: JourneyContext): { adds?: string } {
	const isOn = whenRule !== undefined && ruleStates(pack, context)[whenRule.rule] === 'on';
	return isOn ? { adds: whenRule.adds } : {};
}

function showsOf(pack: Pack, { shows }: QuickResult, context: JourneyContext): readonly string[] {
	const today = context.today ?? londonDate(context.decidedAt);
	const isOverdue = shows.includes('rule-verify-note') && overdueRules(pack, today).length > 0;
	return isOverdue ? [...shows, 'rule-review-overdue'] : shows;
}

/**
 * The full check begun with what the quick check already knows: its prefilled answers and "no danger now".
 * `who` is not carried: the full check takes every receiver on its own.
 */
export function carryIntoShare(pack: Pack, taps: QuickTaps, context: JourneyContext): JourneyInput {
	const prefill = pack.quick.why.answers.find((answer) => answer.id === taps.why)?.prefill ?? {};
	const known: Readonly<Record<string, AnswerEntry['value']>> = { ...prefill, 'immediate-danger': 'no' };
	let input = startJourney('share');
	for (;;) {
		const step = journey(pack, input, context).current;
		const value = step === undefined || step.kind === 'outcome' ? undefined : known[step.node];
		if (step === undefined || value === undefined) return input;
		input = giveAnswer(input, step, { value });
	}
}
