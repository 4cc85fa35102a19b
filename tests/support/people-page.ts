import { expect, type Page } from '@playwright/test';
import { decide, makeDrawer, textOf, untilSaved } from './drawer-page.ts';

/** Made up for tests; the passphrase of the second person. */
export const OTHERS_PASSPHRASE = 'walnut paddle orbit crimson dusk';

/** From a part of a record to where a person hands over or removes; by the app's own links, since a new document locks. */
export async function toPeople(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await page.getByRole('navigation').getByRole('link', { name: 'Records' }).click();
	await page.getByRole('link', { name: /Hand over/ }).click();
	await expect(page.getByRole('heading', { name: 'People on this device' })).toBeVisible();
}

/** Makes a drawer for one more person, from the chooser or from `/people/new`. */
export async function makeAnother(page: Page, initials: string): Promise<void> {
	await page.getByLabel('Your initials').fill(initials);
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
	await page.getByLabel('Your passphrase').fill(OTHERS_PASSPHRASE);
	await page.getByLabel('The same once more').fill(OTHERS_PASSPHRASE);
	await page.getByRole('button', { name: 'Make the drawer' }).click();
	await page.waitForURL('**/records', { timeout: 20_000 });
}

/** The first person of a device, with initials and one record that says something. @returns the record's address */
export async function firstPerson(page: Page, text: string): Promise<string> {
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await page.getByText('Several people use this device?').click();
	await page.getByLabel('Your initials').fill('ab');
	await makeDrawer(page);
	await page.getByRole('link', { name: 'What you know' }).click();
	await textOf(page).fill(text);
	await untilSaved(page);
	return page.url();
}

/** The tile of one person in the chooser. */
export const tileOf = (page: Page, words: string) =>
	page.getByRole('main').getByRole('button', { name: new RegExp(`^${words}`) });
