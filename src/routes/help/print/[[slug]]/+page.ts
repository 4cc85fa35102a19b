import { error } from '@sveltejs/kit';
import { listArticles, loadArticle } from '#lib/app/load-guidance.ts';
import type { PageLoad } from './$types';

/** One article, or all in reading order, for paper. */
export const load: PageLoad = async ({ params }) => {
	const slugs = params.slug === undefined ? listArticles().map(({ slug }) => slug) : [params.slug];
	const found = await Promise.all(slugs.map((slug) => loadArticle(slug)));
	const articles = found.filter((article) => article !== undefined);
	if (articles.length !== slugs.length) error(404);
	return { articles };
};
