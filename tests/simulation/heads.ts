/** Where each record stands by its log: the rules of keys-and-states.md section 3 once more, written from their words. */
import type { EntryHeader } from '#lib/trust/entry-header.ts';

export interface LineEnd {
	readonly head: string | null;
	readonly final: string | null;
	readonly leaves: readonly string[];
}

interface Line {
	readonly headers: Map<string, EntryHeader>;
	head: string | null;
	final: string | null;
	leaves: Set<string>;
}

function ancestors({ headers }: Line, { parents }: EntryHeader): ReadonlySet<string> {
	const all = new Set<string>(parents);
	for (const id of all) for (const parent of headers.get(id)?.parents ?? []) all.add(parent);
	return all;
}

/** Its parents are all leaves of the line, and it is the version after the one it takes the place of. */
function isFinal(line: Line, { kind, parents, version, supersedes }: EntryHeader): boolean {
	const before = line.final === null ? 0 : (line.headers.get(line.final)?.version ?? 0);
	const takesUpAll = parents.length === line.leaves.size && parents.every((id) => line.leaves.has(id));
	return kind === 'final' && takesUpAll && version === before + 1 && supersedes === line.final;
}

function append(line: Line, id: string, header: EntryHeader): void {
	const { parents, keyNumber } = header;
	const isLate = line.final !== null && !ancestors(line, header).has(line.final);
	const isOutdated = parents.some((one) => (line.headers.get(one)?.keyNumber ?? 0) > (keyNumber ?? 0));
	const moves = header.kind === 'draft' && (line.head === null || parents.includes(line.head));
	const finishes = isFinal(line, header);
	line.headers.set(id, header);
	if (isLate) return;
	if (isOutdated) line.leaves.add(id);
	else if (finishes) [line.head, line.final, line.leaves] = [id, id, new Set([id])];
	else {
		for (const parent of parents) if (moves || parent !== line.head) line.leaves.delete(parent);
		line.leaves.add(id);
		if (moves) line.head = id;
	}
}

/** @param log entries in order of seq */
export function lineEnds(log: readonly (readonly [string, EntryHeader])[]): ReadonlyMap<string, LineEnd> {
	const lines = new Map<string, Line>();
	for (const [id, header] of log) {
		if (header.record === null || (header.kind !== 'draft' && header.kind !== 'final')) continue;
		const line = lines.get(header.record) ?? { headers: new Map(), head: null, final: null, leaves: new Set() };
		lines.set(header.record, line);
		append(line, id, header);
	}
	return new Map([...lines].map(([record, { head, final, leaves }]) => [record, { head, final, leaves: [...leaves] }]));
}
