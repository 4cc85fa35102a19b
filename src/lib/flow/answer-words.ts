/** Answers in words: for the thread, the path and lists of answers set aside. Pure. */
import type { AnswerEntry, JourneyInput, Party, Step } from './types.ts';
import type { FlowNode, Pack } from '../pack/types.ts';

/** One question and what was answered. */
interface AnswerWords {
	readonly key: string;
	readonly ask: string;
	readonly said: string;
	/** Receiver and person that it is about; empty for the case as a whole. */
	readonly about: string;
}

const SEEN_WORDS = 'Read';
const NONE_TICKED = 'None of them';
const NOT_SURE_WORDS = 'I am not sure';

function nodeOf(pack: Pack, id: string): FlowNode | undefined {
	return Object.values(pack.flows)
		.flatMap((flow) => flow.nodes)
		.find((node) => node.id === id);
}

function labelsOf(pack: Pack, node: FlowNode): ReadonlyMap<string, string> {
	const rows = node.answersFrom === undefined ? [] : pack.ruleTables[node.answersFrom];
	return new Map([
		...pack.always.map(({ id, label }) => [id, label] as const),
		['seen', SEEN_WORDS] as const,
		['not-sure', node.notSure?.label ?? NOT_SURE_WORDS] as const,
		...rows.map((row) => [row.id, row.label ?? row.id] as const),
		...(node.answers ?? []).map(({ id, label }) => [id, label] as const)
	]);
}

/** Receivers and persons are numbered apart, so the same id may stand for one of each. */
function partyLabel(parties: readonly Party[], id: string): string {
	return parties.find((party) => party.id === id)?.label ?? id;
}

function saidWords(pack: Pack, input: JourneyInput, entry: AnswerEntry): string {
	const node = nodeOf(pack, entry.node);
	if (node === undefined) return SEEN_WORDS;
	const labels = labelsOf(pack, node);
	const ids = typeof entry.value === 'string' ? [entry.value] : entry.value;
	if (ids.length === 0) return NONE_TICKED;
	const parties = node.over === 'person' ? input.persons : input.receivers;
	return ids.map((id) => labels.get(id) ?? partyLabel(parties, id)).join('; ');
}

/** Who an answer is about, in the person's own short labels. */
export function aboutWords(
	input: JourneyInput,
	entry: { readonly receiver?: string | undefined; readonly person?: string | undefined }
): string {
	const { receiver, person } = entry;
	return [
		...(receiver === undefined ? [] : [partyLabel(input.receivers, receiver)]),
		...(person === undefined ? [] : [partyLabel(input.persons, person)])
	].join(', ');
}

/** One answer in words. */
export function answerWords(pack: Pack, input: JourneyInput, entry: AnswerEntry): AnswerWords {
	const ask = nodeOf(pack, entry.node)?.ask ?? pack.outcomes[entry.node]?.title ?? '';
	return { key: entry.key, ask, said: saidWords(pack, input, entry), about: aboutWords(input, entry) };
}

/** A knot of the thread: a page that was answered, and where to change it. */
export interface Knot extends AnswerWords {
	readonly number: number;
	readonly isOutcome: boolean;
}

/** The pages answered so far, in order. */
export function knotsOf(pack: Pack, input: JourneyInput, steps: readonly Step[]): readonly Knot[] {
	return steps.flatMap((step) =>
		step.answer === undefined
			? []
			: [
					{
						...answerWords(pack, input, step.answer),
						number: step.number,
						isOutcome: step.kind === 'outcome'
					}
				]
	);
}
