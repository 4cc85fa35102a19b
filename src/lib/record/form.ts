import type { Journey, Party } from '../flow/types.ts';
import type { Pack, RecordField, RecordPart } from '../pack/types.ts';
import { badTimes } from './field-at.ts';
import { isComplete, type Stage } from './missing.ts';
import { neededFields, type NeededField } from './needs.ts';
import { fieldPath, isFilled } from './paths.ts';
import type { DecisionRecord, ValuePath } from './types.ts';

/** One field on a page of the record. */
export interface FormField {
	readonly field: RecordField;
	readonly path: ValuePath;
	readonly isRequired: boolean;
	readonly isComplete: boolean;
	/** A day or time in it is none: the record cannot become final before that is put right. */
	readonly hasBadTime?: boolean;
}

/** `done`: nothing required is missing. `started`: something is written, something required is missing. */
export type PartState = 'not-started' | 'started' | 'done' | 'optional';

/** One row of the task list, and the page behind it. */
export interface FormPart {
	/** 1-based, as the address carries it. */
	readonly number: number;
	readonly id: string;
	readonly title: string;
	/** Set where this part is about one of several receivers. */
	readonly receiver?: Party;
	readonly fields: readonly FormField[];
	readonly state: PartState;
	/** Labels of required fields that are not complete, and of fields with a date that cannot be. */
	readonly missing: readonly string[];
}

/**
 * The record as a task list: the parts that this outcome asks for or allows, in order, each with its state.
 * Parts can be done in any order. Fields that this outcome does not show are left out; a part without fields is no part.
 * @param stage `handover` adds what is asked for only at the hand-over
 */
export function recordForm(
	pack: Pack,
	{ record, result }: { readonly record: DecisionRecord; readonly result: Journey },
	stage: Stage = 'save'
): readonly FormPart[] {
	const needs = neededFields(pack, result).filter(
		({ field, need }) => need !== 'not-shown' && isOffered(field, stage)
	);
	const receivers = result.receivers.length === 0 ? [''] : result.receivers;
	const badPaths = new Set(badTimes(pack, record).map(({ place }) => place.path));
	const drawn: Drawn = { pack, record, badPaths };
	return pack.record.parts
		.flatMap((part) => placesOf(pack, part, receivers).map((receiver) => ({ part, receiver })))
		.map(({ part, receiver }) => ({
			part,
			party: record.receivers.find((one) => one.id === receiver),
			fields: needs
				.filter(
					({ field, ...needed }) =>
						part.fields.includes(field.id) && (needed.receiver ?? receiver) === receiver
				)
				.map((needed) => formField(drawn, needed))
		}))
		.filter(({ fields }) => fields.length > 0)
		.map((row, at) => formPart(record, row, at + 1));
}

function isOffered(field: RecordField, stage: Stage): boolean {
	return field.appendOnly !== true && (field.stage !== 'handover' || stage === 'handover');
}

/** A part with a field of one receiver stands once for each; any other part stands once. */
function placesOf(pack: Pack, part: RecordPart, receivers: readonly string[]): readonly string[] {
	const isOfReceiver = pack.record.fields.some(
		(field) => field.scope === 'receiver' && part.fields.includes(field.id)
	);
	return isOfReceiver ? receivers : [''];
}

interface Drawn {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	/** Fields with a date that cannot be. */
	readonly badPaths: ReadonlySet<ValuePath>;
}

function formField({ pack, record, badPaths }: Drawn, needed: NeededField): FormField {
	const { field, receiver, need } = needed;
	return {
		field,
		path: fieldPath(field, receiver),
		isRequired: need === 'required',
		isComplete: isComplete(pack, record, needed),
		hasBadTime: badPaths.has(fieldPath(field, receiver))
	};
}

/** Whether a field keeps the record from becoming final. */
export function isMissing({
	isRequired,
	isComplete,
	hasBadTime
}: Omit<FormField, 'field' | 'path'>): boolean {
	return hasBadTime === true || (isRequired && !isComplete);
}

function formPart(
	record: DecisionRecord,
	{ part, party, fields }: { part: RecordPart; party: Party | undefined; fields: readonly FormField[] },
	number: number
): FormPart {
	const missing = fields.filter(isMissing).map(({ field }) => field.label);
	return {
		number,
		id: part.id,
		title: part.title,
		...(party === undefined ? {} : { receiver: party }),
		fields,
		state: stateOf(record, fields, missing.length),
		missing
	};
}

function stateOf(record: DecisionRecord, fields: readonly FormField[], missing: number): PartState {
	const isTouched = fields.some(({ path }) =>
		Object.entries(record.values).some(
			([at, value]) => (at === path || at.startsWith(`${path}/`)) && isFilled(value)
		)
	);
	if (missing > 0) return isTouched ? 'started' : 'not-started';
	return fields.some(({ isRequired }) => isRequired) ? 'done' : 'optional';
}
