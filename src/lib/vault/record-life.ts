/** The part of the vault about a signed record's life: its versions, its past, and clearing it from this device. */
import type { PastEntry } from '../record/timeline.ts';
import { refuse, type Outcome } from '../trust/outcome.ts';
import { clearObstacle, clearRecord, type ClearProblem } from './clear.ts';
import { historyOf } from './history.ts';
import {
	dropVersion,
	startVersion,
	type DropProblem,
	type VersionProblem,
	type VersionStart
} from './new-version.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import { signedVersions, type SignedVersionFacts } from './signed-versions.ts';

export interface RecordLife {
	/** Signed versions of a record, newest first, each held against its signature and content root. */
	signedVersions(id: string): Promise<readonly SignedVersionFacts[]>;
	/** Begins the next version of a final record, as a draft. @returns its number */
	startVersion(id: string, start: VersionStart): Promise<Outcome<number, VersionProblem>>;
	/** Drops a version of which nothing is in the log yet; what was signed is untouched. */
	dropVersion(id: string): Promise<Outcome<null, DropProblem>>;
	/** What its entries tell of the record's past. */
	history(id: string): Promise<readonly PastEntry[]>;
	/** Why the record must stay on this device; undefined when it may be cleared. */
	clearObstacle(id: string): Promise<ClearProblem | undefined>;
	/** Removes its text, keys and bodies from this device. @param at ISO 8601, as the device claims it */
	clearHere(id: string, at: string): Promise<Outcome<null, ClearProblem>>;
}

/** The vault's part about a record's life, for whichever drawer is open. */
export function makeRecordLifePart(current: CurrentDrawer): RecordLife {
	/** Whoever writes next goes on from the row as it is now. */
	const anew = async <Result extends { readonly ok: boolean }>(id: string, done: Result) => {
		if (done.ok) await current()?.drafts.open(id);
		return done;
	};
	return {
		async signedVersions(id) {
			const open = current();
			return open ? signedVersions(open.office, id) : [];
		},
		async startVersion(id, start) {
			const open = current();
			return open ? anew(id, await startVersion(open.office, id, start)) : refuse('not-open');
		},
		async dropVersion(id) {
			const open = current();
			return open ? anew(id, await dropVersion(open.office, id)) : refuse('not-open');
		},
		async history(id) {
			const open = current();
			return open ? historyOf(open.office, id) : [];
		},
		async clearObstacle(id) {
			const open = current();
			return open ? clearObstacle(open.office, id) : 'not-open';
		},
		async clearHere(id, at) {
			const open = current();
			if (!open) return refuse('not-open');
			const done = await clearRecord(open.office, id, at);
			if (done.ok) open.drafts.forget(id);
			return done;
		}
	};
}
