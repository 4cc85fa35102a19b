import type { Journey } from '../flow/types.ts';
import type { Pack, RecordField } from '../pack/types.ts';
import { badTimes } from './field-at.ts';
import { neededFields, type NeededField } from './needs.ts';
import { fieldPath, isFilled, partNames, rowIds } from './paths.ts';
import { areTalksComplete } from './told.ts';
import type { DecisionRecord, ValuePath } from './types.ts';

/** A required field that is not complete yet, or any field with a day or time in it that is none. */
export interface MissingPart {
	readonly field: RecordField;
	readonly receiver?: string;
	readonly path: ValuePath;
}

/** `save`: what finalising asks for. `handover`: also what waits until the record is handed over. */
export type Stage = 'save' | 'handover';

/**
 * Required fields that are not complete, and fields with a date that cannot be, in the order of the record. Empty: the
 * record can be finalised.
 */
export function missingParts(
	pack: Pack,
	{ record, result }: { readonly record: DecisionRecord; readonly result: Journey },
	stage: Stage = 'save'
): readonly MissingPart[] {
	const bad = new Set(badTimes(pack, record).map(({ place }) => place.path));
	return neededFields(pack, result)
		.filter(({ field, need }) => need !== 'not-shown' && field.auto !== true)
		.filter(({ field }) => field.stage !== 'handover' || (stage === 'handover' && field.appendOnly !== true))
		.filter((needed) => {
			const hasBadTime = bad.has(fieldPath(needed.field, needed.receiver));
			return hasBadTime || (needed.need === 'required' && !isComplete(pack, record, needed));
		})
		.map(({ field, receiver }) => ({
			field,
			...(receiver === undefined ? {} : { receiver }),
			path: fieldPath(field, receiver)
		}));
}

/** Whether a field says all it has to: a value, or enough parts of an object, or one complete row of a list. */
export function isComplete(
	pack: Pack,
	record: DecisionRecord,
	{ field, receiver }: Pick<NeededField, 'field' | 'receiver'>
): boolean {
	const path = fieldPath(field, receiver);
	if (field.id === 'decidedAt') return isFilled(record.decidedAt);
	if (field.id === 'told' || field.id === 'agreement') return areTalksComplete(pack, record, { field, path });
	if (field.type === 'object') return hasParts(pack, record, { field, path });
	if (field.type !== 'list') return isFilled(record.values[path]);
	const rows = rowIds(record, path);
	return rows.length > 0 && rows.every((row) => hasParts(pack, record, { field, path: `${path}/${row}` }));
}

function hasParts(
	pack: Pack,
	record: DecisionRecord,
	{ field, path }: { field: RecordField; path: ValuePath }
): boolean {
	if (field.item === undefined) return isFilled(record.values[path]);
	const isPartFilled = (part: string) => isFilled(record.values[`${path}/${part}`]);
	const sets = pack.record.complete[field.id];
	if (sets === undefined) return partNames(field).some(isPartFilled);
	return sets.some((parts) => parts.every(isPartFilled));
}
