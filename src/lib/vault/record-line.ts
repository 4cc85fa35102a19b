/** The revisions of one record that this device has, and where the next one goes. */
import { NEW_RECORD, place, type Place, type RecordState, type Revision } from '../record/heads.ts';
import { parseMembers } from '../trust/canonical.ts';
import type { Entry } from '../trust/entry.ts';
import type { EntryHeader } from '../trust/entry-header.ts';
import type { ParentRevision } from '../trust/revision.ts';
import type { DrawerDatabase } from './database.ts';
import { entryOf } from './keylog-shelf.ts';
import type { EntryRow } from './outbox.ts';

/** What is known of a record's line on this device. */
export interface RecordLine {
	/** All leaves of the line that is being written: the parents of the next revision. */
	readonly leaves: readonly ParentRevision[];
	/** The signed final, and its version; null and 0 while there is none. */
	readonly final: string | null;
	readonly version: number;
	/** Revisions in order, the newest last. */
	readonly revisions: readonly Entry[];
	/** What became of each, by id, when it came. */
	readonly places: ReadonlyMap<string, Place>;
	/** Spaces that a key was granted to: `grantName` of each. */
	readonly granted: ReadonlySet<string>;
}

const HEADER_LIMITS = { maxBytes: 16 * 1024, maxDepth: 8 } as const;

/** Names a grant within its record. The commitment says which key: another device may have opened the same number. */
export function grantName({
	keyCommit,
	space,
	epoch
}: Pick<EntryHeader, 'keyCommit' | 'space' | 'epoch'>): string {
	return `${keyCommit ?? ''} ${space ?? ''} ${epoch ?? 0}`;
}

/** The order of the log, then what the log does not have yet in the order in which it was made. */
function byPlace(one: EntryRow, other: EntryRow): number {
	return (one.seq ?? Infinity) - (other.seq ?? Infinity) || one.order - other.order;
}

function revisionOf({ id, header }: Entry): Revision {
	const { parents, keyNumber, version, supersedes } = header;
	const kind = header.kind === 'final' ? 'final' : 'draft';
	return { id, kind, parents, keyNumber: keyNumber ?? 0, version, supersedes };
}

function stateOf(revisions: readonly Revision[]) {
	const line = new Map<string, Revision>();
	const places = new Map<string, Place>();
	let state: RecordState = NEW_RECORD;
	for (const revision of revisions) {
		const placed = place(state, revision, line);
		({ state } = placed);
		places.set(revision.id, placed.place);
		line.set(revision.id, revision);
	}
	return { state, places };
}

/** Reads a record's entries. What was refused, was not verified, or does not read any more is no parent of anything. */
export async function recordLine(db: DrawerDatabase, record: string): Promise<RecordLine> {
	const rows = await db.entries.where('record').equals(record).toArray();
	const held = rows.filter((row) => row.checked === 1 && row.state !== 'parked').sort(byPlace);
	const entries = (await Promise.all(held.map(entryOf))).filter((entry) => entry !== undefined);
	const revisions = entries.filter(({ header }) => header.kind === 'draft' || header.kind === 'final');
	const { state, places } = stateOf(revisions.map(revisionOf));
	const leaves = revisions
		.filter(({ id }) => state.leaves.includes(id))
		.map(({ id, header }) => ({ id, n: header.n ?? 0 }));
	const final = revisions.find(({ id }) => id === state.final);
	const grants = entries.filter(({ header }) => header.kind === 'grant');
	return {
		leaves,
		final: state.final,
		version: final?.header.version ?? 0,
		revisions,
		places,
		granted: new Set(grants.map(({ header }) => grantName(header)))
	};
}

/** Key number in the header of a stored row; 0 when it has none or does not read any more. */
export function keyNumberOf({ h }: Pick<EntryRow, 'h'>): number {
	const keyNumber = parseMembers(h, HEADER_LIMITS)?.['keyNumber'];
	return typeof keyNumber === 'number' ? keyNumber : 0;
}
