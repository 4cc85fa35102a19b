import type { DecisionRecord } from './types.ts';

/** The schema that this app writes. */
export const OUR_SCHEMA = 1;
/** How new an app has to be to write what this one writes. Raised only when an older app would do harm. */
export const OUR_WRITER = 1;

/**
 * Whether a newer app wrote the record in a way that this one may read and must not write: its schema, or the `minWriter`
 * it names, is above ours.
 */
export function isFromNewerApp(record: DecisionRecord): boolean {
	const { schema, minWriter } = record as { readonly schema?: unknown; readonly minWriter?: unknown };
	return isAbove(schema, OUR_SCHEMA) || isAbove(minWriter, OUR_WRITER);
}

function isAbove(said: unknown, ours: number): boolean {
	if (said === undefined || said === null) return false;
	// What is no number is nothing that this app knows how to write.
	return typeof said !== 'number' || said > ours;
}
