import type { FlowId } from '../pack/types.ts';
import type { AnswerEntry, JourneyInput, Party, Step } from './types.ts';

/** A journey with nothing answered yet. */
export function startJourney(flow: FlowId, entry?: string): JourneyInput {
	return { flow, ...(entry === undefined ? {} : { entry }), answers: [], receivers: [], persons: [] };
}

/**
 * Gives or changes the answer of a step. Every other answer stays, also those that the change takes off the path.
 * @param given the value, and the ticks of a checklist where there are any
 */
export function giveAnswer(
	input: JourneyInput,
	step: Step,
	given: Pick<AnswerEntry, 'value' | 'ticks'>
): JourneyInput {
	const entry: AnswerEntry = {
		key: step.key,
		node: step.kind === 'outcome' ? step.outcome.id : step.node,
		...(step.receiver === undefined ? {} : { receiver: step.receiver.id }),
		...(step.person === undefined ? {} : { person: step.person.id }),
		...given
	};
	const at = input.answers.findIndex((answer) => answer.key === step.key);
	const answers = at === -1 ? [...input.answers, entry] : input.answers.with(at, entry);
	return { ...input, answers };
}

/** Names the receivers, in the order in which they are taken. A receiver left out keeps its answers, set aside. */
export function setReceivers(input: JourneyInput, receivers: readonly Party[]): JourneyInput {
	return { ...input, receivers };
}

/** Names the persons of the family to take one by one. */
export function setPersons(input: JourneyInput, persons: readonly Party[]): JourneyInput {
	return { ...input, persons };
}
