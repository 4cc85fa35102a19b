/** Which revision of a record counts: pure, a function of the entries and their order in the log. */

/** The part of a sealed revision that decides its place. */
export interface Revision {
	readonly id: string;
	readonly kind: 'draft' | 'final';
	readonly parents: readonly string[];
	readonly keyNumber: number;
	/** Of a final: which version of the record it signs, and which final it replaces. */
	readonly version: number | null;
	readonly supersedes: string | null;
}

/** Where a record stands. `leaves` are those of the line that is being written, the losing ones among them. */
export interface RecordState {
	readonly head: string | null;
	readonly leaves: readonly string[];
	readonly final: string | null;
}

/**
 * What became of a revision: it is the head, the record's final, a leaf beside the head, a side leaf with an
 * outdated key, or late work beside a signed record. All are stored and shown.
 */
export type Place = 'head' | 'final' | 'leaf' | 'side' | 'late';

export const NEW_RECORD: RecordState = { head: null, leaves: [], final: null };

/** Revisions of the record by id, with the one being placed not among them. */
export type Line = ReadonlyMap<string, Revision>;

/** Whether `ancestor` is among the revision's parents, or theirs. */
function descendsFrom(revision: Revision, ancestor: string, line: Line): boolean {
	const seen = new Set<string>();
	const open = [...revision.parents];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (id === ancestor) return true;
		if (seen.has(id)) continue;
		seen.add(id);
		open.push(...(line.get(id)?.parents ?? []));
	}
	return false;
}

function hasOutdatedKey(revision: Revision, line: Line): boolean {
	return revision.parents.some((parent) => (line.get(parent)?.keyNumber ?? 0) > revision.keyNumber);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((id) => other.includes(id));
}

/** A final counts if it takes up every leaf of its line and is the version after the one it replaces. */
function finishes(revision: Revision, state: RecordState, line: Line): boolean {
	const before = state.final === null ? 0 : (line.get(state.final)?.version ?? 0);
	return (
		isSameSet(revision.parents, state.leaves) &&
		revision.version === before + 1 &&
		revision.supersedes === state.final
	);
}

/**
 * Gives a revision its place.
 * @param line every revision of the record stored before it
 * @source keys-and-states.md section 3 */
export function place(
	state: RecordState,
	revision: Revision,
	line: Line
): { readonly state: RecordState; readonly place: Place } {
	const { id, parents } = revision;
	if (state.final !== null && !descendsFrom(revision, state.final, line)) return { state, place: 'late' };
	if (hasOutdatedKey(revision, line)) {
		return { state: { ...state, leaves: [...state.leaves, id] }, place: 'side' };
	}
	if (revision.kind === 'final' && finishes(revision, state, line)) {
		return { state: { head: id, leaves: [id], final: id }, place: 'final' };
	}
	const moves = revision.kind === 'draft' && (state.head === null || parents.includes(state.head));
	// The head stays a leaf until a draft moves it: else a writer who takes up all leaves would miss it for good.
	const open = state.leaves.filter((leaf) => !parents.includes(leaf) || (!moves && leaf === state.head));
	const leaves = [...open, id];
	return moves
		? { state: { ...state, head: id, leaves }, place: 'head' }
		: { state: { ...state, leaves }, place: 'leaf' };
}
