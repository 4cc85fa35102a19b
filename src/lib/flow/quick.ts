import type { Pack, Strength } from '../pack/types.ts';
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
	const id = pack.quick.cells[taps.why]?.[column];
	const result = id === undefined ? undefined : pack.quick.results[id];
	if (id === undefined || result === undefined) return undefined;
	const isRuleOn = result.whenRule !== undefined && ruleStates(pack, context)[result.whenRule.rule] === 'on';
	const isOverdue = overdueRules(pack, context.today ?? londonDate(context.decidedAt)).length > 0;
	const overdue = isOverdue && result.shows.includes('rule-verify-note') ? ['rule-review-overdue'] : [];
	return {
		id,
		strength: result.strength,
		says: result.says,
		...(isRuleOn && result.whenRule !== undefined ? { adds: result.whenRule.adds } : {}),
		shows: [...result.shows, ...overdue],
		sources: result.sources
	};
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
