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
	readonly version: number;
}

/** A value that was written elsewhere, and the revision that wrote it. */
export interface OtherSide {
	readonly value: Json;
	readonly by: string;
}

/** What the list shows; sealed in header pages. */
export interface RecordHeader {
	readonly id: string;
	/** Words for the list: outcome and case reference; never a full name by our prompting. */
	readonly title: string;
	readonly kind: RecordKind;
	readonly life: 'draft' | 'final' | 'handed-over';
	readonly createdAt: string;
	readonly savedAt: string;
	readonly missing: number;
}
