/** What one version of a record says otherwise than the one before, field by field, in words. Pure. */
import type { SummarySection } from './summary.ts';

export interface FieldChange {
	/** Section and field, unique among the changes. */
	readonly key: string;
	readonly section: string;
	readonly label: string;
	readonly change: 'added' | 'removed' | 'changed';
	readonly before: readonly string[];
	readonly after: readonly string[];
}

interface Told {
	readonly key: string;
	readonly section: string;
	readonly label: string;
	readonly lines: readonly string[];
}

function toldIn(sections: readonly SummarySection[]): ReadonlyMap<string, Told> {
	const all = sections.flatMap(({ id, title, rows }) =>
		rows
			.filter(({ lines }) => lines.length > 0)
			.map(({ field, label, lines }) => ({ key: `${id}/${field}`, section: title, label, lines }))
	);
	return new Map(all.map((told) => [told.key, told]));
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
	one.length === other.length && one.every((line, at) => line === other[at]);

function changeOf(one: Told | undefined, other: Told | undefined): FieldChange['change'] | undefined {
	if (one === undefined) return 'added';
	if (other === undefined) return 'removed';
	return same(one.lines, other.lines) ? undefined : 'changed';
}

/** In the order of the newer version; what it no longer says comes last. */
export function versionChanges(
	before: readonly SummarySection[],
	after: readonly SummarySection[]
): readonly FieldChange[] {
	const [old, now] = [toldIn(before), toldIn(after)];
	const keys = [...now.keys(), ...[...old.keys()].filter((key) => !now.has(key))];
	return keys.flatMap((key) => {
		const [one, other] = [old.get(key), now.get(key)];
		const change = changeOf(one, other);
		const told = other ?? one;
		if (change === undefined || told === undefined) return [];
		const { section, label } = told;
		return [{ key, section, label, change, before: one?.lines ?? [], after: other?.lines ?? [] }];
	});
}
