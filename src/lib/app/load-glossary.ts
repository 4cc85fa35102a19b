/** The words of the field. Apart from the guidance, so that a question does not bring the list of all articles along. */
import type { GlossaryEntry } from '../pack/guidance-types.ts';

/** The glossary, in the order of the alphabet. */
export async function loadGlossary(): Promise<readonly GlossaryEntry[]> {
	return (await import('../../generated/glossary.json')).default;
}
