/**
 * A record as a set of entries, one a path: what a merge keeps or drops. Values stand under their own paths; answers,
 * receivers, persons and every other member under paths that begin with `@`, which no value has.
 */
import type { AnswerEntry, Party } from '../flow/types.ts';
import { isSuggested } from './rules-values.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** Lists of a record whose items have a key of their own, and that key. */
const LISTS = { answers: 'key', receivers: 'id', persons: 'id' } as const;

type ListName = keyof typeof LISTS;
const LIST_NAMES = Object.keys(LISTS) as readonly ListName[]; // The names of a literal.

/** Members that say where the others come from, and are no entries themselves. */
const BOOKS: readonly string[] = ['values', 'by', 'sides'];

const ORDER = '@order/';
const MEMBER = '@record/';

/** Path of an answer. @param key place in the journey */
export const answerPath = (key: string): ValuePath => `@answers/${key}`;
/** Path of the member of a record that is no list and no value. */
export const memberPath = (member: string): ValuePath => `${MEMBER}${member}`;

/** What an entry path names. */
export type EntryPlace =
	{ readonly kind: 'value' } | { readonly kind: ListName | 'order' | 'member'; readonly key: string };

/** Reads an entry's path. */
export function entryPlace(path: ValuePath): EntryPlace {
	if (path.startsWith(ORDER)) return { kind: 'order', key: path.slice(ORDER.length) };
	if (path.startsWith(MEMBER)) return { kind: 'member', key: path.slice(MEMBER.length) };
	const list = LIST_NAMES.find((name) => path.startsWith(`@${name}/`));
	return list === undefined ? { kind: 'value' } : { kind: list, key: path.slice(list.length + 2) };
}

/** Written by the app alone, from what people wrote: two of them are no question for a person. */
export function isAppMade(path: ValuePath): boolean {
	const place = entryPlace(path);
	if (place.kind === 'value') return isSuggested(path);
	return place.kind === 'order' || (place.kind === 'member' && ['recordedAt', 'schema'].includes(place.key));
}

// Plain JSON by type; TypeScript asks for index signatures that interfaces do not have.
const asJson = (value: unknown): Json => value as Json;

function listEntries(record: DecisionRecord, list: ListName): readonly (readonly [ValuePath, Json])[] {
	const items: readonly (AnswerEntry | Party)[] = record[list];
	const keys = items.map((item) => ('key' in item ? item.key : item.id));
	const own = items.map((item, at) => [`@${list}/${keys[at] ?? ''}`, asJson(item)] as const);
	return keys.length === 0 ? own : [...own, [`${ORDER}${list}`, keys]];
}

/** Everything of a record by path. */
export function entriesOf(record: DecisionRecord): ReadonlyMap<ValuePath, Json> {
	const members = Object.entries(record)
		.filter(([member, value]) => !BOOKS.includes(member) && !(member in LISTS) && value !== undefined)
		.map(([member, value]) => [memberPath(member), asJson(value)] as const);
	const lists = LIST_NAMES.flatMap((list) => listEntries(record, list));
	return new Map([...Object.entries(record.values), ...lists, ...members]);
}

/** Items by the order that was kept, and what it does not name after them, by key. */
function itemsIn(entries: ReadonlyMap<ValuePath, Json>, list: ListName): readonly Json[] {
	const order = entries.get(`${ORDER}${list}`);
	const known = Array.isArray(order) ? order.map(String) : [];
	const prefix = `@${list}/`;
	const rest = [...entries.keys()]
		.filter((path) => path.startsWith(prefix))
		.map((path) => path.slice(prefix.length))
		.filter((key) => !known.includes(key))
		.sort();
	return [...known, ...rest].flatMap((key) => entries.get(`${prefix}${key}`) ?? []);
}

/** The record that these entries make. The books are the caller's to fill. */
export function recordFrom(entries: ReadonlyMap<ValuePath, Json>): DecisionRecord {
	const named = [...entries].map(([path, value]) => ({ path, place: entryPlace(path), value }));
	const members = named.flatMap(({ place, value }) =>
		place.kind === 'member' ? [[place.key, value] as const] : []
	);
	const values = named.flatMap(({ path, place, value }) =>
		place.kind === 'value' ? [[path, value] as const] : []
	);
	const lists = LIST_NAMES.map((list) => [list, itemsIn(entries, list)] as const);
	const made = {
		...Object.fromEntries([...members, ...lists]),
		values: Object.fromEntries(values),
		by: {}
	};
	// Every entry came from a record, and each of these members is in all of them.
	return made as unknown as DecisionRecord;
}

/** One order out of several: the first, with what only the others name after it, as they have it. */
export function joinedOrder(orders: readonly Json[]): Json {
	return [...new Set(orders.flatMap((order) => (Array.isArray(order) ? order.map(String) : [])))];
}

function withItem(
	record: DecisionRecord,
	{ kind: list, key }: { readonly kind: ListName; readonly key: string },
	value: Json | undefined
): DecisionRecord {
	const items: readonly (AnswerEntry | Party)[] = record[list];
	const at = items.findIndex((item) => ('key' in item ? item.key : item.id) === key);
	// An entry of this list came from this list.
	const item = value as unknown as AnswerEntry & Party;
	if (value === undefined) return { ...record, [list]: items.filter((_, index) => index !== at) };
	return { ...record, [list]: at === -1 ? [...items, item] : items.with(at, item) };
}

/** The record with one entry changed, or taken out where `value` is undefined; members of the record always stay. */
export function withEntry(record: DecisionRecord, path: ValuePath, value: Json | undefined): DecisionRecord {
	const place = entryPlace(path);
	if (place.kind === 'order') return record;
	if (place.kind === 'member') return value === undefined ? record : { ...record, [place.key]: value };
	if (place.kind !== 'value') return withItem(record, { kind: place.kind, key: place.key }, value);
	const { [path]: _old, ...values } = record.values;
	return { ...record, values: value === undefined ? values : { ...values, [path]: value } };
}
