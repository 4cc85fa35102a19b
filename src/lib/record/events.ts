/**
 * What happened to a record beside being written: exports, showings, hand-overs. Dated lines that are only ever added.
 * Of a draft they stand among its values under `log/`, one value each, so that two devices never lose one; of a signed
 * record each is an addendum of its own.
 */
import { newRowId } from './paths.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** The kinds a timeline knows; a reader keeps and shows kinds that it does not know. */
export type EventKind =
	/** A copy left the app: `{form}` is one of the export forms, never the content. */
	| 'exported'
	/** The person said that the copy stands in the case system: `{system}`. */
	| 'confirmed-in-system'
	/** Chosen parts were shown to a parent or child: `{parts, language, audience}`. */
	| 'shown'
	/** Text and times were removed from this device. */
	| 'cleared-here'
	/** Versions of two devices were settled: `{paths}`. */
	| 'settled'
	/** A receipt was chased: `{receiver, result: confirmed | nothing, next?}`, the last being when it is chased again. */
	| 'chased'
	/** A date that the record promised was kept: `{due, path, was}`, its kind, where it stands, and the date itself. */
	| 'date-met'
	/** A linked record was begun from here: `{record}` and why. */
	| 'linked'
	/**
	 * Handed to the manager or the system of record: `{exported: {system, at}, managerOversight?: {name, at, comment}}`,
	 * members as the record's fields of stage `handover` have them.
	 */
	| 'handed-over';

export interface RecordEvent {
	readonly kind: EventKind;
	/** ISO 8601, as the device claims it. */
	readonly at: string;
	/** Plain facts, no case text beyond what the kind says. */
	readonly facts: Readonly<Record<string, Json>>;
}

const LOG: ValuePath = 'log';

/** The draft with one more line in its log. @param mark see `newRowId` */
export function withEvent(record: DecisionRecord, event: RecordEvent, mark: string): DecisionRecord {
	const path = `${LOG}/${newRowId(record, LOG, mark)}`;
	return { ...record, values: { ...record.values, [path]: { ...event } } };
}

/** The lines that stand in the record itself, oldest first. */
export function eventsIn({ values }: Pick<DecisionRecord, 'values'>): readonly RecordEvent[] {
	return Object.entries(values)
		.filter(([path, value]) => path.startsWith(`${LOG}/`) && isEvent(value))
		.map(([, value]) => value as unknown as RecordEvent) // `isEvent` looked at its shape.
		.sort((one, other) => (one.at < other.at ? -1 : 1));
}

function isEvent(value: Json): boolean {
	return typeof value === 'object' && value !== null && 'kind' in value && 'at' in value && 'facts' in value;
}
