import type { DatedRule, Pack, RuleState } from '../pack/types.ts';
import type { JourneyContext } from './types.ts';

const LONDON = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit'
});

/**
 * The London calendar date of an instant, as YYYY-MM-DD.
 * @throws RangeError when `instant` is no date
 */
export function londonDate(instant: string): string {
	// By its parts: no locale writes a date the same way in every engine (WebKitGTK turns that of Canada round).
	const parts = LONDON.formatToParts(new Date(instant));
	const part = (type: 'year' | 'month' | 'day') => parts.find((one) => one.type === type)?.value ?? '';
	return `${part('year')}-${part('month')}-${part('day')}`;
}

function stateOf(rule: DatedRule, override: string | undefined, date: string): RuleState {
	if (override === 'on' || override === 'off') return override;
	return rule.effectiveFrom !== null && date >= rule.effectiveFrom ? 'on' : 'off';
}

/**
 * State of every dated rule at the decision date, London time, local overrides first.
 * The device clock plays no part: the date comes with the decision.
 */
export function ruleStates(pack: Pack, context: JourneyContext): Readonly<Record<string, RuleState>> {
	const date = londonDate(context.decidedAt);
	return Object.fromEntries(
		Object.entries(pack.rules).map(([id, rule]) => [
			id,
			stateOf(rule, context.settings.ruleOverrides[id], date)
		])
	);
}

/** Ids of the rules whose review date has passed on `today` (YYYY-MM-DD). */
export function overdueRules(pack: Pack, today: string): readonly string[] {
	return Object.entries(pack.rules)
		.filter(([, rule]) => rule.reviewBy < today)
		.map(([id]) => id);
}
