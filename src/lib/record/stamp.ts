/** The books of a revision that is about to be cut: which revision wrote each path, and what is left open. */
import { canonicalJson } from '../pack/canonical.ts';
import { entriesOf } from './entries.ts';
import type { MergedView } from './merge.ts';
import type { DecisionRecord, Json, OtherSide, ValuePath } from './types.ts';

const isSame = (one: Json, other: Json): boolean => canonicalJson(one) === canonicalJson(other);

/** The sides that are still open: named by the text, known to what it goes on from, and saying something else. */
function openSides(
	text: DecisionRecord,
	now: ReadonlyMap<ValuePath, Json>,
	from: MergedView
): ReadonlyMap<ValuePath, readonly OtherSide[]> {
	const open = Object.entries(text.sides ?? {}).map(([path, others]) => {
		const known = from.entries.get(path) ?? [];
		const value = now.get(path);
		const isOpen = (side: OtherSide) =>
			(value === undefined || !isSame(side.value, value)) &&
			known.some((one) => one.by === side.by && isSame(one.value, side.value));
		return [path, others.filter(isOpen)] as const;
	});
	return new Map(open.filter(([, others]) => others.length > 0));
}

/**
 * Who wrote what stands at a path; undefined: this revision does. A choice between versions is a writing of its own, even
 * where it keeps what one of them said: else a device that never saw the choice could undo it in silence.
 */
function writerOf(value: Json, before: readonly OtherSide[], open: readonly OtherSide[]): string | undefined {
	const same = before.filter((entry) => isSame(entry.value, value));
	const left = open.map(({ value: text }) => canonicalJson(text));
	const isSettled = before.some(
		(entry) => !same.includes(entry) && !left.includes(canonicalJson(entry.value))
	);
	return same.length === 1 && !isSettled ? same[0]?.by : undefined;
}

/**
 * The text with its books made anew: a path that says what it said before keeps its writer, any other is written by the
 * revision at hand. Made when a revision is cut and not with every save, so that typing costs nothing more.
 * @param from the merge view of all revisions that the text takes up
 */
export function withBooks(text: DecisionRecord, from: MergedView): DecisionRecord {
	const now = entriesOf(text);
	const open = openSides(text, now, from);
	const by = [...now].flatMap(([path, value]) => {
		const writer = writerOf(value, from.entries.get(path) ?? [], open.get(path) ?? []);
		return writer === undefined ? [] : [[path, writer] as const];
	});
	const { sides: _sides, ...rest } = text;
	return {
		...rest,
		by: Object.fromEntries(by),
		...(open.size > 0 && { sides: Object.fromEntries(open) })
	};
}

/** The record with one question between versions settled: what stands there from now on, and nothing beside it. */
export function withoutSides(record: DecisionRecord, path: ValuePath): DecisionRecord {
	const { [path]: _settled, ...left } = record.sides ?? {};
	const { sides: _sides, ...rest } = record;
	return Object.keys(left).length === 0 ? rest : { ...rest, sides: left };
}
