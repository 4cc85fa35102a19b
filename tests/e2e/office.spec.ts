import { makeRecord, textOf, untilSaved } from '../support/drawer-page.ts';
import {
	enterCode,
	fillRecord,
	inviteFrom,
	joinHere,
	makeDrawerHere,
	makeFinal,
	makeKit,
	readBack,
	setupCode,
	setUpOffice,
	unlockHere
} from '../support/office-page.ts';
import { expect, test } from '../support/test.ts';
import { openInOffice } from '../support/kept-starts.ts';

test.setTimeout(180_000);

test('an office is set up, and a practitioner with a draft joins by an invite', async ({
	page,
	server,
	browser
}) => {
	const fingerprint = await setUpOffice(page, server);
	expect(fingerprint.split(' ')).toHaveLength(13);
	const link = await inviteFrom(page);
	expect(link.startsWith(`${server.origin}/join#`)).toBe(true);

	const other = await browser.newContext({ baseURL: server.origin });
	const device = await other.newPage();
	await makeRecord(device);
	await textOf(device).fill('Written before joining');
	await untilSaved(device);
	const old = device.url();
	await device.goto(link);
	await expect(device).toHaveURL(`${server.origin}/join`);
	await unlockHere(device);
	await expect(device.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', fingerprint);
	await joinHere(device);
	await device.getByRole('link', { name: 'Go to your records' }).click();
	await device.getByRole('main').getByRole('listitem').getByRole('link').click();
	await device.getByRole('link', { name: 'What you know' }).click();
	await expect(textOf(device)).toHaveValue('Written before joining');
	expect(device.url()).not.toBe(old);
	const secret = link.split('#')[1] ?? '';
	for (let back = 0; back < 6; back += 1) {
		expect(device.url()).not.toContain(secret);
		await device.goBack().catch(() => undefined);
	}

	const late = await (await browser.newContext({ baseURL: server.origin })).newPage();
	await late.goto(link);
	await makeDrawerHere(late);
	await late.getByRole('button', { name: 'It is the same: join' }).click({ timeout: 20_000 });
	await expect(late.locator('[data-problem=join]')).toContainText('The invite was used before');
});

test('a record is made final without signal, and never says more than is true', async ({ page, server }) => {
	await openInOffice(page, server);
	await expect(page.locator('[data-finalise=joined]')).toContainText('still missing');
	await expect(page.getByRole('link', { name: 'Make it final' })).toBeHidden();
	await fillRecord(page);
	await expect(page.locator('[data-copy]')).toHaveText('On this device only');
	await server.stop();
	await page.context().setOffline(true);
	await page.getByRole('link', { name: 'Make it final' }).click();
	await page.getByRole('button', { name: 'Lock this record' }).click();
	await expect(page.getByRole('alert')).toContainText('Tick each line');
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await makeFinal(page);
	await expect(page.locator('[data-life]')).toHaveText('Final');
	await expect(page.locator('[data-copy]')).toHaveText('On this device only');
	await expect(page.getByRole('main')).toContainText('Waiting to send');
	await page.getByRole('link', { name: 'All records' }).click();
	const row = page.getByRole('listitem').filter({ has: page.locator('[data-life]') });
	await expect(row.locator('[data-life]')).toHaveText('Final');
	await expect(row.locator('[data-copy]')).toHaveText('On this device only');
	await expect(row).toContainText('Waiting to send');
	await row.getByRole('link').click();
	await expect(page.locator('[data-read-only=final]')).toBeVisible();
	await page.getByRole('link', { name: 'What you know' }).click();
	await expect(textOf(page)).toBeHidden();
});

test('nothing is set up before the kit was read back, and each refusal has its name', async ({
	page,
	server
}) => {
	const kit = await makeKit(page);
	await readBack(page, kit, 'not the passphrase at all');
	await expect(page.getByRole('alert')).toContainText('does not open the kit', { timeout: 30_000 });
	await readBack(page, 'package.json');
	await expect(page.getByRole('alert')).toContainText('not a kit');
	await readBack(page, kit);
	await enterCode(page, 'AAAA-BBBB-CCCC-DDDD');
	await expect(page.getByRole('alert')).toContainText('not the set-up code');
	const code = setupCode(server);
	await server.stop();
	await enterCode(page, code);
	await expect(page.getByRole('alert')).toContainText('could not be reached', { timeout: 30_000 });
	// What was read back waits on the device: a new visit asks for the code alone.
	await server.restart();
	await page.reload();
	await unlockHere(page);
	await enterCode(page, setupCode(server));
	await expect(page.locator('[data-fingerprint]')).toBeVisible({ timeout: 20_000 });
});

test('an invite that is none is refused by name', async ({ page }) => {
	await page.goto('/join');
	await makeDrawerHere(page);
	await page.getByLabel('The invite link, or its letters').fill('https://example.org/join#abc', {
		timeout: 20_000
	});
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('alert')).toContainText('no whole invite');
});
