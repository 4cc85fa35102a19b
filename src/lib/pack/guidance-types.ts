import type { EvidenceMark, FlowId, Source } from './types.ts';

/** A piece of running text. Links lead only to other articles, to flows and to the sources of the article. */
export type Inline =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'strong'; readonly children: readonly Inline[] }
	| { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
	| { readonly kind: 'source'; readonly id: string; readonly number: number }
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
	/** A fact whose primary text nobody has read for us: S secondary, N known but not opened, U unverified. */
	| { readonly kind: 'check'; readonly mark: EvidenceMark; readonly blocks: readonly Block[] };

/** What the list of articles shows. */
export interface ArticleCard {
	readonly slug: string;
	/** A question. */
	readonly title: string;
	readonly summary: string;
	/** The document of 2008 that this article stands in for. */
	readonly replaces: string;
	/** YYYY-MM-DD. */
	readonly checkedOn: string;
	/** YYYY-MM-DD. After this date the page says that it should be checked again. */
	readonly checkAgainBy: string;
}

/** One guidance article, compiled from Markdown when the app is built. */
export interface Article extends ArticleCard {
	readonly evidence: readonly EvidenceMark[];
	readonly relatedFlow: FlowId;
	/** In the order of their numbers. */
	readonly sources: readonly Source[];
	readonly blocks: readonly Block[];
}
