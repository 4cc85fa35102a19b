import type { GlossaryEntry } from './guidance-types.ts';

/** Finds the words of the glossary in a text. */
export interface TermFinder {
	readonly pattern: RegExp;
	/** Every way to write a term, in small letters, to its entry. */
	readonly entries: ReadonlyMap<string, GlossaryEntry>;
}

/** A term where it stands in a text. */
export interface FoundTerm {
	readonly entry: GlossaryEntry;
	/** As it is written there. */
	readonly words: string;
	/** Where it begins, in UTF-16 units. */
	readonly at: number;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const waysOf = ({ term, also = [] }: GlossaryEntry) => [term, ...also];

/** Prepares a glossary for finding its words; undefined when it is empty. */
export function makeTermFinder(glossary: readonly GlossaryEntry[]): TermFinder | undefined {
	const entries = new Map(
		glossary.flatMap((entry) => waysOf(entry).map((way) => [way.toLowerCase(), entry] as const))
	);
	if (entries.size === 0) return undefined;
	// The longest way first: "subject access request" before "request".
	const ways = [...entries.keys()].sort((a, b) => b.length - a.length).map(escaped);
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${ways.join('|')})(?![\\p{L}\\p{N}-])`, 'giu');
	return { pattern, entries };
}

/** A way with capitals is meant only with them: "Prevent" is the programme, "prevent" is a verb; "PR" is, "pr" is not. */
function isMeant(found: string, entry: GlossaryEntry): boolean {
	return waysOf(entry).some((way) => (/\p{Lu}/u.test(way) ? way === found : way === found.toLowerCase()));
}

/** Every term of a text, in order; the same term comes as often as it stands there. */
export function findTerms(text: string, { pattern, entries }: TermFinder): readonly FoundTerm[] {
	return [...text.matchAll(pattern)].flatMap(({ 0: words, index }) => {
		const entry = entries.get(words.toLowerCase());
		return entry !== undefined && isMeant(words, entry) ? [{ entry, words, at: index }] : [];
	});
}
