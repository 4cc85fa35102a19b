import type { JourneyContext, JourneyInput } from '../flow/types.ts';
import { journeyWithAllRules, type RulesChoice } from '../flow/rules-card.ts';
import type { Journey } from '../flow/types.ts';
import type { LocalSettings, Pack, RecordKind } from '../pack/types.ts';
import { prefilledValues } from './prefill.ts';
import { choiceValues, isSuggested, suggestedValues } from './rules-values.ts';
import type { DecisionRecord } from './types.ts';

/** Strictest kind first: what a list shows for a record whose receivers ended differently. */
const KIND_ORDER: readonly RecordKind[] = [
	'emergency',
	'shared',
	'partly',
	'requestMade',
	'notShared',
	'deferred',
	'adviceOnly'
];

export interface RecordStart {
	readonly pack: Pack;
	readonly input: JourneyInput;
	/** The instant of now, ISO 8601, as the device claims it. */
	readonly now: string;
	readonly settings: LocalSettings;
	readonly timeZone: string;
	/** Q-id of a kept quick check. */
	readonly quick?: string;
	/** What was chosen on flow B's card before there was a record. */
	readonly choice?: RulesChoice;
}

/** A new record out of a journey: its answers, and the first values that they give. */
export function makeRecord(start: RecordStart): DecisionRecord {
	const { pack, input, now, settings, timeZone, quick } = start;
	const context: JourneyContext = { decidedAt: now, settings };
	const result = journeyWithAllRules(pack, input, context);
	return {
		schema: 1,
		pack: { version: pack.version, hash: pack.hash },
		flow: input.flow,
		...(input.entry === undefined ? {} : { entry: input.entry }),
		answers: input.answers,
		receivers: input.receivers,
		persons: input.persons,
		...(quick === undefined ? {} : { quick }),
		createdAt: now,
		decidedAt: now,
		recordedAt: now,
		timeZone,
		...overridesOf(settings),
		values: {
			...prefilledValues(pack, result, input),
			...suggestedValues(pack, input, context),
			...choiceValues(start.choice)
		},
		by: {},
		version: 1
	};
}

/** Overrides that say something; an absent member means: by their dates. */
function overridesOf({ ruleOverrides }: LocalSettings): Pick<DecisionRecord, 'ruleOverrides'> {
	const said = Object.entries(ruleOverrides).filter(([, state]) => state !== 'auto');
	return said.length === 0 ? {} : { ruleOverrides: Object.fromEntries(said) };
}

/**
 * The settings with which a record is replayed: its dated rules are those of the decision, whatever was switched since.
 * @param settings those in force on this device now
 */
export function settingsThen(record: DecisionRecord, settings: LocalSettings): LocalSettings {
	return { ...settings, ruleOverrides: record.ruleOverrides ?? {} };
}

/** What a record's answers are replayed with: its own date, the rules of that day, and the kind of the record it belongs to. */
export function contextThen(record: DecisionRecord, settings: LocalSettings): JourneyContext {
	return {
		decidedAt: record.decidedAt,
		settings: settingsThen(record, settings),
		...(record.linkedKind === undefined ? {} : { linkedRecord: record.linkedKind })
	};
}

/** The journey's input as the record keeps it. */
export function inputOf(record: DecisionRecord): JourneyInput {
	const { flow, entry, answers, receivers, persons } = record;
	return { flow, ...(entry === undefined ? {} : { entry }), answers, receivers, persons };
}

/** Replays a record's answers on its own pack, at its own decision date: its flow, and flow B where it was begun. */
export function journeyOf(pack: Pack, record: DecisionRecord, settings: LocalSettings): Journey {
	return journeyWithAllRules(pack, inputOf(record), contextThen(record, settings));
}

/**
 * Goes on with a record's journey. New answers bring their first values only to places nobody has written to;
 * nothing that was written is changed. What the app suggests is its own, and follows the answers.
 */
export function withAnswers(
	record: DecisionRecord,
	input: JourneyInput,
	at: { readonly pack: Pack; readonly settings: LocalSettings }
): DecisionRecord {
	const next = { ...record, answers: input.answers, receivers: input.receivers, persons: input.persons };
	const result = journeyOf(at.pack, next, at.settings);
	const written = Object.fromEntries(Object.entries(record.values).filter(([path]) => !isSuggested(path)));
	const suggested = suggestedValues(at.pack, input, contextThen(record, at.settings));
	return { ...next, values: { ...prefilledValues(at.pack, result, input), ...written, ...suggested } };
}

/** The one kind a list shows for a record. */
export function mainKind(result: Journey): RecordKind {
	const kinds = Object.values(result.recordKinds);
	return KIND_ORDER.find((kind) => kinds.includes(kind)) ?? 'adviceOnly';
}
