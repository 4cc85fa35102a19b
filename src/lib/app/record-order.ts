import type { DraftList } from '../vault/drafts.ts';

/** The list of records as it is shown: the one that was saved last comes first. */
export function newestFirst({ headers, damaged }: DraftList): DraftList {
	return { headers: [...headers].sort((one, other) => other.savedAt.localeCompare(one.savedAt)), damaged };
}
