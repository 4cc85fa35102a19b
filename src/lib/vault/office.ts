/** What the page may ask of the vault about records that belong to an organisation; plain data only. */
import type { Outcome } from '../trust/outcome.ts';
import type { CopyState } from './copy-state.ts';
import { allCopyStates, oneCopyState } from './copy-states.ts';
import { finaliseRecord, type FinaliseResult, type Finalising } from './finalise.ts';
import type { PulledEntry } from './joining.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import { applyPulled, checkPulled, type Applied } from './pulled.ts';
import { cutRevision, type CutProblem } from './revisions.ts';

/** The part of the vault about revisions and the log. */
export interface Office {
	/**
	 * Cuts a revision of what is saved, queued; null when nothing changed. Call it on leaving a record, after 60 s
	 * without typing, on hiding and on locking.
	 */
	cut(id: string): Promise<Outcome<string | null, CutProblem | 'not-open'>>;
	/** Signs the saved text as final, offline too; says what is missing by name. */
	finalise(finalising: Finalising): Promise<FinaliseResult>;
	/** Where the copy of a record is. */
	copyState(id: string): Promise<CopyState>;
	/** The same for every record that is listed here, by id. */
	copyStates(): Promise<Readonly<Record<string, CopyState>>>;
	/** Checks and keeps what a request of the page pulled, in order of seq. */
	applyPulled(pulled: readonly PulledEntry[]): Promise<Applied>;
	/** Checks what an exchange stored without keys; call it after each exchange. Unlocking does it too. */
	checkPulled(): Promise<Applied>;
}

const NOTHING: Applied = { taken: 0, refused: [], isRed: false };
const CLOSED: CopyState = { place: 'device-only', reason: 'not-open' };

/** The vault's part about revisions, for whichever drawer is open. */
export function makeOfficePart(current: CurrentDrawer): Office {
	return {
		async cut(id) {
			const open = current();
			return open ? cutRevision(open.office, id) : { ok: false, reason: 'not-open' };
		},
		async finalise(finalising) {
			const open = current();
			if (!open) return { ok: false, reason: 'not-open' };
			const done = await finaliseRecord(open.office, finalising);
			if (done.ok) open.drafts.forget(finalising.id);
			return done;
		},
		async copyState(id) {
			const open = current();
			return open ? oneCopyState(open.office.db, id) : CLOSED;
		},
		async copyStates() {
			const open = current();
			return open ? allCopyStates(open.office.db) : {};
		},
		async applyPulled(pulled) {
			const open = current();
			return open ? applyPulled(open.office, pulled) : NOTHING;
		},
		async checkPulled() {
			const open = current();
			return open ? checkPulled(open.office) : NOTHING;
		}
	};
}
