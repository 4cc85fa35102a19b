import type { Bytes } from './bytes.ts';
import { openGrant, type GrantProblem } from './grant.ts';
import { openRevision, type OpenedRevision, type RevisionProblem } from './revision.ts';
import type { CheckedEntry } from './verify.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** A grant that gave no key although it was meant for this identity. */
export interface BadGrant {
	readonly seq: number;
	readonly reason: GrantProblem;
}

/** A sealed entry of a record: opened, or why not. */
export interface OpenedEntry {
	readonly checked: CheckedEntry;
	readonly opened: Outcome<OpenedRevision, RevisionProblem | 'no-grant'>;
}

/** A record as far as an identity opens it. */
export interface OpenedRecord {
	/** In order of seq. */
	readonly revisions: readonly OpenedEntry[];
	readonly badGrants: readonly BadGrant[];
}

interface OpenedGrants {
	/** By commitment: two devices of one person may have opened the same number. */
	readonly keys: ReadonlyMap<string, Bytes>;
	readonly badGrants: readonly BadGrant[];
}

async function openGrants(
	entries: readonly CheckedEntry[],
	identities: readonly string[]
): Promise<OpenedGrants> {
	const keys = new Map<string, Bytes>();
	const badGrants: BadGrant[] = [];
	for (const { entry, seq } of entries) {
		if (entry.header.kind !== 'grant') continue;
		const granted = await openGrant(entry, identities);
		if (granted.ok) keys.set(entry.header.keyCommit ?? '', granted.value.key);
		else if (granted.reason !== 'no-key') badGrants.push({ seq, reason: granted.reason });
	}
	return { keys, badGrants };
}

/**
 * Opens every sealed entry of a record that the identities were granted.
 * @param entries checked entries of a whole log, or of this record
 * @param identities of spaces, or the recovery identity of the kit
 * @returns `unknown-record` when no entry names it */
export async function openRecord(
	entries: readonly CheckedEntry[],
	record: string,
	identities: readonly string[]
): Promise<Outcome<OpenedRecord, 'unknown-record'>> {
	const own = entries.filter(({ entry }) => entry.header.record === record);
	if (own.length === 0) return refuse('unknown-record');
	const { keys, badGrants } = await openGrants(own, identities);
	const sealed = own.filter(({ entry }) => entry.header.contentRoot !== null);
	const revisions = await Promise.all(
		sealed.map(async (checked) => {
			const key = keys.get(checked.entry.header.keyCommit ?? '');
			const opened = key === undefined ? refuse('no-grant' as const) : await openRevision(checked.entry, key);
			return { checked, opened };
		})
	);
	return accept({ revisions, badGrants });
}
