import type {
	AnswerOption,
	CheckItem,
	FlowId,
	LocalSettings,
	NodeKind,
	Outcome,
	RecordKind,
	RuleState
} from '../pack/types.ts';

export type * from './map-types.ts';

/** A receiver or a person of the family, named only by id and a short label (never stored on the open shelf). */
export interface Party {
	readonly id: string;
	readonly label: string;
}

/** An answer as given. `key` names the exact place it was given at (`StepBase.key`). Order is the order of giving. */
export interface AnswerEntry {
	readonly key: string;
	readonly node: string;
	readonly receiver?: string;
	readonly person?: string;
	/**
	 * Answer id for `single`, `checklist`, `advice`; ticked ids for `multi`; party ids for a loop; `seen` for a card,
	 * a form and an outcome page. `not-sure` and `danger-now` are ordinary answer ids.
	 */
	readonly value: string | readonly string[];
	/** Ticks of a checklist, kept so that they come back; `all-done` needs all that apply. */
	readonly ticks?: readonly string[];
}

/** What a person has put in so far; the position is never stored. */
export interface JourneyInput {
	readonly flow: FlowId;
	/** Named entry of the flow; absent: its start. */
	readonly entry?: string;
	readonly answers: readonly AnswerEntry[];
	readonly receivers: readonly Party[];
	readonly persons: readonly Party[];
}

export interface JourneyContext {
	/** Instant of the decision, ISO 8601 with offset or Z. Dated rules read its London date. */
	readonly decidedAt: string;
	/** London date of today, YYYY-MM-DD, for overdue reviews only; absent: the decision date. */
	readonly today?: string;
	readonly settings: LocalSettings;
	/** Closing steps to leave out, as `<receiver id>|<step>`; the receiver id is empty for the implied one. */
	readonly leaveOut?: readonly string[];
	/** Kind of the earlier record that this one belongs to (a breach, a withdrawal). */
	readonly linkedRecord?: RecordKind;
}

interface StepBase {
	/** Unique in the journey and stable while the path to it stands. Never put it into a URL. */
	readonly key: string;
	/** 1-based place on the path; this is what a URL may carry. */
	readonly number: number;
	readonly flow: FlowId;
	readonly receiver?: Party;
	readonly person?: Party;
	/** Absent while the step waits for its answer; only the last step of a journey can wait. */
	readonly answer?: AnswerEntry;
	/** Concept ids to show on this page before an answer is chosen. */
	readonly shows: readonly string[];
	/** Concept ids that the answer given adds. */
	readonly answerShows: readonly string[];
	readonly sources: readonly string[];
	readonly fills: readonly string[];
}

export interface QuestionStep extends StepBase {
	readonly kind: Extract<NodeKind, 'single' | 'multi' | 'checklist' | 'advice' | 'card' | 'form' | 'loop'>;
	readonly node: string;
	readonly ask: string;
	readonly hint?: string;
	/** Offered here, `not-sure` last where offered; `danger-now` is left out (it is on every screen). */
	readonly options: readonly AnswerOption[];
	/** Ticks for a checklist, or prompts to consider. */
	readonly items: readonly CheckItem[];
	/** Ticks of a `multi` that an earlier receiver's answer already settled: show as text, do not ask again. */
	readonly carried: readonly string[];
	readonly min: number;
	/** The closing step that this question belongs to, for example `tell-people`. */
	readonly closing?: string;
	/** For a loop: what it goes over. */
	readonly over?: 'receiver' | 'person';
}

export interface OutcomeStep extends StepBase {
	readonly kind: 'outcome';
	readonly outcome: Outcome;
	/** False where no closing step sends anything: no control that shares may be shown. */
	readonly mayShare: boolean;
	/** Reached for good by this receiver, with its closing steps still to come. */
	readonly closingSteps: readonly string[];
}

export type Step = QuestionStep | OutcomeStep;

export interface ReachedOutcome {
	readonly id: string;
	/** Absent: of the case as a whole. */
	readonly receiver?: string;
	readonly person?: string;
	/** Noted in passing; does not decide the record's kind. */
	readonly logged: boolean;
}

/** What a replay of the answers gives. Plain data; equal input gives equal output. */
export interface Journey {
	readonly steps: readonly Step[];
	/** How many of the first steps are the journey's own; those asked beside it, for its record, follow. */
	readonly ownCount: number;
	/** The step that waits for an answer; undefined when the journey is finished. */
	readonly current: Step | undefined;
	readonly isFinished: boolean;
	readonly outcomes: readonly ReachedOutcome[];
	/** Flags that hold for the whole case. */
	readonly caseFlags: readonly string[];
	/** Flags of one receiver (without the case's), by receiver id; '' stands for the implied receiver. */
	readonly receiverFlags: Readonly<Record<string, readonly string[]>>;
	/** Receiver ids in order, for which a decision was reached or begun. Empty: one implied receiver. */
	readonly receivers: readonly string[];
	/** Record kind by receiver id; '' for the implied receiver or the case. */
	readonly recordKinds: Readonly<Record<string, RecordKind>>;
	/** All nodes visited, in order of first visit. */
	readonly visited: readonly string[];
	/** All concepts shown so far, on any page of the path. */
	readonly shown: readonly string[];
	/** Answers that the path no longer uses; kept, shown as set aside. */
	readonly setAside: readonly AnswerEntry[];
	/** State of every dated rule at the decision date. */
	readonly rules: Readonly<Record<string, RuleState>>;
}
