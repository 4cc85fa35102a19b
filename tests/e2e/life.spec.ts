import { unlock } from '../support/drawer-page.ts';
import { makeFinal } from '../support/office-page.ts';
import { openExport } from '../support/export-page.ts';
import { openWay } from '../support/life-pages.ts';
import { expect, test } from '../support/test.ts';
import { openFull } from '../support/kept-starts.ts';

test.setTimeout(180_000);

test('a final lives on without signal: words, handing over, a second version, all of it on its timeline', async ({
	page,
	context,
	server
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await openFull(page, server);
	await page.context().setOffline(true);
	await makeFinal(page);
	await page.getByRole('link', { name: 'Look at the record' }).click();
	await expect(page.locator('[data-replay=same]')).toContainText('the same answers lead to the same outcome');

	await openWay(page, 'add');
	await page.getByRole('button', { name: 'Add and sign' }).click();
	await expect(page.getByRole('alert')).toContainText('Write why you add it now');
	await page.getByLabel('What do you want to add?').fill('The school rang back at ten.');
	await page.getByLabel('Why now?').fill('It was not known before');
	await page.getByLabel('Your name').fill('S. Writer');
	await page.getByRole('button', { name: 'Add and sign' }).click();
	await expect(page.locator('[data-addition]')).toContainText('The school rang back at ten.');
	await page.getByRole('link', { name: 'Back to the record' }).click();

	await openWay(page, 'handover');
	await page.getByLabel('Not yet').check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.locator('[data-said]')).toContainText('It stays final. Hand it over by');
	await page.getByRole('radio', { name: 'Yes', exact: true }).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('alert')).toContainText('Write which system has the copy');
	await page.getByLabel('Which system?').fill('Mosaic');
	await page.getByLabel('I have looked, and the copy is there').check();
	await page.locator('#oversight-yes').check();
	await page.getByLabel('Name of the manager').fill('M. Manager');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('heading', { name: 'This record was handed over' })).toBeVisible();
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(page.locator('dd[data-life]')).toHaveText('Handed over');

	await openWay(page, 'version');
	await page.getByRole('button', { name: 'Begin version 2' }).click();
	await expect(page.getByRole('alert')).toContainText('Write why there is a new version');
	await page.getByLabel('Why is there a new version?').fill('A time was wrong');
	await page.getByRole('button', { name: 'Begin version 2' }).click();
	await expect(page.locator('[data-versions=draft]')).toContainText('You are writing version 2');
	await page.getByRole('link', { name: 'What you know' }).click();
	const concern = page.locator('[data-field="case/concernSummary"] textarea');
	await concern.fill('Said otherwise now');
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await makeFinal(page);
	await page.getByRole('link', { name: 'Look at the record' }).click();
	await expect(page.locator('[data-versions=current]')).toContainText('Version 2 is the current one');
	await openWay(page, 'version');
	await expect(page.locator('[data-version="1"]')).toContainText('Replaced');
	const second = page.locator('[data-version="2"]');
	await expect(second).toContainText('A time was wrong');
	await expect(
		second.locator('[data-change=changed]').filter({ hasText: 'Said otherwise now' })
	).toBeVisible();
	await page.locator('[data-version="1"] summary').click();
	await expect(page.locator('[data-version="1"] details')).toContainText('Written in a test');
	await page.getByRole('link', { name: 'Back to the record' }).click();

	await page.context().setOffline(false);
	await expect(page.locator('[data-copy]')).toHaveText('On the server', { timeout: 45_000 });
	await openWay(page, 'timeline');
	for (const kind of [
		'received',
		'final',
		'version-begun',
		'handed-over',
		'confirmed-in-system',
		'words',
		'decided',
		'begun'
	])
		await expect(page.locator(`[data-line="${kind}"]`).first()).toBeVisible();
	await expect(page.locator('[data-line=words]')).toContainText('S. Writer');
	await page.getByRole('link', { name: 'Back to the record' }).click();

	await openWay(page, 'clear');
	await expect(page.locator('[data-obstacle]')).toContainText('Nothing was taken out of it yet');
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await openExport(page);
	await page.getByRole('button', { name: 'Copy as plain text' }).click();
	await page.getByLabel('Name of the case system').fill('Mosaic');
	await page.getByRole('button', { name: 'Yes, it is there' }).click();
	await expect(page.locator('[data-in-system=there]')).toBeVisible();
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(page.locator('[data-copy]')).toHaveText('On the server', { timeout: 45_000 });
	await openWay(page, 'clear');
	await page.getByRole('button', { name: 'Clear it from this device' }).click();
	await expect(page.getByRole('heading', { name: 'Cleared from this device' })).toBeVisible();
	await page.getByRole('link', { name: 'All records' }).click();
	const row = page.getByRole('listitem').filter({ hasText: 'Cleared from here' });
	await row.getByRole('link').click();
	await expect(page.locator('[data-record=cleared]')).toContainText('cleared from this device');
	await expect(page.getByText('Said otherwise now')).toHaveCount(0);
});

test('a record that does not match what was signed says so loudly on every page of it', async ({
	page,
	server
}) => {
	await openFull(page, server);
	await makeFinal(page);
	// Before that it would be sent as it is, and refused.
	await expect(page.locator('[data-copy]')).toHaveText('On the server', { timeout: 45_000 });
	const record = new URL(page.url()).pathname.replace(/\/final$/, '');
	await page.evaluate(async () => {
		const name =
			(await indexedDB.databases()).find((one) => one.name?.startsWith('doorstep-drawer-'))?.name ?? '';
		const db = await new Promise<IDBDatabase>((resolve) => {
			const asked = indexedDB.open(name);
			asked.onsuccess = () => resolve(asked.result);
		});
		const store = db.transaction('entries', 'readwrite').objectStore('entries');
		const rows = await new Promise<{ kind: string; s: Uint8Array }[]>((resolve) => {
			const asked = store.getAll();
			asked.onsuccess = () => resolve(asked.result as { kind: string; s: Uint8Array }[]);
		});
		for (const row of rows.filter(({ kind }) => kind === 'final'))
			store.put({ ...row, s: row.s.map((byte, at) => (at === 5 ? byte ^ 1 : byte)) });
		await new Promise((resolve) => (store.transaction.oncomplete = resolve));
		db.close();
	});
	await page.goto(record);
	await unlock(page);
	const banner = page.locator('[data-proof=broken]');
	await expect(banner).toContainText('does not match what was signed', { timeout: 20_000 });
	await expect(banner).toContainText('The signature does not fit');
	for (const way of ['add', 'version', 'timeline', 'clear']) {
		await openWay(page, way);
		await expect(banner).toBeVisible();
		await page.getByRole('link', { name: 'Back to the record' }).click();
	}
});
