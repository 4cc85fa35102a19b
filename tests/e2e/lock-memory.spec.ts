import { heapText, markersIn } from '../support/heap-snapshot.ts';
import { lock, makeRecord, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { expect, test } from '../support/test.ts';

const PASSPHRASE = 'zebra MARKERPASS quilt lantern';
const SAVED = 'MARKERTYPED51';
const HALF = 'MARKERHALF52';
const WORDS = [SAVED, HALF, 'MARKERPASS'];

test('a lock leaves no word of a record in the page, its memory or a worker', async ({ page }) => {
	test.setTimeout(90_000);
	await makeRecord(page, PASSPHRASE);
	await textOf(page).fill(`Told by the aunt: ${SAVED}.`);
	await untilSaved(page);
	await textOf(page).pressSequentially(` And ${HALF}`);
	// The same search finds the words while they are there: one that cannot find them proves nothing.
	expect(markersIn(await heapText(page), [SAVED, HALF])).toEqual([SAVED, HALF]);
	expect(await textOf(page).inputValue()).toContain(HALF);
	expect(page.workers()).toHaveLength(1);

	const began = performance.now();
	await lock(page);
	test.info().annotations.push({
		type: 'blank after',
		description: `${(performance.now() - began).toFixed(0)} ms, from the press to a page without data`
	});
	expect(page.workers()).toHaveLength(0);
	expect(markersIn(await page.content(), WORDS)).toEqual([]);
	expect(markersIn(await heapText(page), WORDS)).toEqual([]);
	await page.goBack().catch(() => undefined); // There may be no page to go back to.
	expect(markersIn(await page.content(), WORDS)).toEqual([]);

	await page.goto('/unlock');
	await unlock(page, PASSPHRASE);
	// Back may have led to the record's first page before the lock was noticed; then unlocking leads there.
	const part = page.getByRole('link', { name: 'What you know' });
	await expect(textOf(page).or(part)).toBeVisible();
	if (await part.isVisible()) await part.click();
	await expect(textOf(page)).toHaveValue(new RegExp(`${SAVED}.*${HALF}`));
});
