/** The preview "as if decided on a day", for people who check the content. Pure: nothing of it is ever kept. */
import { ruleStates } from '../flow/dated-rules.ts';
import type { DatedRule, EvidenceMark, LocalSettings, Pack, RuleOverride, RuleState } from '../pack/types.ts';

/** What is tried in memory, by rule id. A rule that is not named goes by its date. */
export type Overrides = Readonly<Record<string, RuleOverride>>;

/** One dated rule on the day that is looked at. */
export interface RuleOnDay {
	readonly id: string;
	readonly rule: DatedRule;
	readonly state: RuleState;
	/** Its state today, by its date and the organisation's own settings. */
	readonly today: RuleState;
	readonly isTried: boolean;
	/** Its review date has passed today. */
	readonly isOverdue: boolean;
}

/**
 * The instant that stands for a day: noon in Greenwich, which is the same day in London all year.
 * @param day YYYY-MM-DD
 */
export function instantOf(day: string): string {
	return `${day}T12:00:00Z`;
}

/** The organisation's settings with what is tried here. */
export function settingsTried(settings: LocalSettings, tried: Overrides): LocalSettings {
	return { ...settings, ruleOverrides: { ...settings.ruleOverrides, ...tried } };
}

const NO_DATE = '9999-12-31';

/** Every dated rule, in the order in which they begin, on a day, beside today. Days are YYYY-MM-DD. */
export function rulesOnDay(
	pack: Pack,
	at: {
		readonly day: string;
		readonly today: string;
		readonly settings: LocalSettings;
		readonly tried: Overrides;
	}
): readonly RuleOnDay[] {
	const settings = settingsTried(at.settings, at.tried);
	const then = ruleStates(pack, { decidedAt: instantOf(at.day), settings });
	const now = ruleStates(pack, { decidedAt: instantOf(at.today), settings: at.settings });
	return Object.entries(pack.rules)
		.sort(([, a], [, b]) => ((a.effectiveFrom ?? NO_DATE) < (b.effectiveFrom ?? NO_DATE) ? -1 : 1))
		.map(([id, rule]) => ({
			id,
			rule,
			state: then[id] ?? 'off',
			today: now[id] ?? 'off',
			isTried: (at.tried[id] ?? 'auto') !== 'auto',
			isOverdue: rule.reviewBy < at.today
		}));
}

/** A day as typed into three fields. */
export interface TypedDay {
	readonly day: string;
	readonly month: string;
	readonly year: string;
}

/** What is wrong with a typed day, beside the field where it is mended. */
export interface DayProblem {
	readonly field: keyof TypedDay;
	readonly message: string;
}

const WHOLE = /^\d+$/;

/** Reads a typed day. @returns YYYY-MM-DD, or the first thing that is wrong with it */
export function readDay(typed: TypedDay): string | DayProblem {
	const [day, month, year] = [typed.day, typed.month, typed.year].map((text) => text.trim());
	if (!isWithin(day, 1, 31)) return { field: 'day', message: 'Type the day as a number from 1 to 31' };
	if (!isWithin(month, 1, 12)) return { field: 'month', message: 'Type the month as a number from 1 to 12' };
	if (!isWithin(year, 1990, 2100))
		return { field: 'year', message: 'Type the year with four digits, for example 2026' };
	const text = `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
	const date = new Date(`${text}T00:00:00Z`);
	if (date.toISOString().startsWith(text)) return text;
	return { field: 'day', message: 'There is no such day in that month: check the day' };
}

function isWithin(text: string | undefined, least: number, most: number): boolean {
	return text !== undefined && WHOLE.test(text) && Number(text) >= least && Number(text) <= most;
}

/** How sure we are of a rule, in words. Only V is settled. */
export const EVIDENCE_WORDS: Readonly<Record<EvidenceMark, string>> = {
	V: 'We have read the first source.',
	S: 'Check this: we know it from a second source only.',
	N: 'Check this: we know of the first source, but have not read it.',
	U: 'Check this: we could not confirm it.'
};
