/** What a page writes into a record: text that can be kept, times that can be read, and the moment of the decision. Pure. */
import type { LocalSettings, Pack } from '../pack/types.ts';
import { fieldAt, isTimeShape, shapeAt } from '../record/field-at.ts';
import { londonClock } from '../record/london-time.ts';
import { inputOf, withAnswers } from '../record/make.ts';
import { withValue } from '../record/paths.ts';
import { readableValue } from '../record/readable.ts';
import { typedDay, typedMoment } from '../record/typed-time.ts';
import type { DecisionRecord, Json, ValuePath } from '../record/types.ts';
import { DECIDED_AT } from './leaf-view.ts';

interface Edited {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	readonly settings: LocalSettings;
}

const INSTANT = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The record with one field changed. A day or time that reads as one is kept as such, else as typed. The moment of the
 * decision never becomes empty, and a new one is a new look at the dated rules: what the answers give from then on comes
 * in where nobody wrote.
 */
export function withEdit({ pack, record, settings }: Edited, path: ValuePath, given: Json): DecisionRecord {
	const value = timeIn(pack, path, readableValue(given));
	if (path !== DECIDED_AT) return withValue(record, path, value);
	if (typeof value !== 'string' || value.trim() === '') return withoutTyped(record);
	if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) return withValue(record, path, value);
	const next = { ...withoutTyped(record), decidedAt: value };
	return withAnswers(next, inputOf(next), { pack, settings });
}

/** A moment that could not be read stood beside the one that counts. */
function withoutTyped(record: DecisionRecord): DecisionRecord {
	return record.values[DECIDED_AT] === undefined ? record : withValue(record, DECIDED_AT, '');
}

function timeIn(pack: Pack, path: ValuePath, value: Json): Json {
	const place = fieldAt(pack, path);
	const shape = place && shapeAt(place);
	if (typeof value !== 'string' || shape === undefined || !isTimeShape(shape)) return value;
	if (shape === 'date' && INSTANT.test(value)) return (londonClock(value) ?? value).slice(0, 10);
	const read = shape === 'date' ? typedDay(value) : typedMoment(value);
	return read.ok ? read.value : value;
}
