import { expect, type Page } from '@playwright/test';
import { decide, makeDrawer, overviewOf, unlock } from './drawer-page.ts';
import type { PageChain, PageState } from './pages.ts';
import { RULES_OF_RECORD } from './rules-pages.ts';
import { answer, TO_DUTY, walkShare } from './walk.ts';

/** The row of the task list that leads to a part. */
export const partLink = (page: Page, name: string) => page.locator('[data-part]').getByRole('link', { name });

/** A record of a duty to share with children's social care, in a drawer made for it. */
export async function recordDuty(page: Page): Promise<void> {
	await walkShare(page, TO_DUTY);
	await makeDrawer(page);
}

/** Opens a part from the record's first page. */
export async function openPart(page: Page, name: string): Promise<void> {
	await partLink(page, name).click();
	await expect(page.locator('[data-field]').first()).toBeVisible();
}

/** From a part or the summary to the record's first page. */
export async function backToRecord(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Back to the record' }).click();
	await expect(overviewOf(page)).toBeVisible();
}

/** The field at a path of the record. */
export const fieldOf = (page: Page, path: string) => page.locator(`[data-field="${path}"]`);

/** From a record's first page to Check answers. */
export async function openCheck(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Check answers' }).click();
	await expect(page.getByRole('heading', { name: 'Check your answers' })).toBeVisible();
}

/** A record of danger now. */
export async function recordEmergency(page: Page): Promise<void> {
	await walkShare(page, [['Someone may be in danger right now'], ['Yes']]);
	await page.getByRole('button', { name: 'Continue' }).click();
	await makeDrawer(page);
}

const part = (title: string): PageState => ({
	name: `Record, part: ${title}`,
	open: async (page) => {
		if (!(await overviewOf(page).isVisible())) await backToRecord(page);
		await openPart(page, title);
	}
});

/** Pages of one record, in the states a person may meet them. */
export const RECORD_CHAIN: PageChain = {
	name: 'A record',
	states: [
		{ name: 'Record', open: recordDuty },
		part('Who it is about'),
		{
			name: 'Record, part with a row taken away',
			open: async (page) => {
				const people = fieldOf(page, 'case/subjects');
				await people.getByRole('button', { name: /^Take away/ }).click();
				await expect(people.getByText('Taken away.')).toBeVisible();
			}
		},
		part('Law and weighing'),
		...RULES_OF_RECORD,
		part('How it was sent'),
		part('You and your role'),
		{
			name: 'Record, part checked',
			open: async (page) => {
				await page.getByRole('button', { name: 'Check this part' }).click();
				await expect(page.getByRole('alert')).toBeVisible();
			}
		},
		{
			name: 'Record, part with a note, warnings and a date that cannot be',
			open: async (page) => {
				await backToRecord(page);
				await openPart(page, 'Your reason');
				await page.getByLabel('Your reason').fill('Sarah Jones, 14 Elm Road');
				const day = page.getByLabel('Date to look again');
				await page.getByRole('button', { name: /^Type it instead.*Date to look again/ }).click();
				await day.fill('31/02/2026');
				await day.press('Tab');
				await expect(page.locator('[data-note=nudge]').first()).toBeVisible();
				await expect(page.getByText('There is no such day')).toBeVisible();
			}
		},
		{
			name: 'Record, check answers with warnings',
			open: async (page) => {
				await backToRecord(page);
				await openCheck(page);
			}
		},
		{
			name: 'Record, question',
			open: async (page) => {
				await backToRecord(page);
				await page.getByRole('link', { name: 'Go on with the questions' }).click();
				await answer(page);
			}
		},
		{
			name: 'Record that is not here',
			open: async (page) => {
				await page.goto('/records/aaaaaaaaaaaaaaaaaaaaaaaaaa');
				await unlock(page);
				await expect(page.locator('[data-record=refused]')).toBeVisible();
			}
		}
	]
};

/** Pages of records that need a drawer of their own. */
export const RECORD_STATES: readonly PageState[] = [
	{
		name: 'Record, first things in an emergency',
		open: async (page) => {
			await recordEmergency(page);
			await page.getByRole('link', { name: 'Write the first things' }).click();
			await expect(page.locator('[data-first]')).toBeVisible();
		}
	},
	{
		name: 'Record that is written in another tab',
		open: async (page) => {
			const first = await page.context().newPage();
			await decide(first);
			await makeDrawer(first);
			await page.goto(first.url());
			await unlock(page);
			await expect(page.locator('[data-read-only]')).toBeVisible();
		}
	}
];
