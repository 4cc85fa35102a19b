/** Records in which everything that is asked for is written, for tests of what comes after. */
import { fieldAt, shapeAt } from '#lib/record/field-at.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { missingParts, type MissingPart } from '#lib/record/missing.ts';
import { withValue } from '#lib/record/paths.ts';
import type { Pack } from '#lib/pack/types.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { contentPack } from './pack.ts';
import { scenario } from './scenario.ts';

const pack = await contentPack();
export const WRITTEN_AT = '2026-11-22T12:00:00Z';

/** The shortest journey to a record: danger now. */
export function emergency(of = pack): DecisionRecord {
	const { input } = scenario(of, 'share')
		.answer('what-brings-you', 'may-be-danger')
		.answer('immediate-danger', 'yes')
		.answer('emergency-card', 'seen');
	return makeRecord({
		pack: of,
		input,
		now: WRITTEN_AT,
		settings: of.localSettings,
		timeZone: 'Europe/London'
	});
}

/** Something that can stand at a path: a day or time where one is asked for. */
function writing(of: Pack, path: string): string {
	const place = fieldAt(of, path);
	const shape = place && shapeAt(place);
	if (shape === 'date') return WRITTEN_AT.slice(0, 10);
	return shape === 'datetime' ? WRITTEN_AT : 'written';
}

/** Writes something into every part that a final asks for, or into the parts of some fields. */
export function completed(
	start: DecisionRecord,
	{ of = pack, missing }: { readonly of?: Pack; readonly missing?: readonly MissingPart[] } = {}
): DecisionRecord {
	const result = journeyOf(of, start, of.localSettings);
	return (missing ?? missingParts(of, { record: start, result })).reduce((record, { field, path }) => {
		const parts = field.item === undefined ? [''] : Object.keys(field.item).map((part) => `/${part}`);
		const row = field.type === 'list' ? `${path}/1` : path;
		return parts.reduce(
			(next, part) => withValue(next, `${row}${part}`, writing(of, `${row}${part}`)),
			record
		);
	}, start);
}
