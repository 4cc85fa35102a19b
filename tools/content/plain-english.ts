import type { GlossaryEntry } from '../../src/lib/pack/guidance-types.ts';

/** What every sentence is held to; `src/content/style.yaml`. */
export interface Style {
	readonly longestSentenceWords: number;
	/** Word or phrase to what to write instead. */
	readonly banned: Readonly<Record<string, string>>;
	/** May be used only where the glossary explains them. */
	readonly termsOfArt: readonly string[];
}

const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

/** Number of words; "out-of-hours" and "s.16" are one each. */
export function countWords(text: string): number {
	return text.match(WORD)?.length ?? 0;
}

/** The sentences of a text. A full stop inside a number, an abbreviation or an address ends none. */
export function sentencesOf(text: string): readonly string[] {
	return text
		.replaceAll(/\s+/g, ' ')
		.split(/(?<=[.?!:;][")”’]?)\s+(?=["“(]?[\p{Lu}\p{N}])/u)
		.map((sentence) => sentence.trim())
		.filter((sentence) => sentence !== '');
}

/** A phrase with capitals counts only with them: "Prevent" is the programme, "prevent" is a verb. */
const asWord = (phrase: string) =>
	new RegExp(
		`(?<![\\p{L}\\p{N}-])${phrase.replaceAll(/[.*+?^${'$'}{}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}-])`,
		/\p{Lu}/u.test(phrase) ? 'u' : 'iu'
	);

/** What is wrong with a text, in words; empty when nothing is. */
export function faultsOf(text: string, style: Style, glossary: readonly GlossaryEntry[]): readonly string[] {
	const explained = new Set(
		glossary.flatMap(({ term, also }) => [term, ...(also ?? [])]).map((way) => way.toLowerCase())
	);
	return [
		...sentencesOf(text)
			.filter((sentence) => countWords(sentence) > style.longestSentenceWords)
			.map(
				(sentence) => `${countWords(sentence)} words, at most ${style.longestSentenceWords}: "${sentence}"`
			),
		...Object.entries(style.banned)
			.filter(([phrase]) => asWord(phrase).test(text))
			.map(([phrase, instead]) => `"${phrase}": ${instead}`),
		...style.termsOfArt
			.filter((term) => asWord(term).test(text) && !explained.has(term.toLowerCase()))
			.map((term) => `"${term}" is a term of art and stands in no glossary entry`)
	];
}

/** Syllables of an English word, by its groups of vowels: good to about one in ten. */
function countSyllables(word: string): number {
	const plain = word.toLowerCase().replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, '');
	return Math.max(1, plain.match(/[aeiouy]{1,2}/g)?.length ?? 1);
}

/**
 * Reading grade of a text: years of school that it asks for.
 * @source Flesch-Kincaid: 0.39 words per sentence + 11.8 syllables per word - 15.59
 */
export function gradeOf(text: string): number {
	const words = text.match(WORD) ?? [];
	const sentences = Math.max(1, sentencesOf(text).length);
	if (words.length === 0) return 0;
	const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0);
	return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}
