import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
	closeDeviceDatabase,
	readPack,
	readSetting,
	readSlotRow,
	writeSetting
} from '#lib/vault/device-db.ts';
import { writeProblem } from '#lib/vault/write-problem.ts';

afterEach(() => {
	vi.restoreAllMocks();
});

describe('the device database', () => {
	const NAME = 'doorstep-device';

	async function asVersion(version: number, stores: readonly string[]): Promise<IDBDatabase> {
		await closeDeviceDatabase();
		await new Promise<void>((resolve) => {
			indexedDB.deleteDatabase(NAME).onsuccess = () => resolve();
		});
		const db = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open(NAME, version);
			request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
			request.onsuccess = () => resolve(request.result);
		});
		const transaction = db.transaction(['settings', 'packs', 'slots'], 'readwrite');
		transaction.objectStore('settings').put('large', 'textSize');
		transaction.objectStore('packs').put('{}', '2026-11');
		transaction.objectStore('slots').put('sealed', 'p.passphrase');
		await new Promise((resolve) => (transaction.oncomplete = resolve));
		return db;
	}

	const FIRST_STORES = ['settings', 'packs', 'slots', 'readiness'];

	it('is upgraded from version 1 with everything in it', async () => {
		(await asVersion(1, FIRST_STORES)).close();
		expect(await readSetting('textSize')).toBe('large');
		expect(await readPack('2026-11')).toBe('{}');
		expect(await readSlotRow('p.passphrase')).toBe('sealed');
	});

	it('stays whole when the upgrade breaks, and is upgraded the next time', async () => {
		(await asVersion(1, FIRST_STORES)).close();
		const breaking = vi.spyOn(IDBDatabase.prototype, 'createObjectStore').mockImplementation(() => {
			throw new TypeError('cut off');
		});
		await expect(readSetting('textSize')).rejects.toThrow();
		expect(breaking).toHaveBeenCalled();
		breaking.mockRestore();
		expect(await readSetting('textSize')).toBe('large');
		expect(await readSlotRow('p.passphrase')).toBe('sealed');
	});

	it('says that another tab is in the way, and opens once it is gone', async () => {
		const old = await asVersion(1, FIRST_STORES);
		const refused: unknown = await readSetting('textSize').catch((error: unknown) => error);
		expect(writeProblem(refused)).toBe('blocked');
		old.close();
		expect(await readSetting('textSize')).toBe('large');
	});

	it('of a newer Doorstep is not opened, and not changed', async () => {
		(await asVersion(99, [...FIRST_STORES, 'new'])).close();
		for (const use of [readSetting('textSize'), writeSetting('textSize', 'usual')]) {
			const refused: unknown = await use.then(
				() => undefined,
				(error: unknown) => error
			);
			expect(writeProblem(refused)).toBe('newer');
		}
		const db = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open(NAME);
			request.onsuccess = () => resolve(request.result);
		});
		expect(db.version).toBe(99);
		expect([...db.objectStoreNames]).toContain('new');
		db.close();
	});
});
