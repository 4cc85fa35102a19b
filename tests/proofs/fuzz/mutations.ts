/** Ways to spoil bytes and JSON texts. */
import { concat, equalBytes, fromUtf8, utf8, type Bytes } from '#lib/trust/bytes.ts';
import type { Random } from '../random.ts';
import type { Answer, Attempt } from './judge.ts';

/** A spoilt input and how it was made. */
interface Spoilt {
	readonly how: string;
	readonly bytes: Bytes;
}

const flipped = (bytes: Bytes, bit: number): Bytes =>
	bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));

/** Every n-th of a range, from a random beginning, so that each run sees others and the long one sees all. */
function* everyNth(range: number, wanted: number, random: Random): Generator<number> {
	const step = Math.max(1, Math.ceil(range / Math.max(1, wanted)));
	for (let at = random.below(step); at < range; at += step) yield at;
}

type Way = (bytes: Bytes, random: Random, others: readonly Bytes[]) => Spoilt;

function cut(bytes: Bytes, random: Random): readonly [from: number, to: number] {
	const ends = [random.below(bytes.length + 1), random.below(bytes.length + 1)];
	return [Math.min(...ends), Math.max(...ends)];
}

/** Numbers that a length or count might be read from. */
const GIANTS = [[0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff], [0, 0, 0, 0], [0x80]];

const WAYS: readonly Way[] = [
	(bytes, random) => {
		const [from, to] = cut(bytes, random);
		return { how: `removed ${from}-${to}`, bytes: concat(bytes.subarray(0, from), bytes.subarray(to)) };
	},
	(bytes, random) => {
		const [at, noise] = [random.below(bytes.length + 1), random.bytes(1 + random.below(40))];
		return { how: `inserted at ${at}`, bytes: concat(bytes.subarray(0, at), noise, bytes.subarray(at)) };
	},
	(bytes, random) => {
		const [from, to] = cut(bytes, random);
		return {
			how: `noise ${from}-${to}`,
			bytes: concat(bytes.subarray(0, from), random.bytes(to - from), bytes.subarray(to))
		};
	},
	(bytes, random) => {
		const [from, to] = cut(bytes, random);
		const fill = new Uint8Array(to - from).fill(random.pick([0, 0xff, 0x20, 0x30]));
		return { how: `filled ${from}-${to}`, bytes: concat(bytes.subarray(0, from), fill, bytes.subarray(to)) };
	},
	(bytes, random) => {
		const [at, giant] = [random.below(bytes.length), Uint8Array.from(random.pick(GIANTS))];
		const tail = bytes.subarray(at + giant.length);
		return { how: `giant number at ${at}`, bytes: concat(bytes.subarray(0, at), giant, tail) };
	},
	(bytes, random) => {
		const [from, to] = cut(bytes, random);
		const middle = bytes.slice(from, to).reverse();
		return {
			how: `turned ${from}-${to}`,
			bytes: concat(bytes.subarray(0, from), middle, bytes.subarray(to))
		};
	},
	(bytes, random) => {
		const at = random.below(bytes.length);
		return { how: `halves changed at ${at}`, bytes: concat(bytes.subarray(at), bytes.subarray(0, at)) };
	},
	(bytes, random, others) => {
		const other = random.pick([bytes, ...others]);
		return { how: 'another behind it', bytes: concat(bytes, other.subarray(random.below(other.length))) };
	},
	(bytes, random, others) => {
		const [from, to] = cut(bytes, random);
		const other = random.pick([random.bytes(bytes.length), ...others]);
		const middle = other.subarray(from, to);
		return {
			how: `spliced ${from}-${to}`,
			bytes: concat(bytes.subarray(0, from), middle, bytes.subarray(from + middle.length))
		};
	},
	(_bytes, random) => ({ how: 'noise alone', bytes: random.bytes(random.below(3000)) })
];

/** Flips of bits, cuts at every length, whole foreign inputs, then the other ways by chance. */
export function* spoiltBytes(
	good: Bytes,
	others: readonly Bytes[],
	{ random, tries }: { readonly random: Random; readonly tries: number }
): Generator<Spoilt> {
	for (const [at, bytes] of others.entries()) yield { how: `foreign ${at}`, bytes };
	let left = tries;
	for (const bit of everyNth(good.length * 8, Math.ceil(tries / 2), random)) {
		left -= 1;
		yield { how: `flipped bit ${bit}`, bytes: flipped(good, bit) };
	}
	for (const length of everyNth(good.length, Math.ceil(tries / 5), random)) {
		left -= 1;
		yield { how: `cut to ${length}`, bytes: good.slice(0, length) };
	}
	for (; left > 0; left -= 1) yield random.pick(WAYS)(good, random, others);
}

/** Values that no field of ours has. */
const STRANGE: readonly unknown[] = [
	null,
	true,
	-1,
	1.5,
	1e308,
	9007199254740993,
	'',
	'x',
	'\u0000',
	'A'.repeat(70_000),
	[],
	{},
	[[[[[[]]]]]],
	{ __proto__: null, constructor: 1 }
];

/** The text of an object whose member is written twice, the strange one first or last. */
function doubled(entries: readonly (readonly [string, unknown])[], at: number, random: Random): string {
	const members = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
	const [key = ''] = entries[at] ?? [];
	const strange = `${JSON.stringify(key)}:${JSON.stringify(random.pick(STRANGE))}`;
	return `{${(random.below(2) === 0 ? [strange, ...members] : [...members, strange]).join(',')}}`;
}

/** A JSON object spoilt as JSON: wrong types, members gone, added, doubled or in another order, spaces, depth. */
function spoiltJson(object: Readonly<Record<string, unknown>>, random: Random): Spoilt {
	const entries = Object.entries(object);
	const at = random.below(entries.length);
	const [key = '', value] = entries[at] ?? [];
	const ways: readonly (() => readonly [how: string, text: string])[] = [
		() => [`wrong type of ${key}`, JSON.stringify({ ...object, [key]: random.pick(STRANGE) })],
		() => [`without ${key}`, JSON.stringify(Object.fromEntries(entries.filter(([name]) => name !== key)))],
		() => [`one more`, JSON.stringify({ ...object, [`${key}x`]: value })],
		() => [`${key} twice`, doubled(entries, at, random)],
		() => [
			`from ${at} on first`,
			JSON.stringify(Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)]))
		],
		() => [`with spaces`, JSON.stringify(object, null, random.pick([1, 2, '\t']))],
		() => [`in a list`, JSON.stringify([object])],
		() => [`too deep`, `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
		() => [`a number only`, String(random.pick([0, -1, 1e21]))],
		() => [
			`${key} of another member`,
			JSON.stringify({ ...object, [key]: entries[random.below(entries.length)]?.[1] })
		]
	];
	const [how, text] = random.pick(ways)();
	return { how, bytes: utf8(text) };
}

/** Where a good input lies, and how it opens there. */
export interface Opening {
	readonly good: Bytes;
	/** Good inputs of other places: each must be refused here. */
	readonly others: readonly Bytes[];
	/** Also spoilt as a JSON object. */
	readonly isJson?: boolean;
	/** Whether a spoilt input still says the very same, as a text that people type may; then it is not tried. */
	readonly isSame?: (bytes: Bytes) => boolean;
	readonly open: (bytes: Bytes) => Promise<Answer>;
}

/** Attempts on an input of bytes. */
export function* spoiling(
	{ good, others, isJson, isSame, open }: Opening,
	random: Random,
	tries: number
): Generator<Attempt> {
	const ofJson = isJson === true ? Math.ceil(tries / 3) : 0;
	const own = ({ how, bytes }: Spoilt): Attempt[] =>
		equalBytes(bytes, good) || isSame?.(bytes) === true ? [] : [{ how, run: () => open(bytes) }];
	for (const spoilt of spoiltBytes(good, others, { random, tries: tries - ofJson })) yield* own(spoilt);
	// Ours: an object was written.
	const object = isJson === true ? (JSON.parse(fromUtf8(good) ?? '') as Record<string, unknown>) : {};
	for (let left = ofJson; left > 0; left -= 1) yield* own(spoiltJson(object, random));
}
