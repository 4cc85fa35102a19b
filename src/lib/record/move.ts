import { SEEN } from '../flow/questions.ts';
import type { AnswerEntry, Journey, ReachedOutcome, Step } from '../flow/types.ts';
import { comparePacks, type PackChange } from '../pack/compare.ts';
import { compareVersions } from '../pack/compare-versions.ts';
import type { LocalSettings, Pack, RecordKind } from '../pack/types.ts';
import { inputOf, journeyOf, withAnswers } from './make.ts';
import { isComplete } from './missing.ts';
import { neededFields } from './needs.ts';
import { fieldPath, newRowId, withValue } from './paths.ts';
import { touchingChanges, type TouchingChange } from './touches.ts';
import type { DecisionRecord, RecordHeader } from './types.ts';

/** A pack with the local settings that count beside it. */
export interface PackUse {
	readonly pack: Pack;
	readonly settings: LocalSettings;
}

/** A field that one pack asks for and the other does not. */
export interface AskedField {
	readonly label: string;
	/** Receiver id; '' for the implied receiver. Absent on fields of the whole case. */
	readonly receiver?: string;
	/** Whether the record already says what it asks. */
	readonly isComplete: boolean;
}

/** What moving a draft to a later pack would do to it. Nothing is changed by looking. */
export interface MovePreview {
	readonly touching: readonly TouchingChange[];
	readonly rest: readonly PackChange[];
	/** Answers that would no longer count. Kept, not used. */
	readonly setAside: readonly AnswerEntry[];
	/** Answers that were set aside and would count again. */
	readonly usedAgain: readonly AnswerEntry[];
	/** Outcomes before and after, those noted in passing left out. */
	readonly outcomes: readonly [readonly ReachedOutcome[], readonly ReachedOutcome[]];
	/** Record kind by receiver id, before and after. */
	readonly kinds: readonly [Readonly<Record<string, RecordKind>>, Readonly<Record<string, RecordKind>>];
	/** Whether outcomes and record kinds stay as they are. */
	readonly isSameDecision: boolean;
	readonly newlyRequired: readonly AskedField[];
	readonly noLongerRequired: readonly AskedField[];
	/** Question that would wait for an answer and does not wait now. */
	readonly asks: Step | undefined;
}

/**
 * Replays a record on its own pack and on a later one, at the record's own decision date, and says what differs.
 * Equal input gives equal output; the record itself is not changed.
 */
export function previewMove(
	record: DecisionRecord,
	{ from, to }: { readonly from: PackUse; readonly to: PackUse }
): MovePreview {
	const before = { pack: from.pack, result: journeyOf(from.pack, record, from.settings) };
	const after = { pack: to.pack, result: journeyOf(to.pack, record, to.settings) };
	const twice = { record, before, after };
	const required = [requiredFields(record, before), requiredFields(record, after)] as const;
	const outcomes = [reached(before.result), reached(after.result)] as const;
	const kinds = [before.result.recordKinds, after.result.recordKinds] as const;
	return {
		...touchingChanges(comparePacks(from.pack, to.pack), twice),
		setAside: only(after.result.setAside, before.result.setAside),
		usedAgain: only(before.result.setAside, after.result.setAside),
		outcomes,
		kinds,
		isSameDecision: isEqual(outcomes) && isEqual(kinds),
		newlyRequired: without(required[1], required[0]),
		noLongerRequired: without(required[0], required[1]),
		asks: isEqual([before.result.current?.key, after.result.current?.key]) ? undefined : after.result.current
	};
}

/** Whether a record may be moved: only a draft, and only to a later pack than its own. */
export function isMovable(life: RecordHeader['life'], own: string, newest: string): boolean {
	return life === 'draft' && compareVersions(newest, own) > 0;
}

/**
 * The draft on a later pack: every answer and every word as they were. What the answers give there comes in only where
 * nobody has written, and the trace is added to the field that is never written over, if the pack has one.
 * @param move `trace`: one line that says what happened and when. `mark`: see `newRowId`
 */
export function moveRecord(
	record: DecisionRecord,
	move: { readonly to: PackUse; readonly trace: string; readonly mark: string }
): DecisionRecord {
	const { version, hash } = move.to.pack;
	const stamped = { ...record, pack: { version, hash } };
	const moved = withAnswers(stamped, inputOf(stamped), move.to);
	const log = move.to.pack.record.fields.find(
		(field) => field.appendOnly === true && field.item === undefined
	);
	if (log === undefined) return moved;
	const path = fieldPath(log);
	return withValue(moved, `${path}/${newRowId(moved, path, move.mark)}`, move.trace);
}

function reached(result: Journey): readonly ReachedOutcome[] {
	return result.outcomes.filter(({ logged }) => !logged);
}

function isEqual([a, b]: readonly [unknown, unknown]): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** Answers of the first list that are not in the second. Pages that were only read hold nothing to lose. */
function only(list: readonly AnswerEntry[], other: readonly AnswerEntry[]): readonly AnswerEntry[] {
	const keys = new Set(other.map(({ key }) => key));
	return list.filter(({ key, value }) => !keys.has(key) && value !== SEEN);
}

type Required = ReadonlyMap<string, AskedField>;

function requiredFields(
	record: DecisionRecord,
	{ pack, result }: { readonly pack: Pack; readonly result: Journey }
): Required {
	const asked = neededFields(pack, result).filter(
		({ field, need }) => need === 'required' && field.auto !== true && field.stage !== 'handover'
	);
	return new Map(
		asked.map((needed) => {
			const { field, receiver } = needed;
			const about = receiver === undefined ? {} : { receiver };
			const one = { label: field.label, ...about, isComplete: isComplete(pack, record, needed) };
			return [fieldPath(field, receiver), one] as const;
		})
	);
}

function without(list: Required, other: Required): readonly AskedField[] {
	return [...list].filter(([path]) => !other.has(path)).map(([, field]) => field);
}
