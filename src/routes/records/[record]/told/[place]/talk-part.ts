import type { Json } from '#lib/record/types.ts';
import type { LeafView, OnEdit } from '#lib/ui/fields/field-view.ts';

/** What every group of parts of a statement is given. */
export interface TalkPartProps {
	/** The fields of some parts, in that order; those that the record's pack does not know are left out. */
	readonly viewsOf: (parts: readonly string[]) => readonly LeafView[];
	readonly value: (part: string) => Json | undefined;
	readonly onedit: OnEdit;
}
