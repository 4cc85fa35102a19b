import type { Journey } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import { isMissing, recordForm, type FormField } from './form.ts';
import { missingParts, type MissingPart } from './missing.ts';
import type { DecisionRecord, RecordHeader } from './types.ts';

/** A record with its replayed journey. */
interface Replayed {
	readonly record: DecisionRecord;
	readonly result: Journey;
}

/** Receivers that were told in an emergency are, once there is time, what any other share is. */
function asShared({ record, result }: Replayed): Replayed {
	const recordKinds = Object.fromEntries(
		Object.entries(result.recordKinds).map(([receiver, kind]) => [
			receiver,
			kind === 'emergency' ? ('shared' as const) : kind
		])
	);
	return { record, result: { ...result, recordKinds } };
}

/** The strictest kind of all: one receiver in an emergency makes the whole record one. */
export const isEmergency = ({ recordKinds }: Journey): boolean =>
	Object.values(recordKinds).includes('emergency');

/** What an emergency record leaves for afterwards: required of a share, not of a first save in an emergency. */
export function emergencyLeft(pack: Pack, replayed: Replayed): readonly MissingPart[] {
	if (!isEmergency(replayed.result)) return [];
	return missingParts(pack, asShared(replayed));
}

/**
 * Whether the record is to be called "Incomplete, emergency": made in an emergency, and either not final yet or without
 * something that a record of any other share says.
 */
export function isEmergencyOpen(pack: Pack, replayed: Replayed, life: RecordHeader['life']): boolean {
	if (!isEmergency(replayed.result)) return false;
	return life === 'draft' || emergencyLeft(pack, replayed).length > 0;
}

/** The order in which a person tells it: what, to whom, how, who knows, why, and what next; then who and where from. */
const FIRST: readonly string[] = [
	'concernSummary',
	'informationShared',
	'informationWithheld',
	'recipients',
	'channel',
	'sentAt',
	'safeguards',
	'receipt',
	'told',
	'reason',
	'review',
	'writtenFollowUpDue',
	'decidedAt',
	'urgency',
	'trigger',
	'purpose',
	'subjectRef',
	'practitionerName',
	'practitionerRole',
	'organisationKind',
	'profession'
];

/** The fields that a first save in an emergency asks for, each with whether it still waits. */
export interface FirstField {
	readonly form: FormField;
	readonly isWaiting: boolean;
	/** Label of the receiver it is about, where there are several. */
	readonly about: string | undefined;
}

/** What the first save asks for, in the order in which a person tells it, one receiver after the other. */
export function firstFields(pack: Pack, replayed: Replayed): readonly FirstField[] {
	const rank = (id: string): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
	return recordForm(pack, replayed)
		.flatMap(({ fields, receiver }) => fields.map((form) => ({ form, about: receiver?.label })))
		.filter(({ form }) => form.isRequired || form.hasBadTime)
		.map((one) => ({ ...one, isWaiting: isMissing(one.form) }))
		.sort((a, b) => rank(a.form.field.id) - rank(b.form.field.id));
}
