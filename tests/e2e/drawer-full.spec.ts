import type { Page } from '@playwright/test';
import { makeRecord, saveLine, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test } from '../support/test.ts';

test.use({ sharesServer: true });

const MARKER = 'MARKER-seen-on-screen';

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

	async function setQuota(page: Page, quotaSize?: number): Promise<void> {
		const session = await page.context().newCDPSession(page);
		const { origin } = new URL(page.url());
		await session.send('Storage.overrideQuotaForOrigin', {
			origin,
			...(quotaSize !== undefined && { quotaSize })
		});
	}

	test('keeps the text on screen, says so, copies it, and saves when there is room', async ({
		page,
		context
	}) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await makeRecord(page);
		await untilSaved(page);
		await setQuota(page, 1);
		await typeUntilFull(page, `${MARKER} on a full device`);
		const onScreen = await textOf(page).inputValue();
		await expect(saveLine(page)).toContainText('This device is full');
		expect(onScreen).toContain(`${MARKER} on a full device.`);
		await page.getByRole('button', { name: 'Copy text' }).click();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(onScreen);
		await setQuota(page);
		await expect(saveLine(page)).toHaveAttribute('data-save', 'saved', { timeout: 40_000 });
	});

	test('does not lose the text to a lock', async ({ page }) => {
		test.skip(!process.env.SLOW, 'Waits for the same half minute once more; SLOW=1 runs it.');
		await makeRecord(page);
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
