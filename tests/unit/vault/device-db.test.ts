import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import {
	closeDeviceDatabase,
	deleteSlotRow,
	listPacks,
	listSlotRows,
	readPack,
	readReadiness,
	readSetting,
	readSlotRow,
	writePack,
	writeReadiness,
	writeSetting,
	writeSlotRow
} from '#lib/vault/device-db.ts';

afterEach(closeDeviceDatabase);

describe('the device database', () => {
	it('gives a setting back after it was closed and opened again', async () => {
		await writeSetting('numbers', { outOfHours: '01632 960001' });
		await closeDeviceDatabase();
		expect(await readSetting('numbers')).toEqual({ outOfHours: '01632 960001' });
	});

	it('removes a setting that is set to undefined', async () => {
		await writeSetting('gone', 1);
		await writeSetting('gone', undefined);
		expect(await readSetting('gone')).toBeUndefined();
	});

	it('keeps packs by version', async () => {
		await writePack('2026-11', '{"a":1}');
		expect(await readPack('2026-11')).toBe('{"a":1}');
		expect(await readPack('1999-01')).toBeUndefined();
		expect(await listPacks()).toEqual(['2026-11']);
	});

	it('keeps, lists and removes key slots', async () => {
		await writeSlotRow('p1.passphrase', 'sealed');
		expect(await readSlotRow('p1.passphrase')).toBe('sealed');
		expect(await listSlotRows()).toEqual(['p1.passphrase']);
		await deleteSlotRow('p1.passphrase');
		expect(await listSlotRows()).toEqual([]);
	});

	it('keeps facts about readiness', async () => {
		await writeReadiness('persisted', true);
		expect(await readReadiness('persisted')).toBe(true);
	});

	it('steps aside when another tab deletes or upgrades it, and opens again', async () => {
		await writeSetting('before', 1);
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.deleteDatabase('doorstep-device');
			request.onsuccess = () => resolve();
			request.onerror = () => reject(request.error ?? new DOMException('delete failed'));
		});
		expect(await readSetting('before')).toBeUndefined();
	});
});
