/** Differences between two packs, as people read them: by question and by rule. Pure. */
import type { PackChange } from '../pack/compare.ts';
import type { FlowNode, Pack } from '../pack/types.ts';
import { dayWords } from './day-words.ts';

/** One difference: what happened, and the words before and after where they say it best. */
export interface ChangeLine {
	readonly key: string;
	readonly what: string;
	readonly before?: string;
	readonly after?: string;
}

/** All differences of one question, one outcome, one rule. */
export interface ChangeGroup<Change extends PackChange = PackChange> {
	readonly key: string;
	/** What kind of thing it is: "Question", "Dated rule". */
	readonly kind: string;
	readonly title: string;
	readonly changes: readonly Change[];
}

/** The two packs that changes lie between. */
export interface TwoPacks {
	readonly earlier: Pack;
	readonly later: Pack;
}

const KINDS: Readonly<Record<PackChange['part'], string>> = {
	flow: 'Set of questions',
	node: 'Question',
	answer: 'Question',
	line: 'Question',
	order: 'Order',
	outcome: 'What answers point to',
	rule: 'Dated rule',
	row: 'Which rules apply',
	part: 'Part of the record',
	field: 'Field of the record',
	concept: 'Note on a page',
	source: 'Source',
	quick: 'Quick check',
	other: 'Inner workings'
};

/** Brings the changes of one question, outcome or rule together, in the order in which they come. */
export function groupChanges(packs: TwoPacks, changes: readonly PackChange[]): readonly ChangeGroup[] {
	const keys = [...new Set(changes.map(groupKey))];
	return keys.map((key) => {
		const own = changes.filter((change) => groupKey(change) === key);
		const first = own[0];
		return {
			key,
			kind: key.startsWith(NODE) ? KINDS.node : KINDS[first?.part ?? 'other'],
			title: first === undefined ? '' : titleOf(packs, first),
			changes: own
		};
	});
}

function groupKey({ part, id }: PackChange): string {
	const isOfNode = part === 'answer' || part === 'line' || (part === 'order' && id.includes('/'));
	if (isOfNode) return `node ${id.slice(0, id.lastIndexOf('/'))}`;
	return part === 'other' || part === 'order' ? part : `${part} ${id}`;
}

const NODE = 'node ';
const EVERY_PAGE = 'On every page';
const BETWEEN = 'A step between two questions';
const OTHERS = 'Settings and words behind the pages';

function titleOf(packs: TwoPacks, change: PackChange): string {
	const key = groupKey(change);
	if (key.startsWith(NODE)) return askOf(packs, key.slice(NODE.length));
	if (change.part === 'other' || change.part === 'order') return OTHERS;
	if (change.part === 'quick') return KINDS.quick;
	return sayingOf(change.after ?? change.before) ?? change.id;
}

function askOf({ earlier, later }: TwoPacks, id: string): string {
	if (id === 'always') return EVERY_PAGE;
	return nodeOf(later, id)?.ask ?? nodeOf(earlier, id)?.ask ?? BETWEEN;
}

function nodeOf(pack: Pack, id: string): FlowNode | undefined {
	return Object.values(pack.flows)
		.flatMap((flow) => flow.nodes)
		.find((node) => node.id === id);
}

/** The sentence that a thing is known by. */
function sayingOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null) return undefined;
	const { ask, label, title, say } = value as Readonly<Record<string, unknown>>; // any part of a parsed pack
	return [ask, label, title, say].find((words) => typeof words === 'string');
}

/** What to say about one change. */
export function changeLine(change: PackChange): ChangeLine {
	const { part, id, kind, before, after } = change;
	const key = `${part} ${id} ${kind}`;
	const whole = (value: unknown) => sayingOf(value) ?? id;
	if (kind === 'added') return { key, what: `${nameOf(part)} is new`, after: whole(after) };
	if (kind === 'removed') return { key, what: `${nameOf(part)} was taken away`, before: whole(before) };
	if (kind === 'words') return { key, what: `${nameOf(part)} says it in other words`, ...twoTexts(change) };
	const [member = ''] = change.members;
	const values = change.members.length === 1 && SHOWN.includes(member) ? twoTexts(change) : {};
	const which = CHOICES.includes(part) ? ` “${whole(after)}”` : '';
	return { key, what: `${nameOf(part)}${which} ${wayWords(change.members)}`, ...values };
}

const NAMES: Readonly<Partial<Record<PackChange['part'], string>>> = {
	node: 'The question',
	answer: 'The answer',
	line: 'The line to tick',
	order: 'The list',
	outcome: 'The outcome',
	rule: 'The rule',
	row: 'The row',
	part: 'A part of the record',
	field: 'The field',
	concept: 'The note',
	source: 'The source',
	flow: 'The set of questions',
	quick: 'The quick check'
};

function nameOf(part: PackChange['part']): string {
	return NAMES[part] ?? 'Something behind the pages';
}

const WAYS: Readonly<Record<string, string>> = {
	next: 'leads elsewhere',
	branches: 'leads elsewhere',
	results: 'leads elsewhere',
	then: 'has other steps after it',
	sets: 'notes something else',
	log: 'notes something else',
	fills: 'fills another field',
	shows: 'brings up other notes',
	if: 'comes up at other times',
	showIf: 'comes up at other times',
	when: 'is asked for at other times',
	need: 'is asked for at other times',
	effectiveFrom: 'starts on another day',
	reviewBy: 'is looked at again on another day',
	evidence: 'is more certain, or less',
	status: 'stands differently now',
	sources: 'stands on other sources',
	strength: 'is stronger, or weaker',
	recordKind: 'makes another kind of record',
	order: 'is in another order'
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** One of several: which one has to be said. */
const CHOICES: readonly string[] = ['answer', 'line', 'row'];

/** Members whose values say more than words about them. */
const SHOWN: readonly string[] = ['effectiveFrom', 'reviewBy', 'status', 'strength'];

function wayWords(members: readonly string[]): string {
	const said = [...new Set(members.map((member) => WAYS[member] ?? 'works in another way'))];
	return said.join(', and ');
}

/** The members that changed, as text before and after. */
function twoTexts({ before, after, members }: PackChange): {
	readonly before?: string;
	readonly after?: string;
} {
	const [old, now] = [before, after].map((value) => textOf(value, members));
	return { ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) };
}

function textOf(value: unknown, members: readonly string[]): string {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null) return '';
	const own = value as Readonly<Record<string, unknown>>; // any part of a parsed pack
	return members
		.map((member) => flat(own[member]))
		.filter((text) => text !== '')
		.join(' ');
}

function flat(value: unknown): string {
	// Only a day is put into words: a sentence with a number in it could be read as a date too.
	if (typeof value === 'string') return DAY.test(value) ? dayWords(value) : value;
	if (typeof value !== 'object') return '';
	return Object.values(value ?? {})
		.map(flat)
		.filter((text) => text !== '')
		.join(' ');
}
