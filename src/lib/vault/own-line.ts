/**
 * How far the text of this device goes in its record's line. It takes up every revision that was cut here, and those of
 * other devices that its person has seen; what came since is for the next look, and never overwritten unseen.
 */
import type { Entry } from '../trust/entry.ts';
import type { ParentRevision } from '../trust/revision.ts';
import type { RecordLine } from './record-line.ts';

export interface OwnLine {
	/** Revisions that the text takes up, with all before them. */
	readonly known: readonly Entry[];
	/** Of those, what the next revision stands on. */
	readonly parents: readonly ParentRevision[];
	/** Revisions in the same line that nobody has looked at here. */
	readonly unseen: readonly Entry[];
	/** Revisions beside a signed record: neither before its final nor after it. */
	readonly late: readonly Entry[];
}

/** Ids with everything that they descend from. */
export function withAncestors(revisions: readonly Entry[], from: Iterable<string>): ReadonlySet<string> {
	const byId = new Map(revisions.map((entry) => [entry.id, entry]));
	const seen = new Set<string>();
	const open = [...from];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (seen.has(id)) continue;
		seen.add(id);
		open.push(...(byId.get(id)?.header.parents ?? []));
	}
	return seen;
}

/** Those that no other one of them takes up. */
export function newestOf(revisions: readonly Entry[]): readonly Entry[] {
	const taken = new Set(revisions.flatMap(({ header }) => header.parents));
	return revisions.filter(({ id }) => !taken.has(id));
}

function lateOf({ revisions, final }: RecordLine): readonly Entry[] {
	if (final === null) return [];
	const before = withAncestors(revisions, [final]);
	return revisions.filter(({ id }) => !before.has(id) && !withAncestors(revisions, [id]).has(final));
}

/** The line as a text sees it that has taken up these revisions of other devices. */
export function ownLine(line: RecordLine, device: string, taken: readonly string[] = []): OwnLine {
	const { revisions, final, leaves } = line;
	const own = revisions.filter(({ header }) => header.device === device).map(({ id }) => id);
	const seen = withAncestors(revisions, [...own, ...taken]);
	const known = revisions.filter(({ id }) => seen.has(id));
	const late = lateOf(line);
	const isAfter = final !== null && seen.has(final);
	const before = isAfter ? withAncestors(revisions, [final]) : new Set<string>();
	const writing = isAfter
		? known.filter((entry) => entry.id === final || (!before.has(entry.id) && !late.includes(entry)))
		: known;
	const ends = new Set(newestOf(writing).map(({ id }) => id));
	// A head that a losing final stands on is a leaf still: heads.ts says why.
	const leafIds = new Set(leaves.map(({ id }) => id));
	const parents = writing.filter(({ id }) => ends.has(id) || leafIds.has(id));
	return {
		known,
		parents: parents.map(({ id, header }) => ({ id, n: header.n ?? 0 })),
		unseen: revisions.filter((entry) => !seen.has(entry.id) && !late.includes(entry)),
		late
	};
}
