import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeReadiness } from '#lib/vault/device-db.ts';

/** What a page knows goes with the page. */
async function newPage() {
	vi.resetModules();
	return { ...(await import('#lib/app/lock-tries.ts')), ...(await import('#lib/app/lock-return.ts')) };
}

let page: Awaited<ReturnType<typeof newPage>>;
beforeEach(async () => {
	page = await newPage();
});

const NOW = Date.UTC(2026, 10, 22, 10);

describe('the wait after wrong passphrases', () => {
	it('doubles from 1 s up to 15 minutes and never ends the tries', () => {
		expect([0, 1, 2, 3, 4, 5].map(page.waitAfter)).toEqual([0, 1000, 2000, 4000, 8000, 16_000]);
		expect([11, 50, 2000].map(page.waitAfter)).toEqual([900_000, 900_000, 900_000]);
	});

	it('is kept over a reload, counts down, and is forgotten with the right passphrase', async () => {
		let tries = await page.readTries(NOW);
		for (let count = 0; count < 3; count += 1) tries = await page.countWrongTry(tries, NOW);
		page = await newPage();
		const again = await page.readTries(NOW + 1000);
		expect(again).toEqual({ count: 3, lastAt: NOW });
		expect([page.waitLeft(again, NOW + 1000), page.waitLeft(again, NOW + 5000)]).toEqual([3000, 0]);
		await page.forgetTries();
		expect(page.waitLeft(await page.readTries(NOW), NOW)).toBe(0);
	});

	it('does not last for years when the clock was set back', async () => {
		await writeReadiness('unlock-tries', { count: 2, lastAt: NOW + 10 * 365 * 24 * 3_600_000 });
		expect(page.waitLeft(await page.readTries(NOW), NOW)).toBe(2000);
	});

	it('starts at nothing when what is stored makes no sense', async () => {
		for (const bad of [7, null, {}, { count: 'x', lastAt: 1 }]) {
			page = await newPage();
			await writeReadiness('unlock-tries', bad);
			expect(await page.readTries(NOW)).toEqual({ count: 0, lastAt: 0 });
		}
	});
});

describe('the page to come back to', () => {
	it('is a page of the drawer, once, and else the list', async () => {
		const record = `/records/${'a'.repeat(26)}`;
		await page.noteReturn(record);
		page = await newPage();
		expect(await page.takeReturn()).toBe(record);
		expect(await page.takeReturn()).toBe('/records');
		await page.noteReturn('/guidance/consent');
		expect(await page.takeReturn()).toBe('/records');
	});

	it('never carries more than ids', () => {
		expect(page.isDrawerPage('/records/new')).toBe(true);
		const others = ['/', '/records?x=1', '/records/Amy Brown', '//elsewhere/records', '/records/../x'];
		expect(others.filter(page.isDrawerPage)).toEqual([]);
	});
});
