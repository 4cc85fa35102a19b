import * as v from 'valibot';

/** What the card of flow B says of one rule, basis or condition. Where the law was not read in full, `check` says what to check. */
export interface RuleLine {
	readonly title?: string | undefined;
	readonly say: string;
	/** Follows "Check this:". */
	readonly check?: string | undefined;
	readonly sources?: readonly string[] | undefined;
}

type RuleLines = Readonly<Record<string, RuleLine>>;

/** Words of the card that flow B ends in, by the ids of the rule tables. */
export interface RuleWords {
	/** duty, power, function, none. */
	readonly kinds: Readonly<Record<string, string>>;
	readonly gateways: RuleLines;
	readonly purposeGateways: RuleLines;
	readonly bases: RuleLines;
	/** Why a basis is suggested, by the id of the rule that suggests it. */
	readonly basisRules: RuleLines;
	readonly conditions: RuleLines;
	/** The parts of the card that no table decides. */
	readonly lines: RuleLines;
}

const text = v.pipe(v.string(), v.minLength(1));
const lines = v.record(
	v.string(),
	v.looseObject({
		title: v.optional(text),
		say: text,
		check: v.optional(text),
		sources: v.optional(v.array(text))
	})
);

/** Packs released before flow B had its card carry no such words. */
export const ruleWordsSchema = v.optional(
	v.looseObject({
		kinds: v.record(v.string(), text),
		gateways: lines,
		purposeGateways: lines,
		bases: lines,
		basisRules: lines,
		conditions: lines,
		lines
	})
);
