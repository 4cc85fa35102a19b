import type { Pack, RecordField } from '../pack/types.ts';
import { isFilled } from './paths.ts';
import { typedDay, typedMoment, type TimeTrouble } from './typed-time.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** What stands at a path of a record. */
export interface FieldPlace {
	readonly field: RecordField;
	/** Part of an object or of a row; `text` for the words beside the values of a field that has both. */
	readonly part?: string;
	/** Path of the whole field. */
	readonly path: ValuePath;
}

/** The field and part at a path; undefined for what is no field of this pack, such as a line of the log. */
export function fieldAt(pack: Pack, path: ValuePath): FieldPlace | undefined {
	const [place = '', id = '', ...rest] = path.split('/');
	const field = pack.record.fields.find((one) => one.id === id);
	if (field === undefined) return undefined;
	// Rows are numbered; the parts of an object begin with a letter, and further statements of one have rows, too.
	const part = /^\d/.test(rest[0] ?? '') ? rest[1] : rest[0];
	return { field, ...(part === undefined ? {} : { part }), path: `${place}/${id}` };
}

/** The shape of what stands there: a type of fields, or the values to choose from. */
export function shapeAt({ field, part }: Pick<FieldPlace, 'field' | 'part'>): string | readonly string[] {
	if (part === undefined) return field.type === 'list' && field.item === undefined ? 'text' : field.type;
	return field.item?.[part] ?? 'text';
}

/** Whether it is a day or a moment. */
export function isTimeShape(shape: string | readonly string[]): shape is 'date' | 'datetime' {
	return shape === 'date' || shape === 'datetime';
}

/** Why what is written there is no day or moment, though it should be one; undefined where nothing is wrong. */
export function timeTrouble(
	shape: string | readonly string[],
	value: Json | undefined
): TimeTrouble | undefined {
	if (!isTimeShape(shape) || !isFilled(value)) return undefined;
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const read = shape === 'date' ? typedDay(text) : typedMoment(text);
	return read.ok ? undefined : read.reason;
}

/** A day or moment that is written and is none. */
export interface BadTime {
	readonly at: ValuePath;
	readonly place: FieldPlace;
	readonly reason: TimeTrouble;
}

/** Every day or moment of a record that is none, also of fields that its outcome does not show. */
export function badTimes(pack: Pack, { values }: Pick<DecisionRecord, 'values'>): readonly BadTime[] {
	return Object.entries(values).flatMap(([at, value]) => {
		if (typeof value !== 'string' || value.trim() === '') return [];
		const place = fieldAt(pack, at);
		const reason = place && timeTrouble(shapeAt(place), value);
		return place === undefined || reason === undefined ? [] : [{ at, place, reason }];
	});
}
