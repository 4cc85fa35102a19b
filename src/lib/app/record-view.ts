/** Fields of a record as the field components show them: words and values, ready made. Pure. */
import type { FieldView, LeafView, ListView, ObjectView, RowView } from '../ui/fields/field-view.ts';
import { missingWords } from '../messages.ts';
import type { Journey } from '../flow/types.ts';
import type { LocalSettings, Pack, RecordField } from '../pack/types.ts';
import type { FormField } from '../record/form.ts';
import { inputOf } from '../record/make.ts';
import { isFilled, newRowId, partNames, rowIds } from '../record/paths.ts';
import { prefilledValues } from '../record/prefill.ts';
import { isTalkDetail } from '../record/told.ts';
import type { DecisionRecord, Json, ValuePath } from '../record/types.ts';
import { fieldNotes, type Noting } from './field-notes.ts';
import { domId, leafView, type LeafPlace } from './leaf-view.ts';

export { withEdit } from './record-edit.ts';

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
	/** For notes beside the fields; without it there are none. */
	readonly noting?: Noting;
	/** Only the parts that make a field complete: for a first save in a hurry. */
	readonly isShort?: boolean;
}

/** Made by the app, shown as text where it says something and never asked for. */
const SUGGESTED_PART = 'suggested';

/** Parts that mean something only beside a certain value of another part. */
const ONLY_BESIDE: Readonly<Record<string, (value: (part: string) => Json | undefined) => boolean>> = {
	'art6Basis.whyDifferent': (value) =>
		isFilled(value('suggested')) &&
		isFilled(value('chosenByUser')) &&
		value('suggested') !== value('chosenByUser'),
	// Nobody answered: there is nothing to say about what they said.
	'advice.gist': (value) => value('reached') !== false,
	'advice.anonymised': (value) => value('reached') !== false
};

/** Two sides of a balance: what speaks for sharing, and what against it. */
const SIDES: Readonly<Record<string, readonly (readonly [title: string, parts: readonly string[]])[]>> = {
	weighing: [
		['For sharing', ['harmIfNotShared', 'goodOfSharing']],
		['Against it, or another way', ['harmIfShared', 'lessIntrusiveOption']]
	]
};

type Filled = RecordPage & { readonly given: Readonly<Record<ValuePath, Json>> };

/** The fields of one page, in order. */
export function fieldViews(page: RecordPage, fields: readonly FormField[]): readonly FieldView[] {
	const given = prefilledValues(page.pack, page.result, inputOf(page.record));
	return fields.flatMap((field) => viewsOf({ ...page, given }, field));
}

/** Everything that is wrong on a page, for its summary: ids of fields or of their parts. */
export function problemsOf(views: readonly FieldView[]): readonly { field: string; message: string }[] {
	return views
		.flatMap((view) => [view, ...leavesOf(view)])
		.flatMap(({ id, problem, label }) => {
			if (problem === undefined) return [];
			return [{ field: id, message: problem.includes(label) ? problem : `${label}: ${problem}` }];
		});
}

function leavesOf(view: FieldView): readonly LeafView[] {
	if (view.kind === 'object') return view.parts;
	return view.kind === 'list' ? view.rows.flatMap((row) => view.rowOf(row).parts) : [];
}

/** A list of values with room for words becomes two fields: the values, and the words. */
function viewsOf(page: Filled, form: FormField): readonly FieldView[] {
	const view = viewOf(page, form);
	if (form.field.text !== true || page.isShort === true) return [view];
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
		...notesAt(page, { field, path }),
		...(page.isChecked && form.isRequired && !form.isComplete ? { problem: missingWords(field.label) } : {})
	};
	if (field.type === 'list') return { ...described, ...listOf(page, field, path) };
	if (field.type !== 'object') return { ...leafOf(page, { field, path }), ...described };
	const parts = askedParts(page, field, path).map((part) =>
		leafOf(page, { field, part, path: `${path}/${part}` })
	);
	return { ...described, kind: 'object', isFromAnswers: false, parts, ...sidesOf(field, path) };
}

function sidesOf(field: RecordField, path: ValuePath): Pick<ObjectView, 'sides'> {
	const sides = SIDES[field.id];
	if (sides === undefined) return {};
	return { sides: sides.map(([title, parts]) => ({ title, paths: parts.map((part) => `${path}/${part}`) })) };
}

function notesAt({ noting, ...page }: Filled, place: LeafPlace): Pick<LeafView, 'notes'> {
	const notes = noting === undefined ? [] : fieldNotes({ ...page, ...noting }, place);
	return notes.length === 0 ? {} : { notes };
}

function listOf(
	page: Filled,
	field: RecordField,
	path: ValuePath
): Pick<ListView, 'kind' | 'rows' | 'rowOf' | 'newRow'> {
	const rowOf = (id: string): RowView => {
		const row = `${path}/${id}`;
		if (partNames(field).length === 0) return { id, parts: [leafOf(page, { field, path: row })] };
		const parts = askedParts(page, field, row);
		return { id, parts: parts.map((part) => leafOf(page, { field, part, path: `${row}/${part}` })) };
	};
	const newRow = (shown: readonly string[]): string => {
		const taken = Object.fromEntries(shown.map((id) => [`${path}/${id}`, '']));
		return newRowId({ values: { ...page.record.values, ...taken } }, path, page.mark);
	};
	return { kind: 'list', rows: rowIds(page.record, path), rowOf, newRow };
}

/** The parts to show: those that a short page needs, and none that the other parts make pointless. */
function askedParts(page: Filled, field: RecordField, path: ValuePath): readonly string[] {
	const { values } = page.record;
	const needed = page.isShort === true ? page.pack.record.complete[field.id]?.flat() : undefined;
	return partNames(field)
		.filter((part) => part !== SUGGESTED_PART && !isTalkDetail(field.id, part))
		.filter((part) => {
			if (isFilled(values[`${path}/${part}`])) return true;
			const isBeside = ONLY_BESIDE[`${field.id}.${part}`]?.((other) => values[`${path}/${other}`]) ?? true;
			return isBeside && (needed?.includes(part) ?? true);
		});
}

function leafOf(page: Filled, place: LeafPlace): LeafView {
	const isFrom = place.part !== undefined && isFromAnswers(page, place.path);
	return { ...leafView(page.pack, page.record, place), isFromAnswers: isFrom, ...notesAt(page, place) };
}

/** Whether a place still says what the answers gave; for a list, whether any of its rows does. */
function isFromAnswers({ record, given }: Filled, path: ValuePath): boolean {
	return Object.entries(given).some(
		([at, value]) =>
			(at === path || at.startsWith(`${path}/`)) &&
			JSON.stringify(record.values[at]) === JSON.stringify(value)
	);
}
