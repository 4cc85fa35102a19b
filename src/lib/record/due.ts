/** The dates that a record promises and that are still open: reviews, written follow-ups, chases, the regulator's clock. */
import type { Journey } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import { eventsIn, type RecordEvent } from './events.ts';
import { instantMs } from './london-time.ts';
import { neededFields, type NeededField } from './needs.ts';
import { fieldPath, isFilled } from './paths.ts';
import { talkRows } from './told.ts';
import type { DecisionRecord, DueKind, RecordDue, ValuePath } from './types.ts';

/** One promised date. */
export interface PromisedDate {
	readonly kind: DueKind;
	/** Receiver id; '' for the implied one and for what the whole case promises. */
	readonly receiver: string;
	readonly path: ValuePath;
	/** A day `YYYY-MM-DD`, or an ISO 8601 instant. */
	readonly at: string;
}

type Value = (id: string) => unknown;

interface Source {
	readonly field: string;
	readonly part?: string;
	readonly kind: DueKind;
	/**
	 * Whether what was promised has not been done yet.
	 * @param part the value of another part of the same field, or of the same statement in it
	 * @param beside the value of another field of the same receiver
	 */
	readonly isOpen: (part: Value, beside: Value) => boolean;
}

const NOT_CONFIRMED: readonly unknown[] = ['waiting', 'none'];

const ANSWERED: readonly unknown[] = ['given', 'limited', 'refused', 'withdrawn'];

const SOURCES: readonly Source[] = [
	{
		field: 'breach',
		part: 'regulatorDueAt',
		kind: 'regulator',
		isOpen: (part) => !isMoment(part('regulatorToldAt')) && part('risk') !== 'unlikely'
	},
	{
		field: 'receipt',
		part: 'chaseAt',
		kind: 'chase',
		isOpen: (part) => NOT_CONFIRMED.includes(part('status'))
	},
	{
		field: 'writtenFollowUpDue',
		kind: 'followUp',
		isOpen: (_part, beside) => !isMoment(beside('writtenFollowUpSentAt'))
	},
	{ field: 'review', part: 'date', kind: 'review', isOpen: () => true },
	{
		field: 'told',
		part: 'reviewPoint',
		kind: 'review',
		isOpen: (part) => isSaid(part('notToldReason')) || !isSaid(part('who'))
	},
	{
		field: 'agreement',
		part: 'reviewPoint',
		kind: 'review',
		isOpen: (part) => !ANSWERED.includes(part('answer'))
	},
	{ field: 'reply', part: 'reconsiderOn', kind: 'review', isOpen: () => true }
];

/** Words such as "not yet" in the place of a time have not done what was promised. */
const isMoment = (value: unknown) => !Number.isNaN(instantMs(value));

const isSaid = (value: unknown) => typeof value === 'string' && isFilled(value);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar or an instant; only such a date can be waited for. */
export function isDate(text: string): boolean {
	if (!DAY.test(text)) return !Number.isNaN(instantMs(text));
	const day = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export const isWholeDay = (at: string): boolean => DAY.test(at);

/** A date as ms since 1970, to put dates in order; a day counts from its first hour. */
export function dueMs(at: string): number {
	return Date.parse(isWholeDay(at) ? `${at}T00:00:00Z` : at);
}

/**
 * All promised dates that are open, the earliest first. A field that the outcome does not show promises nothing.
 * @param late what happened after the record was made final; what its own log says counts always
 */
export function openDates(
	pack: Pack,
	{ record, result }: { readonly record: DecisionRecord; readonly result: Journey },
	late: readonly RecordEvent[] = []
): readonly PromisedDate[] {
	const met = new Set(
		[...eventsIn(record), ...late]
			.filter(({ kind }) => kind === 'date-met')
			.map(({ facts }) => metKey(facts.path, facts.was))
	);
	return neededFields(pack, result)
		.filter(({ need }) => need !== 'not-shown')
		.flatMap((needed) => promisesOf(record, needed))
		.map((date) => chasedAgain(date, late))
		.filter((date): date is PromisedDate => typeof date.at === 'string' && isDate(date.at))
		.filter(({ path, at }) => !met.has(metKey(path, at)))
		.sort((one, other) => dueMs(one.at) - dueMs(other.at));
}

/** What one field promises that was not done yet: it, and every further statement below it. */
function promisesOf(record: DecisionRecord, { field, receiver = '' }: NeededField): readonly Found[] {
	const at: Value = (path) => record.values[path];
	const base = fieldPath(field, receiver);
	const beside: Value = (id) => at(fieldPath({ ...field, id }, receiver));
	return SOURCES.filter((source) => source.field === field.id).flatMap(({ kind, part, isOpen }) => {
		const bases =
			part === undefined ? [base] : [base, ...talkRows(record, base).map((row) => `${base}/${row}`)];
		return bases
			.filter((own) => isOpen((id) => at(`${own}/${id}`), beside))
			.map((own) => (part === undefined ? own : `${own}/${part}`))
			.map((path) => ({ kind, receiver, path, at: at(path) }));
	});
}

const metKey = (path: unknown, was: unknown) => JSON.stringify([path, was]);

type Found = Omit<PromisedDate, 'at'> & { readonly at: unknown };

/** A chase of a final record goes on as events: the newest says when the next one is, or that there is none. */
function chasedAgain(date: Found, late: readonly RecordEvent[]): Found {
	const last = late.findLast(({ kind, facts }) => kind === 'chased' && facts.receiver === date.receiver);
	if (date.kind !== 'chase' || last === undefined) return date;
	return { ...date, at: last.facts.result === 'confirmed' ? undefined : last.facts.next };
}

/** The earliest open date of each kind; undefined where none is open. */
export function dueOf(
	pack: Pack,
	at: { readonly record: DecisionRecord; readonly result: Journey },
	late?: readonly RecordEvent[]
): RecordDue | undefined {
	const dates = openDates(pack, at, late);
	if (dates.length === 0) return undefined;
	// The earliest last, so that it is the one that stays.
	return Object.fromEntries(dates.toReversed().map((date) => [date.kind, date.at]));
}

/** What "now" means for promised dates. */
export interface Today {
	/** ms since 1970. */
	readonly ms: number;
	/** The day in London, `YYYY-MM-DD`. */
	readonly day: string;
}

/** Whether a date has passed: a day at its end in London, an instant at once. */
export function isOverdue(at: string, { ms, day }: Today): boolean {
	return isWholeDay(at) ? at < day : dueMs(at) < ms;
}
