/** Notes beside a field: what looks wrong, what a record does well without, and what is good to know. Pure. */
import { nudgeWords, noteWords, warningWords } from '../record-messages.ts';
import type { Pack, RecordField } from '../pack/types.ts';
import { shapeAt } from '../record/field-at.ts';
import { nudgesFor } from '../record/nudges.ts';
import { hasMarks } from '../record/readable.ts';
import { valueLabel } from '../record/summary.ts';
import type { DecisionRecord, ValuePath } from '../record/types.ts';
import type { Warning, WarningCode } from '../record/warning-types.ts';
import type { FieldNote } from '../ui/fields/field-view.ts';

/** What a page knows for its notes. */
export interface Noting {
	readonly warnings: readonly Warning[];
	/** Keys of notes that were left as they are. */
	readonly left: readonly string[];
	readonly onleave: (key: string) => void;
}

type Noted = Noting & {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	readonly isChecked: boolean;
};

interface Place {
	readonly field: RecordField;
	readonly part?: string;
	readonly path: ValuePath;
}

/** About nothing being there: said beside the field only once the person asked to check. */
const ABOUT_NOTHING: readonly WarningCode[] = [
	'duty-without-detriment',
	'nothing-shared',
	'condition-missing',
	'identity-empty'
];

/** Longer than this, a line of the list is cut. */
export const MOST_IN_LINE = 120;
const COUNTED_FROM = 5000;

/** The notes of one field, or of one value in it. */
export function fieldNotes(page: Noted, place: Place): readonly FieldNote[] {
	const { path } = place;
	const warnings = page.warnings
		.filter(
			({ at, path: of, code }) => (at ?? of) === path && (page.isChecked || !ABOUT_NOTHING.includes(code))
		)
		.map(({ code }) => ({ key: `${path}:${code}`, tone: 'warning' as const, words: warningWords[code] }));
	return [...suggestionOf(page, place), ...warnings, ...textNotes(page, place)];
}

/** What the app suggested, apart from what is chosen. */
function suggestionOf({ pack, record }: Noted, { field, part, path }: Place): readonly FieldNote[] {
	const suggested = part === undefined ? record.values[`${path}/suggested`] : undefined;
	if (typeof suggested !== 'string' || suggested === '') return [];
	const words = `Suggested from your answers: ${valueLabel(pack, { field }, suggested)}. The choice is yours.`;
	return [{ key: `${path}:suggested`, tone: 'fact', words }];
}

function textNotes(page: Noted, { field, part, path }: Place): readonly FieldNote[] {
	const text = page.record.values[path];
	const shape = shapeAt({ field, ...(part === undefined ? {} : { part }) });
	if (typeof text !== 'string' || text === '' || (shape !== 'text' && shape !== 'longText')) return [];
	const nudges = nudgesFor(field.id, text)
		.map(({ kind, found }) => ({ key: `${path}:${kind}`, words: nudgeWords(kind, found) }))
		.filter(({ key }) => !page.left.includes(key))
		.map(({ key, words }): FieldNote => {
			return { key, tone: 'nudge', words, leave: () => page.onleave(key) };
		});
	const facts = factsOf(field.id, text).map((words): FieldNote => {
		return { key: `${path}:${words.length}`, tone: 'fact', words };
	});
	return [...nudges, ...facts];
}

function factsOf(field: string, text: string): readonly string[] {
	const isLongLine = field === 'subjectRef' && text.length > MOST_IN_LINE;
	return [
		...(hasMarks(text) ? [noteWords.marks] : []),
		...(isLongLine ? [noteWords.long(text.length, MOST_IN_LINE)] : []),
		...(text.length > COUNTED_FROM ? [noteWords.count(text.length)] : [])
	];
}
