import type { Pack, RuleRow, TableRow } from '../pack/types.ts';
import { holds, type Facts } from './conditions.ts';
import { factsAt, receiversOf, RULES_PATH, type Frame } from './run.ts';
import { replay, resultOf, type Replayed } from './journey.ts';
import { walkBegun } from './secure-beside.ts';
import { finish, walk } from './walk.ts';
import type { Journey, JourneyContext, JourneyInput, Party, Step } from './types.ts';

/** Flow B's suggestions. The person confirms or changes each; the record keeps both. */
export interface RulesCard {
	readonly gateway: string;
	readonly gatewayKind: string;
	/** Gateway named by the purpose; null after "not sure". */
	readonly purposeGateway: string | null;
	readonly art6: string;
	readonly alternatives: readonly string[];
	readonly art9or10: readonly string[];
	readonly cards: readonly string[];
}

/** The same as rows of the rule tables, with the sources that each stands on. */
export interface RulesFound {
	readonly gateway: RuleRow | undefined;
	readonly purpose: TableRow | undefined;
	readonly basis: RuleRow | undefined;
	readonly data: readonly RuleRow[];
	readonly cards: readonly string[];
	/** Whether the replay set a flag that counts for this receiver. */
	readonly hasFlag: (id: string) => boolean;
}

/** What the person chose on flow B's card. Empty: not chosen yet. */
export interface RulesChoice {
	readonly art6: string;
	readonly art9or10: readonly string[];
}

/** Set `after` when flow B follows the flow of the input; its answers stand in the input too, under `rules/`. */
export interface After {
	readonly context: JourneyContext;
	readonly after?: { readonly receiver?: Party };
}

/** Flow B's own end with a card. */
export const RULES_RESULT = 'B-RESULT';

/**
 * Reads the rule tables over a finished flow B: alone, or after another flow for one of its receivers.
 */
export function rulesCard(pack: Pack, input: JourneyInput, at: After): RulesCard {
	const { run, frame } = walkRules(pack, input, at);
	return cardOf(readTables(pack, factsAt(run, frame)));
}

/** The rows behind the card, for a screen that says why and on what sources. */
export function rulesFound(pack: Pack, input: JourneyInput, at: After): RulesFound {
	const { run, frame } = walkRules(pack, input, at);
	return readTables(pack, factsAt(run, frame));
}

/** The question of flow B that waits, when flow B follows another flow; undefined when all are answered. */
export function waitingInRules(pack: Pack, input: JourneyInput, at: After): Step | undefined {
	const last = walkRules(pack, input, at).run.steps.at(-1);
	return last?.answer === undefined ? last : undefined;
}

/** The journey with flow B's flags, pages and cards added to it, for a record that took both. */
export function journeyWithRules(pack: Pack, input: JourneyInput, at: After): Journey {
	const walked = walkRules(pack, input, at);
	const result = resultOf(walked);
	return {
		...result,
		shown: [...new Set([...result.shown, ...readTables(pack, factsAt(walked.run, walked.frame)).cards])]
	};
}

/** The pages of flow B alone, numbered from 1, its end included: flow B after another flow, for one of its receivers. */
export function rulesJourney(pack: Pack, input: JourneyInput, at: After): Journey {
	const { run, frame, isFinished } = walkRules(pack, input, at, finish);
	const own = `${RULES_PATH}${frame.receiver?.id ?? ''}|`;
	const steps = run.steps
		.filter(({ key }) => key.startsWith(RULES_PATH))
		.map((step, index) => ({ ...step, number: index + 1 }));
	const last = steps.at(-1);
	return {
		...resultOf({ run, isFinished }),
		steps,
		current: last?.answer === undefined ? last : undefined,
		isFinished: last?.answer !== undefined,
		setAside: input.answers.filter(({ key }) => key.startsWith(own) && !run.used.has(key))
	};
}

/**
 * The journey of a record: its flow, and flow B for each receiver for whom it was begun. Flow B's card is a help, not a
 * decision, so it is not among the outcomes; its stop (B-STOP) is.
 */
export function journeyWithAllRules(pack: Pack, input: JourneyInput, context: JourneyContext): Journey {
	const { run, isFinished } = replay(pack, input, context);
	const own = resultOf({ run, isFinished });
	walkBegun(run, own.receivers);
	const { current, ownCount } = own;
	const { current: _beside, ...sent } = resultOf({ run, isFinished });
	const plain: Journey = { ...sent, current, ownCount };
	const begun = ['', ...receiversOf(run)].filter((id) =>
		input.answers.some(({ key }) => key.startsWith(`${RULES_PATH}${id}|`))
	);
	if (begun.length === 0) return plain;
	const cards = begun.flatMap((id) => {
		const frame = rulesFrame(input.receivers.find((party) => party.id === id));
		walk(run, frame, pack.flows.rules.start);
		return readTables(pack, factsAt(run, frame)).cards;
	});
	const { current: _last, ...result } = resultOf({ run, isFinished });
	return {
		...result,
		current,
		ownCount,
		outcomes: result.outcomes.filter(({ id }) => id !== RULES_RESULT),
		shown: [...new Set([...result.shown, ...cards])]
	};
}

/** Basis suggested for each receiver whose flow B came to its card; '' stands for the implied receiver. */
export function suggestedBases(
	pack: Pack,
	input: JourneyInput,
	context: JourneyContext
): Readonly<Record<string, string>> {
	const reached = (journey: Journey) =>
		journey.steps.some((step) => step.kind === 'outcome' && step.outcome.id === RULES_RESULT);
	if (input.flow === 'rules') {
		const isReached = reached(resultOf(replay(pack, input, context)));
		return isReached ? { '': rulesCard(pack, input, { context }).art6 } : {};
	}
	const parties = [undefined, ...input.receivers].filter((party) =>
		input.answers.some(({ key }) => key.startsWith(`${RULES_PATH}${party?.id ?? ''}|`))
	);
	return Object.fromEntries(
		parties.flatMap((receiver) => {
			const at: After = { context, after: receiver === undefined ? {} : { receiver } };
			return reached(rulesJourney(pack, input, at))
				? [[receiver?.id ?? '', rulesCard(pack, input, at).art6]]
				: [];
		})
	);
}

function rulesFrame(receiver: Party | undefined): Frame {
	return { flow: 'rules', path: RULES_PATH, ...(receiver === undefined ? {} : { receiver }) };
}

type Ended = typeof finish;

/** Walks a journey, and flow B after it where it followed; the picture of a path reads the run. */
// eslint-disable-next-line max-params -- the three of every function here, and how its end is taken
export function walkRules(
	pack: Pack,
	input: JourneyInput,
	at: After,
	end?: Ended
): Replayed & { readonly frame: Frame } {
	const { run, isFinished } = replay(pack, input, at.context);
	const frame = rulesFrame(at.after?.receiver);
	if (at.after === undefined) return { run, isFinished, frame };
	const exit = walk(run, frame, pack.flows.rules.start);
	end?.(run, frame, exit);
	return { run, isFinished, frame };
}

function readTables(pack: Pack, facts: Facts): RulesFound {
	const { gatewayRules, basisRules, dataRules, cards } = pack.ruleTables;
	const known: Record<string, string | boolean> = {};
	const here: Facts = { ...facts, card: (key) => known[key] };
	const matches = (row: RuleRow) => holds(row.if, here);
	const gateway = gatewayRules.find(matches);
	known.gatewayGroup = textOf(gateway, 'group');
	const basis = basisRules.find(matches);
	known.basis = textOf(basis, 'suggest');
	const data = dataRules.filter(matches);
	known.sch1Part2 = data.some((row) => row.part2 === true);
	return {
		gateway,
		purpose: facts.row('purposes'),
		basis,
		data,
		cards: cards.filter(matches).map((row) => row.id),
		hasFlag: (id) => facts.flag(id)
	};
}

function cardOf({ gateway, purpose, basis, data, cards }: RulesFound): RulesCard {
	return {
		gateway: gateway?.id ?? '',
		gatewayKind: textOf(gateway, 'kind'),
		purposeGateway: textOf(purpose, 'gateway') || null,
		art6: textOf(basis, 'suggest'),
		alternatives: alternativesOf(basis),
		art9or10: data.map((row) => row.id),
		cards
	};
}

/** The other bases that a rule names. */
export function alternativesOf(basis: RuleRow | undefined): readonly string[] {
	return (basis?.alternatives ?? []) as readonly string[]; // checked when the pack is parsed
}

/** A text column of a row; empty where there is none. */
export function textOf(row: Readonly<Record<string, unknown>> | undefined, column: string): string {
	const value = row?.[column];
	return typeof value === 'string' ? value : '';
}
