import type { GlossaryEntry } from '../pack/guidance-types.ts';

/** The glossary, in the order of the alphabet. */
export async function loadGlossary(): Promise<readonly GlossaryEntry[]> {
	return (await import('../../generated/glossary.json')).default;
}
