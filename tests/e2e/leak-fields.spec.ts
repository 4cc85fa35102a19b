import type { Page } from '@playwright/test';
import { scanFolder } from '../support/disk-scan.ts';
import { makeDrawer, unlock, untilSaved } from '../support/drawer-page.ts';
import { atOrigin, newProfile, removeProfile, startBrowser } from '../support/profile-browser.ts';
import { backToRecord, openPart } from '../support/record-pages.ts';
import { expect, test } from '../support/test.ts';
import { answer, goOn, TO_RECEIVERS, walkShare } from '../support/walk.ts';

const SESSION_WRITTEN_MS = 17_000;
/** The record kind of this journey offers more than these; fewer would mean that the test lost its way. */
const LEAST_FIELDS = 25;

/** Opens every list once, then types a marker of its own into every text field in sight. */
async function fillPart(page: Page, markers: string[]): Promise<void> {
	for (const add of await page
		.locator('[data-field]')
		.getByRole('button', { name: /^Add one/ })
		.all())
		await add.click();
	const boxes = page.locator('[data-field]').locator('textarea, input[type=text], input:not([type])');
	for (const box of await boxes.all()) {
		const marker = `MARKERFIELD${100 + markers.length}X`;
		markers.push(marker);
		await box.fill(marker);
	}
	if (await page.locator('[data-save]').isVisible()) await untilSaved(page);
}

test('no word typed into any field of a record is readable on the disk', async ({ server }) => {
	test.setTimeout(300_000);
	const profile = newProfile();
	const browser = await startBrowser(profile);
	try {
		const page = await atOrigin(browser.page, server.origin);
		const markers = ['MARKERPARTY1X'];
		await walkShare(page, TO_RECEIVERS);
		// A party's label, typed on the open shelf before there is a drawer.
		await page.getByLabel('Somebody else').fill('MARKERPARTY1X');
		await page.getByRole('button', { name: 'Add to the list' }).click();
		await goOn(page, 'Continue');
		await answer(page, 'My organisation is in scope');
		for (let step = 0; step < 12; step += 1) {
			if (await page.getByRole('link', { name: 'Record this decision' }).isVisible()) break;
			await page.getByRole('radio').or(page.getByRole('checkbox')).last().check();
			await goOn(page, 'Continue');
		}
		await makeDrawer(page);
		const parts = await page.locator('[data-part] a').allInnerTexts();
		for (const part of parts) {
			await openPart(page, part.trim());
			await fillPart(page, markers);
			await backToRecord(page);
		}
		expect(markers.length).toBeGreaterThan(LEAST_FIELDS);
		const record = page.url();
		await page.getByRole('link', { name: 'Check and summary' }).click();
		await expect(page.getByText('MARKERFIELD101X').first()).toBeVisible();
		await page.waitForTimeout(SESSION_WRITTEN_MS);
		await page.goto(record);
		await unlock(page);
		await expect(page.locator('[data-part]').first()).toBeVisible();
		await browser.close();
		const { leaks, files } = scanFolder(profile, markers);
		test.info().annotations.push({
			type: 'scan',
			description: `${markers.length} markers, ${files} files, ${leaks.length} found`
		});
		expect(leaks).toEqual([]);
	} finally {
		await browser.kill().catch(() => undefined); // It has ended when all went well.
		removeProfile(profile);
	}
});
