import type { Page } from '@playwright/test';

/** What must not be found, and the one place that may hold its ids. */
export interface Sought {
	/** Words of a record; nowhere in the clear. */
	readonly texts: readonly string[];
	/** Ids; nowhere but in their owner's own drawer. */
	readonly ids: readonly string[];
	/** Name of that drawer's database. */
	readonly own: string;
}

type Found = readonly (readonly [place: string, text: string])[];

/** What is on the screen and behind it, and what the browser remembers of the tab. */
async function onScreen(page: Page): Promise<Found> {
	const found = await page.evaluate(async (): Promise<[string, string][]> => {
		// Chromium has it; TypeScript's library does not.
		const { navigation } = window as unknown as {
			navigation: { entries(): readonly { url: string | null }[] };
		};
		return [
			['title', document.title],
			['clipboard', await navigator.clipboard.readText()],
			['history state', JSON.stringify(history.state)],
			// Those of other documents tell nothing, since ours send no referrer.
			...navigation.entries().map(({ url }): [string, string] => ['history', url ?? ''])
		];
	});
	return [...found, ['document', await page.content()], ['address', page.url()]];
}

/** All rows and keys of all databases, each under the name of its database; bytes as text. */
function inDatabases(page: Page): Promise<Found> {
	return page.evaluate(async () => {
		const textOf = (value: unknown): string => {
			if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value);
			if (typeof value === 'object' && value !== null) return Object.values(value).map(textOf).join(' ');
			return String(value);
		};
		const result = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new TypeError('not read'));
			});
		const found: [string, string][] = [];
		for (const { name = '' } of await indexedDB.databases()) {
			const db = await result(indexedDB.open(name));
			for (const store of db.objectStoreNames) {
				const rows = db.transaction(store).objectStore(store);
				const both = [await result(rows.getAllKeys()), await result(rows.getAll())];
				found.push([name, textOf(both)]);
			}
			db.close();
		}
		return found;
	});
}

/** Addresses in the caches, and the slots with what is in them. */
function inFiles(page: Page): Promise<Found> {
	return page.evaluate(async () => {
		const found: [string, string][] = [];
		for (const name of await caches.keys())
			for (const { url } of await (await caches.open(name)).keys()) found.push(['cache', url]);
		const root = await navigator.storage.getDirectory();
		const slots = await root.getDirectoryHandle('slots', { create: true });
		// Only files lie there; the iteration is missing in TypeScript's library.
		const files = slots as unknown as { values(): AsyncIterable<FileSystemFileHandle> };
		for await (const file of files.values())
			found.push(['file', `${file.name} ${await (await file.getFile()).text()}`]);
		return found;
	});
}

/** Places that a page can reach where something sought was found. */
export async function traces(page: Page, { texts, ids, own }: Sought): Promise<readonly string[]> {
	const cookies = (await page.context().cookies()).map(({ value }) => ['cookie', value] as const);
	const places = [await onScreen(page), await inDatabases(page), await inFiles(page), cookies].flat();
	return places.flatMap(([place, text]) => {
		const sought = place === own ? texts : [...texts, ...ids];
		return sought.filter((word) => text.includes(word)).map((word) => `${place}: ${word}`);
	});
}

/** How many pages the browser could go back or forward to, this one included. */
export function historyLength(page: Page): Promise<number> {
	return page.evaluate(
		() => (window as unknown as { navigation: { entries(): readonly unknown[] } }).navigation.entries().length
	);
}
