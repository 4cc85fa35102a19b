import { articleCard, loadChanges, loadSources } from '#lib/app/load-guidance.ts';
import { packVersion } from '#lib/app/pack-news.ts';
import type { PageLoad } from './$types';

export const ssr = true;
export const prerender = true;

export const load: PageLoad = async () => {
	const [{ changes, packs }, sources] = await Promise.all([loadChanges(), loadSources()]);
	const titleOf = (id: string) => sources.find((source) => source.id === id)?.title ?? id;
	return {
		version: packVersion,
		earlier: packs.filter((version) => version !== packVersion),
		changes: changes.map((change) => ({
			...change,
			sources: change.sources.map((id) => ({ id, title: titleOf(id) })),
			guide: change.guide === undefined ? undefined : articleCard(change.guide)
		}))
	};
};
