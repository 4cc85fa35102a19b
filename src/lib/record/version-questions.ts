/** What there is to choose between the versions of a record: one question a field, an answer, or a row of a list. */
import type { Pack, RecordField } from '../pack/types.ts';
import { entriesOf, entryPlace, withEntry } from './entries.ts';
import { newRowId } from './paths.ts';
import { valuesOf } from './prefill.ts';
import { withoutSides } from './stamp.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** One version of what is asked: what it says at each of the question's paths, and the revision that wrote it. */
export interface VersionSide {
	/** Undefined: the text on this screen. */
	readonly by: string | undefined;
	readonly values: ReadonlyMap<ValuePath, Json>;
}

/** `text`: words, that can stand one after the other. `row`: both rows can stay. `several`: ticks, that can be joined. */
export type QuestionKind = 'text' | 'row' | 'several' | 'one' | 'answer' | 'pack';

export interface VersionQuestion {
	/** The first of its paths. */
	readonly id: ValuePath;
	readonly paths: readonly ValuePath[];
	readonly kind: QuestionKind;
	/** Of a value: its field and the part that the path names. */
	readonly field?: RecordField;
	readonly part?: string;
	/** Of a field of one receiver: receiver id. */
	readonly receiver?: string;
	/** Path of the row, for a row. */
	readonly row?: ValuePath;
	/** What stands in the record first. */
	readonly sides: readonly VersionSide[];
}

interface FieldPlace {
	readonly field: RecordField;
	readonly receiver?: string;
	readonly row?: ValuePath;
	readonly part?: string;
}

/** Reads a value's path with the fields of the pack; undefined for a field that the pack does not have. */
export function fieldPlace(pack: Pack, path: ValuePath): FieldPlace | undefined {
	const [scope = '', id = '', ...rest] = path.split('/');
	const field = pack.record.fields.find((one) => one.id === id);
	if (field === undefined) return undefined;
	const receiver = scope.startsWith('r:') ? { receiver: scope.slice(2) } : {};
	if (field.type !== 'list') return { field, ...receiver, ...(rest[0] !== undefined && { part: rest[0] }) };
	const [row, part] = rest;
	return {
		field,
		...receiver,
		...(row !== undefined && { row: `${scope}/${id}/${row}` }),
		...(part !== undefined && { part })
	};
}

/** A name or a reference fits on a line, and two of them in one field would be neither. */
const LINE_LETTERS = 60;

/** Whether the place asks for words of the person's own that are longer than a line. */
function isNarrative(pack: Pack, { field, part }: FieldPlace, values: readonly Json[]): boolean {
	const shape = part === undefined || part === 'text' ? field.type : field.item?.[part];
	if (part !== 'text' && valuesOf(pack, field, part).length > 0) return false;
	if (part === 'text' || shape === 'longText') return true;
	return (
		shape === 'text' && values.some((value) => typeof value === 'string' && value.length >= LINE_LETTERS)
	);
}

function kindOfValue(pack: Pack, path: ValuePath, values: readonly Json[]): QuestionKind {
	if (values.every(Array.isArray)) return 'several';
	const at = fieldPlace(pack, path);
	if (at?.row !== undefined) return 'row';
	if (at === undefined || !values.every((value) => typeof value === 'string')) return 'one';
	return isNarrative(pack, at, values) ? 'text' : 'one';
}

function kindOf(pack: Pack, path: ValuePath, values: readonly Json[]): QuestionKind {
	const place = entryPlace(path);
	if (place.kind === 'value') return kindOfValue(pack, path, values);
	if (place.kind === 'answers') return 'answer';
	return place.kind === 'member' && place.key === 'pack' ? 'pack' : 'one';
}

/** One version for each revision that wrote something else at one of these paths. */
function sidesOf(record: DecisionRecord, paths: readonly ValuePath[]): readonly VersionSide[] {
	const now = entriesOf(record);
	const own = new Map(paths.flatMap((path) => (now.has(path) ? [[path, now.get(path) ?? null]] : [])));
	const first: VersionSide = { by: record.by[paths[0] ?? ''], values: own };
	const writers = [...new Set(paths.flatMap((path) => (record.sides?.[path] ?? []).map(({ by }) => by)))];
	const others = writers.map((by) => {
		const said = paths.flatMap((path) =>
			(record.sides?.[path] ?? []).filter((side) => side.by === by).map(({ value }) => [path, value] as const)
		);
		return { by, values: new Map([...own, ...said]) };
	});
	return [first, ...others];
}

/** The questions between versions that are open in a record, in the order of their paths. */
export function versionQuestions(pack: Pack, record: DecisionRecord): readonly VersionQuestion[] {
	const open = Object.keys(record.sides ?? {}).sort();
	const groups = new Map<string, ValuePath[]>();
	for (const path of open) {
		const name = entryPlace(path).kind === 'value' ? (fieldPlace(pack, path)?.row ?? path) : path;
		groups.set(name, [...(groups.get(name) ?? []), path]);
	}
	return [...groups].map(([, paths]) => {
		const [id = ''] = paths;
		const sides = sidesOf(record, paths);
		const at = entryPlace(id).kind === 'value' ? fieldPlace(pack, id) : undefined;
		const values = sides.flatMap((side) => [...side.values.values()]);
		return { id, paths, kind: kindOf(pack, id, values), ...at, sides };
	});
}

/** Whether both can stay: narrative in labelled blocks, rows beside each other, ticks together. */
export function canKeepBoth({ kind }: Pick<VersionQuestion, 'kind'>): boolean {
	return kind === 'text' || kind === 'row' || kind === 'several';
}

function settled(record: DecisionRecord, { paths }: VersionQuestion): DecisionRecord {
	return paths.reduce(withoutSides, record);
}

/** Keeps one version. @param at place among the question's sides */
export function keepSide(record: DecisionRecord, question: VersionQuestion, at: number): DecisionRecord {
	const values = question.sides[at]?.values ?? new Map<ValuePath, Json>();
	const next = question.paths.reduce((text, path) => withEntry(text, path, values.get(path)), record);
	return settled(next, question);
}

/** A row for each further version, beside the one that stands. */
function withRows(record: DecisionRecord, question: VersionQuestion, mark: string): DecisionRecord {
	const { row = '', sides } = question;
	const list = row.slice(0, row.lastIndexOf('/'));
	return sides.slice(1).reduce((text, side) => {
		const id = newRowId(text, list, mark);
		const parts = Object.entries(record.values).filter(
			([path]) => path === row || path.startsWith(`${row}/`)
		);
		const own = new Map([...parts, ...side.values]);
		const values = [...own].map(
			([path, value]) => [`${list}/${id}${path.slice(row.length)}`, value] as const
		);
		return { ...text, values: { ...text.values, ...Object.fromEntries(values) } };
	}, record);
}

/**
 * Keeps all versions: texts one after the other under their labels, rows beside each other, ticks together.
 * @param labels of each side, in words; @param mark see `newRowId`
 */
export function keepBoth(
	record: DecisionRecord,
	question: VersionQuestion,
	{ labels, mark }: { readonly labels: readonly string[]; readonly mark: string }
): DecisionRecord {
	const { kind, id, sides } = question;
	if (kind === 'row') return settled(withRows(record, question, mark), question);
	const said = sides.map(({ values }) => values.get(id) ?? '');
	const value: Json =
		kind === 'several'
			? [...new Set(said.flatMap((ticks) => (Array.isArray(ticks) ? ticks.map(String) : [])))]
			: said
					.map((text, at) => `${labels[at] ?? ''}:\n${typeof text === 'string' ? text.trim() : ''}`)
					.join('\n\n');
	return settled(withEntry(record, id, value), question);
}
