import { expect, type Page } from '@playwright/test';
import { backToRecord, fieldOf, openPart } from './record-pages.ts';
import type { PageChain } from './pages.ts';
import { untilSaved } from './drawer-page.ts';
import { openDuty } from './kept-starts.ts';

export const WAYS = { told: 'Told and agreed', show: 'Show parts of it to them' } as const;

/** One of the record's further pages, from its first one. */
export async function openWay(page: Page, way: keyof typeof WAYS): Promise<void> {
	await page.locator(`[data-way="${way}"]`).getByRole('link').click();
	await expect(page.getByRole('heading', { level: 1, name: WAYS[way] })).toBeVisible();
}

/** Begins one more statement; `about` names the receiver where there are several. */
export async function addStatement(page: Page, kind: string, about = ''): Promise<void> {
	await page
		.locator(`[data-kind="${kind}"]`)
		.getByRole('button', { name: about === '' ? /^Add/ : new RegExp(`^Add.*${about}`) })
		.first()
		.click();
	await expect(page.locator(`[data-statement="${kind}"]`)).toBeVisible();
}

/** A part that can be ticked for showing. */
export const showPart = (page: Page, field: string) => page.locator(`[data-part="case/${field}"]`);

/** Ticks the worry, and stands before the question about risk. */
export async function pickWorry(page: Page, reader = 'A parent or carer'): Promise<void> {
	await page.getByRole('radio', { name: reader }).check();
	await showPart(page, 'concernSummary').getByRole('checkbox').first().check();
}

/** From the risk question to the show view: no risk, and the tablet is turned. */
export async function turnAndShow(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('radio', { name: 'No', exact: true }).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('button', { name: 'Lock, and show it' }).click();
	await expect(page.locator('[data-show=view]')).toBeVisible({ timeout: 20_000 });
}

async function worryWritten(page: Page, worry: string): Promise<void> {
	await openDuty(page);
	await openPart(page, 'What you know');
	await fieldOf(page, 'case/concernSummary').getByRole('textbox').fill(worry);
	await untilSaved(page);
	await backToRecord(page);
}

/** A record with a worry, and the page that shows parts of it. */
export async function worryToShow(page: Page, worry: string): Promise<void> {
	await worryWritten(page, worry);
	await openWay(page, 'show');
}

/** What is said with a family, and shown to them: in one drawer, one after the other. */
export const FAMILY_CHAIN: PageChain = {
	name: 'With the family',
	states: [
		{
			name: 'One statement, taken back, checked',
			open: async (page) => {
				await worryWritten(page, 'We worry.');
				await openWay(page, 'told');
				await addStatement(page, 'confidence');
				await page.getByRole('radio', { name: 'They agreed', exact: true }).check();
				await page.getByRole('radio', { name: 'Somebody else helped' }).check();
				await page.locator('#statement').check();
				await page.getByRole('button', { name: 'They want to draw a mark' }).click();
				await page.getByRole('button', { name: 'They took it back' }).click();
				await page.getByRole('button', { name: 'Check this statement' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'Told and agreed',
			open: async (page) => {
				await page.getByRole('link', { name: WAYS.told }).click();
				await expect(page.getByRole('heading', { level: 1, name: WAYS.told })).toBeVisible();
			}
		},
		{
			name: 'Record, with an answer taken back',
			open: async (page) => {
				await backToRecord(page);
				await expect(page.locator('[data-withdrawn=confidence]')).toBeVisible();
			}
		},
		{
			name: 'Show parts, with nobody to read',
			open: async (page) => {
				await openWay(page, 'show');
				await showPart(page, 'urgency').getByRole('checkbox').first().check();
				await page.getByRole('button', { name: 'Continue' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
				await showPart(page, 'urgency').getByRole('checkbox').nth(1).check();
			}
		},
		{
			name: 'Show parts, stopped for a risk',
			open: async (page) => {
				await pickWorry(page);
				await page.getByRole('button', { name: 'Continue' }).click();
				await page.getByRole('radio', { name: 'I am not sure' }).check();
				await page.getByRole('button', { name: 'Continue' }).click();
				await expect(page.locator('[data-show=stopped]')).toBeVisible();
			}
		},
		{
			name: 'For a family to read',
			open: async (page) => {
				await backToRecord(page);
				await openWay(page, 'show');
				await pickWorry(page, 'A child or young person');
				await turnAndShow(page);
			}
		}
	]
};
