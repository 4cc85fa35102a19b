/**
 * What an app keeps in a browser, taken out of one and put into another: the way that many tests begin, walked once by each
 * worker instead of once by each test. Databases, private files, caches and cookies; nothing that lives in memory.
 */
import type { Cookie, Page } from '@playwright/test';

/** Bytes as base64 text under this name; everything else as JSON has it. */
interface Sealed {
	readonly $bytes: string;
}

interface KeptStore {
	readonly name: string;
	readonly keyPath: string | string[] | null;
	readonly autoIncrement: boolean;
	readonly indexes: readonly {
		readonly name: string;
		readonly keyPath: string | string[];
		readonly unique: boolean;
		readonly multiEntry: boolean;
	}[];
	/** Keys are left out where they stand in the value. */
	readonly rows: readonly { readonly key?: unknown; readonly value: unknown }[];
}

interface KeptPage {
	readonly databases: readonly {
		readonly name: string;
		readonly version: number;
		readonly stores: readonly KeptStore[];
	}[];
	readonly files: Readonly<Record<string, Sealed>>;
	readonly cached: readonly {
		readonly cache: string;
		readonly path: string;
		readonly type: string;
		readonly body: string;
	}[];
}

/** One device as it was left. */
export interface KeptDevice {
	readonly page: KeptPage;
	readonly cookies: readonly Cookie[];
}

/** A page of our origin on which nothing of the app runs. */
const EMPTY_PAGE = '/schemas/record-bundle-1.json';
/** Caches of these names belong to the service worker of one server. */
const OWN_CACHES = ['doorstep-canary'];

/** Takes out what is kept for the page's origin. */
export async function takeDevice(page: Page): Promise<KeptDevice> {
	return { page: await page.evaluate(takeAll, OWN_CACHES), cookies: await page.context().cookies() };
}

/** Puts it into the page's browser, for the origin of its own server; the app is not open yet. */
export async function putDevice(page: Page, device: KeptDevice): Promise<void> {
	await page.goto(EMPTY_PAGE);
	const { hostname } = new URL(page.url());
	await page.context().addCookies(device.cookies.map((cookie) => ({ ...cookie, domain: hostname })));
	await page.evaluate(putAll, device.page);
}

/** Runs in the page: nothing of this module is there. */
async function takeAll(caches_: readonly string[]): Promise<KeptPage> {
	const text = (bytes: Uint8Array) => ({
		$bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
	});
	const sealed = (value: unknown): unknown => {
		if (value instanceof Uint8Array) return text(value);
		if (Array.isArray(value)) return value.map(sealed);
		if (typeof value !== 'object' || value === null) return value;
		// A key or a file would come out as an empty object, and the copy would not be one.
		if (Object.getPrototypeOf(value) !== Object.prototype)
			throw new TypeError(`cannot keep a ${value.constructor.name}`);
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sealed(one)]));
	};
	const done = <T>(request: IDBRequest<T>) =>
		new Promise<T>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('no reason'));
		});
	const storeOf = async (store: IDBObjectStore): Promise<KeptStore> => {
		const [keys, values] = [await done(store.getAllKeys()), await done<unknown[]>(store.getAll())];
		const isOutside = store.keyPath === null;
		return {
			name: store.name,
			keyPath: store.keyPath,
			autoIncrement: store.autoIncrement,
			indexes: [...store.indexNames].map((name) => {
				const { keyPath, unique, multiEntry } = store.index(name);
				return { name, keyPath, unique, multiEntry };
			}),
			rows: values.map((value, at) => ({ value: sealed(value), ...(isOutside && { key: keys[at] }) }))
		};
	};
	const databaseOf = async ({ name = '' }: IDBDatabaseInfo) => {
		const db = await done(indexedDB.open(name));
		const stores: KeptStore[] = [];
		for (const store of db.objectStoreNames)
			stores.push(await storeOf(db.transaction(store).objectStore(store)));
		db.close();
		return { name, version: db.version, stores };
	};
	const files: Record<string, Sealed> = {};
	const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
		for await (const [name, handle] of folder.entries()) {
			const at = path === '' ? name : `${path}/${name}`;
			if (handle.kind === 'directory') await walk(handle, at);
			else files[at] = text(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
		}
	};
	await walk(await navigator.storage.getDirectory(), '');
	const cached: KeptPage['cached'][number][] = [];
	for (const name of caches_) {
		if (!(await caches.has(name))) continue;
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			const answer = await cache.match(request);
			const type = answer?.headers.get('content-type') ?? '';
			cached.push({
				cache: name,
				path: new URL(request.url).pathname,
				type,
				body: (await answer?.text()) ?? ''
			});
		}
	}
	const databases = [];
	for (const info of await indexedDB.databases()) databases.push(await databaseOf(info));
	return { databases, files, cached };
}

/** Runs in the page: nothing of this module is there. */
async function putAll({ databases, files, cached }: KeptPage): Promise<void> {
	const bytes = ({ $bytes }: Sealed) => Uint8Array.from(atob($bytes), (one) => one.charCodeAt(0));
	const opened = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(opened);
		if (typeof value !== 'object' || value === null) return value;
		if ('$bytes' in value) return bytes(value as Sealed);
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, opened(one)]));
	};
	const done = (request: IDBRequest) =>
		new Promise<void>((resolve, reject) => {
			request.onsuccess = () => resolve();
			request.onerror = () => reject(request.error ?? new Error('no reason'));
		});
	for (const { name, version, stores } of databases) {
		await done(indexedDB.deleteDatabase(name));
		const opening = indexedDB.open(name, version);
		opening.onupgradeneeded = () => {
			for (const { keyPath, autoIncrement, indexes, rows, ...store } of stores) {
				const made = opening.result.createObjectStore(store.name, { keyPath, autoIncrement });
				for (const index of indexes) made.createIndex(index.name, index.keyPath, index);
				for (const { key, value } of rows) made.put(opened(value), key as IDBValidKey | undefined);
			}
		};
		await done(opening);
		opening.result.close();
	}
	const root = await navigator.storage.getDirectory();
	for (const [path, file] of Object.entries(files)) {
		const [name = '', ...folders] = path.split('/').reverse();
		let folder = root;
		for (const next of folders.reverse()) folder = await folder.getDirectoryHandle(next, { create: true });
		const writing = await (await folder.getFileHandle(name, { create: true })).createWritable();
		await writing.write(bytes(file));
		await writing.close();
	}
	for (const { cache, path, type, body } of cached) {
		const answer = new Response(body, { headers: { 'content-type': type } });
		await (await caches.open(cache)).put(path, answer);
	}
}
