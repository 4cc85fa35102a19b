/**
 * The practical limit that the vault is measured against: the smallest store that seals each record with AES-GCM and
 * writes it with `idb` in one strict transaction. No list, no counters, no padding, nothing that finds damage.
 */
import { openDB, type IDBPDatabase } from 'idb';

interface SealedRow {
	readonly id: number;
	readonly iv: Uint8Array<ArrayBuffer>;
	readonly blob: ArrayBuffer;
}

const NAME = 'lab-raw';
const BULK = 500;

let db: IDBPDatabase | undefined;
let key: CryptoKey | undefined;

async function open(): Promise<IDBPDatabase> {
	db ??= await openDB(NAME, 1, {
		upgrade: (made) => void made.createObjectStore('rows', { keyPath: 'id' })
	});
	return db;
}

/** The key is the same in every process: opening it costs the limit nothing. */
async function theKey(): Promise<CryptoKey> {
	key ??= await crypto.subtle.importKey('raw', new Uint8Array(32).fill(7), 'AES-GCM', false, [
		'encrypt',
		'decrypt'
	]);
	return key;
}

async function seal(id: number, record: unknown): Promise<SealedRow> {
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const text = new TextEncoder().encode(JSON.stringify(record));
	return { id, iv, blob: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await theKey(), text) };
}

export const rawStore = {
	/** Imports the key, which is not part of any time. */
	async ready(): Promise<void> {
		await theKey();
	},

	/** Saves one record. Resolves when the strict transaction is complete. */
	async save(id: number, record: unknown): Promise<void> {
		const store = await open();
		const row = await seal(id, record);
		const transaction = store.transaction('rows', 'readwrite', { durability: 'strict' });
		await transaction.store.put(row);
		await transaction.done;
	},

	/** Fills the store with so many records. */
	async fill(count: number, make: (at: number) => unknown): Promise<void> {
		const store = await open();
		for (let from = 0; from < count; from += BULK) {
			const rows = await Promise.all(
				Array.from({ length: Math.min(BULK, count - from) }, (_, at) => seal(from + at, make(from + at)))
			);
			const transaction = store.transaction('rows', 'readwrite');
			for (const row of rows) void transaction.store.put(row);
			await transaction.done;
		}
	},

	/** Opens the store, reads and decrypts every record, and keeps what a list shows. @returns how many */
	async list(): Promise<number> {
		const store = await open();
		const aes = await theKey();
		const rows = (await store.getAll('rows')) as SealedRow[];
		const opened = await Promise.all(
			rows.map(async ({ iv, blob }) => {
				const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, blob);
				const record = JSON.parse(new TextDecoder().decode(plain)) as { recordedAt?: string };
				return record.recordedAt;
			})
		);
		return opened.length;
	}
};
