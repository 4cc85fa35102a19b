/** Initials and a colour, as a person gives them. */
import { markProblems } from '../people-messages.ts';
import { PROFILE_COLOURS, type ProfileColour } from '../vault/profile-mark.ts';
import type { ChosenMark, PersonTile } from './drawer-types.ts';

export { PROFILE_COLOURS } from '../vault/profile-mark.ts';

/** A colour that nobody here has, while there is one. */
export function freeColour(people: readonly PersonTile[]): ProfileColour {
	const taken = people.map(({ colour }) => colour);
	return PROFILE_COLOURS.find((colour) => !taken.includes(colour)) ?? 'teal';
}

/** What is kept: capital letters, and no spaces around them. */
export function tidyMark({ initials, colour }: ChosenMark): ChosenMark {
	return { initials: initials.trim().toLocaleUpperCase('en-GB'), colour };
}

/**
 * What is wrong with a tidy mark, in words; undefined when it is good.
 * @param people who have a drawer here: with nobody, initials may be left out
 */
export function markProblem(mark: ChosenMark, people: readonly PersonTile[]): string | undefined {
	if (mark.initials === '' && people.length === 0) return undefined;
	if (!/^\p{L}{1,4}$/u.test(mark.initials)) return markProblems.letters;
	const isTaken = people.some(({ initials, colour }) => initials === mark.initials && colour === mark.colour);
	return isTaken ? markProblems.taken : undefined;
}
