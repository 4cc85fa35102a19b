import type { EvidenceMark, FlowId, Source } from './types.ts';

/** A piece of running text. Links lead only to other articles, to flows and to the sources of the article. */
export type Inline =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'strong'; readonly children: readonly Inline[] }
	| { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
	| { readonly kind: 'source'; readonly id: string; readonly number: number }
	/** A term of the glossary at its first use in the article; `id` is a key of `Article.terms`. */
	| { readonly kind: 'term'; readonly id: string; readonly children: readonly Inline[] }
	| {
			readonly kind: 'guide';
			readonly slug: string;
			readonly section?: string;
			readonly children: readonly Inline[];
	  }
	| {
			readonly kind: 'flow';
			readonly flow: FlowId;
			readonly entry?: string;
			readonly children: readonly Inline[];
	  };

/** What an article is made of; never HTML. */
export type Block =
	| {
			readonly kind: 'heading';
			readonly level: 2 | 3;
			readonly id: string;
			readonly children: readonly Inline[];
	  }
	| { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
	| { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
	| {
			readonly kind: 'table';
			readonly head: readonly (readonly Inline[])[];
			/** Each row has as many cells as the head. */
			readonly rows: readonly (readonly (readonly Inline[])[])[];
	  }
	/** A fact whose primary text nobody has read for us: S secondary, N known but not opened, U unverified. */
	| { readonly kind: 'check'; readonly mark: EvidenceMark; readonly blocks: readonly Block[] };

/** What the list of articles shows. */
export interface ArticleCard {
	readonly slug: string;
	/** A question. */
	readonly title: string;
	readonly summary: string;
	/** The document of 2008 that this article stands in for, if any. */
	readonly replaces?: string;
	/** YYYY-MM-DD. */
	readonly checkedOn: string;
	/** YYYY-MM-DD. After this date the page says that it should be checked again. */
	readonly checkAgainBy: string;
}

/** A group of articles on the shelf, with its articles in reading order. */
export interface ArticleGroup {
	readonly id: string;
	readonly title: string;
	/** One sentence. */
	readonly about: string;
	readonly articles: readonly string[];
}

/** A word of the field and what it means here, in plain words. */
export interface GlossaryEntry {
	/** Small letters and hyphens. */
	readonly id: string;
	readonly term: string;
	/** Other ways to write it, short forms among them. */
	readonly also?: readonly string[];
	/** One to three sentences. */
	readonly means: string;
	/** Article that says more. */
	readonly guide?: string;
}

/** One guidance article, compiled from Markdown when the app is built. */
export interface Article extends ArticleCard {
	readonly evidence: readonly EvidenceMark[];
	readonly relatedFlow: FlowId;
	/** Slugs of other articles. */
	readonly related: readonly string[];
	/** The terms that the text marks, by id. */
	readonly terms: Readonly<Record<string, Pick<GlossaryEntry, 'term' | 'means'>>>;
	/** In the order of their numbers. */
	readonly sources: readonly Source[];
	readonly blocks: readonly Block[];
}

/** A source on the shelf of all sources. */
export interface ShelfSource extends Source {
	/** What took its place, where something did. */
	readonly replacedBy: readonly Pick<Source, 'id' | 'title'>[];
	readonly replacedNote?: string;
	/** Articles that stand on it. */
	readonly usedIn: readonly Pick<ArticleCard, 'slug' | 'title'>[];
}

/** One dated change of the law, of guidance, or of this app's own content. */
export interface Change {
	readonly id: string;
	/** YYYY-MM-DD on which it took or takes effect, or was issued. */
	readonly date: string;
	/** The date in words, where the day is not certain. */
	readonly dateWords?: string;
	readonly kind: 'law' | 'guidance' | 'app';
	readonly title: string;
	readonly what: string;
	readonly means: string;
	readonly evidence: EvidenceMark;
	readonly sources: readonly string[];
	/** Article that says more. */
	readonly guide?: string;
}
