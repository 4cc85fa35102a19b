import { canonicalJson } from './canonical.ts';
import { itemKey, itemsOf, type PackItem, type PackPart } from './compare-items.ts';
import type { Pack } from './types.ts';

/** `words`: what it says. `way`: where it leads, what it notes, when it is asked, its dates, how sure we are. */
export type ChangeKind = 'added' | 'removed' | 'words' | 'way';

/** One difference between two packs. */
export interface PackChange {
	readonly part: PackPart;
	/** See `PackItem.id`. */
	readonly id: string;
	readonly kind: ChangeKind;
	/** Of `words` and `way`: the members that differ, for example `next` or `effectiveFrom`. */
	readonly members: readonly string[];
	/** The thing in the earlier pack; undefined where it is new. */
	readonly before: unknown;
	/** The thing in the later pack; undefined where it is gone. */
	readonly after: unknown;
}

/** Members that hold sentences, wherever they stand. Everything else decides something. */
const WORDS: readonly string[] = [
	...['ask', 'hint', 'label', 'title', 'about', 'qualifier', 'reason', 'todo', 'say', 'says', 'adds', 'help'],
	...['labels', 'note', 'evidenceNote', 'publisher', 'licence', 'date']
];

/** Dictionaries whose values are sentences. */
const WORD_LISTS = /^(words\/|flags$)/;

/**
 * Every difference between two packs, each named once. Version, date and hash of the packs themselves do not count, and
 * what belongs to a new or a removed question is not named again.
 * @returns empty for packs of equal content
 */
export function comparePacks(earlier: Pack, later: Pack): readonly PackChange[] {
	const old = keyed(earlier);
	const now = keyed(later);
	const keys = [...new Set([...now.keys(), ...old.keys()])];
	return keys.flatMap((key) => changesOf(old, now, key));
}

type Items = ReadonlyMap<string, PackItem>;

function keyed(pack: Pack): Items {
	return new Map(itemsOf(pack).map((item) => [itemKey(item), item]));
}

function changesOf(old: Items, now: Items, key: string): readonly PackChange[] {
	const before = old.get(key);
	const after = now.get(key);
	if (before !== undefined && after !== undefined) return changed(before, after);
	// A question that is new brings its answers along: it is named, they are not.
	const isOwned = (owner: string | undefined) => owner === undefined || (old.has(owner) && now.has(owner));
	return [before, after]
		.filter((item) => item !== undefined)
		.filter(({ part, owner }) => part !== 'order' && isOwned(owner))
		.map(({ part, id }) => ({
			...{ part, id, kind: before === undefined ? ('added' as const) : ('removed' as const) },
			...{ members: [], before: before?.value, after: after?.value }
		}));
}

function changed(before: PackItem, after: PackItem): readonly PackChange[] {
	const { part, id } = after;
	if (part === 'order') return isReordered(before, after) ? [orderChange(before, after)] : [];
	return (['words', 'way'] as const).flatMap((kind) => {
		const members = differing(before, after, kind);
		return members.length === 0
			? []
			: [{ part, id, kind, members, before: before.value, after: after.value }];
	});
}

function orderChange({ part, id, value }: PackItem, after: PackItem): PackChange {
	return { part, id, kind: 'way', members: ['order'], before: value, after: after.value };
}

/** Whether what stands in both lists stands in another order. */
function isReordered(before: PackItem, after: PackItem): boolean {
	const [old, now] = [before, after].map(({ value }) => value as readonly string[]); // made so by `itemsOf`
	const common = (list: readonly string[] = [], other: readonly string[] = []) =>
		list.filter((id) => other.includes(id)).join();
	return common(old, now) !== common(now, old);
}

function differing(before: PackItem, after: PackItem, kind: 'words' | 'way'): readonly string[] {
	const [old, now] = [before, after].map((item) => membersOf(item, kind));
	const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
	return names.filter((name) => canonicalJson(old?.[name] ?? null) !== canonicalJson(now?.[name] ?? null));
}

/** The members of a thing, with only the words in them or only the rest. A plain value is one member without a name. */
function membersOf({ id, part, value }: PackItem, kind: 'words' | 'way'): Readonly<Record<string, unknown>> {
	const isAllWords = part === 'other' && WORD_LISTS.test(id);
	if (isAllWords || typeof value !== 'object' || value === null || Array.isArray(value))
		return isAllWords === (kind === 'words') ? { '': value } : {};
	const entries = Object.entries(value).map(([name, member]) => [name, pick(name, member, kind)] as const);
	return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

/** What of a member is words, or is not: looked for in depth. Undefined: nothing of that kind. */
function pick(name: string, member: unknown, kind: 'words' | 'way'): unknown {
	if (WORDS.includes(name)) return kind === 'words' ? member : undefined;
	if (typeof member !== 'object' || member === null) return kind === 'way' ? member : undefined;
	const inner = Object.entries(member).map(([key, value]) => [key, pick(key, value, kind)] as const);
	const kept = inner.filter(([, value]) => value !== undefined);
	return kept.length === 0 && (kind === 'words' || inner.length > 0) ? undefined : Object.fromEntries(kept);
}

/**
 * Ids of questions, answers, lines to tick and outcomes of a released pack that later content lost. A stored answer names
 * them for ever, so content with any of these is never released.
 * @returns each as `node share-or-not` or `answer who-asks/police`
 */
export function lostIds(released: Pack, later: Pack): readonly string[] {
	const HELD: readonly PackPart[] = ['node', 'answer', 'line', 'outcome'];
	return comparePacks(released, later)
		.filter(({ part, kind }) => kind === 'removed' && HELD.includes(part))
		.map(itemKey);
}
