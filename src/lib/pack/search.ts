import MiniSearch, { type AsPlainObject, type Options, type Query, type SearchResult } from 'minisearch';
import { markWords, snippetOf, WORD, type MarkedText } from './snippet.ts';
import { meantWords, type Vocabulary } from './spelling.ts';

/** Where a result leads: a section of an article, or a flow. */
export type SearchPlace =
	| { readonly kind: 'section'; readonly slug: string; readonly section?: string }
	| { readonly kind: 'question'; readonly flow: string }
	| { readonly kind: 'outcome'; readonly flow: string }
	/** An entry of the glossary. */
	| { readonly kind: 'word'; readonly id: string }
	| { readonly kind: 'source'; readonly id: string };

/** One thing that can be found. */
export interface ShelfDocument {
	readonly id: string;
	/** The section's heading, the question, or the suggestion. */
	readonly title: string;
	/** The article or the flow it belongs to. */
	readonly page: string;
	readonly text: string;
	readonly place: SearchPlace;
}

/** What `static/search/index.json` holds. */
export interface ShelfIndex {
	readonly format: 1;
	/** Words of the field, in small letters, to what the shelf calls them. */
	readonly synonyms: Readonly<Record<string, readonly string[]>>;
	readonly index: AsPlainObject;
}

export interface SearchHit {
	readonly id: string;
	readonly place: SearchPlace;
	readonly page: string;
	readonly title: MarkedText;
	readonly snippet: MarkedText;
}

/** The loaded shelf, ready to be searched without any network. */
export interface ShelfSearch {
	readonly engine: MiniSearch<ShelfDocument>;
	readonly synonyms: ShelfIndex['synonyms'];
	readonly vocabulary: Vocabulary;
}

/** What a query found. */
export interface Found {
	/** Best first. */
	readonly hits: readonly SearchHit[];
	/** The query as it was understood, where a word of it was misspelt; else undefined. */
	readonly meant?: string;
}

const EMPTY_WORDS = new Set(
	'a an and are as at be by do for from has have i if in is it its my of on or s that the their them they this to was what when with you your'.split(
		' '
	)
);
const FIELD_BOOST = { title: 3, page: 1.5, text: 1 };
/** An outcome out of its flow is easily taken for advice, so guidance and questions come first. */
const KIND_BOOST: Readonly<Record<SearchPlace['kind'], number>> = {
	section: 1.5,
	question: 1,
	word: 1,
	outcome: 0.4,
	source: 0.3
};

/** A word as it is compared: small letters; words that say nothing are left out. */
export function processTerm(word: string): string | null {
	const term = word.toLowerCase();
	return EMPTY_WORDS.has(term) ? null : term;
}

const OPTIONS: Options<ShelfDocument> = {
	fields: ['title', 'page', 'text'],
	storeFields: ['title', 'page', 'text', 'place'],
	processTerm,
	searchOptions: {
		boost: FIELD_BOOST,
		boostDocument: (_id, _term, stored) => KIND_BOOST[(stored as unknown as ShelfDocument).place.kind],
		prefix: (term) => term.length > 1,
		weights: { fuzzy: 0, prefix: 0.7 },
		combineWith: 'AND'
	}
};

/** Builds the index; used when the app is built. */
export function makeIndex(documents: readonly ShelfDocument[], synonyms: ShelfIndex['synonyms']): ShelfIndex {
	const engine = new MiniSearch<ShelfDocument>(OPTIONS);
	engine.addAll(documents);
	return { format: 1, synonyms, index: engine.toJSON() };
}

/**
 * Opens an index that came as JSON.
 * @returns undefined when this is no index of ours
 */
export function openIndex(value: unknown): ShelfSearch | undefined {
	if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1)
		return undefined;
	const { synonyms, index } = value as ShelfIndex; // written by makeIndex of the same build
	try {
		const engine = MiniSearch.loadJS<ShelfDocument>(index, OPTIONS);
		return { engine, synonyms, vocabulary: vocabularyOf(index) };
	} catch {
		return undefined; // A cut-off or foreign file: the page says that search is not ready.
	}
}

/** The words of an index, straight from its stored form. */
function vocabularyOf({ index }: AsPlainObject): Vocabulary {
	return new Map(
		index.map(([term, fields]) => [
			term,
			Object.values(fields).reduce((sum, places) => sum + Object.keys(places).length, 0)
		])
	);
}

/**
 * Finds what fits a query: whole words, beginnings, slips of the pen, and words of the field.
 * All words must fit; where nothing does, any may.
 * @param limit how many hits at most
 */
export function searchShelf(shelf: ShelfSearch, query: string, limit = 30): Found {
	const typed = wordsOf(query);
	if (typed.length === 0) return { hits: [] };
	const spelt = typed.map((word) =>
		isKnown(shelf, word) ? [word] : orItself(word, meantWords(word, shelf.vocabulary))
	);
	const meant = spelt.map(([first = '']) => first).join(' ');
	const isMisspelt = spelt.some(([first], at) => first !== typed[at]);
	const readings = isMisspelt ? spelt : undefined;
	const all = shelf.engine.search(
		readings === undefined ? widened(typed, shelf.synonyms) : asMeant(readings)
	);
	const found = all.length > 0 ? all : shelf.engine.search(meant, { combineWith: 'OR' });
	return { hits: found.slice(0, limit).map(hitOf), ...(isMisspelt ? { meant } : {}) };
}

const orItself = (word: string, meanings: readonly string[]) => (meanings.length > 0 ? meanings : [word]);

/** Whether the shelf knows a word, a word that begins so, or a word of the field. */
function isKnown({ vocabulary, synonyms }: ShelfSearch, word: string): boolean {
	if (vocabulary.has(word)) return true;
	if (Object.keys(synonyms).some((name) => wordsOf(name).includes(word))) return true;
	for (const known of vocabulary.keys()) if (known.startsWith(word)) return true;
	return false;
}

/** Each misspelt word may be any of its nearest ones. */
function asMeant(readings: readonly (readonly string[])[]): Query {
	return {
		combineWith: 'AND',
		queries: readings.map((words) => ({
			combineWith: 'OR' as const,
			queries: words.map((word, at) => ({ queries: [word], boost: boostOf(1 / (at + 1)) }))
		}))
	};
}

/** The words of a text that say something, in small letters, in order. */
export function wordsOf(text: string): readonly string[] {
	return (text.toLowerCase().match(WORD) ?? []).filter((word) => !EMPTY_WORDS.has(word));
}

/** MiniSearch adds up the words of a query and multiplies by their number: `times` levels long and short ones. */
function boostOf(times: number): Record<string, number> {
	return Object.fromEntries(Object.entries(FIELD_BOOST).map(([field, boost]) => [field, boost * times]));
}

/** The words as given, or the same with one word of the field put as the shelf says it. */
function widened(terms: readonly string[], synonyms: ShelfIndex['synonyms']): Query {
	const given = terms.join(' ');
	const others = Object.entries(synonyms).flatMap(([name, meanings]) => {
		const key = wordsOf(name).join(' ');
		if (key === '' || !` ${given} `.includes(` ${key} `)) return [];
		return meanings.map((meaning) => ` ${given} `.replace(` ${key} `, ` ${meaning} `).trim());
	});
	// Typed as a short form, "pr" is no beginning of "prevent".
	const prefix = (term: string) => term.length > (others.length > 0 ? 3 : 1);
	const asGiven = { queries: [given], combineWith: 'AND' as const, boost: boostOf(2), prefix };
	const otherwise = others.map((other) => ({
		queries: [other],
		combineWith: 'AND' as const,
		boost: boostOf(1 / wordsOf(other).length ** 2)
	}));
	return { combineWith: 'OR', queries: [asGiven, ...otherwise] };
}

function hitOf(result: SearchResult): SearchHit {
	const { title, page, text, place } = result as unknown as ShelfDocument; // the stored fields, as OPTIONS says
	const matched = new Set(Object.keys(result.match));
	return {
		id: String(result.id),
		place,
		page,
		title: markWords(title, matched),
		snippet: snippetOf(markWords(text, matched))
	};
}
