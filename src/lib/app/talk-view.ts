/** One statement of a talk with a family, as the field components take it. */
import { talkProblem, talkWords } from '../talk-messages.ts';
import type { Pack, RecordField } from '../pack/types.ts';
import { momentWords, valueLabel } from '../record/summary.ts';
import type { Talk } from '../record/told.ts';
import type { DecisionRecord } from '../record/types.ts';
import type { LeafView } from '../ui/fields/field-view.ts';
import { fieldNotes, type Noting } from './field-notes.ts';
import { leafView } from './leaf-view.ts';

/** What a view is made from. `gaps`: parts to name as missing; empty until the person asks to check. */
export interface TalkPage {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	readonly talk: Pick<Talk, 'path' | 'field'>;
	readonly gaps: readonly string[];
	/** For notes beside the fields; without it there are none. */
	readonly noting?: Noting;
}

const LINES: readonly string[] = [
	'who',
	'from',
	'language',
	'interpreterId',
	'statementName',
	'receiversTold'
];

const HELP: Readonly<Record<string, string>> = {
	who: talkWords.who,
	from: talkWords.who,
	what: talkWords.exactWords,
	askedWords: talkWords.exactWords,
	ownWords: talkWords.theirWords,
	competenceNote: talkWords.competence,
	capacityNote: talkWords.capacity,
	parentalResponsibility: talkWords.parental,
	interpreterId: talkWords.interpreterNeeded
};

/** The parts that the record's own pack knows, of those that are asked for. */
export function talkViews(page: TalkPage, parts: readonly string[]): readonly LeafView[] {
	const field = fieldOf(page);
	const known = parts.filter((part) => field?.item?.[part] !== undefined);
	return field === undefined ? [] : known.map((part) => talkView(page, field, part));
}

/** Whether the record's own pack has room for all of it. */
export function hasTalkParts(pack: Pack): boolean {
	return pack.record.fields.some(({ id, item }) => id === 'agreement' && item?.statement !== undefined);
}

function fieldOf({ pack, talk }: TalkPage): RecordField | undefined {
	return pack.record.fields.find(({ id }) => id === talk.field);
}

function talkView(page: TalkPage, field: RecordField, part: string): LeafView {
	const { pack, record, talk, gaps, noting } = page;
	const place = { field, part, path: `${talk.path}/${part}` };
	const leaf = leafView(pack, record, place);
	const isGap = gaps.includes(part);
	return {
		...leaf,
		kind: LINES.includes(part) ? 'line' : leaf.kind,
		help: HELP[part] ?? '',
		isFromAnswers: false,
		// Taking back has a way of its own, which also says what follows from it.
		options: leaf.options.filter(({ value }) => value !== 'withdrawn'),
		...(isGap ? { problem: leaf.problem ?? talkProblem(leaf.label) } : {}),
		...(noting ? { notes: fieldNotes({ ...noting, pack, record, isChecked: isGap }, place) } : {})
	};
}

/** One line about a statement: who, what they answered, when. */
export function talkLine({ pack, record, talk }: Omit<TalkPage, 'gaps' | 'noting'>): string {
	const field = fieldOf({ pack, record, talk, gaps: [] });
	const value = (part: string): string => {
		const held = record.values[`${talk.path}/${part}`];
		return typeof held === 'string' ? held.trim() : '';
	};
	const answer = value('answer');
	const said = field && answer ? valueLabel(pack, { field, part: 'answer' }, answer) : '';
	const when = value('withdrawnAt') || value('date') || value('when');
	const untold = value('notToldReason') ? 'not told yet' : '';
	return [value('who') || value('from'), said || untold, when && momentWords(when)]
		.filter(Boolean)
		.join(', ');
}

/** The address of a statement: `t` or the number of its receiver, then its row. Words stand in no address. */
export function talkPlace({ path, field, receiver }: Talk, receivers: readonly string[]): string {
	const row = path.split('/')[2] ?? '0';
	const at = Math.max(0, receivers.indexOf(receiver)) + 1;
	return field === 'told' ? `t${row}` : `a${at}-${row}`;
}

/** The statement of an address; undefined for an address of another shape. */
export function talkOfPlace(
	place: string,
	receivers: readonly string[]
): Pick<Talk, 'path' | 'field' | 'receiver'> | undefined {
	const [, told, at, answer] = /^(?:t(\d[a-z0-9-]*)|a(\d{1,3})-(\d[a-z0-9-]*))$/.exec(place) ?? [];
	const below = (root: string, row: string) => (row === '0' ? root : `${root}/${row}`);
	if (told !== undefined) return { path: below('case/told', told), field: 'told', receiver: '' };
	if (at === undefined || answer === undefined) return undefined;
	const receiver = receivers.length === 0 && at === '1' ? '' : receivers[Number(at) - 1];
	if (receiver === undefined) return undefined;
	return { path: below(`r:${receiver}/agreement`, answer), field: 'agreement', receiver };
}
