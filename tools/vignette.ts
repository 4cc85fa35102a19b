import { giveAnswer, setPersons, setReceivers, startJourney } from '../src/lib/flow/answers.ts';
import { journey } from '../src/lib/flow/journey.ts';
import { SEEN } from '../src/lib/flow/questions.ts';
import { journeyWithRules, rulesCard, waitingInRules, type After } from '../src/lib/flow/rules-card.ts';
import type { Journey, JourneyContext, JourneyInput, Party, Step } from '../src/lib/flow/types.ts';
import type { FlowId, LocalSettings, Pack, RecordKind, RuleState } from '../src/lib/pack/types.ts';
import { isFor, passiveAnswer, type GivenAnswer } from './replay-line.ts';

/** A case in the format of the content's README, "Cases". */
export interface Vignette {
	readonly id: string;
	readonly title: string;
	readonly setting: {
		readonly date: string;
		/** The case happens without signal. */
		readonly offline?: boolean;
		readonly rules: Readonly<Record<string, RuleState>>;
		readonly localSettings?: Partial<LocalSettings>;
		readonly receivers?: Readonly<Record<string, string>>;
		readonly persons?: Readonly<Record<string, string>>;
		readonly linkedRecord?: RecordKind;
	};
	readonly start?: { readonly flow: FlowId; readonly entry?: string };
	readonly answers: readonly GivenAnswer[];
	readonly rules?: {
		readonly receiver: string;
		readonly answers: readonly GivenAnswer[];
		readonly expect: Readonly<Record<string, unknown>>;
	};
	readonly expect: Expectation;
}

interface ConceptExpected {
	readonly concept: string;
	/** What it comes to, in plain words. */
	readonly words?: string;
}

export interface Expectation {
	readonly outcomes: Readonly<Record<string, readonly string[]>>;
	readonly flags?: readonly string[];
	readonly notFlags?: readonly string[];
	readonly record?: readonly {
		readonly receiver?: string;
		readonly kind: RecordKind;
		readonly required?: readonly string[];
		readonly notRequired?: readonly string[];
		readonly notShown?: readonly string[];
	}[];
	readonly mustShow?: readonly ConceptExpected[];
	readonly mustNotShow?: readonly ConceptExpected[];
	readonly mustVisit?: readonly string[];
	readonly mustNotVisit?: readonly string[];
}

export interface PlayedVignette {
	/** The answers as they stood at the end, and what they were judged by. */
	readonly input: JourneyInput;
	readonly at: After;
	readonly result: Journey;
	readonly problems: readonly string[];
	/** Flow B's card, where the case asks for it. */
	readonly card?: Readonly<Record<string, unknown>>;
}

const parties = (named: Readonly<Record<string, string>> | undefined): readonly Party[] =>
	Object.entries(named ?? {}).map(([id, label]) => ({ id, label }));

export function contextOf(pack: Pack, { setting }: Vignette): JourneyContext {
	const defaults = pack.localSettings;
	const local = setting.localSettings;
	return {
		decidedAt: setting.date,
		settings: {
			...defaults,
			...local,
			numbers: { ...defaults.numbers, ...local?.numbers },
			ruleOverrides: { ...defaults.ruleOverrides, ...local?.ruleOverrides }
		},
		...(setting.linkedRecord === undefined ? {} : { linkedRecord: setting.linkedRecord })
	};
}

/** Plays a case's answers in order. A closing step that the case leaves out as a whole is passed over. */
export function playVignette(pack: Pack, vignette: Vignette): PlayedVignette {
	const queue = [...vignette.answers];
	let context = contextOf(pack, vignette);
	let input = withParties(vignette);
	let waiting = journey(pack, input, context).current;
	while (waiting !== undefined) {
		const value = valueFor(waiting, { queue, input });
		const closing = value === undefined && queue.length > 0 ? closingStepOf(waiting) : undefined;
		if (closing !== undefined) context = { ...context, leaveOut: [...(context.leaveOut ?? []), closing] };
		else if (value === undefined) break;
		else input = giveAnswer(input, waiting, { value });
		waiting = journey(pack, input, context).current;
	}
	const problems = queue.map((given) => `answer not used: ${given.node} (waiting at ${nameOf(waiting)})`);
	return withRules(pack, { input, context, vignette }, problems);
}

type Played = { readonly input: JourneyInput; readonly context: JourneyContext; readonly vignette: Vignette };

function withRules(pack: Pack, played: Played, problems: readonly string[]): PlayedVignette {
	const { rules } = played.vignette;
	const { input, context } = played;
	if (rules === undefined || problems.length > 0)
		return { input, at: { context }, result: journey(pack, input, context), problems };
	return { problems, ...playRules(pack, { ...played, rules }) };
}

function nameOf(step: Step | undefined): string {
	if (step === undefined) return 'the end';
	return step.kind === 'outcome' ? step.outcome.id : step.node;
}

/** The closing step that a waiting question belongs to, as `leaveOut` names it. */
function closingStepOf(step: Step): string | undefined {
	if (step.kind === 'outcome' || step.closing === undefined) return undefined;
	return `${step.receiver?.id ?? ''}|${step.closing}`;
}

function withParties({ setting, start }: Vignette): JourneyInput {
	const input = startJourney(start?.flow ?? 'share', start?.entry);
	return setPersons(setReceivers(input, parties(setting.receivers)), parties(setting.persons));
}

function valueFor(
	step: Step,
	{ queue, input }: { queue: GivenAnswer[]; input: JourneyInput }
): string | readonly string[] | undefined {
	if (step.kind === 'outcome') return SEEN;
	if (step.kind === 'loop') {
		const ids = (step.over === 'person' ? input.persons : input.receivers).map((party) => party.id);
		return ids.length === 0 ? undefined : ids;
	}
	const passive = passiveAnswer(step);
	if (passive !== undefined) return passive;
	const next = queue[0];
	if (next === undefined || !isFor(step, next)) return undefined;
	queue.shift();
	return next.answer;
}

function playRules(
	pack: Pack,
	at: {
		input: JourneyInput;
		context: JourneyContext;
		rules: NonNullable<Vignette['rules']>;
		vignette: Vignette;
	}
): Omit<PlayedVignette, 'problems'> {
	const receiver = parties(at.vignette.setting.receivers).find((party) => party.id === at.rules.receiver);
	const after = receiver === undefined ? {} : { receiver };
	let input = at.input;
	for (const given of at.rules.answers) {
		const step = waitingInRules(pack, input, { context: at.context, after });
		if (step === undefined) break;
		input = giveAnswer(input, step, { value: given.answer });
	}
	const place = { context: at.context, after };
	const result = journeyWithRules(pack, input, place);
	// Flow B's own end (B-) is not among the outcomes that a case expects.
	const outcomes = result.outcomes.filter(({ id }) => !id.startsWith('B-'));
	return { input, at: place, result: { ...result, outcomes }, card: { ...rulesCard(pack, input, place) } };
}
