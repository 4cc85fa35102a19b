/** The guidance of this build. Each article is a small file of its own, loaded only when it is opened. */
import type { Article, ArticleCard, ArticleGroup, Change, ShelfSource } from '../pack/guidance-types.ts';
import shelf from '../../generated/guidance/index.json';

const files = import.meta.glob<Article>(['../../generated/guidance/*.json', '!**/index.json'], {
	import: 'default'
});

/** A group of the shelf with the cards of its articles. */
export interface CardGroup extends Omit<ArticleGroup, 'articles'> {
	readonly cards: readonly ArticleCard[];
}

const cards = shelf.articles as readonly ArticleCard[];

/** All articles in reading order, without their text. */
export function listArticles(): readonly ArticleCard[] {
	return cards;
}

/** The card of an article; undefined when this build has none of that name. */
export function articleCard(slug: string): ArticleCard | undefined {
	return cards.find((card) => card.slug === slug);
}

/** The shelf by groups, in reading order. */
export function listGroups(): readonly CardGroup[] {
	return shelf.groups.map(({ articles, ...group }) => ({
		...group,
		cards: cards.filter(({ slug }) => articles.includes(slug))
	}));
}

/**
 * One article with its text and sources.
 * @returns undefined when this build has no article of that name
 */
export async function loadArticle(slug: string): Promise<Article | undefined> {
	return files[`../../generated/guidance/${slug}.json`]?.();
}

/** Every source, in the order of the register. */
export async function loadSources(): Promise<readonly ShelfSource[]> {
	return (await import('../../generated/sources.json')).default as readonly ShelfSource[];
}

/** The change log, newest first, and the released packs, newest first. */
export async function loadChanges(): Promise<{
	readonly changes: readonly Change[];
	readonly packs: readonly string[];
}> {
	const { changes, packs } = (await import('../../generated/changes.json')).default;
	return { changes: changes as readonly Change[], packs };
}
