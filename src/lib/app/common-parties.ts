/** Whom one most often shares with or speaks to: ready ticks, so that nobody has to type at a door. */
import type { Party } from '../flow/types.ts';

export const COMMON_RECEIVERS: readonly Party[] = [
	{ id: 'social-care', label: "Children's social care" },
	{ id: 'police', label: 'The police' },
	{ id: 'health-visitor', label: 'Health visitor or school nurse' },
	{ id: 'gp-or-hospital', label: 'GP or hospital' },
	{ id: 'school', label: 'School or college' },
	{ id: 'nursery', label: 'Nursery or childminder' },
	{ id: 'adult-social-care', label: 'Adult social care' },
	{ id: 'housing', label: 'Housing' },
	{ id: 'family-support', label: 'Family support service' }
];

export const COMMON_PERSONS: readonly Party[] = [
	{ id: 'child', label: 'The child' },
	{ id: 'mother', label: 'Mother' },
	{ id: 'father', label: 'Father' },
	{ id: 'other-carer', label: 'Another carer' },
	{ id: 'adult', label: 'The adult it is about' }
];

const MOST_LETTERS = 40;

/** Why a label cannot be added; words in `messages.ts`. */
export type LabelProblem = 'shortLabel' | 'sameLabel';

/**
 * A party for a label that the person typed.
 * @param label a role such as "Aunt"; a name is not asked for
 * @param known all parties on the list already
 */
export function partyFor(
	label: string,
	known: readonly Party[]
): { readonly ok: true; readonly party: Party } | { readonly ok: false; readonly reason: LabelProblem } {
	const plain = label.replace(/\s+/g, ' ').trim();
	if (plain === '' || plain.length > MOST_LETTERS) return { ok: false, reason: 'shortLabel' };
	const isSame = known.some((party) => party.label.toLowerCase() === plain.toLowerCase());
	if (isSame) return { ok: false, reason: 'sameLabel' };
	const numbers = known.map(({ id }) => Number(/^other-(\d+)$/.exec(id)?.[1] ?? 0));
	return { ok: true, party: { id: `other-${Math.max(0, ...numbers) + 1}`, label: plain } };
}
