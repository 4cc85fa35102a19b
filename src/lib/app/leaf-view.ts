/** One value of a record as its field shows it. Pure. */
import type { LeafKind, LeafView } from '../ui/fields/field-view.ts';
import { optionHints, timeTroubleWords } from '../record-messages.ts';
import type { Pack, RecordField } from '../pack/types.ts';
import { shapeAt } from '../record/field-at.ts';
import { londonClock } from '../record/london-time.ts';
import { isFilled } from '../record/paths.ts';
import { valuesOf } from '../record/prefill.ts';
import { partLabel, valueLabel } from '../record/summary.ts';
import { typedDay, typedMoment } from '../record/typed-time.ts';
import type { DecisionRecord, Json, ValuePath } from '../record/types.ts';

/** A value's place: a field, or a part of it. */
export interface LeafPlace {
	readonly field: RecordField;
	readonly part?: string;
	readonly path: ValuePath;
}

/** Names and references: one line, and never sent to a spelling service (reference/ux.md A31). */
const LINES: readonly string[] = [
	'practitionerName',
	'practitionerRole',
	'subjectRef',
	'linkedRecord',
	'relation',
	'name',
	'role',
	'body',
	'owner',
	'from',
	'who',
	'adviser',
	'source',
	'contactUsed',
	'system',
	'reference',
	'receiversTold'
];

/** The moment of the decision stands beside the values: dated rules read it. */
export const DECIDED_AT: ValuePath = 'case/decidedAt';

const SHAPE_KINDS: Readonly<Record<string, LeafKind>> = {
	boolean: 'yesNo',
	longText: 'longText',
	datetime: 'datetime',
	date: 'date'
};

/** One value, without what the page adds: where it came from, and notes. */
export function leafView(
	pack: Pack,
	record: DecisionRecord,
	{ field, part, path }: LeafPlace
): Omit<LeafView, 'isFromAnswers' | 'notes'> {
	const at = part === undefined ? { field } : { field, part };
	const kind = kindOf(field, part);
	const value = writtenAt(record, path);
	return {
		id: domId(path),
		path,
		label: part === undefined ? field.label : partLabel(pack, field, part),
		help: '',
		kind,
		value,
		...timeOf(kind, value),
		options: valuesOf(pack, field, part).map((one) => ({
			value: one,
			label: valueLabel(pack, at, one),
			...hintOf([field.id, ...(part === undefined ? [] : [part]), one].join('.'))
		}))
	};
}

/** What stands at a path. A moment of the decision that cannot be read stays beside the one that counts. */
function writtenAt(record: DecisionRecord, path: ValuePath): Json | undefined {
	const value = record.values[path];
	return path === DECIDED_AT && !isFilled(value) ? record.decidedAt : value;
}

function kindOf(field: RecordField, part: string | undefined): LeafKind {
	const shape = shapeAt({ field, ...(part === undefined ? {} : { part }) });
	if (typeof shape === 'object' || shape === 'enum') return field.multi === true ? 'several' : 'one';
	return SHAPE_KINDS[shape] ?? (LINES.includes(part ?? field.id) ? 'line' : 'text');
}

function hintOf(name: string): { readonly hint?: string } {
	const hint = optionHints[name];
	return hint === undefined ? {} : { hint };
}

/** What a day or moment reads as, or why it is none. */
function timeOf(kind: LeafKind, value: Json | undefined): Pick<LeafView, 'time' | 'problem'> {
	if ((kind !== 'date' && kind !== 'datetime') || typeof value !== 'string' || !isFilled(value)) return {};
	const read = kind === 'date' ? typedDay(value) : typedMoment(value);
	if (!read.ok) return { problem: timeTroubleWords[read.reason] };
	const clock = kind === 'date' ? read.value : (londonClock(read.value) ?? '');
	return { time: { clock, words: clockWords(clock) } };
}

/**
 * A moment that a page asks for beside the fields of a record, as its field takes it.
 * @param about a problem given here stands before what is wrong with the text itself
 */
export function momentLeaf(
	about: Pick<LeafView, 'id' | 'path' | 'label' | 'help'> & { readonly problem?: string | undefined },
	value: string
): LeafView {
	const { problem, ...described } = about;
	const kind = 'datetime';
	const own = { ...described, kind, value, options: [], isFromAnswers: false } as const;
	return { ...own, ...timeOf(kind, value), ...(problem === undefined ? {} : { problem }) };
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `2026-11-20T09:15` as a person would type it: 20 November 2026 09:15. */
function clockWords(clock: string): string {
	const [day = '', time] = clock.split('T');
	const words = DAY.format(new Date(`${day}T00:00:00Z`));
	return time === undefined ? words : `${words} ${time}`;
}

/** DOM id of the field at a path. */
export function domId(path: ValuePath): string {
	return `f-${path.replace(/[^\w-]+/g, '-')}`;
}
