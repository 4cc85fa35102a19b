import type { Facts } from '../flow/conditions.ts';
import type { Journey, QuestionStep } from '../flow/types.ts';

/** Answered questions of a journey that count for a receiver: its own and the case's. '' counts all. */
export function stepsFor(result: Journey, receiver: string): readonly QuestionStep[] {
	return result.steps.filter(
		(step): step is QuestionStep =>
			step.kind !== 'outcome' &&
			step.answer !== undefined &&
			(receiver === '' || step.receiver === undefined || step.receiver.id === receiver)
	);
}

/** Newest answer to a node that counts for a receiver, as a list of ids. */
export function answerIds(result: Journey, node: string, receiver: string): readonly string[] {
	const value = stepsFor(result, receiver).findLast((step) => step.node === node)?.answer?.value;
	if (value === undefined) return [];
	return typeof value === 'string' ? [value] : value;
}

/** The facts of a journey as a record reads them. With receiver '' those of every receiver count. */
export function journeyFacts(result: Journey, receiver: string): Facts {
	const own =
		receiver === '' ? Object.values(result.receiverFlags).flat() : (result.receiverFlags[receiver] ?? []);
	const isHere = (id: string | undefined) => receiver === '' || id === undefined || id === receiver;
	return {
		rule: (id) => result.rules[id] === 'on',
		flag: (id) => result.caseFlags.includes(id) || own.includes(id),
		answer: (node) => answerIds(result, node, receiver),
		outcome: (id) => result.outcomes.some((reached) => reached.id === id && isHere(reached.receiver)),
		recordKind: (kind) => Object.values(result.recordKinds).some((one) => one === kind),
		allTicked: () => false,
		row: () => undefined,
		card: () => undefined
	};
}
