import { expect, type Page } from '@playwright/test';
import { backToRecord, fieldOf, openPart, recordDuty } from './record-pages.ts';
import type { PageState } from './pages.ts';
import { untilSaved } from './drawer-page.ts';

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

/** A record with a worry, and the page that shows parts of it. */
export async function worryToShow(page: Page, worry: string): Promise<void> {
	await recordDuty(page);
	await openPart(page, 'What you know');
	await fieldOf(page, 'case/concernSummary').getByRole('textbox').fill(worry);
	await untilSaved(page);
	await backToRecord(page);
	await openWay(page, 'show');
}

const stateOf = (name: string, open: (page: Page) => Promise<void>): PageState => ({ name, open });

/** What is said with a family, and shown to them. */
export const FAMILY_STATES: readonly PageState[] = [
	stateOf('Told and agreed, with an answer taken back', async (page) => {
		await recordDuty(page);
		await openWay(page, 'told');
		await addStatement(page, 'confidence');
		await page.getByRole('radio', { name: 'They agreed', exact: true }).check();
		await page.getByRole('radio', { name: 'Somebody else helped' }).check();
		await page.locator('#statement').check();
		await page.getByRole('button', { name: 'They want to draw a mark' }).click();
		await page.getByRole('button', { name: 'They took it back' }).click();
		await page.getByRole('button', { name: 'Check this statement' }).click();
		await expect(page.getByRole('alert')).toBeVisible();
	}),
	stateOf('Told and agreed', async (page) => {
		await recordDuty(page);
		await openWay(page, 'told');
		await addStatement(page, 'told');
		await page.getByRole('radio', { name: /^No, or not yet/ }).check();
		await page.getByRole('link', { name: WAYS.told }).click();
		await expect(page.getByRole('heading', { level: 1, name: WAYS.told })).toBeVisible();
	}),
	stateOf('Show parts, chosen with nothing ticked', async (page) => {
		await worryToShow(page, 'We worry.');
		await showPart(page, 'purpose').getByRole('checkbox').first().check();
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page.getByRole('alert')).toBeVisible();
	}),
	stateOf('Show parts, stopped for a risk', async (page) => {
		await worryToShow(page, 'We worry.');
		await pickWorry(page);
		await page.getByRole('button', { name: 'Continue' }).click();
		await page.getByRole('radio', { name: 'I am not sure' }).check();
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page.locator('[data-show=stopped]')).toBeVisible();
	}),
	stateOf('For a family to read', async (page) => {
		await worryToShow(page, 'We worry.');
		await pickWorry(page, 'A child or young person');
		await turnAndShow(page);
	})
];
