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

/** Everything that a page can reach, as pairs of place and text: what is on the screen, behind it, and on the disk. */
async function everything(page: Page): Promise<readonly (readonly [string, string])[]> {
	const onPage = await page.evaluate(async () => {
		const found: [string, string][] = [
			['title', document.title],
			['document', document.documentElement.outerHTML],
			['clipboard', await navigator.clipboard.readText()],
			['history state', JSON.stringify(history.state)]
		];
		const { navigation } = window as unknown as {
			navigation?: { entries(): readonly { url: string | null }[] };
		};
		for (const { url } of navigation?.entries() ?? []) found.push(['history', url ?? '']);
		const textOf = (value: unknown): string => {
			if (value instanceof Uint8Array) return String.fromCharCode(...value.subarray(0, 60_000));
			if (value instanceof ArrayBuffer) return textOf(new Uint8Array(value));
			if (typeof value === 'object' && value !== null) return Object.values(value).map(textOf).join('\n');
			return String(value);
		};
		const result = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new TypeError('not read'));
			});
		for (const { name = '' } of await indexedDB.databases()) {
			const db = await result(indexedDB.open(name));
			for (const store of db.objectStoreNames) {
				const rows = db.transaction(store).objectStore(store);
				found.push([name, (await result(rows.getAllKeys())).map(textOf).join('\n')]);
				found.push([
					name,
					(await result(db.transaction(store).objectStore(store).getAll())).map(textOf).join('\n')
				]);
			}
			db.close();
		}
		for (const name of await caches.keys())
			for (const request of await (await caches.open(name)).keys()) found.push(['cache', request.url]);
		const slots = await (
			await navigator.storage.getDirectory()
		).getDirectoryHandle('slots', { create: true });
		const files = slots as unknown as { values(): AsyncIterable<FileSystemFileHandle> };
		for await (const file of files.values())
			found.push(['file', `${file.name}\n${await (await file.getFile()).text()}`]);
		return found;
	});
	const cookies = (await page.context().cookies()).map(({ value }) => ['cookie', value] as const);
	return [...onPage, ['address', page.url()] as const, ...cookies];
}

/** Places where something sought was found. */
export async function traces(page: Page, { texts, ids, own }: Sought): Promise<readonly string[]> {
	const places = await everything(page);
	return places.flatMap(([place, text]) => {
		const sought = place === own ? texts : [...texts, ...ids];
		return sought.filter((word) => text.includes(word)).map((word) => `${place}: ${word}`);
	});
}
