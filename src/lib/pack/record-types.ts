import type { Condition, RecordKind, Strength } from './base-types.ts';

/** The parts of the pack about the decision record and the quick check. */

export type FieldType = 'uuid' | 'text' | 'longText' | 'datetime' | 'date' | 'enum' | 'list' | 'object';
export type Need = 'R' | 'O' | 'C' | '-';
export type ItemShape = Readonly<Record<string, string | readonly string[]>>;

export interface RecordField {
	readonly id: string;
	readonly type: FieldType;
	readonly scope: 'case' | 'receiver';
	/** In the order S P N D A Q E of `record-fields.yaml`. */
	readonly need: readonly Need[];
	readonly when?: Condition;
	readonly auto?: boolean;
	readonly stage?: 'handover';
	readonly label: string;
	readonly help: string;
	readonly values?: readonly string[];
	readonly valuesFrom?: string;
	readonly multi?: boolean;
	readonly text?: boolean;
	readonly item?: ItemShape;
	/** The parts of `item` in the order in which they are asked: canonical JSON sorts the members of `item`. */
	readonly parts?: readonly string[];
	readonly default?: string;
	readonly appendOnly?: boolean;
	readonly added?: boolean;
}

/** What answers put into a field as a first value; see content `record-form.yaml`. */
export interface Prefill {
	readonly field: string;
	readonly part?: string;
	readonly value?: string | boolean;
	readonly add?: string;
	readonly fromAnswer?: string;
	readonly map?: Readonly<Record<string, string>>;
	readonly labelOf?: readonly string[];
	readonly itemsOf?: string;
	readonly listOf?: 'receiver' | 'persons';
	readonly if?: Condition;
}

/** A part of the record's task list. */
export interface RecordPart {
	readonly id: string;
	readonly title: string;
	readonly fields: readonly string[];
}

export interface RecordSpec {
	readonly parts: readonly RecordPart[];
	readonly prefill: readonly Prefill[];
	/** Field id to sets of parts, any one of which makes an object or a row complete. */
	readonly complete: Readonly<Record<string, readonly (readonly string[])[]>>;
	readonly kinds: Readonly<Record<string, RecordKind>>;
	readonly anonymousKeeps: readonly string[];
	readonly fields: readonly RecordField[];
	readonly leftOutByDefault: readonly string[];
	/** Words for enum values and object parts: `fieldId.value` or `fieldId.part` or `fieldId.part.value`. */
	readonly words: Readonly<Record<string, string>>;
}

export interface QuickAnswer {
	readonly id: string;
	readonly label: string;
	readonly prefill?: Readonly<Record<string, string>>;
}

export interface QuickResult {
	readonly strength: Strength;
	readonly says: string;
	readonly whenRule?: { readonly rule: string; readonly adds: string };
	readonly shows: readonly string[];
	readonly sources: readonly string[];
}

export interface QuickCheck {
	readonly danger: {
		readonly ask: string;
		/** Answer id to where it leads; `why` goes on with the quick check. */
		readonly answers: Readonly<Record<string, string>>;
		readonly labels: Readonly<Record<string, string>>;
	};
	readonly why: { readonly ask: string; readonly answers: readonly QuickAnswer[] };
	readonly who: { readonly ask: string; readonly answers: readonly QuickAnswer[] };
	readonly results: Readonly<Record<string, QuickResult>>;
	/** `why` id to one result id for each `who`, in the order of `who.answers`. */
	readonly cells: Readonly<Record<string, readonly string[]>>;
}
