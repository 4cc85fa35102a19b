import type { RecordField } from '../pack/types.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/**
 * The path of a field: `case/<field>`, or `r:<receiver>/<field>` for a field of one receiver.
 * @param receiver receiver id; '' for the implied receiver
 */
export function fieldPath(field: Pick<RecordField, 'id' | 'scope'>, receiver = ''): ValuePath {
	return field.scope === 'case' ? `case/${field.id}` : `r:${receiver}/${field.id}`;
}

/** The parts of an object, or of a row of a list, in the order in which they are asked. Empty: one plain value. */
export function partNames(field: Pick<RecordField, 'item' | 'parts'>): readonly string[] {
	return field.parts ?? Object.keys(field.item ?? {});
}

/** Whether a value says something: not absent, not empty text, not an empty list. `false` says something. */
export function isFilled(value: Json | undefined): boolean {
	if (value === undefined || value === null) return false;
	if (typeof value === 'string') return value.trim() !== '';
	return !Array.isArray(value) || value.length > 0;
}

/** The text at a path as it was typed; '' where there is none, or another kind of value. */
export function textAt({ values }: Pick<DecisionRecord, 'values'>, path: ValuePath): string {
	const value = values[path];
	return typeof value === 'string' ? value : '';
}

/**
 * Ids of a list's rows, in the order in which they were added. A row whose every part was cleared is gone.
 * Rows are numbered from 1 within their list; a number is never used twice, so two devices can both add rows
 * and the merge keeps them apart by the device mark that `newRowId` adds.
 */
export function rowIds(record: Pick<DecisionRecord, 'values'>, path: ValuePath): readonly string[] {
	const prefix = `${path}/`;
	const ids = Object.entries(record.values)
		.filter(([at, value]) => at.startsWith(prefix) && isFilled(value))
		.map(([at]) => at.slice(prefix.length).split('/')[0] ?? '');
	return [...new Set(ids)].sort(byNumberThenText);
}

function byNumberThenText(a: string, b: string): number {
	return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1);
}

/**
 * An id for one more row.
 * @param mark letters that no other device uses, so that two devices never make the same row
 */
export function newRowId(record: Pick<DecisionRecord, 'values'>, path: ValuePath, mark: string): string {
	const prefix = `${path}/`;
	const numbers = Object.keys(record.values)
		.filter((at) => at.startsWith(prefix))
		.map((at) => Number.parseInt(at.slice(prefix.length), 10));
	return `${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}${mark}`;
}

/** The record with one value changed. Other values, and members this app does not know, stay as they are. */
export function withValue(record: DecisionRecord, path: ValuePath, value: Json): DecisionRecord {
	const { [path]: _old, ...by } = record.by;
	return { ...record, values: { ...record.values, [path]: value }, by };
}

/** Everything of a record as path and value, for the content root: values by their paths, the rest under `record/`. */
export function recordLeaves(record: DecisionRecord): readonly (readonly [string, Json])[] {
	const { values, ...rest } = record;
	const own = Object.entries(rest).map(([key, value]) => [`record/${key}`, value as Json] as const); // plain JSON by type
	return [...own, ...Object.entries(values)].sort(([a], [b]) => (a < b ? -1 : 1));
}
