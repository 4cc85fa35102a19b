/** Words for what the maps show: conditions, places and dates. Everything else is the pack's own wording. */
import type { Condition, FlowNode, Outcome, Pack, TableCell } from '../pack/types.ts';

const CHECKS = 'The app checks your answers';

/** Short words for how strong an outcome is. */
const STRENGTHS: Readonly<Record<Outcome['strength'], string>> = {
	must: 'Must',
	should: 'Should',
	may: 'May',
	'must-not': 'Must not',
	'n/a': 'For the record'
};

const KINDS: Readonly<Record<string, string>> = {
	shared: 'you shared',
	partly: 'you shared part',
	notShared: 'you did not share',
	deferred: 'you put it off',
	adviceOnly: 'you took advice only',
	requestMade: 'you asked for information',
	emergency: 'you acted in an emergency'
};

/** Flags whose note in the pack is for authors. */
const FLAGS: Readonly<Record<string, string>> = {
	'not-safeguarding': 'your purpose is running a service, research or other',
	'child-risk': 'a child may be at risk',
	's27-request': 'a council asks for help under section 17 or 27',
	'tell-only': 'you explain, and do not ask',
	objection: 'you told them, and they objected',
	refused: 'you asked, and they refused',
	request: 'someone asked you for information'
};

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A London date YYYY-MM-DD in words. */
export function longDate(date: string): string {
	return dates.format(new Date(`${date}T00:00:00Z`));
}

/** A dated rule by name; one whose first source nobody has read says so. */
export function ruleLabel(pack: Pack, id: string): string {
	const rule = pack.rules[id];
	return `“${rule?.label ?? id}”${rule?.evidence === 'V' ? '' : ' (check this)'}`;
}

/** Quoted and joined: “a”, “b” or “c”. */
export function anyOf(labels: readonly string[]): string {
	const quoted = labels.map((label) => `“${label}”`);
	const last = quoted.at(-1) ?? '';
	return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`;
}

/** The node of an id, in any flow. */
export function nodeIn(pack: Pack, id: string): FlowNode | undefined {
	return Object.values(pack.flows)
		.flatMap((flow) => flow.nodes)
		.find((node) => node.id === id);
}

/** What to call a place: its question, the flow that it runs, or that the app itself looks. */
export function nodeTitle(pack: Pack, node: FlowNode): string {
	if (node.kind === 'call' && node.flow !== undefined) return `Now: ${pack.flows[node.flow].title}`;
	return node.ask ?? CHECKS;
}

/** Label of an answer, wherever the node takes its answers from. */
export function answerLabel(pack: Pack, node: FlowNode | undefined, id: string): string {
	const rows = node?.answersFrom === undefined ? [] : pack.ruleTables[node.answersFrom];
	const found = [...(node?.answers ?? []), ...pack.always, ...rows].find((answer) => answer.id === id)?.label;
	return found ?? (id === 'not-sure' ? notSureLabel(node) : id);
}

function notSureLabel(node: FlowNode | undefined): string {
	return node?.notSure?.label ?? 'I am not sure';
}

/** How strong an outcome is, in a word or two. */
export function strengthWord({ strength }: Outcome): string {
	return STRENGTHS[strength];
}

/** Why it is so, and within which limits. */
export function outcomeNotes({ qualifier, reason }: Outcome): readonly string[] {
	return [reason, ...(qualifier === undefined ? [] : [`Limits: ${qualifier}.`])];
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
	return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function rowWords(
	pack: Pack,
	table: 'organisations' | 'purposes',
	wanted: Readonly<Record<string, TableCell | readonly TableCell[]>>
): string {
	const rows = pack.ruleTables[table].filter((row) =>
		Object.entries(wanted).every(([column, cells]) => listOf(cells).includes(row[column] as TableCell))
	);
	return `you answered ${anyOf(rows.map((row) => row.label ?? row.id))}`;
}

function answersWords(pack: Pack, wanted: Readonly<Record<string, string | readonly string[]>>): string {
	return Object.entries(wanted)
		.map(([id, values]) => {
			const node = nodeIn(pack, id);
			const labels = listOf(values).map((value) => answerLabel(pack, node, value));
			return `you answered ${anyOf(labels)} to “${node?.ask ?? id}”`;
		})
		.join(' and ');
}

type Words = (pack: Pack, value: never) => string;

const joined = (pack: Pack, parts: readonly Condition[], word: string): string =>
	parts.map((part) => conditionWords(pack, part)).join(` ${word} `);

const WORDS: Readonly<Record<string, Words>> = {
	else: () => 'nothing above fits',
	rule: (pack, id: string) => `${ruleLabel(pack, id)} counts on the date`,
	flag: (pack, ids: string | readonly string[]) =>
		listOf(ids)
			.map((id) => FLAGS[id] ?? pack.flags[id] ?? id)
			.join(' or '),
	answer: answersWords,
	outcome: (pack, ids: string | readonly string[]) =>
		`it came to ${anyOf(listOf(ids).map((id) => pack.outcomes[id]?.title ?? id))}`,
	ticked: () => 'all of them are ticked',
	recordKind: (_pack, kinds: string | readonly string[]) =>
		listOf(kinds)
			.map((kind) => KINDS[kind] ?? kind)
			.join(' or '),
	org: (pack, wanted: never) => rowWords(pack, 'organisations', wanted),
	purposeRow: (pack, wanted: never) => rowWords(pack, 'purposes', wanted),
	all: (pack, parts: readonly Condition[]) => joined(pack, parts, 'and'),
	any: (pack, parts: readonly Condition[]) => joined(pack, parts, 'or'),
	not: (pack, part: Condition) => `it is not so that ${conditionWords(pack, part)}`
};

/** A condition in words that go on from “if”. */
export function conditionWords(pack: Pack, condition: Condition): string {
	const [entry] = Object.entries(condition) as [string, never][];
	const words = entry === undefined ? undefined : WORDS[entry[0]];
	return words === undefined || entry === undefined ? 'another rule fits' : words(pack, entry[1]);
}

/** Ids of the dated rules that a condition asks about. */
export function rulesIn(condition: unknown): readonly string[] {
	if (typeof condition !== 'object' || condition === null) return [];
	return Object.entries(condition).flatMap(([key, value]) =>
		key === 'rule' && typeof value === 'string' ? [value] : rulesIn(value)
	);
}
