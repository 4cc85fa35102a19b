/** The articles of this build. Each is a small file of its own, loaded only when it is opened. */
import type { Article, ArticleCard } from '../pack/guidance-types.ts';
import cards from '../../generated/guidance/index.json';

const files = import.meta.glob<Article>(['../../generated/guidance/*.json', '!**/index.json'], {
	import: 'default'
});

/** All articles in reading order, without their text. */
export function listArticles(): readonly ArticleCard[] {
	return cards;
}

/**
 * One article with its text and sources.
 * @returns undefined when this build has no article of that name
 */
export async function loadArticle(slug: string): Promise<Article | undefined> {
	return files[`../../generated/guidance/${slug}.json`]?.();
}
