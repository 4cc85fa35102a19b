import { expect, type Page } from '@playwright/test';
import { openFlow } from './england.ts';

/** Chooses answers by their words and continues. Waits until the next page is there. */
export async function answer(page: Page, ...labels: readonly string[]): Promise<void> {
	for (const label of labels) await page.getByLabel(label, { exact: true }).check();
	await goOn(page, 'Continue');
}

/** Presses a button that leads on, and waits for another heading. */
export async function goOn(page: Page, name: string): Promise<void> {
	// The button first: a heading read before its page is there would be another page's.
	await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
	const before = await page.locator('h1').innerText();
	await page.getByRole('button', { name, exact: true }).click();
	await expect(page.locator('h1')).not.toHaveText(before);
}

export const SAW = 'I saw something or was told something';
export const CARE = "Children's social care";
export const ALL_SCOPE: readonly string[] = [
	'My organisation is in scope',
	'The receiver is in scope too',
	'It is about a child, or about someone as it relates to that child',
	"I think it matters to the child's safety or welfare",
	'I think it may help the receiver keep the child safe or well'
];

/** Answers of flow `share`, one inner list a page, up to the page that chooses receivers. */
export const TO_RECEIVERS: readonly (readonly string[])[] = [
	[SAW],
	['No, but it matters today'],
	['Yes'],
	['To protect a child from harm'],
	['None of these']
];

/** On to the outcome O-DUTY for the first of two receivers. */
export const TO_DUTY: readonly (readonly string[])[] = [
	...TO_RECEIVERS,
	[CARE, 'The police'],
	ALL_SCOPE,
	['No']
];

/** Opens flow `share` at its first page and answers page after page. */
export async function walkShare(page: Page, answers: readonly (readonly string[])[]): Promise<void> {
	await openFlow(page);
	for (const labels of answers) await answer(page, ...labels);
}
