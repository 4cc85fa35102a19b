/** The pages of a record, as the field components take them. Pure: clock, device and storage come in. */
import type { FieldView, LeafKind, LeafView, ListView, RowView } from '../ui/fields/field-view.ts';
import { missingWords } from '../messages.ts';
import type { Journey } from '../flow/types.ts';
import type { LocalSettings, Pack, RecordField } from '../pack/types.ts';
import type { FormField } from '../record/form.ts';
import { inputOf, withAnswers } from '../record/make.ts';
import { newRowId, partNames, rowIds, withValue } from '../record/paths.ts';
import { prefilledValues, valuesOf } from '../record/prefill.ts';
import { partLabel, valueLabel } from '../record/summary.ts';
import { isTalkDetail } from '../record/told.ts';
import type { DecisionRecord, Json, ValuePath } from '../record/types.ts';

/** What a page of a record is made from. */
export interface RecordPage {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	readonly result: Journey;
	readonly settings: LocalSettings;
	/** Ends every row id made on this device. */
	readonly mark: string;
	/** The person asked to check: say what is missing. */
	readonly isChecked: boolean;
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

/** Made by the app, shown as text where it says something and never asked for. */
const SUGGESTED_PART = 'suggested';

/** The moment of the decision stands beside the values: dated rules read it. */
const DECIDED_AT: ValuePath = 'case/decidedAt';

/** The fields of one page, in order. */
export function fieldViews(page: RecordPage, fields: readonly FormField[]): readonly FieldView[] {
	const given = prefilledValues(page.pack, page.result, inputOf(page.record));
	return fields.flatMap((field) => viewsOf({ ...page, given }, field));
}

type Filled = RecordPage & { readonly given: Readonly<Record<ValuePath, Json>> };

/** A list of values with room for words becomes two fields: the values, and the words. */
function viewsOf(page: Filled, form: FormField): readonly FieldView[] {
	const view = viewOf(page, form);
	if (form.field.text !== true) return [view];
	const words = leafOf(page, { field: form.field, part: 'text', path: `${form.path}/text` });
	return [view, { ...words, kind: 'text', options: [], need: 'optional' }];
}

function viewOf(page: Filled, form: FormField): FieldView {
	const { field, path } = form;
	const described = {
		id: domId(path),
		path,
		label: field.label,
		help: field.help,
		need: form.isRequired ? ('required' as const) : ('optional' as const),
		isFromAnswers: isFromAnswers(page, path),
		...(page.isChecked && form.isRequired && !form.isComplete ? { problem: missingWords(field.label) } : {})
	};
	if (field.type === 'list') return { ...described, ...listOf(page, field, path) };
	if (field.type !== 'object') return { ...leafOf(page, { field, path }), ...described };
	const parts = askedParts(field).map((part) => leafOf(page, { field, part, path: `${path}/${part}` }));
	return { ...described, kind: 'object', isFromAnswers: false, parts };
}

function listOf(
	page: Filled,
	field: RecordField,
	path: ValuePath
): Pick<ListView, 'kind' | 'rows' | 'rowOf' | 'newRow'> {
	const rowOf = (id: string): RowView => {
		const parts = askedParts(field);
		const row = `${path}/${id}`;
		return {
			id,
			parts:
				parts.length === 0
					? [leafOf(page, { field, path: row })]
					: parts.map((part) => leafOf(page, { field, part, path: `${row}/${part}` }))
		};
	};
	const newRow = (shown: readonly string[]): string => {
		const taken = Object.fromEntries(shown.map((id) => [`${path}/${id}`, '']));
		return newRowId({ values: { ...page.record.values, ...taken } }, path, page.mark);
	};
	return { kind: 'list', rows: rowIds(page.record, path), rowOf, newRow };
}

function askedParts(field: RecordField): readonly string[] {
	return partNames(field).filter((part) => part !== SUGGESTED_PART && !isTalkDetail(field.id, part));
}

interface Place {
	readonly field: RecordField;
	readonly part?: string;
	readonly path: ValuePath;
}

function leafOf(page: Filled, { field, part, path }: Place): LeafView {
	const at = part === undefined ? { field } : { field, part };
	return {
		id: domId(path),
		path,
		label: part === undefined ? field.label : partLabel(page.pack, field, part),
		help: '',
		isFromAnswers: part !== undefined && isFromAnswers(page, path),
		kind: kindOf(field, part),
		value: path === DECIDED_AT ? page.record.decidedAt : page.record.values[path],
		options: valuesOf(page.pack, field, part).map((value) => ({
			value,
			label: valueLabel(page.pack, at, value)
		}))
	};
}

const SHAPE_KINDS: Readonly<Record<string, LeafKind>> = {
	boolean: 'yesNo',
	longText: 'longText',
	datetime: 'datetime',
	date: 'date'
};

function kindOf(field: RecordField, part: string | undefined): LeafKind {
	const shape = (part === undefined ? field.type : field.item?.[part]) ?? 'text';
	if (typeof shape === 'object' || shape === 'enum') return field.multi === true ? 'several' : 'one';
	return SHAPE_KINDS[shape] ?? (LINES.includes(part ?? field.id) ? 'line' : 'text');
}

/** Whether a place still says what the answers gave; for a list, whether any of its rows does. */
function isFromAnswers({ record, given }: Filled, path: ValuePath): boolean {
	return Object.entries(given).some(
		([at, value]) =>
			(at === path || at.startsWith(`${path}/`)) &&
			JSON.stringify(record.values[at]) === JSON.stringify(value)
	);
}

function domId(path: ValuePath): string {
	return `f-${path.replace(/[^\w-]+/g, '-')}`;
}

/**
 * The record with one field changed. The moment of the decision never becomes empty, and a new one is a new look at the
 * dated rules: what the answers give from then on comes in where nobody wrote.
 */
export function withEdit(
	page: Omit<RecordPage, 'isChecked' | 'mark'>,
	path: ValuePath,
	value: Json
): DecisionRecord {
	const { pack, record, settings } = page;
	if (path !== DECIDED_AT) return withValue(record, path, value);
	if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return record;
	const next = { ...record, decidedAt: value };
	return withAnswers(next, inputOf(next), { pack, settings });
}
