/** A record that belongs to an earlier one: what went wrong with a share gets a record of its own, and both say so. */
import { startJourney } from '../flow/answers.ts';
import type { Journey } from '../flow/types.ts';
import type { LocalSettings, Pack } from '../pack/types.ts';
import { withDues } from './dues.ts';
import type { RecordEvent } from './events.ts';
import { mainKind, makeRecord } from './make.ts';
import { isFilled } from './paths.ts';
import { protectionIn } from './points.ts';
import type { DecisionRecord, Json, RecordHeader, ValuePath } from './types.ts';

/** The way into flow `secure` after something went wrong. */
export const WENT_WRONG = 'something-went-wrong';

/** The record that something went wrong with. */
export interface FirstRecord {
	readonly id: string;
	readonly record: DecisionRecord;
	readonly result: Journey;
}

export interface BreachStart {
	readonly pack: Pack;
	readonly settings: LocalSettings;
	readonly first: FirstRecord;
	/** ISO 8601: when the person first knew, and now. */
	readonly noticedAt: string;
	readonly now: string;
}

/** Said in the first record and true in this one: who writes, and about whom. The decision itself is not carried over. */
const CARRIED: readonly string[] = [
	'practitionerName',
	'practitionerRole',
	'organisationKind',
	'profession',
	'subjectRef',
	'subjects'
];

/** A new record of a breach. It is recorded as fully as what it went wrong with, so that kind is kept in it. */
export function breachRecord({ pack, settings, first, noticedAt, now }: BreachStart): DecisionRecord {
	const input = startJourney('secure', WENT_WRONG);
	const made = makeRecord({ pack, input, now, settings, timeZone: pack.timeZone });
	const begun: DecisionRecord = {
		...made,
		linkedRecord: first.id,
		linkedKind: mainKind(first.result),
		values: { ...made.values, ...carriedValues(first.record), 'case/linkedRecord': first.id }
	};
	const noticed = { ...begun, values: { ...begun.values, 'case/breach/noticedAt': noticedAt } };
	return withDues(begun, noticed, settings);
}

function carriedValues(record: DecisionRecord): Readonly<Record<ValuePath, Json>> {
	const own = Object.entries(record.values).filter(([path]) => {
		const [place, field] = path.split('/');
		return place === 'case' && CARRIED.includes(field ?? '');
	});
	// Who must not be traced holds for every record of the case.
	const guarded = protectionIn(record);
	return { ...Object.fromEntries(own), ...(guarded === '' ? {} : { 'r:/identityProtection': guarded }) };
}

/** Whether a record is about something that went wrong. */
export function isBreach({ entry, values }: Pick<DecisionRecord, 'entry' | 'values'>): boolean {
	return entry === WENT_WRONG || isFilled(values['case/breach/noticedAt']);
}

/** A breach that was begun on its own, joined to the record that it belongs to: its header says enough. */
export function withFirst(record: DecisionRecord, first: Pick<RecordHeader, 'id' | 'kind'>): DecisionRecord {
	return {
		...record,
		linkedRecord: first.id,
		linkedKind: first.kind,
		values: { ...record.values, 'case/linkedRecord': first.id }
	};
}

/** What the first record keeps of it. @param at ISO 8601 */
export function linkEvent(record: string, at: string): RecordEvent {
	return { kind: 'linked', at, facts: { record, why: 'breach' } };
}

/** Ids of the records that were begun from this one, oldest first. */
export function linkedFrom(events: readonly RecordEvent[]): readonly string[] {
	const ids = events.filter(({ kind }) => kind === 'linked').map(({ facts }) => facts.record);
	return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}

/**
 * The record with its links to other records by their new ids: joining an organisation gives every record another one.
 * @param newIdOf the new id of an old one; undefined where it has none
 */
export function withNewIds(
	record: DecisionRecord,
	newIdOf: (old: string) => string | undefined
): DecisionRecord {
	const moved = (value: Json | undefined) => (typeof value === 'string' ? newIdOf(value) : undefined);
	const first = moved(record.linkedRecord);
	const named = moved(record.values['case/linkedRecord']);
	const lines = Object.entries(record.values).flatMap(([path, value]) => {
		const event = path.startsWith('log/') ? (value as unknown as RecordEvent) : undefined; // read by its kind below
		const to = event?.kind === 'linked' ? moved(event.facts.record) : undefined;
		return event === undefined || to === undefined
			? []
			: [[path, { ...event, facts: { ...event.facts, record: to } }] as const];
	});
	if (first === undefined && named === undefined && lines.length === 0) return record;
	return {
		...record,
		...(first === undefined ? {} : { linkedRecord: first }),
		values: {
			...record.values,
			...(named === undefined ? {} : { 'case/linkedRecord': named }),
			...Object.fromEntries(lines)
		}
	};
}
