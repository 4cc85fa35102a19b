import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { countWrongTry, forgetTries, readTries, waitAfter, waitLeft } from '#lib/app/lock-tries.ts';
import { isDrawerPage, noteReturn, takeReturn } from '#lib/app/lock-return.ts';
import { writeReadiness } from '#lib/vault/device-db.ts';

const NOW = Date.UTC(2026, 10, 22, 10);

describe('the wait after wrong passphrases', () => {
	it('doubles from 1 s up to 15 minutes and never ends the tries', () => {
		expect([0, 1, 2, 3, 4, 5].map(waitAfter)).toEqual([0, 1000, 2000, 4000, 8000, 16_000]);
		expect([11, 50, 2000].map(waitAfter)).toEqual([900_000, 900_000, 900_000]);
	});

	it('is kept over a reload, counts down, and is forgotten with the right passphrase', async () => {
		let tries = await readTries(NOW);
		for (let count = 0; count < 3; count += 1) tries = await countWrongTry(tries, NOW);
		const again = await readTries(NOW + 1000);
		expect(again).toEqual({ count: 3, lastAt: NOW });
		expect([waitLeft(again, NOW + 1000), waitLeft(again, NOW + 5000)]).toEqual([3000, 0]);
		await forgetTries();
		expect(waitLeft(await readTries(NOW), NOW)).toBe(0);
	});

	it('does not last for years when the clock was set back', async () => {
		await writeReadiness('unlock-tries', { count: 2, lastAt: NOW + 10 * 365 * 24 * 3_600_000 });
		expect(waitLeft(await readTries(NOW), NOW)).toBe(2000);
	});

	it('starts at nothing when what is stored makes no sense', async () => {
		for (const bad of [7, null, {}, { count: 'x', lastAt: 1 }]) {
			await writeReadiness('unlock-tries', bad);
			expect(await readTries(NOW)).toEqual({ count: 0, lastAt: 0 });
		}
	});
});

describe('the page to come back to', () => {
	it('is a page of the drawer, once, and else the list', async () => {
		const record = `/records/${'a'.repeat(26)}`;
		await noteReturn(record);
		expect(await takeReturn()).toBe(record);
		expect(await takeReturn()).toBe('/records');
		await noteReturn('/guidance/consent');
		expect(await takeReturn()).toBe('/records');
	});

	it('never carries more than ids', () => {
		expect(isDrawerPage('/records/new')).toBe(true);
		const others = ['/', '/records?x=1', '/records/Amy Brown', '//elsewhere/records', '/records/../x'];
		expect(others.filter(isDrawerPage)).toEqual([]);
	});
});
