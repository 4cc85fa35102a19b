import { holds } from '../flow/conditions.ts';
import type { Journey } from '../flow/types.ts';
import type { Pack, RecordField, RecordKind } from '../pack/types.ts';
import { journeyFacts } from './facts.ts';

/** How a field stands in one record: asked for, offered, or left out. */
export type FieldNeed = 'required' | 'optional' | 'not-shown';

export interface NeededField {
	readonly field: RecordField;
	/** Receiver id; '' for the implied receiver. Absent on fields of the whole case. */
	readonly receiver?: string;
	readonly need: FieldNeed;
}

/** Outcome under which nobody can be identified, so that only `anonymousKeeps` stays required. */
const ANONYMOUS = 'O-ANON';

/** Order of the marks in `need`. Not the order of `kinds`: a pack is canonical JSON, which sorts members. */
const COLUMNS: readonly string[] = ['S', 'P', 'N', 'D', 'A', 'Q', 'E'];

/** Strictest first: a field of the whole case takes the strictest need of its receivers' kinds. */
const STRICTNESS: readonly FieldNeed[] = ['required', 'optional', 'not-shown'];

/**
 * Which fields this record needs, field by field and receiver by receiver, by outcome.
 * @param result the record's journey; its flags, outcomes and record kinds decide
 * @source content `record-fields.yaml`: R required, O optional, C required when `when` holds, - not shown
 */
export function neededFields(pack: Pack, result: Journey): readonly NeededField[] {
	const receivers = result.receivers.length === 0 ? [''] : result.receivers;
	return pack.record.fields.flatMap((field) => {
		const needs = receivers.map((receiver) => needOf(pack, result, { field, receiver }));
		if (field.scope === 'receiver')
			return receivers.map((receiver, at) => ({ field, receiver, need: needs[at] ?? 'optional' }));
		return [{ field, need: STRICTNESS.find((need) => needs.includes(need)) ?? 'optional' }];
	});
}

function needOf(
	pack: Pack,
	result: Journey,
	{ field, receiver }: { field: RecordField; receiver: string }
): FieldNeed {
	const kind = result.recordKinds[receiver] ?? 'adviceOnly';
	const mark = field.need[kindColumn(pack, kind)] ?? 'O';
	if (mark === '-') return 'not-shown';
	const isAsked = mark === 'R' || (mark === 'C' && whenHolds(field, result, receiver));
	const isAnonymous = result.outcomes.some(
		(reached) => reached.id === ANONYMOUS && (reached.receiver ?? '') === receiver
	);
	if (isAnonymous && !pack.record.anonymousKeeps.includes(field.id)) return 'optional';
	return isAsked ? 'required' : 'optional';
}

function kindColumn(pack: Pack, kind: RecordKind): number {
	return COLUMNS.findIndex((letter) => pack.record.kinds[letter] === kind);
}

function whenHolds(field: RecordField, result: Journey, receiver: string): boolean {
	return (
		field.when !== undefined &&
		holds(field.when, journeyFacts(result, field.scope === 'case' ? '' : receiver))
	);
}
