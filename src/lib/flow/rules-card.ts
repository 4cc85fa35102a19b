import type { Pack, RuleRow } from '../pack/types.ts';
import { holds, type Facts } from './conditions.ts';
import { factsAt, type Frame } from './run.ts';
import { replay, resultOf, type Replayed } from './journey.ts';
import { walk } from './walk.ts';
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

/** Set `after` when flow B follows the flow of the input; its answers stand in the input too, under `rules/`. */
export interface After {
	readonly context: JourneyContext;
	readonly after?: { readonly receiver?: Party };
}

/**
 * Reads the rule tables over a finished flow B: alone, or after another flow for one of its receivers.
 */
export function rulesCard(pack: Pack, input: JourneyInput, at: After): RulesCard {
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

/** Walks a journey, and flow B after it where it followed; the picture of a path reads the run. */
export function walkRules(pack: Pack, input: JourneyInput, at: After): Replayed & { readonly frame: Frame } {
	const { run, isFinished } = replay(pack, input, at.context);
	const receiver = at.after?.receiver;
	const frame: Frame = { flow: 'rules', path: 'rules/', ...(receiver === undefined ? {} : { receiver }) };
	if (at.after !== undefined) walk(run, frame, pack.flows.rules.start);
	return { run, isFinished, frame };
}

function readTables(pack: Pack, facts: Facts): RulesCard {
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
		gateway: gateway?.id ?? '',
		gatewayKind: textOf(gateway, 'kind'),
		purposeGateway: textOf(facts.row('purposes'), 'gateway') || null,
		art6: textOf(basis, 'suggest'),
		alternatives: (basis?.alternatives ?? []) as readonly string[], // checked when the pack is parsed
		art9or10: data.map((row) => row.id),
		cards: cards.filter(matches).map((row) => row.id)
	};
}

function textOf(row: Readonly<Record<string, unknown>> | undefined, column: string): string {
	const value = row?.[column];
	return typeof value === 'string' ? value : '';
}
