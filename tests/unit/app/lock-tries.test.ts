import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readSetting, writeReadiness, writeSetting } from '#lib/vault/device-db.ts';

/** What a page knows goes with the page. */
async function newPage() {
	vi.resetModules();
	return { ...(await import('#lib/app/lock-tries.ts')), ...(await import('#lib/app/lock-return.ts')) };
}

let page: Awaited<ReturnType<typeof newPage>>;
beforeEach(async () => {
	page = await newPage();
});

const [ANNA, BEN] = ['a'.repeat(26), 'b'.repeat(26)];
const RECORD = `/records/${'r'.repeat(26)}`;
const NOW = Date.UTC(2026, 10, 22, 10);

describe('the wait after wrong passphrases', () => {
	it('doubles from 1 s up to 15 minutes and never ends the tries', () => {
		expect([0, 1, 2, 3, 4, 5].map(page.waitAfter)).toEqual([0, 1000, 2000, 4000, 8000, 16_000]);
		expect([11, 50, 2000].map(page.waitAfter)).toEqual([900_000, 900_000, 900_000]);
	});

	it('is kept over a reload, counts down, and is forgotten with the right passphrase', async () => {
		let tries = await page.readTries(ANNA, NOW);
		for (let count = 0; count < 3; count += 1) tries = await page.countWrongTry(ANNA, tries, NOW);
		page = await newPage();
		const again = await page.readTries(ANNA, NOW + 1000);
		expect(again).toEqual({ count: 3, lastAt: NOW });
		expect([page.waitLeft(again, NOW + 1000), page.waitLeft(again, NOW + 5000)]).toEqual([3000, 0]);
		await page.forgetTries(ANNA);
		expect(page.waitLeft(await page.readTries(ANNA, NOW), NOW)).toBe(0);
	});

	it("is each person's own: a wrong try at one drawer does not hold up the other", async () => {
		await page.countWrongTry(ANNA, { count: 6, lastAt: NOW }, NOW);
		expect(page.waitLeft(await page.readTries(BEN, NOW), NOW)).toBe(0);
		expect(page.waitLeft(await page.readTries(ANNA, NOW), NOW)).toBe(64_000);
		await page.forgetTries(BEN);
		expect((await page.readTries(ANNA, NOW)).count).toBe(7);
	});

	it('does not last for years when the clock was set back', async () => {
		await writeReadiness(`unlock-tries:${ANNA}`, { count: 2, lastAt: NOW + 10 * 365 * 24 * 3_600_000 });
		expect(page.waitLeft(await page.readTries(ANNA, NOW), NOW)).toBe(2000);
	});

	it('starts at nothing when what is stored makes no sense', async () => {
		for (const bad of [7, null, {}, { count: 'x', lastAt: 1 }]) {
			page = await newPage();
			await writeReadiness(`unlock-tries:${ANNA}`, bad);
			expect(await page.readTries(ANNA, NOW)).toEqual({ count: 0, lastAt: 0 });
		}
	});
});

describe('the page to come back to', () => {
	it('is a page of the drawer, once, and else the list', async () => {
		await page.noteReturn({ path: RECORD, profile: ANNA });
		page = await newPage();
		expect((await page.takeReturn(ANNA)).path).toBe(RECORD);
		expect((await page.takeReturn(ANNA)).path).toBe('/records');
		await page.noteReturn({ path: '/guidance/consent', profile: ANNA });
		expect((await page.takeReturn(ANNA)).path).toBe('/records');
	});

	it("is never a record of somebody else's, over a reload and within a page", async () => {
		await page.noteReturn({ path: RECORD, profile: ANNA });
		expect((await page.takeReturn(BEN)).path).toBe('/records');
		await page.noteReturn({ path: RECORD, profile: ANNA });
		page = await newPage();
		expect((await page.takeReturn(BEN)).path).toBe('/records');
		// Nor a path that a version before there were several people left behind.
		await writeSetting('return-to', RECORD);
		page = await newPage();
		expect((await page.takeReturn(BEN)).path).toBe('/records');
	});

	it('forgets the record when somebody else takes the device, and keeps the journey in hand', async () => {
		await page.noteReturn({ path: RECORD, profile: ANNA });
		await page.forgetReturn();
		expect(await readSetting('return-to')).toBeUndefined();
		await page.noteReturn({ path: '/records/new', profile: undefined });
		await page.forgetReturn();
		expect((await page.takeReturn(BEN)).path).toBe('/records/new');
	});

	it('never carries more than ids', () => {
		expect(page.isDrawerPage('/records/new')).toBe(true);
		const others = ['/', '/records?x=1', '/records/Amy Brown', '//elsewhere/records', '/records/../x'];
		expect(others.filter(page.isDrawerPage)).toEqual([]);
	});
});
