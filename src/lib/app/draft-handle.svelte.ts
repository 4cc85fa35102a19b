import { isFromNewerApp } from '../record/newer-app.ts';
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { RecordFacts } from '../vault/drafts.ts';
import { Autosave, type SaveAttempt, type SaveStatus } from './autosave.ts';
import { claimRecord, takeOverRecord, type RecordClaim } from './record-claim.ts';

/** A record as the vault opened it. */
interface Opened {
	readonly record: DecisionRecord;
	readonly header: RecordHeader;
	/** What other devices wrote stands in it, and nothing of that is saved here yet. */
	readonly isMerged?: true;
}

/** What the drawer does for an open record. */
export interface DraftWiring {
	/** What the list shows of a record; made from it by the screens, which know the pack. */
	readonly describe: (record: DecisionRecord) => RecordFacts;
	readonly save: (record: DecisionRecord, facts: RecordFacts) => Promise<SaveAttempt>;
	/** Cuts a revision of what is saved, if the device has joined and anything changed. */
	readonly cut: () => Promise<void>;
	/** Reads the record again, after another tab wrote it. */
	readonly reopen: () => Promise<Opened | undefined>;
	/** Seals in memory what the disk refuses, for when this record is opened again. */
	readonly setAside: () => Promise<void>;
	readonly onclose: () => void;
}

/** So long without typing makes a revision; design.md section 4. */
const CUT_AFTER_MS = 60_000;

/** One record that is open on a screen. Made by `Drawer.openRecord`; call `close` when the screen goes. */
export class DraftHandle {
	readonly id: string;
	/** What the list keeps of a record whose text was cleared from this device; undefined for all others. */
	readonly cleared: RecordHeader | undefined;
	readonly #wiring: DraftWiring;
	readonly #autosave: Autosave<DecisionRecord>;
	#claim: RecordClaim | undefined;
	#pause: ReturnType<typeof setTimeout> | undefined;
	#record = $state.raw<DecisionRecord | undefined>();
	/** Shown and not saved: looking writes nothing. */
	#isMerged = false;
	#isReadOnly = $state(true);
	#life = $state<RecordHeader['life']>('draft');
	#status = $state.raw<SaveStatus>({ kind: 'saving' });

	constructor(opened: Opened, wiring: DraftWiring) {
		this.id = opened.header.id;
		this.cleared = opened.header.clearedAt === undefined ? undefined : opened.header;
		this.#wiring = wiring;
		this.#record = opened.record;
		this.#isMerged = opened.isMerged === true;
		this.#life = opened.header.life;
		this.#status = { kind: 'saved', at: opened.header.savedAt };
		this.#autosave = new Autosave({
			save: (record) => wiring.save(record, wiring.describe(record)),
			onstatus: (status) => (this.#status = status)
		});
	}

	/** The record as it stands on this screen; undefined once locked. */
	get record(): DecisionRecord | undefined {
		return this.#record;
	}

	/** True while another tab writes it, for good once it is final, and where only a newer app may write it. */
	get isReadOnly(): boolean {
		return this.#isReadOnly || this.#life !== 'draft' || this.isFromNewerApp;
	}

	/** A newer app wrote it in a way that this one may read and must not write. */
	get isFromNewerApp(): boolean {
		return this.#record !== undefined && isFromNewerApp(this.#record);
	}

	/** Where the record is in its life. */
	get life(): RecordHeader['life'] {
		return this.#life;
	}

	/** What is true of the text: saved at, saving, or not saved and why. */
	get status(): SaveStatus {
		return this.#status;
	}

	/** The newest record that is not on the disk yet. */
	get unsaved(): DecisionRecord | undefined {
		return this.#autosave.unsaved;
	}

	/** What the list shows of a record. */
	describe(record: DecisionRecord): RecordFacts {
		return this.#wiring.describe(record);
	}

	/** Takes a changed record; it saves itself. Does nothing while read-only. */
	change(next: DecisionRecord): void {
		if (this.isReadOnly || this.#record === undefined) return;
		this.#record = next;
		this.#isMerged = false;
		this.#autosave.change(next);
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => void this.cut(), CUT_AFTER_MS);
	}

	/** Saves now. @returns whether everything is on the disk */
	flush(): Promise<boolean> {
		return this.#autosave.flush();
	}

	/** Saves now, and cuts a revision of it. A reader cuts nothing. */
	async cut(): Promise<void> {
		clearTimeout(this.#pause);
		if (this.isReadOnly) return;
		if (await this.flush()) await this.#wiring.cut();
	}

	/**
	 * Saves, and lets `sign` make the record final; from then on it is for reading.
	 * @returns what `sign` came to; `not-saved` when it was not tried */
	async finalise<Result extends { readonly ok: boolean }>(
		sign: () => Promise<Result>
	): Promise<Result | { readonly ok: false; readonly reason: 'not-saved' }> {
		// What is signed is what stands on the screen, also what another device wrote of it.
		if (this.#isMerged && this.#record) this.change(this.#record);
		if (this.isReadOnly || !(await this.flush())) return { ok: false, reason: 'not-saved' };
		clearTimeout(this.#pause);
		const done = await sign();
		if (done.ok) this.#life = 'final';
		return done;
	}

	/** Becomes the writer if no other tab is. */
	async claim(): Promise<void> {
		this.#take(await claimRecord(this.id, this.#lockWiring()));
	}

	/** Takes the record over from the tab that writes it, with what that tab saved last. */
	async takeOver(): Promise<void> {
		const claim = await takeOverRecord(this.id, this.#lockWiring());
		await this.#reopen();
		this.#take(claim);
	}

	/** Reads the record again after the vault wrote it by itself: an addition, a new version. Saves first. */
	async refresh(): Promise<void> {
		if (this.isReadOnly || (await this.flush())) await this.#reopen();
	}

	async #reopen(): Promise<void> {
		const newest = await this.#wiring.reopen();
		if (newest === undefined || this.#record === undefined) return;
		this.#record = newest.record;
		this.#isMerged = newest.isMerged === true;
		this.#life = newest.header.life;
	}

	/** Saves, cuts a revision and lets go of the record. What the disk refuses is sealed and comes back at its next opening. */
	async close(): Promise<void> {
		if (await this.flush()) await this.cut();
		else await this.#wiring.setAside();
		this.drop();
	}

	/** Takes the text off the screen at once: the drawer locks. What is unsaved can still be saved. */
	hide(): void {
		this.#record = undefined;
	}

	/** Forgets the text and lets go of the record. */
	drop(): void {
		clearTimeout(this.#pause);
		this.#autosave.stop();
		this.#claim?.release();
		this.#claim = undefined;
		this.#isReadOnly = true;
		this.#record = undefined;
		this.#wiring.onclose();
	}

	#take(claim: RecordClaim | undefined): void {
		this.#claim = claim;
		this.#isReadOnly = claim === undefined;
	}

	#lockWiring() {
		return {
			onasked: async () => {
				await this.flush();
			},
			onlost: () => this.#take(undefined)
		};
	}
}
