/** Fields about sending that were only ever filled from answers follow those answers, so that the two never contradict. */
import type { Journey } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import { inputOf } from './make.ts';
import { withValue } from './paths.ts';
import { prefilledValues } from './prefill.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** A record with the journey that its answers give. */
export interface Replayed {
	readonly record: DecisionRecord;
	readonly result: Journey;
}

/** What the flow `secure` answers. */
const FOLLOWS = /^r:[^/]*\/(?:channel|safeguards\/[^/]+|receipt\/status)$/;

/**
 * The record after new answers, with another way, other checks or another receipt where the answers now say so. What a
 * person wrote or changed stays; an answer that is only waiting changes nothing.
 */
export function followAnswers(pack: Pack, before: Replayed, after: Replayed): DecisionRecord {
	const [old, fresh] = [before, after].map(({ record, result }) =>
		prefilledValues(pack, result, inputOf(record))
	);
	const paths = Object.keys({ ...old, ...fresh }).filter((path) => FOLLOWS.test(path));
	return paths.reduce((record, path) => {
		const next = fresh?.[path] ?? clearedRow(path, fresh ?? {});
		const isUntouched = old?.[path] !== undefined && record.values[path] === old[path];
		return next === undefined || !isUntouched || next === old[path] ? record : withValue(record, path, next);
	}, after.record);
}

/** A check that is not ticked any more is gone where the others of its list are answered anew. */
function clearedRow(path: ValuePath, fresh: Readonly<Record<ValuePath, Json>>): Json | undefined {
	const list = path.slice(0, path.lastIndexOf('/'));
	const isAnswered = Object.keys(fresh).some((one) => one.startsWith(`${list}/`));
	return list.endsWith('/safeguards') && isAnswered ? '' : undefined;
}
