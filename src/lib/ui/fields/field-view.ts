/** What the field components show: words and values, ready made. `lib/app/record-view.ts` builds it from pack and record. */
import type { Json, ValuePath } from '../../record/types.ts';

/**
 * How a single value is put in. `line`: one line of text, for names and references. `text`: a few lines. `longText`: a
 * narrative. `one`, `several`: of a list of values. `yesNo`: a boolean.
 */
export type LeafKind = 'line' | 'text' | 'longText' | 'datetime' | 'date' | 'one' | 'several' | 'yesNo';

export interface FieldOption {
	readonly value: string;
	readonly label: string;
	/** What it means, in a plain line. */
	readonly hint?: string;
}

/** Something to know about what is written, beside the field. It stops nobody. */
export interface FieldNote {
	/** Unique on the page. */
	readonly key: string;
	/** `warning`: may be wrong. `nudge`: more than a record needs. `fact`: good to know. */
	readonly tone: 'warning' | 'nudge' | 'fact';
	readonly words: string;
	/** Takes the note away for this field; absent where it goes by itself. */
	readonly leave?: () => void;
}

interface Described {
	/** DOM id; unique on the page. */
	readonly id: string;
	readonly path: ValuePath;
	readonly label: string;
	/** One or two sentences; empty where there are none. */
	readonly help: string;
	/** Absent on the parts of an object or a row. */
	readonly need?: 'required' | 'optional';
	/** The value is still the one that the answers gave. */
	readonly isFromAnswers: boolean;
	/** What is wrong, in words; only after the person asked to check, except for a date that cannot be. */
	readonly problem?: string;
	readonly notes?: readonly FieldNote[];
}

/** One value. */
export interface LeafView extends Described {
	readonly kind: LeafKind;
	readonly value: Json | undefined;
	/** Of a day or moment that reads as one: for the browser's own field, and in words that can be typed. */
	readonly time?: { readonly clock: string; readonly words: string };
	readonly options: readonly FieldOption[];
}

/** A few values that belong together. */
export interface ObjectView extends Described {
	readonly kind: 'object';
	readonly parts: readonly LeafView[];
	/** Parts that stand against each other, side by side where there is room; each part is in one. */
	readonly sides?: readonly { readonly title: string; readonly paths: readonly ValuePath[] }[];
}

/** One row of a list. `number` counts from 1 in the order shown. */
export interface RowView {
	readonly id: string;
	readonly parts: readonly LeafView[];
}

/** Any number of rows. */
export interface ListView extends Described {
	readonly kind: 'list';
	/** Ids of the rows that say something. */
	readonly rows: readonly string[];
	/** The row of an id, also of one that says nothing yet. */
	readonly rowOf: (id: string) => RowView;
	/** An id for one more row beside those shown. */
	readonly newRow: (shown: readonly string[]) => string;
}

export type FieldView = LeafView | ObjectView | ListView;

/** Takes one changed value. */
export type OnEdit = (path: ValuePath, value: Json) => void;
