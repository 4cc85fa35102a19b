/** Gets the search index, which was stored with the rest of the app; nothing that is typed leaves this device. */
import { openIndex, type ShelfSearch } from '../pack/search.ts';

/** `missing`: no answer, from the store or the server. `broken`: it arrived, and is no index of ours. */
export type SearchLoad =
	| { readonly ok: true; readonly shelf: ShelfSearch }
	| { readonly ok: false; readonly reason: 'missing' | 'broken' };

let loading: Promise<SearchLoad> | undefined;

async function load(): Promise<SearchLoad> {
	let value: unknown;
	try {
		const answer = await fetch('/search/index.json');
		if (!answer.ok) return { ok: false, reason: 'missing' };
		value = JSON.parse(await answer.text());
	} catch (fault) {
		return { ok: false, reason: fault instanceof SyntaxError ? 'broken' : 'missing' };
	}
	const shelf = openIndex(value);
	return shelf === undefined ? { ok: false, reason: 'broken' } : { ok: true, shelf };
}

/** The index, loaded once; a failed load is tried again at the next call. */
export async function loadSearch(): Promise<SearchLoad> {
	loading ??= load();
	const loaded = await loading;
	if (!loaded.ok) loading = undefined;
	return loaded;
}
