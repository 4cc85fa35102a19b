import { expect, type Page } from '@playwright/test';
import { PASSPHRASE } from './drawer-page.ts';
import { backToRecord } from './record-pages.ts';
import type { RunningServer } from './server.ts';

/** Made up for tests; another one than the drawer's. */
export const KIT_PASSPHRASE = 'walnut paddle orbit crimson';

/** Makes a drawer where a page asks for one. */
export async function makeDrawerHere(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
	await page.getByLabel('Your passphrase').fill(PASSPHRASE);
	await page.getByLabel('The same once more').fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Make the drawer' }).click();
}

/** The set-up code as the server printed it. */
export function setupCode({ printed }: RunningServer): string {
	const code = /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/.exec(printed())?.[0];
	if (code === undefined) throw new TypeError('no set-up code was printed');
	return code;
}

/** Goes as far as the downloaded kit. @returns its file */
export async function makeKit(page: Page): Promise<string> {
	await page.goto('/office');
	await makeDrawerHere(page);
	return makeKitHere(page);
}

/** The same with the drawer open already. */
export async function makeKitHere(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Set up a new organisation' }).click({ timeout: 20_000 });
	await page.getByRole('button', { name: 'Make the recovery kit' }).click();
	await page.getByLabel('Passphrase of the kit').fill(KIT_PASSPHRASE);
	await page.getByLabel('The same once more').fill(KIT_PASSPHRASE);
	await page.getByRole('button', { name: 'Make the kit' }).click();
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Download the recovery kit' }).click({ timeout: 30_000 });
	return (await download).path();
}

export async function readBack(page: Page, file: string, passphrase = KIT_PASSPHRASE): Promise<void> {
	await page.getByLabel('The file you have downloaded').setInputFiles(file);
	await page.getByLabel('Passphrase of the kit').fill(passphrase);
	await page.getByRole('button', { name: 'Read the kit back' }).click();
}

export async function enterCode(page: Page, code: string): Promise<void> {
	await page.getByLabel('Set-up code').fill(code, { timeout: 30_000 });
	await page.getByRole('button', { name: 'Set up the organisation' }).click();
}

/** An organisation, set up in this browser as a person does it. @returns its fingerprint */
export async function setUpOffice(page: Page, server: RunningServer): Promise<string> {
	await readBack(page, await makeKit(page));
	await enterCode(page, setupCode(server));
	const shown = page.locator('[data-fingerprint]');
	await expect(shown).toBeVisible({ timeout: 20_000 });
	return (await shown.getAttribute('data-fingerprint')) ?? '';
}

/** Makes an invite on the administrator's page. @returns its link */
export async function inviteFrom(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Make an invite' }).click();
	await expect(page.locator('[data-invite]')).toBeVisible({ timeout: 20_000 });
	return page.locator('[data-invite] .link').innerText();
}

/** Opens the drawer where a page asks for it. */
export async function unlockHere(page: Page): Promise<void> {
	await page.getByLabel('Your passphrase').fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Unlock' }).click();
}

/** Compares and joins; the page stands on the fingerprint. */
export async function joinHere(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'It is the same: join' }).click({ timeout: 20_000 });
	await expect(page.getByRole('heading', { name: 'This device has joined' })).toBeVisible({
		timeout: 30_000
	});
}

/** Writes something into every empty field of the part in front. */
async function fillPart(page: Page): Promise<void> {
	const main = page.getByRole('main');
	// The part is drawn at once; `all()` waits for nothing.
	for (const field of await main.locator('input[type=text], textarea').all())
		if ((await field.isVisible()) && (await field.inputValue()) === '') await field.fill('Written in a test');
	for (const choice of await main.locator('select').all())
		if ((await choice.inputValue()) === '') await choice.selectOption({ index: 1 });
	for (const group of await main.locator('fieldset').all()) {
		const choices = group.locator('input[type=radio], input[type=checkbox]');
		const isOpen = (await choices.count()) > 0 && (await group.locator('input:checked').count()) === 0;
		if (isOpen) await choices.first().check();
	}
}

/** Fills what is missing, part by part, as the task list names it; ends on the record. */
export async function fillRecord(page: Page): Promise<void> {
	const missing = page.locator('[data-part]').filter({ hasText: 'Still missing' });
	for (let left = await missing.count(); left > 0; left -= 1) {
		await missing.first().getByRole('link').click();
		await expect(page.locator('[data-field]').first()).toBeVisible();
		await fillPart(page);
		await backToRecord(page);
	}
	await expect(missing).toHaveCount(0);
}

/** Ticks every line and locks the record; the page stands on the record. */
export async function makeFinal(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Make it final' }).click();
	await expect(page.getByRole('heading', { name: 'Lock this record?' })).toBeVisible();
	for (const line of await page.getByRole('checkbox').all()) await line.check();
	await page.getByRole('button', { name: 'Lock this record' }).click();
	await expect(page.getByRole('heading', { name: 'This record is final' })).toBeVisible({ timeout: 20_000 });
}
