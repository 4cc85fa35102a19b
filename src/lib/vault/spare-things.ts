/** What lies on this device twice, so that one copy may go when there is no room. Never a word that a person wrote. */
import { compareVersions } from '../pack/compare-versions.ts';
import { deletePack, listPacks } from './device-db.ts';

/** Whether the installed app holds this pack too, among its own files. */
async function isInApp(version: string): Promise<boolean> {
	if (typeof caches === 'undefined') return false;
	// The app's own files carry their revision in the query.
	return (await caches.match(`/packs/${version}.json`, { ignoreSearch: true })) !== undefined;
}

/**
 * Removes older packs that the installed app has as well: a record made with one still finds it. The newest stays, for
 * the day on which the app's own copy is damaged; so does any that the app does not have.
 * @returns whether anything went
 */
export async function dropSparePacks(): Promise<boolean> {
	const [, ...older] = [...(await listPacks())].sort(compareVersions).reverse();
	let hasGone = false;
	for (const version of older) {
		if (!(await isInApp(version))) continue;
		await deletePack(version);
		hasGone = true;
	}
	return hasGone;
}
