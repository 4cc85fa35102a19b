/** Handing a final over: the question of the flow `record`, what belongs to its yes, and by when. Pure. */
import type { Journey } from '../flow/types.ts';
import type { LocalSettings, Pack } from '../pack/types.ts';
import type { AddendumContent } from './addendum.ts';
import type { RecordEvent } from './events.ts';
import { neededFields } from './needs.ts';
import type { DecisionRecord, Json } from './types.ts';

const QUESTION = 'hand-over';
const HOUR_MS = 60 * 60_000;

/** The question in the pack's own words. */
export function handOverQuestion(pack: Pack): {
	readonly ask: string;
	readonly yes: string;
	readonly notYet: string;
} {
	const node = pack.flows.record.nodes.find(({ id }) => id === QUESTION);
	const label = (answer: string, otherwise: string) =>
		node?.answers?.find(({ id }) => id === answer)?.label ?? otherwise;
	return {
		ask: node?.ask ?? 'Handed to the manager or the system of record?',
		yes: label('handed-over', 'Yes'),
		notYet: label('not-yet', 'Not yet')
	};
}

/** By when a record is handed over: the hours of the local setting after the decision. ISO 8601; '' for a record without a readable time. */
export function handOverBy(
	{ decidedAt }: Pick<DecisionRecord, 'decidedAt'>,
	settings: LocalSettings
): string {
	const decided = Date.parse(decidedAt);
	return Number.isNaN(decided) ? '' : new Date(decided + settings.handOverHours * HOUR_MS).toISOString();
}

/** Whether a manager's look belongs to handing over this kind of record. */
export function needsOversight(pack: Pack, result: Journey): boolean {
	return neededFields(pack, result).some(
		({ field, need }) => field.id === 'managerOversight' && need === 'required'
	);
}

/** What the page was told. Times are ISO 8601; undefined where a date cannot be read. */
export interface HandOverGiven {
	readonly answer: '' | 'handed-over' | 'not-yet';
	readonly system: string;
	readonly at: string | undefined;
	readonly isSeen: boolean;
	readonly oversight: '' | 'yes' | 'not-yet';
	readonly name: string;
	readonly lookedAt: string | undefined;
	readonly comment: string;
}

export interface HandOverProblem {
	readonly field: string;
	readonly message: string;
}

/** A clock that runs a little ahead is no mistake of the person's. */
const AHEAD_MS = 2 * 60_000;

function timeProblem(field: string, at: string | undefined, now: string): readonly HandOverProblem[] {
	if (at === undefined) return [{ field, message: 'Write the date and the time in full' }];
	const isFuture = Date.parse(at) > Date.parse(now) + AHEAD_MS;
	return isFuture ? [{ field, message: 'This time has not come yet. Write when it happened' }] : [];
}

const missing = (field: string, isMissing: boolean, message: string): readonly HandOverProblem[] =>
	isMissing ? [{ field, message }] : [];

/** What is still missing or cannot be, in the order of the page. @param now ISO 8601 */
export function handOverProblems(given: HandOverGiven, now: string): readonly HandOverProblem[] {
	if (given.answer === '') return [{ field: 'answer', message: 'Choose yes or not yet' }];
	if (given.answer === 'not-yet') return [];
	const { system, at, isSeen, oversight, name, lookedAt } = given;
	return [
		...missing('system', system.trim() === '', 'Write which system has the copy'),
		...timeProblem('when', at, now),
		...missing('seen', !isSeen, 'Look whether the copy is there, then tick this'),
		...missing('oversight', oversight === '', 'Say whether a manager has looked at it'),
		...(oversight === 'yes'
			? [
					...missing('name', name.trim() === '', 'Write the name of the manager'),
					...timeProblem('lookedAt', lookedAt, now)
				]
			: [])
	];
}

interface HandOverAt {
	/** ISO 8601, as the device claims it. */
	readonly at: string;
	readonly isOversightNeeded: boolean;
	/** Entry id of the final. */
	readonly final: string | undefined;
	/** What was added before, to this final and to those that it replaced. */
	readonly after: readonly { readonly content?: AddendumContent }[];
}

/**
 * The events of a yes: the copy is confirmed, and the record handed over unless a manager still has to look. A
 * confirmation of the same system that stands already is not said twice.
 */
export function handOverEvents(
	given: HandOverGiven,
	{ at, isOversightNeeded, final, after }: HandOverAt
): readonly RecordEvent[] {
	const system = given.system.trim();
	const exported: Json = { system, at: given.at ?? at };
	const isConfirmed = after.some(
		({ content }) =>
			content?.sort === 'event' &&
			content.kind === 'confirmed-in-system' &&
			content.final === final &&
			content.facts['system'] === system
	);
	const confirmed: RecordEvent = { kind: 'confirmed-in-system', at, facts: { system, at: given.at ?? at } };
	const isSeen = given.oversight === 'yes';
	const managerOversight: Json = {
		name: given.name.trim(),
		at: given.lookedAt ?? at,
		comment: given.comment.trim()
	};
	const handedOver: RecordEvent = {
		kind: 'handed-over',
		at,
		facts: { exported, ...(isSeen && { managerOversight }) }
	};
	return [...(isConfirmed ? [] : [confirmed]), ...(isSeen || !isOversightNeeded ? [handedOver] : [])];
}
