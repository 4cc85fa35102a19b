/** IndexedDB databases as text, from Node's stand-in into a real browser: every store with its keys and indexes. */

export interface StoreDump {
	readonly name: string;
	readonly keyPath: string | string[] | null;
	readonly indexes: readonly {
		readonly name: string;
		readonly keyPath: string | string[];
		readonly unique: boolean;
		readonly multiEntry: boolean;
	}[];
	/** Key and value; bytes as `{$bytes: base64}`. */
	readonly rows: readonly (readonly [key: unknown, value: unknown])[];
}

export interface DatabaseDump {
	readonly name: string;
	readonly version: number;
	readonly stores: readonly StoreDump[];
}

function asText(value: unknown): unknown {
	if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
	if (Array.isArray(value)) return value.map(asText);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asText(member)]));
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new TypeError('no answer'));
	});

async function dumpStore(store: IDBObjectStore): Promise<StoreDump> {
	const keys = await answered(store.getAllKeys());
	const values: unknown[] = await answered(store.getAll());
	const indexes = [...store.indexNames].map((name) => {
		const { keyPath, unique, multiEntry } = store.index(name);
		return { name, keyPath, unique, multiEntry };
	});
	const rows = keys.map((key, at) => [asText(key), asText(values[at])] as const);
	// The types of the DOM leave out that a store may have no key path.
	const keyPath = store.keyPath;
	return { name: store.name, keyPath, indexes, rows };
}

/** Databases of this process, by name. */
export async function dumpAll(databases: readonly string[]): Promise<readonly DatabaseDump[]> {
	const dumps: DatabaseDump[] = [];
	for (const name of databases) {
		const db = await answered(indexedDB.open(name));
		const names = [...db.objectStoreNames];
		const stores: StoreDump[] = [];
		for (const store of names) stores.push(await dumpStore(db.transaction(store).objectStore(store)));
		dumps.push({ name, version: db.version, stores });
		db.close();
	}
	return dumps;
}

/** Makes the databases in a page of the app's origin on which no app runs. For `page.evaluate`: needs nothing around it. */
export async function plantAll(dumps: readonly DatabaseDump[]): Promise<void> {
	const whole = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(whole);
		if (typeof value !== 'object' || value === null) return value;
		const { $bytes } = value as { $bytes?: string };
		if ($bytes !== undefined) return Uint8Array.from(atob($bytes), (letter) => letter.charCodeAt(0));
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, whole(member)]));
	};
	for (const { name, version, stores } of dumps) {
		await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(name, version);
			request.onerror = () => reject(request.error ?? new TypeError('not planted'));
			request.onupgradeneeded = () => {
				for (const one of stores) {
					const store = request.result.createObjectStore(one.name, { keyPath: one.keyPath });
					for (const { name: index, keyPath, unique, multiEntry } of one.indexes)
						store.createIndex(index, keyPath, { unique, multiEntry });
					for (const [key, value] of one.rows) {
						if (one.keyPath === null) store.put(whole(value), key as IDBValidKey);
						else store.put(whole(value));
					}
				}
			};
			request.onsuccess = () => {
				request.result.close();
				resolve();
			};
		});
	}
}
