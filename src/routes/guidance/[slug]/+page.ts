import { error } from '@sveltejs/kit';
import { articleCard, listArticles, loadArticle } from '#lib/app/load-guidance.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const ssr = true;
export const prerender = true;

export const entries: EntryGenerator = () => listArticles().map(({ slug }) => ({ slug }));

export const load: PageLoad = async ({ params }) => {
	const article = await loadArticle(params.slug);
	if (article === undefined) error(404);
	const related = article.related.map(articleCard).filter((card) => card !== undefined);
	return { article, related };
};
