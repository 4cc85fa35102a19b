/**
 * Several versions of one record, seen as one. A function of the set of revisions and nothing else: no clock, no order
 * of arrival, no base text. Nothing is written by looking; two devices with the same set see the same.
 * @source reference/sync.md section 2
 */
import { canonicalJson } from '../pack/canonical.ts';
import type { PackStamp } from '../pack/types.ts';
import { entriesOf, entryPlace, isAppMade, joinedOrder, recordFrom } from './entries.ts';
import type { DecisionRecord, Json, OtherSide, ValuePath } from './types.ts';

/** A revision of the record, opened. Without content it could not be opened here; what it descends from still counts. */
export interface MergeRevision {
	readonly id: string;
	readonly parents: readonly string[];
	readonly content?: DecisionRecord;
}

/** Two or more values at one path, of which nobody has chosen one. Ordered by value, so that all devices agree. */
export interface Conflict {
	readonly path: ValuePath;
	/** Each value once, with the revision that wrote it; of several that wrote the same, the first by id. */
	readonly sides: readonly OtherSide[];
}

export interface MergedView {
	/** With `by` for every path, and the other values of open conflicts in `sides`. Undefined when nothing could be opened. */
	readonly record: DecisionRecord | undefined;
	/** Revisions that no other one takes up: the parents of the next. */
	readonly leaves: readonly string[];
	/** In the order of their paths; what the app alone writes is never among them. */
	readonly conflicts: readonly Conflict[];
	/** Every entry that survives, each writer's own. */
	readonly entries: ReadonlyMap<ValuePath, readonly OtherSide[]>;
	/** Revisions that say nothing here because they could not be opened, and that no readable one takes up. */
	readonly unread: readonly string[];
	/** The packs that the leaves were written on; more than one is for a person to know. */
	readonly packs: readonly PackStamp[];
}

type Ancestry = ReadonlyMap<string, ReadonlySet<string>>;

/** Every revision with all that it descends from, itself included. */
function ancestryOf(revisions: ReadonlyMap<string, MergeRevision>): Ancestry {
	const found = new Map<string, ReadonlySet<string>>();
	for (const { id } of revisions.values()) {
		const seen = new Set<string>();
		const open = [id];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			if (seen.has(next)) continue;
			seen.add(next);
			open.push(...(revisions.get(next)?.parents ?? []));
		}
		found.set(id, seen);
	}
	return found;
}

interface Leaf {
	readonly id: string;
	readonly content: DecisionRecord;
	readonly seen: ReadonlySet<string>;
	readonly entries: ReadonlyMap<ValuePath, readonly OtherSide[]>;
}

/** What a revision says at each path: its own value with its writer, and the sides that it leaves open. */
function sidesOf(id: string, content: DecisionRecord): ReadonlyMap<ValuePath, readonly OtherSide[]> {
	const said = new Map<ValuePath, readonly OtherSide[]>();
	for (const [path, value] of entriesOf(content)) said.set(path, [{ value, by: content.by[path] ?? id }]);
	for (const [path, others] of Object.entries(content.sides ?? {}))
		said.set(path, [...(said.get(path) ?? []), ...others]);
	return said;
}

function leavesOf(revisions: ReadonlyMap<string, MergeRevision>): readonly Leaf[] {
	const ancestry = ancestryOf(revisions);
	const readable = [...revisions.values()].filter(({ content }) => content !== undefined);
	const isTakenUp = (id: string) =>
		readable.some((other) => other.id !== id && ancestry.get(other.id)?.has(id) === true);
	return readable
		.filter(({ id }) => !isTakenUp(id))
		.sort((one, other) => (one.id < other.id ? -1 : 1))
		.flatMap(({ id, content }) =>
			content ? [{ id, content, seen: ancestry.get(id) ?? new Set(), entries: sidesOf(id, content) }] : []
		);
}

/** The rule: an entry stays unless another leaf descends from its writer and no longer carries it. */
function stays(entry: OtherSide, path: ValuePath, leaves: readonly Leaf[]): boolean {
	return leaves.every(
		({ seen, entries }) =>
			!seen.has(entry.by) || entries.get(path)?.some(({ by }) => by === entry.by) === true
	);
}

const inOrder = (one: OtherSide, other: OtherSide): number => {
	const [a, b] = [canonicalJson(one.value) + one.by, canonicalJson(other.value) + other.by];
	return a === b ? 0 : a < b ? -1 : 1;
};

/** Surviving entries by path, in the order of the paths. */
function survivors(leaves: readonly Leaf[]): ReadonlyMap<ValuePath, readonly OtherSide[]> {
	const paths = [...new Set(leaves.flatMap(({ entries }) => [...entries.keys()]))].sort();
	const found = paths.map((path) => {
		const all = leaves.flatMap(({ entries }) => entries.get(path) ?? []);
		const kept = new Map(
			all
				.filter((entry) => stays(entry, path, leaves))
				.map((entry) => [canonicalJson([entry.value, entry.by]), entry] as const)
		);
		return [path, [...kept.values()].sort(inOrder)] as const;
	});
	return new Map(found.filter(([, kept]) => kept.length > 0));
}

/** Each value once; of several writers the first by id. */
function eachOnce(entries: readonly OtherSide[]): readonly OtherSide[] {
	const values = new Map<string, OtherSide>();
	for (const entry of entries) {
		const value = canonicalJson(entry.value);
		if (!values.has(value)) values.set(value, entry);
	}
	return [...values.values()];
}

/** What stands at a path in the one record that is shown: the value, who wrote it, and what is beside it. */
function shown(path: ValuePath, entries: readonly OtherSide[], here: Json | undefined): readonly OtherSide[] {
	const sides = eachOnce(entries);
	if (!isAppMade(path)) {
		const text = here === undefined ? undefined : canonicalJson(here);
		const own = sides.filter(({ value }) => canonicalJson(value) === text);
		return [...own, ...sides.filter((side) => !own.includes(side))];
	}
	const [first = { value: null, by: '' }] = sides;
	const isOrder = entryPlace(path).kind === 'order';
	return [isOrder ? { ...first, value: joinedOrder(sides.map(({ value }) => value)) } : first];
}

function recordOf(
	entries: ReadonlyMap<ValuePath, readonly OtherSide[]>,
	here: DecisionRecord | undefined
): DecisionRecord {
	const text = here === undefined ? new Map<ValuePath, Json>() : entriesOf(here);
	const all = [...entries].map(([path, kept]) => [path, shown(path, kept, text.get(path))] as const);
	const firsts = all.flatMap(([path, [first]]) => (first ? [[path, first] as const] : []));
	const open = all.filter(([, sides]) => sides.length > 1);
	const sides = Object.fromEntries(open.map(([path, [, ...others]]) => [path, others]));
	return {
		...recordFrom(new Map(firsts.map(([path, { value }]) => [path, value] as const))),
		by: Object.fromEntries(firsts.map(([path, { by }]) => [path, by])),
		...(open.length > 0 && { sides })
	};
}

/**
 * The merge view.
 * @param revisions of one record, in any order, each as often as it likes
 * @param here the text whose values stand in the record where a conflict is open; it changes nothing else
 */
export function mergeView(revisions: readonly MergeRevision[], here?: DecisionRecord): MergedView {
	const byId = new Map(revisions.map((revision) => [revision.id, revision]));
	const leaves = leavesOf(byId);
	const entries = survivors(leaves);
	const conflicts = [...entries]
		.filter(([path]) => !isAppMade(path))
		.map(([path, kept]) => ({ path, sides: eachOnce(kept) }))
		.filter(({ sides }) => sides.length > 1);
	const packs = new Map(leaves.map(({ content }) => [canonicalJson(content.pack), content.pack]));
	return {
		record: leaves.length === 0 ? undefined : recordOf(entries, here),
		leaves: leaves.map(({ id }) => id),
		conflicts,
		entries,
		unread: [...byId.keys()].filter((id) => !leaves.some(({ seen }) => seen.has(id))).sort(),
		packs: [...packs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pack]) => pack)
	};
}
