import type { Page } from '@playwright/test';
import { lock, PASSPHRASE, textOf, unlock } from '../support/drawer-page.ts';
import { firstPerson, makeAnother, OTHERS_PASSPHRASE, tileOf, toPeople } from '../support/people-page.ts';
import { expect, test } from '../support/test.ts';
import { historyLength, traces } from '../support/traces.ts';

const SECRET = 'MARKERANNA71 said at the door';

test('hands over: the next person finds nothing of the one before, who finds everything', async ({
	page,
	context
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const record = await firstPerson(page, SECRET);
	const id = record.split('/')[4] ?? '';
	const anna = await lastProfile(page);
	await copyFromDoorstep(page, SECRET);
	const sought = { texts: ['MARKERANNA71'], ids: [id], own: `doorstep-drawer-${anna}` };
	// What looks for traces finds those of an open drawer first.
	expect((await traces(page, sought)).map((trace) => trace.split(':')[0])).toEqual(
		expect.arrayContaining(['clipboard', 'history', 'address'])
	);
	await toPeople(page);
	await expect(page.locator('[data-unsent]')).toHaveText('Nothing of yours waits to be sent.');
	await page.getByRole('button', { name: 'Hand over' }).click();
	await page.waitForURL('**/unlock');
	await expect(page.getByRole('heading', { name: 'Whose drawer?' })).toBeVisible();
	await expect(tileOf(page, 'AB')).toContainText('Teal');
	expect(await historyLength(page)).toBe(2);

	await page.getByRole('button', { name: 'Someone else: make a drawer' }).click();
	await makeAnother(page, 'ct');
	await expect(page.getByText('Nothing has been recorded yet')).toBeVisible();
	expect(page.workers()).toHaveLength(1);
	// Of Anna's work nothing is anywhere in Ben's session; her sealed drawer is the one thing that names her ids.
	expect(await traces(page, sought)).toEqual([]);
	await page.goto(record);
	await unlock(page, OTHERS_PASSPHRASE);
	await expect(page.getByRole('heading', { name: 'This record cannot be opened' })).toBeVisible();

	await lock(page);
	await page.getByRole('button', { name: 'Somebody else' }).click();
	await tileOf(page, 'AB').click();
	await unlock(page, OTHERS_PASSPHRASE);
	await expect(page.getByRole('alert')).toContainText('did not open');
	// The wait after a wrong try at Anna's drawer is not Ben's.
	await page.getByRole('button', { name: 'Somebody else' }).click();
	await tileOf(page, 'CT').click();
	await unlock(page, OTHERS_PASSPHRASE);
	await expect(page.getByText('Nothing has been recorded yet')).toBeVisible();

	// And hers is as she left it.
	await lock(page);
	await page.getByRole('button', { name: 'Somebody else' }).click();
	await tileOf(page, 'AB').click();
	await unlock(page, PASSPHRASE);
	await page.getByRole('main').getByRole('listitem').getByRole('link').click();
	await page.getByRole('link', { name: 'What you know' }).click();
	await expect(textOf(page)).toHaveValue(SECRET);
	// Over several documents by now, each lock having thrown one away.
	await toPeople(page);
	await page.getByRole('button', { name: 'Hand over' }).click();
	await expect(page.getByRole('heading', { name: 'Whose drawer?' })).toBeVisible();
	expect(await historyLength(page)).toBe(2);
	expect(await traces(page, sought)).toEqual([]);
});

test('removes one drawer after the number that is lost was typed, and goes on after a kill', async ({
	page,
	context
}) => {
	await firstPerson(page, SECRET);
	await toPeople(page);
	await page.getByRole('button', { name: 'Hand over' }).click();
	await page.getByRole('button', { name: 'Someone else: make a drawer' }).click();
	await makeAnother(page, 'ct');
	await lock(page);
	await page.getByRole('button', { name: 'Somebody else' }).click();
	await tileOf(page, 'AB').click();
	await unlock(page, PASSPHRASE);
	await page.getByRole('link', { name: /Hand over/ }).click();
	await page.getByRole('button', { name: /Remove my drawer/ }).click();
	await expect(page.locator('[data-loss]')).toHaveAttribute('data-loss', '1');
	await page.getByRole('button', { name: 'Remove it for good' }).click();
	await expect(page.getByRole('alert')).toContainText('Type the number');
	await page.getByLabel('Type the number').fill('1');
	const profile = await lastProfile(page);
	await page.getByRole('button', { name: 'Remove it for good' }).click();
	await expect(page.locator('[data-removed=done]')).toBeVisible({ timeout: 20_000 });
	expect(await namesOnDisk(page)).not.toContain(profile);

	// Ben's passphrase is forgotten: his drawer goes too, after his own words. Its worker is killed in the middle.
	await page.getByRole('button', { name: /Remove CT/ }).click();
	await page.getByLabel(/Type/).fill('remove ct');
	await leaveHalfRemoved(page);
	const again = await context.newPage();
	await again.goto('/records');
	await expect(again.getByText('There are no records on this device.')).toBeVisible();
	await expect.poll(() => namesOnDisk(again)).not.toContain('.passphrase');
	expect(await namesOnDisk(again)).not.toContain('doorstep-drawer-');
});

test('asks whose an open check is before another person goes on with it', async ({ page }) => {
	await firstPerson(page, SECRET);
	await toPeople(page);
	await page.getByRole('navigation').getByRole('link', { name: 'Decide' }).click();
	await page.getByRole('link', { name: /Should I share/ }).click();
	await page.getByRole('radio', { name: /I want advice/ }).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.waitForURL('**/share/2');
	await page.goBack();
	await page.waitForURL('**/share/1');
	await page.goBack();
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await page.getByRole('link', { name: /Hand over/ }).click();
	await page.getByRole('button', { name: 'Hand over' }).click();
	await expect(page.locator('[data-hand-over=check-open]')).toContainText('not recorded');
	await page.getByRole('button', { name: 'Throw it away and hand over' }).click();
	await page.waitForURL('**/unlock');
	await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click();
	await expect(page.getByText('You have a check open')).toBeHidden();
	await expect(textOf(page)).toBeHidden();
});

/** Fills the clipboard as *Copy text* does: that button stands only where the disk is full. */
function copyFromDoorstep(page: Page, text: string): Promise<void> {
	return page.evaluate(async (words) => {
		await navigator.clipboard.writeText(words);
		await new Promise<void>((resolve) => {
			const opening = indexedDB.open('doorstep-device');
			opening.onsuccess = () => {
				const writing = opening.result.transaction('settings', 'readwrite');
				writing.objectStore('settings').put(true, 'clipboard-filled');
				writing.oncomplete = () => {
					opening.result.close();
					resolve();
				};
			};
		});
	}, text);
}

/** Opaque id of whose turn it is, as the device keeps it. */
function lastProfile(page: Page): Promise<string> {
	return page.evaluate(
		() =>
			new Promise<string>((resolve) => {
				const opening = indexedDB.open('doorstep-device');
				opening.onsuccess = () => {
					const settings = opening.result.transaction('settings').objectStore('settings');
					const reading = settings.get('last-profile');
					reading.onsuccess = () => {
						opening.result.close();
						resolve(String(reading.result));
					};
				};
			})
	);
}

/** Names of all files and databases of this origin, in one text. */
function namesOnDisk(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
		const slots = await (await navigator.storage.getDirectory()).getDirectoryHandle('slots');
		for await (const name of (slots as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
		return names.join('\n');
	});
}

/** Begins the removal and closes the page at once. */
async function leaveHalfRemoved(page: Page): Promise<void> {
	const worker = page.waitForEvent('worker');
	await page.getByRole('button', { name: 'Remove it for good' }).click();
	await worker;
	await page.close();
}
