import type { Page } from '@playwright/test';
import { saveLine, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { packStamp } from '../../src/generated/pack-stamp.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { openRecord } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

const MARKER = 'MARKER-seen-on-screen';

const OLDER_PACK = '2026-11-22.1';
const ONLY_HERE = '2020-01-01.1';

/** Chromium looks at the room left only every half minute. */
const NOTICES_WITHIN_MS = 45_000;

test.describe('a full device', () => {
	test.setTimeout(150_000);

	/** Types until the device refuses. */
	async function typeUntilFull(page: Page, text: string): Promise<void> {
		await textOf(page).fill(text);
		await expect(async () => {
			await textOf(page).press('End');
			await textOf(page).pressSequentially('.');
			await expect(saveLine(page)).toHaveAttribute('data-save', 'not-saved', { timeout: 3000 });
		}).toPass({ timeout: NOTICES_WITHIN_MS });
	}

	/** Copies of an older pack that the app holds too, and of one that only this device has. */
	const putPack = (page: Page) =>
		page.evaluate(
			async (versions) => {
				const db = await new Promise<IDBDatabase>((resolve) => {
					const request = indexedDB.open('doorstep-device');
					request.onsuccess = () => resolve(request.result);
				});
				const transaction = db.transaction('packs', 'readwrite');
				for (const version of versions) transaction.objectStore('packs').put('{}', version);
				await new Promise((resolve) => (transaction.oncomplete = resolve));
				db.close();
			},
			[OLDER_PACK, ONLY_HERE]
		);

	async function setQuota(page: Page, quotaSize?: number): Promise<void> {
		const session = await page.context().newCDPSession(page);
		const { origin } = new URL(page.url());
		await session.send('Storage.overrideQuotaForOrigin', {
			origin,
			...(quotaSize !== undefined && { quotaSize })
		});
	}

	/** Bytes of the reserve; -1 when there is none. */
	const reserve = (page: Page) =>
		page.evaluate(async () => {
			try {
				const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('ballast');
				return (await (await folder.getFileHandle('block')).getFile()).size;
			} catch {
				return -1;
			}
		});

	const untilReserved = (page: Page) =>
		expect.poll(() => reserve(page), { timeout: 20_000 }).toBe(10 * 1024 * 1024);

	/** Versions of packs that the device's own database holds. */
	const packsKept = (page: Page) =>
		page.evaluate(async () => {
			const db = await new Promise<IDBDatabase>((resolve) => {
				const request = indexedDB.open('doorstep-device');
				request.onsuccess = () => resolve(request.result);
			});
			const keys = await new Promise<IDBValidKey[]>((resolve) => {
				const request = db.transaction('packs').objectStore('packs').getAllKeys();
				request.onsuccess = () => resolve(request.result);
			});
			db.close();
			return keys;
		});

	test('gives its reserve for the words before it says anything', async ({ page }) => {
		test.skip(!process.env.SLOW, 'Waits for the same half minute once more; SLOW=1 runs it.');
		await openRecord(page);
		await untilSaved(page);
		await untilReserved(page);
		const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
		await setQuota(page, usage - 2 * 1024 * 1024);
		await textOf(page).fill(`${MARKER} in the room of the reserve`);
		await expect(async () => {
			await textOf(page).press('End');
			await textOf(page).pressSequentially('.');
			await expect(saveLine(page)).toHaveAttribute('data-save', 'saved', { timeout: 3000 });
			expect(await reserve(page)).toBe(-1);
		}).toPass({ timeout: NOTICES_WITHIN_MS });
		await page.getByRole('link', { name: 'Back to the record' }).click();
		await page.getByRole('link', { name: 'Home' }).click();
		await expect(page.locator('[data-notice=reserve]')).toBeVisible();
	});

	test('keeps the text on screen, says so, copies it, and saves when there is room', async ({
		page,
		context
	}) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await openRecord(page);
		await untilSaved(page);
		await untilOfflineReady(page);
		await putPack(page);
		await untilReserved(page);
		await setQuota(page, 1);
		await typeUntilFull(page, `${MARKER} on a full device`);
		// All that could be had again went first; the newest pack stayed, and so did one that the app does not hold.
		expect(await reserve(page)).toBe(-1);
		expect(await packsKept(page)).not.toContain(OLDER_PACK);
		expect(await packsKept(page)).toContain(packStamp.version);
		expect(await packsKept(page)).toContain(ONLY_HERE);
		const onScreen = await textOf(page).inputValue();
		await expect(saveLine(page)).toContainText('This device is full');
		await expect(saveLine(page).getByRole('link')).toHaveAttribute('href', '/waiting');
		expect(onScreen).toContain(`${MARKER} on a full device.`);
		await page.getByRole('button', { name: 'Copy text' }).click();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(onScreen);
		// To where it can be sent or saved, and back: nothing unsaved is let go on the way.
		await saveLine(page).getByRole('link').click();
		await page.waitForURL('**/waiting');
		await page.goBack();
		await expect(textOf(page)).toHaveValue(onScreen);
		await setQuota(page);
		await expect(saveLine(page)).toHaveAttribute('data-save', 'saved', { timeout: 40_000 });
	});

	test('does not lose the text to a lock', async ({ page }) => {
		test.skip(!process.env.SLOW, 'Waits for the same half minute once more; SLOW=1 runs it.');
		await openRecord(page);
		await untilSaved(page);
		await setQuota(page, 1);
		await typeUntilFull(page, `${MARKER} set aside`);
		const onScreen = await textOf(page).inputValue();
		await page.getByRole('button', { name: 'Lock', exact: true }).click();
		await page.waitForURL('**/unlock');
		expect(await page.content()).not.toContain(MARKER);
		await setQuota(page);
		await unlock(page);
		await expect(textOf(page)).toHaveValue(onScreen);
		await expect(saveLine(page)).toHaveAttribute('data-save', 'saved', { timeout: 40_000 });
	});
});
