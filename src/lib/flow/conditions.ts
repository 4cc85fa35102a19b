import { AppError } from '../errors.ts';
import type { Condition, Shown, TableCell, TableRow } from '../pack/types.ts';

/** What conditions may ask about; the engine answers from the replay so far. */
export interface Facts {
	rule(id: string): boolean;
	flag(id: string): boolean;
	/** Newest answer to a node in this place, as a list of ids. */
	answer(node: string): readonly string[];
	outcome(id: string): boolean;
	recordKind(kind: string): boolean;
	/** Whether every tick of the question at hand is ticked. */
	allTicked(): boolean;
	/** Chosen row of a rule table; undefined after "not sure" or before the choice. */
	row(table: 'organisations' | 'purposes'): TableRow | undefined;
	/** Results of flow B's tables read so far. */
	card(key: 'gatewayGroup' | 'sch1Part2' | 'basis'): string | boolean | undefined;
}

type Kind<K extends string> = Extract<Condition, { readonly [P in K]: unknown }>;

function listOf<T>(value: T | readonly T[]): readonly T[] {
	return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

type Columns = Readonly<Record<string, TableCell | readonly TableCell[]>>;

function rowMatches(row: TableRow | undefined, columns: Columns): boolean {
	if (row === undefined) return false;
	return Object.entries(columns).every(([column, wanted]) =>
		listOf(wanted).includes(row[column] as TableCell)
	);
}

function answersMatch(wanted: Kind<'answer'>['answer'], facts: Facts): boolean {
	return Object.entries(wanted).every(([node, values]) => {
		const given = facts.answer(node);
		return listOf(values).some((value) => given.includes(value));
	});
}

type Test = (condition: never, facts: Facts) => boolean;

/** One entry a condition key; `holds` picks by the key that is present. */
const TESTS: Readonly<Record<string, Test>> = {
	else: () => true,
	rule: (c: Kind<'rule'>, facts) => facts.rule(c.rule),
	flag: (c: Kind<'flag'>, facts) => listOf(c.flag).some((id) => facts.flag(id)),
	answer: (c: Kind<'answer'>, facts) => answersMatch(c.answer, facts),
	outcome: (c: Kind<'outcome'>, facts) => listOf(c.outcome).some((id) => facts.outcome(id)),
	ticked: (_c: Kind<'ticked'>, facts) => facts.allTicked(),
	recordKind: (c: Kind<'recordKind'>, facts) => listOf(c.recordKind).some((kind) => facts.recordKind(kind)),
	org: (c: Kind<'org'>, facts) => rowMatches(facts.row('organisations'), c.org),
	purposeRow: (c: Kind<'purposeRow'>, facts) => rowMatches(facts.row('purposes'), c.purposeRow),
	gatewayGroup: (c: Kind<'gatewayGroup'>, facts) => facts.card('gatewayGroup') === c.gatewayGroup,
	sch1Part2: (c: Kind<'sch1Part2'>, facts) => facts.card('sch1Part2') === c.sch1Part2,
	basis: (c: Kind<'basis'>, facts) => facts.card('basis') === c.basis,
	all: (c: Kind<'all'>, facts) => c.all.every((part) => holds(part, facts)),
	any: (c: Kind<'any'>, facts) => c.any.some((part) => holds(part, facts)),
	not: (c: Kind<'not'>, facts) => !holds(c.not, facts)
};

/**
 * Whether a condition holds on the facts so far.
 * @throws AppError 'unknown-condition' for a key that no parser should have let through
 */
export function holds(condition: Condition, facts: Facts): boolean {
	const [key] = Object.keys(condition);
	const test = key === undefined ? undefined : TESTS[key];
	if (test === undefined) throw new AppError('unknown-condition', { key: key ?? '' });
	return test(condition as never, facts);
}

/** Concept ids out of a `shows` list whose conditions hold. */
export function shownIds(shows: readonly Shown[] | undefined, facts: Facts): readonly string[] {
	return (shows ?? [])
		.filter((entry) => typeof entry === 'string' || holds(entry.if, facts))
		.map((entry) => (typeof entry === 'string' ? entry : entry.id));
}
