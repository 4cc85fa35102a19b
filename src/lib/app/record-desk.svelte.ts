/** One record that is open on the pages under `/records/<id>`: replayed, cut into parts, and saved through its handle. */
import { createContext } from 'svelte';
import { AppError } from '../errors.ts';
import { journeyWithAllRules, type RulesChoice } from '../flow/rules-card.ts';
import type { Journey, JourneyInput } from '../flow/types.ts';
import type { LocalSettings, Pack, PackProblem } from '../pack/types.ts';
import { dueOf } from '../record/due.ts';
import { withDues } from '../record/dues.ts';
import { withEvent, type RecordEvent } from '../record/events.ts';
import { recordForm, type FormPart } from '../record/form.ts';
import { inputOf, journeyOf, settingsThen, withAnswers } from '../record/make.ts';
import { isMovable, moveRecord, type PackUse } from '../record/move.ts';
import { choiceEdits, choiceIn } from '../record/rules-values.ts';
import { followAnswers } from '../record/sending-values.ts';
import { summarise, type SummarySection } from '../record/summary.ts';
import type { DecisionRecord, Json, RecordHeader, ValuePath } from '../record/types.ts';
import { describerOf } from './describe-record.ts';
import { lateEvents, type Addition } from '../record/addendum.ts';
import type { Outcome } from '../trust/outcome.ts';
import type { AddProblem, AfterItem } from '../vault/after-final.ts';
import type { SignedVersionFacts } from '../vault/signed-versions.ts';
import type { DraftHandle } from './draft-handle.svelte.ts';
import type { Drawer } from './drawer.svelte.ts';
import { settingsWith } from './journey-view.ts';
import type { OpenJourney } from './journey.svelte.ts';
import { loadPackOf } from './load-pack.ts';
import type { StoredSettings } from './local-settings.ts';
import { proofOf, type RecordProof } from './record-proof.ts';
import { withEdit } from './record-view.ts';
import type { VaultLink } from './vault-link.ts';

/** Where a part page leads back to. */
export type CameFrom = 'record' | 'summary';

interface DeskSupply {
	readonly handle: DraftHandle;
	/** The pack the record was made with. */
	readonly own: PackUse;
	/** The newest pack on this device; the same one for most records. */
	readonly newest: PackUse;
	readonly mark: string;
	/** The vault of the open drawer; undefined once locked. */
	readonly vault: () => VaultLink['vault'] | undefined;
}

/** An open record, for its pages. */
export class RecordDesk {
	readonly handle: DraftHandle;
	/** Ends every row id made on this device. */
	readonly mark: string;
	/** Where the part in front was opened from. */
	cameFrom = $state<CameFrom>('record');
	/** Field to go to when the next part opens. */
	target: ValuePath | undefined;
	/** Row of Check answers that a change was begun from; the way back leads there. */
	returnTo: ValuePath | undefined;
	/** Keys of notes that were left as they are, for as long as the record is open. */
	notesLeft = $state.raw<readonly string[]>([]);
	#after = $state.raw<readonly AfterItem[]>([]);
	#versions = $state.raw<readonly SignedVersionFacts[]>([]);

	// A keystroke gives a new record with the same answers: the journey is replayed only when these change.
	readonly #answers = $derived.by(() => this.record.answers);
	readonly #receivers = $derived.by(() => this.record.receivers);
	readonly #persons = $derived.by(() => this.record.persons);
	readonly #decidedAt = $derived.by(() => this.record.decidedAt);
	readonly #linkedKind = $derived.by(() => this.record.linkedKind);

	/** Rules are read as they were when the decision was made; numbers and hours are those of now. */
	readonly #settingsThen = $derived.by(() => settingsThen(this.record, this.settings));

	/** The record's answers, replayed on its own pack at its own decision date. */
	readonly result: Journey = $derived.by(() => {
		const parties = { receivers: this.#receivers, persons: this.#persons };
		const input = { ...this.#way, answers: this.#answers, ...parties };
		const linked = this.#linkedKind;
		const at = {
			decidedAt: this.#decidedAt,
			settings: this.#settingsThen,
			...(linked === undefined ? {} : { linkedRecord: linked })
		};
		return journeyWithAllRules(this.pack, input, at);
	});

	/** The task list. */
	readonly parts: readonly FormPart[] = $derived.by(() =>
		recordForm(this.pack, { record: this.record, result: this.result })
	);

	/** The whole record in words: the one source of screen, print and copy. */
	readonly sections: readonly SummarySection[] = $derived.by(() =>
		summarise(this.pack, { id: this.id, record: this.record, result: this.result })
	);

	readonly #way: Pick<JourneyInput, 'flow' | 'entry'>;
	readonly #own: PackUse;
	readonly #newest: PackUse;
	readonly #vault: DeskSupply['vault'];
	/** What the record says: it may have been moved here, or in another tab that it is taken over from. */
	readonly #use = $derived.by(() => useOf(this.handle.record, this.#own, this.#newest));

	constructor({ handle, own, newest, mark, vault }: DeskSupply) {
		this.handle = handle;
		this.#vault = vault;
		this.#own = own;
		this.#newest = newest;
		this.mark = mark;
		const { flow, entry } = this.record;
		this.#way = { flow, ...(entry === undefined ? {} : { entry }) };
	}

	get id(): string {
		return this.handle.id;
	}

	/** The record's own pack. */
	get pack(): Pack {
		return this.#use.pack;
	}

	/** The organisation's settings in that pack, with this device's own numbers. */
	get settings(): LocalSettings {
		return this.#use.settings;
	}

	/** The newest pack of this device, for a record that is begun from here. */
	get newest(): PackUse {
		return this.#newest;
	}

	/** The pack that this draft could be moved to; undefined where it is on the newest, and for a final record. */
	get newer(): PackUse | undefined {
		const isOffered = isMovable(this.handle.life, this.pack.version, this.#newest.pack.version);
		return isOffered ? this.#newest : undefined;
	}

	/** @throws AppError 'record-not-open' after a lock: its pages are gone by then */
	get record(): DecisionRecord {
		const { record } = this.handle;
		if (record === undefined) throw new AppError('record-not-open');
		return record;
	}

	/** The record's journey, as the flow pages take it. */
	get journey(): OpenJourney {
		const { pack, record } = this;
		const { decidedAt, linkedKind } = record;
		const linked = linkedKind === undefined ? {} : { linkedKind };
		return { pack, settings: this.#settingsThen, decidedAt, input: inputOf(record), ...linked };
	}

	/** Changes one field; it saves itself. */
	edit(path: ValuePath, value: Json): void {
		this.#keep(withEdit(this, path, value));
	}

	/** Keeps what was chosen on the card of "Which rules apply?" for one receiver ('' for the implied one). */
	choose(receiver: string, choice: RulesChoice): void {
		const edits = choiceEdits(choiceIn(this.record, receiver), choice, receiver);
		for (const [path, value] of edits) this.edit(path, value);
	}

	/** Goes on with the record's journey; what was written stays. */
	answer(input: JourneyInput): void {
		const next = withAnswers(this.record, input, this);
		const after = { record: next, result: journeyOf(this.pack, next, this.settings) };
		this.#keep(followAnswers(this.pack, { record: this.record, result: this.result }, after));
	}

	/** With the times that follow from what was changed. */
	#keep(next: DecisionRecord): void {
		this.handle.change(withDues(this.record, next, this.settings));
	}

	/** Where the record is in its life. */
	get life(): RecordHeader['life'] {
		return this.handle.life;
	}

	/** What was added since it was made final, by any device of the person's; oldest first. */
	get after(): readonly AfterItem[] {
		return this.#after;
	}

	/** Signed versions, newest first; empty for a record that was never final. */
	get versions(): readonly SignedVersionFacts[] {
		return this.#versions;
	}

	/** Whether what is signed holds; undefined while nothing is. A next version's draft does not change that. */
	readonly proof: RecordProof | undefined = $derived.by(() =>
		proofOf(this.#versions, { pack: this.#own.pack, settings: this.#own.settings })
	);

	/**
	 * Adds one line to what happened to this record, and saves it: to a draft's own log, or as a signed addition to a
	 * final.
	 * @returns whether it is on the disk; false also where this tab only reads a draft
	 */
	async note(event: RecordEvent): Promise<boolean> {
		if (this.life !== 'draft') return (await this.add({ sort: 'event', event })).ok;
		if (this.handle.isReadOnly) return false;
		this.handle.change(withEvent(this.record, event, this.mark));
		return this.handle.flush();
	}

	/** Adds words or an event to the signed record; works offline. */
	async add(addition: Addition): Promise<Outcome<string, AddProblem>> {
		// Plain data: the worker takes no proxies.
		const plain = JSON.parse(JSON.stringify(addition)) as Addition;
		const event = addition.sort === 'event' ? [addition.event] : [];
		const due = dueOf(this.pack, this, [...lateEvents(this.after), ...event]) ?? {};
		const added = await this.#vault()?.addTo(this.id, plain, due);
		if (added?.ok) await this.refresh();
		return added ?? { ok: false, reason: 'not-open' };
	}

	/** Reads the record again after the vault wrote it by itself. */
	async refresh(): Promise<void> {
		await this.handle.refresh();
		await this.lookBack();
	}

	/** Reads what was signed and what followed it. A first draft has neither. */
	async lookBack(): Promise<void> {
		const vault = this.#vault();
		if (vault === undefined || (this.life === 'draft' && this.record.version === 1)) return;
		[this.#after, this.#versions] = await Promise.all([
			vault.afterFinal(this.id),
			vault.signedVersions(this.id)
		]);
	}

	/**
	 * Moves the draft to the newest pack and saves it. Every answer and every word stays.
	 * @param trace the line that the record keeps about it
	 * @returns whether it is on the disk; false also where there is nothing to move to or this tab only reads
	 */
	async move(trace: string): Promise<boolean> {
		const to = this.newer;
		if (to === undefined || this.handle.isReadOnly) return false;
		this.handle.change(moveRecord(this.record, { to, trace, mark: this.mark }));
		return this.handle.flush();
	}
}

/** The pack that a record names; the newest after it was moved there. */
export function useOf(record: DecisionRecord | undefined, own: PackUse, newest: PackUse): PackUse {
	return record?.pack.hash === newest.pack.hash ? newest : own;
}

/** The open record of the pages under `/records/<id>`. */
export const [recordDesk, provideRecordDesk] = createContext<() => RecordDesk>();
