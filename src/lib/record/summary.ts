import type { Journey } from '../flow/types.ts';
import type { Pack, RecordField } from '../pack/types.ts';
import { isMark } from './drawn-mark.ts';
import { instantMs } from './london-time.ts';
import { isComplete } from './missing.ts';
import { neededFields, type NeededField } from './needs.ts';
import { fieldPath, isFilled, partNames, rowIds } from './paths.ts';
import { valuesOf } from './prefill.ts';
import { talkRows } from './told.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** One line of a summary: a field with its words, ready to show, print or copy. */
export interface SummaryRow {
	readonly field: string;
	readonly label: string;
	/** One entry a line or list row; empty when nothing was written. */
	readonly lines: readonly string[];
	readonly isMissing: boolean;
}

export interface SummarySection {
	/** `case`, or `r:<receiver id>`. */
	readonly id: string;
	readonly title: string;
	readonly rows: readonly SummaryRow[];
}

/**
 * The whole record as words, from one source for screen, print and copy. Fields with nothing to say are left out
 * unless they are missing.
 */
export function summarise(
	pack: Pack,
	{ id, record, result }: { readonly id: string; readonly record: DecisionRecord; readonly result: Journey }
): readonly SummarySection[] {
	const needs = neededFields(pack, result).filter(({ need }) => need !== 'not-shown');
	const receivers = result.receivers.length === 0 ? [''] : result.receivers;
	const own = { ...record, values: { ...record.values, 'case/id': id } };
	const rowsOf = (fields: readonly NeededField[]) =>
		fields
			.map((needed) => summaryRow(pack, own, needed))
			.filter((row) => row.lines.length > 0 || row.isMissing);
	return [
		{ id: 'case', title: 'The case', rows: rowsOf(needs.filter(({ field }) => field.scope === 'case')) },
		...receivers.map((receiver) => ({
			id: `r:${receiver}`,
			title: record.receivers.find((party) => party.id === receiver)?.label ?? 'The decision',
			rows: rowsOf(needs.filter((needed) => needed.receiver === receiver))
		}))
	];
}

function summaryRow(pack: Pack, record: DecisionRecord, needed: NeededField): SummaryRow {
	const { field, receiver } = needed;
	const isWaiting = needed.need === 'required' && field.auto !== true && field.stage !== 'handover';
	return {
		field: field.id,
		label: field.label,
		lines: linesOf(pack, record, { field, path: fieldPath(field, receiver) }),
		isMissing: isWaiting && !isComplete(pack, record, needed)
	};
}

interface At {
	readonly field: RecordField;
	readonly path: ValuePath;
}

function linesOf(pack: Pack, record: DecisionRecord, at: At): readonly string[] {
	const { field, path } = at;
	const auto = autoValue(record, field.id);
	if (auto !== undefined) return [auto];
	if (field.type === 'list')
		return rowIds(record, path).map((row) => partsOf(pack, record, { field, path: `${path}/${row}` }));
	if (field.type === 'object') {
		const line = partsOf(pack, record, at);
		const further = talkRows(record, path).map((row) =>
			partsOf(pack, record, { field, path: `${path}/${row}` })
		);
		return [...(line === '' ? [] : line.split('\n')), ...further];
	}
	const words = wordsOf(pack, { field }, record.values[path]);
	return field.text === true
		? [...words, ...wordsOf(pack, { field, part: 'text' }, record.values[`${path}/text`])]
		: words;
}

/** One row or object: its parts as "Label: value", one a line; a plain row is its text. */
function partsOf(pack: Pack, record: DecisionRecord, { field, path }: At): string {
	const parts = partNames(field);
	if (parts.length === 0) return wordsOf(pack, { field }, record.values[path]).join(', ');
	return parts
		.map((part) => [part, wordsOf(pack, { field, part }, record.values[`${path}/${part}`])] as const)
		.filter(([, words]) => words.length > 0)
		.map(([part, words]) => `${partLabel(pack, field, part)}: ${words.join(', ')}`)
		.join('\n');
}

/** The label of one part of an object or row. */
export function partLabel(pack: Pack, field: RecordField, part: string): string {
	return pack.record.words[`${field.id}.${part}`] ?? part;
}

/** The words of one value of an enum, for a field or for a part of it; a part may share the values of its field. */
export function valueLabel(pack: Pack, at: { field: RecordField; part?: string }, value: string): string {
	const { words } = pack.record;
	const own = at.part === undefined ? undefined : words[`${at.field.id}.${at.part}.${value}`];
	return own ?? words[`${at.field.id}.${value}`] ?? value;
}

/** A picture is no words; it is kept with the record and shown on the page of the statements. */
const MARK_KEPT = 'a picture, kept with this record';

function wordsOf(
	pack: Pack,
	at: { field: RecordField; part?: string },
	value: Json | undefined
): readonly string[] {
	if (!isFilled(value)) return [];
	if (typeof value === 'boolean') return [value ? 'Yes' : 'No'];
	if (Array.isArray(value)) return value.map((one) => valueLabel(pack, at, String(one)));
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	if (isMark(text)) return [MARK_KEPT];
	if (valuesOf(pack, at.field, at.part).includes(text)) return [valueLabel(pack, at, text)];
	return [isMoment(at) ? momentWords(text) : text];
}

function isMoment({ field, part }: { field: RecordField; part?: string }): boolean {
	const type = part === undefined ? field.type : field.item?.[part];
	return type === 'datetime' || type === 'date';
}

const MOMENT = new Intl.DateTimeFormat('en-GB', {
	dateStyle: 'long',
	timeStyle: 'short',
	timeZone: 'Europe/London'
});
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A date (YYYY-MM-DD) or an instant in words, London time; text that is neither stays as it was typed. */
export function momentWords(text: string): string {
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return DAY.format(new Date(`${text}T00:00:00Z`));
	const at = instantMs(text);
	return Number.isNaN(at) ? text : MOMENT.format(at);
}

function autoValue(record: DecisionRecord, field: string): string | undefined {
	if (field === 'packVersion') return record.pack.version;
	if (field === 'timeZone') return record.timeZone;
	if (field === 'createdAt') return momentWords(record.createdAt);
	if (field === 'recordedAt') return momentWords(record.recordedAt);
	return field === 'decidedAt' ? momentWords(record.decidedAt) : undefined;
}
