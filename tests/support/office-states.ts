import { expect, type Page } from '@playwright/test';
import { decide, overviewOf, unlock } from './drawer-page.ts';
import { LIFE_STATES } from './life-states.ts';
import {
	enterCode,
	fillRecord,
	inviteFrom,
	KIT_PASSPHRASE,
	makeDrawerHere,
	makeFinal,
	makeKitHere,
	readBack,
	setupCode,
	unlockHere
} from './office-page.ts';
import type { PageChain } from './pages.ts';

const SLOW = { timeout: 30_000 };

/** Any invite of the right form: 26 letters of secret, 52 of fingerprint. */
const SOME_INVITE = `${'a'.repeat(26)}-${'b'.repeat(51)}a`;

/** The file of the office that the chain below makes. */
let kit = '';

/** An organisation from its first page to a final record and a forgotten passphrase, on the administrator's device. */
const OFFICE: PageChain = {
	name: 'An organisation',
	states: [
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
				await page.getByRole('button', { name: 'Set up a new organisation' }).click();
				await page.getByRole('button', { name: 'Make the recovery kit' }).click();
				await page.getByLabel('Passphrase of the kit').fill(KIT_PASSPHRASE);
				await page.getByRole('button', { name: 'Make the kit' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'A file that is no kit',
			open: async (page) => {
				await page.goto('/office');
				await unlockHere(page);
				kit = await makeKitHere(page);
				await readBack(page, 'package.json');
				await expect(page.getByRole('alert')).toBeVisible(SLOW);
			}
		},
		{
			name: 'A set-up code that is wrong',
			open: async (page) => {
				await readBack(page, kit);
				await enterCode(page, 'AAAA');
				await expect(page.getByRole('alert')).toBeVisible(SLOW);
			}
		},
		{
			name: 'Organisation with an invite',
			open: async (page, server) => {
				await enterCode(page, setupCode(server));
				await expect(page.locator('[data-fingerprint]')).toBeVisible(SLOW);
				await inviteFrom(page);
			}
		},
		{
			name: 'A record to be locked, not ticked',
			open: async (page) => {
				await filledRecord(page);
				await page.getByRole('link', { name: 'Make it final' }).click();
				await page.getByRole('button', { name: 'Lock this record' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'A record that is final',
			open: async (page) => {
				await page.getByRole('link', { name: 'Back to the record' }).click();
				await makeFinal(page);
				await page.getByRole('link', { name: 'Look at the record' }).click();
				await expect(page.locator('[data-read-only=final]')).toBeVisible();
			}
		},
		...LIFE_STATES,
		{
			name: 'A request for help that waits',
			open: async (page) => {
				await page.goto('/unlock/help');
				await page.getByRole('button', { name: 'Choose a new passphrase' }).click(SLOW);
				await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
				await page.getByLabel('Your passphrase').fill('amber ledger pickle thirsty');
				await page.getByLabel('The same once more').fill('amber ledger pickle thirsty');
				await page.getByRole('button', { name: 'Make the request' }).click();
				await expect(page.locator('[data-code]')).toBeVisible(SLOW);
				await page.getByRole('button', { name: 'Open the drawer' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		}
	]
};

const JOIN: PageChain = {
	name: 'Joining',
	states: [
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
				await page.goto('/help'); // Another hash alone would be no new document.
				await page.goto(`/join#${SOME_INVITE}`);
				await unlockHere(page);
				await page.getByRole('button', { name: 'It is the same: join' }).click(SLOW);
				await expect(page.locator('[data-problem=join]')).toBeVisible(SLOW);
			}
		}
	]
};

/** Set-up, invites, joining and what an office makes possible. */
export const OFFICE_CHAINS: readonly PageChain[] = [OFFICE, JOIN];

/** A record with nothing missing, on a device that has joined. */
async function filledRecord(page: Page): Promise<void> {
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await unlock(page);
	await expect(overviewOf(page)).toBeVisible(SLOW);
	await fillRecord(page);
}
