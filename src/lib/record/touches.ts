import { SEEN } from '../flow/questions.ts';
import type { AnswerEntry, Journey } from '../flow/types.ts';
import type { PackChange } from '../pack/compare.ts';
import { rulesNamed } from '../pack/named-rules.ts';
import type { FlowNode, Pack } from '../pack/types.ts';
import type { DecisionRecord } from './types.ts';

/** One record, replayed on the pack it was made with and on a later one. */
export interface ReplayedTwice {
	readonly record: DecisionRecord;
	readonly before: { readonly pack: Pack; readonly result: Journey };
	readonly after: { readonly pack: Pack; readonly result: Journey };
}

/** A change that has to do with a record, with the answers it touches; none where no single answer is touched. */
export interface TouchingChange {
	readonly change: PackChange;
	readonly answers: readonly AnswerEntry[];
}

/** What a record's two paths used, by id. */
interface Used {
	readonly twice: ReplayedTwice;
	readonly flows: ReadonlySet<string>;
	readonly nodes: ReadonlySet<string>;
	readonly outcomes: ReadonlySet<string>;
	readonly concepts: ReadonlySet<string>;
	readonly sources: ReadonlySet<string>;
	readonly rules: ReadonlySet<string>;
	readonly hasRulesFlow: boolean;
}

/** The changes between two packs, those first that have to do with this record. Nothing is left out of the two lists. */
export function touchingChanges(
	changes: readonly PackChange[],
	twice: ReplayedTwice
): { readonly touching: readonly TouchingChange[]; readonly rest: readonly PackChange[] } {
	const used = usedBy(twice);
	const isTouching = (change: PackChange) => TOUCHES[change.part]?.(change, used) ?? false;
	return {
		touching: changes.filter(isTouching).map((change) => ({ change, answers: answersAt(change, used) })),
		rest: changes.filter((change) => !isTouching(change))
	};
}

function usedBy(twice: ReplayedTwice): Used {
	const { record, before, after } = twice;
	const both = [before.result, after.result];
	const steps = both.flatMap((result) => result.steps);
	const nodes = new Set(both.flatMap((result) => result.visited));
	const outcomes = new Set(both.flatMap((result) => result.outcomes.map(({ id }) => id)));
	const contents = [before.pack, after.pack].flatMap((pack) => contentOf(pack, nodes, outcomes));
	return {
		twice,
		flows: new Set(steps.map((step) => step.flow)),
		nodes,
		outcomes,
		concepts: new Set(both.flatMap((result) => result.shown)),
		sources: new Set(steps.flatMap((step) => step.sources)),
		rules: new Set(contents.flatMap((content) => [...rulesNamed(content)])),
		hasRulesFlow: record.flow === 'rules' || record.answers.some(({ key }) => key.startsWith('rules/'))
	};
}

function contentOf(
	pack: Pack,
	nodes: ReadonlySet<string>,
	outcomes: ReadonlySet<string>
): readonly unknown[] {
	return [
		...nodesOf(pack).filter(({ id }) => nodes.has(id)),
		...Object.values(pack.outcomes).filter(({ id }) => outcomes.has(id))
	];
}

function nodesOf(pack: Pack): readonly FlowNode[] {
	return Object.values(pack.flows).flatMap((flow) => flow.nodes);
}

type Touch = (change: PackChange, used: Used) => boolean;

/** A part that is not named here belongs to no record's path. */
const TOUCHES: Readonly<Partial<Record<PackChange['part'], Touch>>> = {
	flow: ({ id }, used) => used.flows.has(id),
	node: ({ id }, used) => used.nodes.has(id),
	answer: touchesAnswer,
	line: ({ id }, used) => used.nodes.has(ownerId(id)),
	outcome: ({ id }, used) => used.outcomes.has(id),
	rule: touchesRule,
	row: touchesRow,
	order: ({ id }, used) =>
		isNodeList(id) ? used.nodes.has(ownerId(id)) : used.hasRulesFlow && /Rules$/.test(id),
	concept: ({ id }, used) => used.concepts.has(id),
	source: ({ id }, used) => used.sources.has(id),
	quick: (_change, { twice }) => twice.record.quick !== undefined,
	field: ({ id }, { twice }) => Object.keys(twice.record.values).some((path) => path.split('/')[1] === id)
};

/** The question of `question/answer`. */
function ownerId(id: string): string {
	return id.slice(0, id.lastIndexOf('/'));
}

function isNodeList(id: string): boolean {
	return id.includes('/');
}

/** A new answer touches everybody who was asked; another change only those who chose it. */
function touchesAnswer(change: PackChange, used: Used): boolean {
	if (change.kind === 'added') return used.nodes.has(ownerId(change.id));
	return answersAt(change, used).length > 0;
}

/** A rule that the path asks about, that switched, or that stands on a source of the path. */
function touchesRule({ id, before, after }: PackChange, used: Used): boolean {
	if (used.rules.has(id)) return true;
	const { twice } = used;
	if (twice.before.result.rules[id] !== twice.after.result.rules[id]) return true;
	return [before, after].some((rule) => sourcesIn(rule).some((source) => used.sources.has(source)));
}

function sourcesIn(rule: unknown): readonly string[] {
	return (rule as { readonly sources?: readonly string[] } | undefined)?.sources ?? []; // a rule of a parsed pack
}

/** Rows to choose from touch those who chose them; the tables that suggest, those who took that flow. */
function touchesRow(change: PackChange, used: Used): boolean {
	const isOffered = ['organisations', 'purposes', 'data'].includes(ownerId(change.id));
	return isOffered ? answersAt(change, used).length > 0 : used.hasRulesFlow;
}

/** The record's answers that a change is about: of its question, and of the answer itself where one was changed. */
function answersAt({ part, id, kind }: PackChange, { twice }: Used): readonly AnswerEntry[] {
	const { answers } = twice.record;
	const given = answers.filter(({ value }) => value !== SEEN);
	if (part === 'node') return given.filter(({ node }) => node === id);
	if (part === 'line') return given.filter(({ node }) => node === ownerId(id));
	if (part === 'order') return given.filter(({ node }) => isNodeList(id) && node === ownerId(id));
	if (part === 'answer') {
		const ofNode = given.filter(({ node }) => node === ownerId(id) || ownerId(id) === 'always');
		return kind === 'added' ? ofNode : ofNode.filter((entry) => hasChosen(entry, id));
	}
	if (part !== 'row') return [];
	const nodes = nodesOf(twice.before.pack).filter(({ answersFrom }) => answersFrom === ownerId(id));
	return given.filter((entry) => nodes.some((node) => node.id === entry.node) && hasChosen(entry, id));
}

function hasChosen({ value }: AnswerEntry, id: string): boolean {
	const chosen = typeof value === 'string' ? [value] : value;
	return chosen.includes(id.slice(id.lastIndexOf('/') + 1));
}
