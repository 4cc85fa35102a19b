/** What devices of one person may do to one record, at random, and how it is done to plain data. */
import fc from 'fast-check';
import type { AnswerEntry, Party } from '#lib/flow/types.ts';
import { answerPath, entryPlace, memberPath } from '#lib/record/entries.ts';
import type { DecisionRecord, Json, ValuePath } from '#lib/record/types.ts';

export const PATHS: readonly ValuePath[] = [
	'case/concern',
	'r:/reasons',
	'case/adviceTaken/1-a/who',
	'case/adviceTaken/1-a/said',
	answerPath('share/one'),
	answerPath('share/two'),
	'@receivers/aunt',
	memberPath('decidedAt')
];

export type Act =
	| {
			readonly kind: 'edit';
			readonly device: number;
			readonly path: ValuePath;
			readonly says: 'new' | 'same' | 'gone';
	  }
	| { readonly kind: 'cut' | 'open' | 'meet'; readonly device: number }
	| { readonly kind: 'pull'; readonly device: number; readonly from: number }
	| { readonly kind: 'choose'; readonly device: number; readonly path: ValuePath; readonly side: number };

const device = fc.nat({ max: 3 });
// Mostly the same few places, so that devices get into each other's way.
const path = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...PATHS.slice(0, 2)) },
	{ weight: 1, arbitrary: fc.constantFrom(...PATHS) }
);
const says = fc.constantFrom('new', 'new', 'new', 'same', 'gone');

/** A history: what up to four devices do, in order. */
export const histories: fc.Arbitrary<readonly Act[]> = fc.array(
	fc.oneof(
		{ weight: 8, arbitrary: fc.record({ kind: fc.constant('edit'), device, path, says }) },
		{ weight: 4, arbitrary: fc.record({ kind: fc.constant('cut'), device }) },
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant('pull'), device, from: device }) },
		{ weight: 4, arbitrary: fc.record({ kind: fc.constant('open'), device }) },
		{
			weight: 2,
			arbitrary: fc.record({ kind: fc.constant('choose'), device, path, side: fc.nat({ max: 2 }) })
		}
	),
	{ minLength: 15, maxLength: 60, size: 'max' }
);

/** An item of a record at an entry path, or undefined to take it away. */
export function put(record: DecisionRecord, at: ValuePath, value: Json | undefined): DecisionRecord {
	const place = entryPlace(at);
	if (place.kind === 'value') {
		const { [at]: _old, ...values } = record.values;
		return { ...record, values: value === undefined ? values : { ...values, [at]: value } };
	}
	if (place.kind === 'member') return value === undefined ? record : { ...record, [place.key]: value };
	const list = place.kind === 'answers' ? 'answers' : 'receivers';
	const items: readonly (AnswerEntry | Party)[] = record[list];
	const isIt = (item: AnswerEntry | Party) => ('key' in item ? item.key : item.id) === place.key;
	const item = value as unknown as AnswerEntry & Party;
	const index = items.findIndex(isIt);
	const next =
		value === undefined
			? items.filter((one) => !isIt(one))
			: index === -1
				? [...items, item]
				: items.with(index, item);
	return { ...record, [list]: next };
}

export function itemFor(at: ValuePath, text: string): Json {
	const place = entryPlace(at);
	if (place.kind === 'answers') return { key: place.key, node: 'one', value: text };
	return place.kind === 'receivers' ? { id: place.key, label: text } : text;
}

export const textOf = (value: Json | undefined): string | undefined => {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object') return String(value);
	const { label, value: said } = value as { label?: string; value?: string };
	return label ?? said;
};
