import { lock, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import { unlockHere } from '../support/office-page.ts';
import {
	addPasskey,
	openPasskeyPage,
	passkeyStore,
	typePin,
	unlockByPasskey
} from '../support/passkey-page.ts';
import { expect, test } from '../support/test.ts';
import { openRecord } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

test('a passkey with its PIN opens the drawer, names what is wrong, and is removed by the passphrase', async ({
	page
}) => {
	const store = await passkeyStore(page);
	await openRecord(page);
	await textOf(page).fill('Told at the door.');
	await untilSaved(page);
	await openPasskeyPage(page);
	await addPasskey(page);
	await page.goto('/unlock');

	await unlockByPasskey(page, '7h2kq8');
	await expect(page.getByRole('alert')).toContainText('That PIN did not open the drawer');
	await page.waitForTimeout(1100);
	await unlockByPasskey(page);
	await expect(page.getByRole('heading', { name: 'Records' })).toBeVisible({ timeout: 20_000 });
	await lock(page);

	await store.recognise(false);
	await unlockByPasskey(page);
	await expect(page.getByRole('alert')).toContainText('The device did not give the passkey');
	await page.getByRole('button', { name: 'Use the passphrase instead' }).click();
	await expect(page.getByLabel('Your passphrase')).toBeFocused();
	await page.waitForTimeout(1100);
	await unlock(page);
	await expect(page.getByRole('heading', { name: 'Records' })).toBeVisible({ timeout: 20_000 });

	await page.goto('/device/ways/passkey');
	await page.getByRole('button', { name: 'Use the passphrase instead' }).click();
	await unlockHere(page);
	await page.getByRole('button', { name: 'Remove the passkey' }).click({ timeout: 20_000 });
	await page.getByLabel('Your passphrase').fill('gravel unsaid tiptop marina');
	await page.getByRole('button', { name: 'Remove the passkey' }).click();
	await expect(page.getByText('The passkey was removed')).toBeVisible({ timeout: 20_000 });
	await page.goto('/unlock');
	await expect(page.getByLabel('Your passphrase')).toBeVisible();
	await expect(page.getByRole('button', { name: /passkey/ })).toHaveCount(0);
});

test('a passkey that derives no key, and a device without one, are said plainly and change nothing', async ({
	page
}) => {
	await openRecord(page);
	await untilSaved(page);
	await openPasskeyPage(page);
	await expect(page.locator('[data-cannot=no-authenticator]')).toBeVisible();
	await passkeyStore(page, { prf: false });
	await openPasskeyPage(page);
	await typePin(page);
	await page.getByRole('button', { name: 'Make the passkey' }).click({ timeout: 20_000 });
	await expect(page.locator('[data-cannot=no-prf]')).toBeVisible();
	await page.goto('/unlock');
	await expect(page.getByLabel('Your passphrase')).toBeVisible();
});
