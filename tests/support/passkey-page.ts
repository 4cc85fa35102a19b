import { expect, type CDPSession, type Page } from '@playwright/test';
import { PASSPHRASE } from './drawer-page.ts';
import { unlockHere } from './office-page.ts';

/** Made up for tests; strong enough for the app. */
export const PIN = '7h2kq9';

/** The device's own passkey store, as the browser's tools simulate it. */
export interface PasskeyStore {
	/** Whoever holds the device is, or is not, the one whose finger it knows. */
	recognise(isPerson: boolean): Promise<void>;
	/** All passkeys are gone, as after a reset of the screen lock. */
	empty(): Promise<void>;
}

async function addStore(cdp: CDPSession, hasPrf: boolean): Promise<string> {
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			ctap2Version: 'ctap2_1',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			hasPrf
		}
	});
	return authenticatorId;
}

/** Gives this page's browser a passkey store. @param has `prf`: whether its passkeys can derive keys */
export async function passkeyStore(page: Page, has = { prf: true }): Promise<PasskeyStore> {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('WebAuthn.enable');
	const authenticatorId = await addStore(cdp, has.prf);
	return {
		recognise: async (isUserVerified) => {
			await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
		},
		empty: async () => {
			await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
		}
	};
}

/** Goes to the page about the passkey, through the lock. */
export async function openPasskeyPage(page: Page): Promise<void> {
	await page.goto('/device/ways/passkey');
	await unlockHere(page);
	await expect(page.getByRole('heading', { name: 'Unlock with a passkey' })).toBeVisible({ timeout: 20_000 });
}

/** Types what adding a passkey asks for. */
export async function typePin(page: Page, pin = PIN): Promise<void> {
	await page.getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByLabel('Your passphrase').fill(PASSPHRASE);
	await page.getByLabel('A new PIN').fill(pin);
	await page.getByLabel('The same PIN once more').fill(pin);
	await page.getByRole('button', { name: 'Continue' }).click();
}

/** Adds a passkey, tap by tap. */
export async function addPasskey(page: Page): Promise<void> {
	await typePin(page);
	await page.getByRole('button', { name: 'Make the passkey' }).click({ timeout: 20_000 });
	await page.getByRole('button', { name: 'Use the passkey' }).click();
	await expect(page.getByText('The passkey was added')).toBeVisible({ timeout: 20_000 });
}

/** Types the PIN on the unlock page and taps. */
export async function unlockByPasskey(page: Page, pin = PIN): Promise<void> {
	await page.getByLabel('Your PIN for Doorstep').fill(pin);
	await page.getByRole('button', { name: 'Unlock with passkey' }).click();
}
