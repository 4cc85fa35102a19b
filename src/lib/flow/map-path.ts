/** The path of one journey as a map: what was answered, what the app decided by itself, and the roads not taken. */
import type { AnswerOption, Branch, FlowNode, Pack } from '../pack/types.ts';
import { londonDate } from './dated-rules.ts';
import {
	anyOf,
	answerLabel,
	conditionWords,
	longDate,
	nodeIn,
	nodeTitle,
	outcomeNotes,
	ruleLabel,
	strengthWord,
	rulesIn
} from './map-text.ts';
import type { MapModel, MapRow, MapWay } from './map-types.ts';
import { placeWords } from './map.ts';
import type { Frame, Run, Turn } from './run.ts';
import { walkRules, type After } from './rules-card.ts';
import type { JourneyInput, Party, QuestionStep, Step } from './types.ts';

type Draft = Omit<MapRow, 'number'>;

/** A road not taken, before those to the same place for the same reason become one. */
interface Stub {
	readonly id: string;
	readonly leads: string;
	/** Reason with its answers left out: the part that must be the same. */
	readonly reason: (labels: readonly string[]) => string;
	readonly kind: string;
	readonly label: string;
}

/**
 * The map of a journey so far. It replays the answers, so the picture shows what the engine did and nothing guessed.
 * @param at date and settings of the decision; and flow B, where it followed for one of the receivers
 * @throws AppError as `journey` does, only for a pack that `provePack` would have refused
 */
export function pathMap(pack: Pack, input: JourneyInput, at: After): MapModel {
	const { run } = walkRules(pack, input, at);
	const drafts = Array.from({ length: run.steps.length + 1 }, (_, index) => {
		const step = run.steps[index - 1];
		const turns = run.turns.filter(({ after }) => after === index).map((turn) => turnRow(run, turn));
		return [...(step === undefined ? [] : [stepRow(run, step)]), ...turns];
	}).flat();
	return {
		title: pack.flows[input.flow].title,
		everywhere: [`Rules as they stood on ${decisionDate(run)}.`],
		rows: drafts.map((draft, index) => ({ ...draft, id: `${index + 1}`, number: index + 1 }))
	};
}

function decisionDate({ context }: Run): string {
	return longDate(londonDate(context.decidedAt));
}

/** Whom it is about, and which flow it belongs to when that is not the journey's own. */
function leadOf(
	run: Run,
	at: Pick<Frame, 'flow'> & { receiver?: Party; person?: Party },
	kind: string
): string {
	const about = [at.receiver, at.person].filter((party) => party !== undefined).map((party) => party.label);
	const flow = at.flow === run.input.flow ? [] : [run.pack.flows[at.flow].title];
	return [...about, ...flow, kind].filter((words) => words !== '').join(' · ');
}

function stepRow(run: Run, step: Step): Draft {
	const isHere = step.answer === undefined;
	if (step.kind === 'outcome') {
		const { title } = step.outcome;
		const lead = leadOf(run, step, `What your answers point to · ${strengthWord(step.outcome)}`);
		return { id: '', kind: 'outcome', lead, title, notes: outcomeNotes(step.outcome), ways: [], isHere };
	}
	const node = nodeIn(run.pack, step.node);
	return {
		id: '',
		kind: 'question',
		lead: leadOf(run, step, ''),
		title: step.ask,
		notes: [...ruleNotes(run, node?.rule), ...step.items.map(({ label }) => `Check: ${label}`)],
		ways: node === undefined ? [] : [...takenWays(run, step), ...grouped(stubsOf(run, step, node))],
		isHere
	};
}

function ruleNotes(run: Run, id: string | undefined): readonly string[] {
	return id === undefined ? [] : [`Rule: ${ruleState(run, id)}.`];
}

/** A dated rule and its state on the date of the decision. */
function ruleState(run: Run, id: string): string {
	const words = run.rules[id] === 'on' ? 'counts' : 'did not count';
	return `${ruleLabel(run.pack, id)} ${words} on ${decisionDate(run)}`;
}

function givenIds({ answer, carried }: QuestionStep): readonly string[] {
	if (answer === undefined) return [];
	return typeof answer.value === 'string' ? [answer.value] : [...carried, ...answer.value];
}

function saidWords(run: Run, step: QuestionStep): string {
	if (step.answer?.value === 'seen') return 'Read';
	const parties = [...run.input.receivers, ...run.input.persons];
	const node = nodeIn(run.pack, step.node);
	const labels = givenIds(step).map(
		(id) =>
			(step.kind === 'loop' ? parties.find((party) => party.id === id)?.label : undefined) ??
			answerLabel(run.pack, node, id)
	);
	return labels.length === 0 ? 'None of them' : labels.join('; ');
}

function takenWays(run: Run, step: QuestionStep): readonly MapWay[] {
	if (step.answer === undefined) return [];
	return [{ id: 'taken', words: saidWords(run, step), leads: '', target: { kind: 'other' }, isTaken: true }];
}

/** Every answer that was not given, and every one that was not offered. */
function stubsOf(run: Run, step: QuestionStep, node: FlowNode): readonly Stub[] {
	const given = givenIds(step);
	const offered = step.options.filter(({ id }) => !given.includes(id));
	const isOffered = (id: string) => step.options.some((option) => option.id === id);
	const hidden = (node.answers ?? []).filter(({ id }) => !given.includes(id) && !isOffered(id));
	const taken = step.options.find(({ id }) => given.includes(id))?.next;
	// An answer that leads where the given one led is no other road.
	const withoutOwnRoad = (option: AnswerOption) =>
		option.next === taken && taken !== undefined ? { ...option, next: '' } : option;
	return [
		...offered.map((option) => stubOf(run, node, withoutOwnRoad(option))),
		...hidden.map((option) => ({ ...stubOf(run, node, option), ...notOffered(run, option) }))
	];
}

function notOffered(run: Run, option: AnswerOption): Pick<Stub, 'kind' | 'reason'> {
	const why = option.showIf === undefined ? 'Settled before, for every receiver.' : notSo(run, option.showIf);
	return { kind: `hidden ${why}`, reason: (labels) => `${anyOf(labels)} was not offered. ${why}` };
}

/** Why a condition did not open a road: the rule that was off on the date, or what was not so. */
function notSo(run: Run, condition: NonNullable<Branch['if']>): string {
	const off = rulesIn(condition).filter((id) => run.rules[id] !== 'on');
	if (off.length > 0) return `${off.map((id) => ruleState(run, id)).join('; ')}.`;
	return `Only if ${conditionWords(run.pack, condition)}.`;
}

function stubOf(run: Run, node: FlowNode, { id, label, next }: AnswerOption): Stub {
	const isTick = node.kind === 'multi' && id !== 'not-sure';
	if (isTick)
		return { id, label, leads: 'Not ticked', kind: 'tick', reason: (labels) => `${anyOf(labels)}.` };
	return {
		id,
		label,
		leads: leadsTo(run.pack, next ?? node.next ?? ''),
		kind: 'answer',
		reason: (labels) => `Only if you answer ${anyOf(labels)}.`
	};
}

const FORK = 'A check of your other answers';

const SPECIAL: Readonly<Record<string, string>> = {
	'': 'The same next step, with another answer',
	'@next-step': 'On to the next step',
	'@return': 'Back to the question you came from',
	'@advice': 'Advice first',
	'@end': 'The end'
};

/** Where a road would have led. */
function leadsTo(pack: Pack, to: string): string {
	const isFork = nodeIn(pack, to)?.kind === 'gate';
	return SPECIAL[to] ?? pack.outcomes[to]?.title ?? (isFork ? FORK : placeWords(pack, to));
}

/** Roads to the same place, for the same reason, as one. */
function grouped(stubs: readonly Stub[]): readonly MapWay[] {
	const groups = Map.groupBy(stubs, ({ leads, kind }) => `${leads}|${kind}`);
	return [...groups.values()].map((same) => ({
		id: same.map(({ id }) => id).join(' '),
		words: same[0]?.leads ?? '',
		leads: '',
		target: { kind: 'other' },
		isTaken: false,
		whyNot: same[0]?.reason(same.map(({ label }) => label)) ?? ''
	}));
}

function turnRow(run: Run, turn: Turn): Draft {
	const node = nodeIn(run.pack, turn.node);
	if (turn.result !== undefined) return resultRow(run, turn, node);
	const branches = node?.branches ?? [];
	const at = turn.branch === undefined ? branches.length : branches.indexOf(turn.branch);
	// A branch to the same place is no other road.
	const stubs = branches.flatMap((branch, index) =>
		index === at || branch.next === turn.branch?.next ? [] : [branchStub(run, { branch, index }, index < at)]
	);
	return {
		id: '',
		kind: 'gate',
		lead: leadOf(run, turn.frame, ''),
		title: 'The app checks your answers',
		notes: (turn.branch?.log ?? []).map((id) => `Shows: ${run.pack.outcomes[id]?.title ?? id}`),
		ways: [...branchTaken(run, turn.branch), ...grouped(stubs)]
	};
}

function branchTaken(run: Run, branch: Branch | undefined): readonly MapWay[] {
	if (branch === undefined) return [];
	const isElse = branch.if === undefined || 'else' in branch.if;
	const rules = isElse ? [] : rulesIn(branch.if);
	const reason = isElse ? 'Nothing else fits' : `Because ${conditionWords(run.pack, branch.if)}`;
	const words = rules.length > 0 ? rules.map((id) => ruleState(run, id)).join('; ') : reason;
	return [{ id: 'taken', words, leads: '', target: { kind: 'other' }, isTaken: true }];
}

function branchStub(run: Run, at: { branch: Branch; index: number }, wasAsked: boolean): Stub {
	const { branch, index } = at;
	const isElse = branch.if === undefined || 'else' in branch.if;
	const closed = isElse ? 'Only if nothing else fits.' : `Only if ${conditionWords(run.pack, branch.if)}.`;
	const why = wasAsked && !isElse ? notSo(run, branch.if) : closed;
	const leads = leadsTo(run.pack, branch.next);
	return { id: `branch-${index}`, label: '', leads, kind: why, reason: () => why };
}

function resultRow(run: Run, turn: Turn, node: FlowNode | undefined): Draft {
	const words = `It came to: ${run.pack.outcomes[turn.result ?? '']?.title ?? ''}`;
	return {
		id: '',
		kind: 'call',
		lead: leadOf(run, turn.frame, 'Back from these questions'),
		title: node === undefined ? '' : nodeTitle(run.pack, node).replace(/^Now: /, ''),
		notes: [],
		ways: [{ id: 'taken', words, leads: '', target: { kind: 'other' }, isTaken: true }]
	};
}
