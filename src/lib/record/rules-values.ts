import { suggestedBases, type RulesChoice } from '../flow/rules-card.ts';
import type { JourneyContext, JourneyInput } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** Suggestion and choice stand in two places of a record, so that neither is ever taken for the other. */
const SUGGESTED = 'art6Basis/suggested';
const CHOSEN = 'art6Basis/chosenByUser';
const CONDITION = 'art9or10Condition';

/** Whether a place holds what the app suggested: made by the app alone, from the answers. */
export const isSuggested = (path: ValuePath): boolean => path.endsWith(`/${SUGGESTED}`);

/** The bases that flow B's card suggests, each where its receiver's record keeps it. Never a choice. */
export function suggestedValues(
	pack: Pack,
	input: JourneyInput,
	context: JourneyContext
): Readonly<Record<ValuePath, Json>> {
	const bases = Object.entries(suggestedBases(pack, input, context));
	return Object.fromEntries(bases.map(([receiver, basis]) => [`r:${receiver}/${SUGGESTED}`, basis]));
}

/** What was chosen on the card, as values of a record. Nothing chosen: no values. */
export function choiceValues(
	choice: RulesChoice | undefined,
	receiver = ''
): Readonly<Record<ValuePath, Json>> {
	return {
		...(choice === undefined || choice.art6 === '' ? {} : { [`r:${receiver}/${CHOSEN}`]: choice.art6 }),
		...(choice === undefined || choice.art9or10.length === 0
			? {}
			: { [`r:${receiver}/${CONDITION}`]: choice.art9or10 })
	};
}

/** What a record says was chosen for a receiver. */
export function choiceIn({ values }: Pick<DecisionRecord, 'values'>, receiver: string): RulesChoice {
	const art6 = values[`r:${receiver}/${CHOSEN}`];
	const art9or10 = values[`r:${receiver}/${CONDITION}`];
	return {
		art6: typeof art6 === 'string' ? art6 : '',
		art9or10: Array.isArray(art9or10) ? art9or10.filter((id): id is string => typeof id === 'string') : []
	};
}

/** The changes that a new choice makes to a record. */
export function choiceEdits(
	before: RulesChoice,
	after: RulesChoice,
	receiver: string
): readonly (readonly [ValuePath, Json])[] {
	return [
		...(before.art6 === after.art6 ? [] : [[`r:${receiver}/${CHOSEN}`, after.art6] as const]),
		...(before.art9or10.join() === after.art9or10.join()
			? []
			: [[`r:${receiver}/${CONDITION}`, after.art9or10] as const])
	];
}
