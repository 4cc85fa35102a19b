import { AppError } from '../errors.ts';
import type {
	Branch,
	FlowId,
	FlowNode,
	Outcome,
	Pack,
	RecordKind,
	RuleState,
	TableRow
} from '../pack/types.ts';
import { shownIds, type Facts } from './conditions.ts';
import { londonDate, overdueRules, ruleStates } from './dated-rules.ts';
import type { AnswerEntry, JourneyContext, JourneyInput, Party, ReachedOutcome, Step } from './types.ts';

/** Where the replay stands: which flow, for whom, and through which calls it came. */
export interface Frame {
	readonly flow: FlowId;
	readonly receiver?: Party;
	readonly person?: Party;
	/** Calls and closing steps that led here; part of every answer key. */
	readonly path: string;
	/** The closing step being taken. */
	readonly closing?: string;
	/** Inside a `call`: outcomes go back to the caller and have no page. */
	readonly isCalled?: boolean;
	/** The node that asked for advice, while advice is sought. */
	readonly asking?: { readonly flow: FlowId; readonly node: string };
}

/** Where the answers of flow B stand when it follows another flow. They are no part of that flow's own path. */
export const RULES_PATH = 'rules/';

/**
 * Where the answers of flow `secure` stand when a receiver's sending is asked about beside the journey, before the journey
 * comes to it or where it never does. A journey that comes to it later takes these answers: nobody is asked twice.
 */
export const SECURE_PATH = 'secure/';

/** Whether the sending to a receiver was begun beside the journey. */
export function isSecureBegun({ answers }: Pick<JourneyInput, 'answers'>, receiver: string): boolean {
	return answers.some(({ key }) => key.startsWith(`${SECURE_PATH}${receiver}|`));
}

interface Given {
	readonly node: string;
	readonly receiver: string | undefined;
	readonly ids: readonly string[];
}

/** A fork that the engine took by itself, or the end of a flow it called. The picture of the path tells of it. */
export interface Turn {
	/** How many steps came before. */
	readonly after: number;
	readonly node: string;
	readonly frame: Frame;
	/** The branch taken; undefined: none held. */
	readonly branch?: Branch | undefined;
	/** The outcome that a called flow came back with. */
	readonly result?: string;
}

/** The growing result of one replay. Lives only inside one call of `journey`. */
export interface Run {
	readonly pack: Pack;
	readonly input: JourneyInput;
	readonly context: JourneyContext;
	readonly rules: Readonly<Record<string, RuleState>>;
	readonly overdue: readonly string[];
	readonly nodes: ReadonlyMap<string, FlowNode>;
	readonly answers: ReadonlyMap<string, AnswerEntry>;
	readonly used: Set<string>;
	readonly steps: Step[];
	readonly turns: Turn[];
	readonly outcomes: ReachedOutcome[];
	readonly caseFlags: Set<string>;
	readonly receiverFlags: Map<string, Set<string>>;
	readonly visits: Map<string, number>;
	readonly visited: Set<string>;
	readonly shown: Set<string>;
	readonly given: Given[];
	/** Answers that hold for every receiver, by node id. */
	readonly shared: Map<string, string | readonly string[]>;
	readonly sharedTicks: Map<string, readonly string[]>;
	readonly onceDone: Set<string>;
	/** Set when an outcome ended everything but the record. */
	isOver: boolean;
}

export function startRun(pack: Pack, input: JourneyInput, context: JourneyContext): Run {
	const nodes = Object.values(pack.flows).flatMap((flow) =>
		flow.nodes.map((node) => [node.id, node] as const)
	);
	return {
		pack,
		input,
		context,
		rules: ruleStates(pack, context),
		overdue: overdueRules(pack, context.today ?? londonDate(context.decidedAt)),
		nodes: new Map(nodes),
		answers: new Map(input.answers.map((answer) => [answer.key, answer])),
		used: new Set(),
		steps: [],
		turns: [],
		outcomes: [],
		caseFlags: new Set(),
		receiverFlags: new Map(),
		visits: new Map(),
		visited: new Set(),
		shown: new Set(),
		given: [],
		shared: new Map(),
		sharedTicks: new Map(),
		onceDone: new Set(),
		isOver: false
	};
}

export function nodeOf(run: Run, id: string): FlowNode {
	const node = run.nodes.get(id);
	if (node === undefined) throw new AppError('unknown-node', { node: id });
	return node;
}

export function outcomeOf(run: Run, id: string): Outcome {
	const outcome = run.pack.outcomes[id];
	if (outcome === undefined) throw new AppError('unknown-outcome', { outcome: id });
	return outcome;
}

/** Sets flags where they belong: to the receiver inside its loop, else (and for `caseWide` ones) to the case. */
export function setFlags(run: Run, frame: Frame, flags: readonly string[] | undefined): void {
	for (const flag of flags ?? []) {
		if (frame.receiver === undefined || run.pack.caseWide.includes(flag)) run.caseFlags.add(flag);
		else flagsOfReceiver(run, frame.receiver.id).add(flag);
	}
}

function flagsOfReceiver(run: Run, receiver: string): Set<string> {
	const flags = run.receiverFlags.get(receiver) ?? new Set<string>();
	run.receiverFlags.set(receiver, flags);
	return flags;
}

/** Record kind of one receiver: its last reached outcome with a kind of its own; else the linked record's; else advice only. */
export function recordKindOf(run: Run, receiver: string | undefined): RecordKind {
	for (const reached of run.outcomes.toReversed()) {
		if (reached.logged || reached.receiver !== receiver) continue;
		const kind = outcomeOf(run, reached.id).recordKind;
		if (kind !== 'inherit') return kind;
	}
	return run.context.linkedRecord ?? 'adviceOnly';
}

/** Receivers that a decision was begun for, in order; empty: one implied receiver. */
export function receiversOf(run: Run): readonly string[] {
	const met = run.steps.map((step) => step.receiver?.id).filter((id) => id !== undefined);
	return [...new Set(met)];
}

function isHere(frame: Frame, receiver: string | undefined): boolean {
	return frame.receiver === undefined || receiver === undefined || receiver === frame.receiver.id;
}

function hasFlag(run: Run, frame: Frame, flag: string): boolean {
	if (run.caseFlags.has(flag)) return true;
	if (frame.receiver !== undefined) return run.receiverFlags.get(frame.receiver.id)?.has(flag) ?? false;
	return [...run.receiverFlags.values()].some((flags) => flags.has(flag));
}

function hasKind(run: Run, frame: Frame, kind: string): boolean {
	const receivers = frame.receiver === undefined ? receiversOf(run) : [frame.receiver.id];
	const kinds =
		receivers.length === 0 ? [recordKindOf(run, undefined)] : receivers.map((id) => recordKindOf(run, id));
	return kinds.some((own) => own === kind);
}

function chosenRow(run: Run, frame: Frame, table: 'organisations' | 'purposes'): TableRow | undefined {
	const [id] = newestAnswer(run, frame, table === 'organisations' ? 'organisation' : 'purpose');
	return run.pack.ruleTables[table].find((row) => row.id === id);
}

function newestAnswer(run: Run, frame: Frame, node: string): readonly string[] {
	return run.given.findLast((given) => given.node === node && isHere(frame, given.receiver))?.ids ?? [];
}

/** The facts as this place sees them: its own receiver's and the case's; outside any receiver, all of them. */
export function factsAt(run: Run, frame: Frame, allTicked = false): Facts {
	return {
		rule: (id) => run.rules[id] === 'on',
		flag: (id) => hasFlag(run, frame, id),
		answer: (node) => newestAnswer(run, frame, node),
		outcome: (id) => run.outcomes.some((reached) => reached.id === id && isHere(frame, reached.receiver)),
		recordKind: (kind) => hasKind(run, frame, kind),
		allTicked: () => allTicked,
		row: (table) => chosenRow(run, frame, table),
		card: () => undefined
	};
}

/** Concepts to show, noted as shown; a dated rule's note brings the overdue note once its review date has passed. */
export function noteShown(run: Run, frame: Frame, shows: FlowNode['shows']): readonly string[] {
	const ids = [...shownIds(shows, factsAt(run, frame))];
	if (ids.includes('rule-verify-note') && run.overdue.length > 0) ids.push('rule-review-overdue');
	ids.forEach((id) => run.shown.add(id));
	return ids;
}

/** Notes an outcome in passing or for good, and returns the concepts it shows. */
export function noteOutcome(run: Run, frame: Frame, at: { id: string; logged: boolean }): readonly string[] {
	run.outcomes.push({
		...at,
		...(frame.receiver === undefined ? {} : { receiver: frame.receiver.id }),
		...(frame.person === undefined ? {} : { person: frame.person.id })
	});
	return noteShown(run, frame, outcomeOf(run, at.id).shows);
}
