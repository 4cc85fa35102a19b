import type { AnswerEntry, Party } from '../flow/types.ts';
import type { FlowId, PackStamp, RecordKind, RuleOverride } from '../pack/types.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Where a value stands: `case/<field>` or `r:<receiver>/<field>`, then for an object `/<part>`, for a list
 * `/<item id>/<part>` (`/<item id>` for a list of plain texts). The implied receiver is `r:` with nothing after it.
 */
export type ValuePath = string;

/**
 * A decision record as it is written, sealed and signed: one plain, flat document.
 * Unknown properties from a newer app are kept and written back.
 */
export interface DecisionRecord {
	readonly schema: 1;
	readonly pack: PackStamp;
	readonly flow: FlowId;
	readonly entry?: string;
	readonly answers: readonly AnswerEntry[];
	readonly receivers: readonly Party[];
	readonly persons: readonly Party[];
	/** Set for a kept quick check: its Q-id. Such a record is of kind adviceOnly. */
	readonly quick?: string;
	/** ISO instants as the device claims them. */
	readonly createdAt: string;
	readonly decidedAt: string;
	readonly recordedAt: string;
	readonly timeZone: string;
	/** Dated rules that were switched by hand when the decision was made; absent: all went by their dates. */
	readonly ruleOverrides?: Readonly<Record<string, RuleOverride>>;
	/** What the person wrote or chose, by path. An absent path was never touched; '' was cleared on purpose. */
	readonly values: Readonly<Record<ValuePath, Json>>;
	/** Revision that last wrote a path, where it is not the one at hand. */
	readonly by: Readonly<Record<ValuePath, string>>;
	/**
	 * What another device wrote at a path, while the person has not chosen between it and what stands there; see
	 * `merge.ts`. Never in a final record.
	 */
	readonly sides?: Readonly<Record<ValuePath, readonly OtherSide[]>>;
	readonly linkedRecord?: string;
	/** Kind of that record when this one was linked to it: a breach is recorded as fully as what it went wrong with. */
	readonly linkedKind?: RecordKind;
	readonly version: number;
	/** Of a version after the first: why there is one, and the final that it starts from. */
	readonly newVersion?: NewVersion;
	/** Of a final: what its answers led to when it was signed. Finals made before paths were kept have none. */
	readonly sealed?: SealedPath;
}

/** A value that was written elsewhere, and the revision that wrote it. */
export interface OtherSide {
	readonly value: Json;
	readonly by: string;
}

export interface NewVersion {
	readonly reason: string;
	/** Entry id of the final that is replaced. */
	readonly from: string;
	/** ISO 8601, as the device claims it. */
	readonly at: string;
}

/** Path and outcome of a journey as they are signed, so that a later replay has something to be held against. */
export interface SealedPath {
	/** Keys of the steps, in order. */
	readonly path: readonly string[];
	/** Outcome id, receiver and person, each '' where it has none. */
	readonly outcomes: readonly (readonly [id: string, receiver: string, person: string])[];
	/** Record kind by receiver; '' for the implied one. */
	readonly kinds: Readonly<Record<string, RecordKind>>;
	/** `<receiver>|<flag>`, sorted; the receiver is empty for flags of the case. */
	readonly flags: readonly string[];
	/** Lawful basis that flow B suggests, by receiver. */
	readonly bases: Readonly<Record<string, string>>;
}

/** What a record promises to do by a date: look again, write after a call, ask for a receipt, tell the regulator. */
export type DueKind = 'review' | 'followUp' | 'chase' | 'regulator';

/** The earliest open date of each kind over all receivers: a day `YYYY-MM-DD`, or an ISO 8601 instant. */
export type RecordDue = Readonly<Partial<Record<DueKind, string>>>;

/** What the list shows; sealed in header pages. Members with `?` are absent in rows that an older app wrote. */
export interface RecordHeader {
	readonly id: string;
	/** Words for the list: outcome and case reference; never a full name by our prompting. */
	readonly title: string;
	readonly kind: RecordKind;
	readonly life: 'draft' | 'final' | 'handed-over';
	readonly createdAt: string;
	readonly savedAt: string;
	readonly missing: number;
	/** ISO 8601: text and keys were removed from this device then. What is left is this line. */
	readonly clearedAt?: string;
	/** Absent where nothing is promised that is still open. */
	readonly due?: RecordDue;
	/** An emergency of which only the first save was made. */
	readonly isEmergencyOpen?: true;
	readonly version?: number;
	/** The case reference, shortened and on one line; it stands at the front of the title too. */
	readonly reference?: string;
}
