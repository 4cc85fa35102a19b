import { expect, type Page } from '@playwright/test';
import { decide, overviewOf, unlock } from './drawer-page.ts';
import {
	enterCode,
	fillRecord,
	inviteFrom,
	KIT_PASSPHRASE,
	makeDrawerHere,
	makeFinal,
	makeKit,
	readBack,
	setUpOffice
} from './office-page.ts';
import type { PageState } from './pages.ts';
import type { RunningServer } from './server.ts';

const SLOW = { timeout: 30_000 };

/** Any invite of the right form: 26 letters of secret, 52 of fingerprint. */
const SOME_INVITE = `${'a'.repeat(26)}-${'b'.repeat(51)}a`;

/** Set-up, invites and joining. */
export const OFFICE_STATES: readonly PageState[] = [
	{
		name: 'Organisation, none yet',
		open: async (page) => {
			await page.goto('/office');
			await makeDrawerHere(page);
			await expect(page.getByRole('link', { name: 'I have an invite' })).toBeVisible(SLOW);
		}
	},
	{
		name: 'Set-up explained, and a kit passphrase refused',
		open: async (page) => {
			await page.goto('/office');
			await makeDrawerHere(page);
			await page.getByRole('button', { name: 'Set up a new organisation' }).click(SLOW);
			await page.getByRole('button', { name: 'Make the recovery kit' }).click();
			await page.getByLabel('Passphrase of the kit').fill(KIT_PASSPHRASE);
			await page.getByRole('button', { name: 'Make the kit' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'A file that is no kit',
		open: async (page) => {
			await makeKit(page);
			await readBack(page, 'package.json');
			await expect(page.getByRole('alert')).toBeVisible(SLOW);
		}
	},
	{
		name: 'A set-up code that is wrong',
		open: async (page) => {
			await readBack(page, await makeKit(page));
			await enterCode(page, 'AAAA');
			await expect(page.getByRole('alert')).toBeVisible(SLOW);
		}
	},
	{
		name: 'Organisation with an invite',
		open: async (page, server) => {
			await setUpOffice(page, server);
			await inviteFrom(page);
		}
	},
	{
		name: 'Join, an invite that is none',
		open: async (page) => {
			await page.goto('/join');
			await makeDrawerHere(page);
			await page.getByRole('button', { name: 'Continue' }).click(SLOW);
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Join, the office is not the one',
		open: async (page) => {
			await page.goto(`/join#${SOME_INVITE}`);
			await makeDrawerHere(page);
			await page.getByRole('button', { name: 'It is the same: join' }).click(SLOW);
			await expect(page.locator('[data-problem=join]')).toBeVisible(SLOW);
		}
	},
	{
		name: 'A record to be locked, not ticked',
		open: async (page, server) => {
			await filledRecord(page, server);
			await page.getByRole('link', { name: 'Make it final' }).click();
			await page.getByRole('button', { name: 'Lock this record' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'A record that is final',
		open: async (page, server) => {
			await filledRecord(page, server);
			await makeFinal(page);
			await page.getByRole('link', { name: 'Look at the record' }).click();
			await expect(page.locator('[data-read-only=final]')).toBeVisible();
		}
	}
];

/** A record with nothing missing, on a device that has joined. */
async function filledRecord(page: Page, server: RunningServer): Promise<void> {
	await setUpOffice(page, server);
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await unlock(page);
	await expect(overviewOf(page)).toBeVisible(SLOW);
	await fillRecord(page);
}
