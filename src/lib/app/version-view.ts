/** The versions of a record in words. Pure: the record, its pack and who wrote what come in. */
import type { Pack } from '../pack/types.ts';
import { entryPlace, isAppMade, entriesOf } from '../record/entries.ts';
import { isFilled, partNames } from '../record/paths.ts';
import { inputOf } from '../record/make.ts';
import { valuesOf } from '../record/prefill.ts';
import { momentWords, partLabel, valueLabel } from '../record/summary.ts';
import type { DecisionRecord, Json, ValuePath } from '../record/types.ts';
import { fieldPlace, type VersionQuestion, type VersionSide } from '../record/version-questions.ts';
import type { AnswerEntry } from '../flow/types.ts';
import type { Writer } from '../vault/version-look.ts';
import { aboutWords, answerWords } from './answer-words.ts';
import { clockTime, dayAndTime } from './clock-time.ts';

/** A record and what its words need. */
export interface VersionPage {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	/** By revision id. */
	readonly writers: Readonly<Record<string, Writer>>;
	/** ISO 8601. */
	readonly now: string;
}

const NOTHING = 'Nothing';

/** The time alone today, with its day otherwise. */
export function whenWords(at: string, now: string): string {
	const day = (iso: string) => dayAndTime(iso).replace(clockTime(iso), '');
	return day(at) === day(now) ? clockTime(at) : dayAndTime(at);
}

/** "This device", "Your other device", or with a number where there are more than two. */
function deviceWords(writers: VersionPage['writers'], writer: Writer): string {
	if (writer.isHere) return 'This device';
	const others = [
		...new Set(
			Object.values(writers)
				.filter((one) => !one.isHere)
				.map((one) => one.device)
		)
	].sort();
	return others.length < 2 ? 'Your other device' : `Your other device ${others.indexOf(writer.device) + 1}`;
}

/** Who wrote a version, and when: "Your other device, 13:52". */
export function writerWords(
	{ writers, now }: Pick<VersionPage, 'writers' | 'now'>,
	by: string | undefined
): string {
	const writer = by === undefined ? undefined : writers[by];
	return writer ? `${deviceWords(writers, writer)}, ${whenWords(writer.at, now)}` : 'This device, just now';
}

function plainWords(value: Json): string {
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	if (Array.isArray(value)) return value.map((one) => plainWords(one as Json)).join('; ');
	return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

type Words = Pick<VersionPage, 'pack' | 'record'>;

function memberWords(member: string, value: Json): string {
	if (member === 'decidedAt' && typeof value === 'string') return momentWords(value);
	if (member === 'pack') return `Rules of version ${(value as { version?: string }).version ?? '?'}`;
	return plainWords(value);
}

/** A value of a field: its label for a choice, a date in words, otherwise as it was typed. */
function fieldWords(pack: Pack, path: ValuePath, value: Json): string {
	const at = fieldPlace(pack, path);
	if (at === undefined) return plainWords(value);
	const { field, part } = at;
	const known = valuesOf(pack, field, part);
	const shape = part === undefined ? field.type : field.item?.[part];
	const isMoment = shape === 'datetime' || shape === 'date';
	const words = (one: Json) => {
		const text = plainWords(one);
		if (known.includes(text)) return valueLabel(pack, { field, ...(part !== undefined && { part }) }, text);
		return isMoment ? momentWords(text) : text;
	};
	return Array.isArray(value) ? value.map((one) => words(one as Json)).join('; ') : words(value);
}

/** One entry as a record shows it. */
export function entryWords({ pack, record }: Words, path: ValuePath, value: Json | undefined): string {
	if (value === undefined || !isFilled(value)) return NOTHING;
	const place = entryPlace(path);
	switch (place.kind) {
		case 'value':
			return fieldWords(pack, path, value);
		case 'answers':
			// An entry of this list came from this list.
			return answerWords(pack, inputOf(record), value as unknown as AnswerEntry).said;
		case 'member':
			return memberWords(place.key, value);
		default:
			return (value as { label?: string }).label ?? NOTHING;
	}
}

function answerAsked({ pack, record }: Words, path: ValuePath): string {
	const entry = entriesOf(record).get(path) as unknown as AnswerEntry | undefined;
	const ask = entry && answerWords(pack, inputOf(record), entry).ask;
	return ask === undefined || ask === '' ? 'An answer' : ask;
}

function fieldAsked({ pack, record }: Words, path: ValuePath): string {
	const at = fieldPlace(pack, path);
	if (at === undefined) return path.startsWith('log/') ? 'What happened' : KEPT;
	const isPart = at.part !== undefined && at.row === undefined;
	const part = isPart ? `: ${partLabel(pack, at.field, at.part ?? '')}` : '';
	const about = at.receiver ? aboutWords(record, { receiver: at.receiver }) : '';
	return `${at.field.label}${part}${about === '' ? '' : ` (${about})`}`;
}

/** What a path is called on the screens. */
export function pathWords(page: Words, path: ValuePath): string {
	const place = entryPlace(path);
	if (place.kind === 'value') return fieldAsked(page, path);
	if (place.kind === 'answers') return answerAsked(page, path);
	return MEMBERS[place.kind === 'member' ? place.key : place.kind] ?? KEPT;
}

const KEPT = 'Something the app keeps';

const MEMBERS: Readonly<Record<string, string>> = {
	receivers: 'Who would receive it',
	persons: 'Who you would speak with',
	decidedAt: 'When it was decided',
	pack: 'The rules that the record is on',
	ruleOverrides: 'Rules switched by hand',
	linkedRecord: 'Linked record'
};

/** One version in full: its text, or each part of a row on a line of its own. */
export function sideWords(page: Words, question: VersionQuestion, side: VersionSide): string {
	const { row, field, id } = question;
	if (row === undefined || field === undefined || partNames(field).length === 0)
		return entryWords(page, id, side.values.get(id));
	const values = new Map<ValuePath, Json>([...Object.entries(page.record.values), ...side.values]);
	return partNames(field)
		.map((part) => [part, values.get(`${row}/${part}`)] as const)
		.filter(([, value]) => isFilled(value))
		.map(
			([part, value]) => `${partLabel(page.pack, field, part)}: ${entryWords(page, `${row}/${part}`, value)}`
		)
		.join('\n');
}

/** One line of a list of what is said where. */
export interface PathLine {
	readonly path: ValuePath;
	readonly label: string;
	readonly words: string;
}

const isShown = (path: ValuePath): boolean =>
	!isAppMade(path) && !path.startsWith('log/') && !path.startsWith('@record/');

/** What one text says that another does not: for late work, and for what a revision wrote. */
export function differingLines(page: Words, text: DecisionRecord): readonly PathLine[] {
	const before = entriesOf(page.record);
	return [...entriesOf(text)]
		.filter(
			([path, value]) =>
				isShown(path) && isFilled(value) && JSON.stringify(before.get(path)) !== JSON.stringify(value)
		)
		.map(([path, value]) => linesOf({ pack: page.pack, record: text }, path, value));
}

function linesOf(page: Words, path: ValuePath, value: Json | undefined): PathLine {
	return { path, label: pathWords(page, path), words: entryWords(page, path, value) };
}

/** What a revision wrote itself, as its books say. */
export function writtenLines(pack: Pack, text: DecisionRecord): readonly PathLine[] {
	return [...entriesOf(text)]
		.filter(([path, value]) => isShown(path) && text.by[path] === undefined && isFilled(value))
		.map(([path, value]) => linesOf({ pack, record: text }, path, value));
}
