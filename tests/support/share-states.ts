import { expect, type Page } from '@playwright/test';
import { makeDrawer, overviewOf } from './drawer-page.ts';
import { openFlow } from './england.ts';
import type { PageState } from './pages.ts';
import { recordDuty } from './record-pages.ts';
import { answer } from './walk.ts';

const COMMON = [
	'Right person, right role, and they need it',
	'Only what they need',
	'No names in subject lines, file names or voicemail',
	'I checked the address or number, then looked again',
	'I checked what is safe before anything goes to a home',
	'I asked them to tell me when they have it',
	'I noted what, when, how and to whom'
];

/** From the record's first page to the plan. */
export async function openPlan(page: Page): Promise<void> {
	await page.getByRole('link', { name: /^Share plan/ }).click();
	await expect(page.getByRole('heading', { name: 'Share plan' })).toBeVisible();
}

/** From the plan to one of its receivers. */
export async function openReceiver(page: Page, name: string): Promise<void> {
	await page.locator('[data-receiver]').getByRole('link', { name }).click();
	await expect(page.locator('[data-sending]')).toBeVisible();
}

/** On a receiver's page: the questions before sending, for a way of sending. */
export async function makeChecks(page: Page, way: string): Promise<void> {
	await page.getByRole('link', { name: 'Make the checks' }).click();
	await answer(page, 'No');
	await answer(page, way);
	await answer(page, 'Yes');
	for (const label of [...COMMON, 'All done']) await page.getByLabel(label, { exact: true }).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.locator('[data-sending]')).toBeVisible();
}

/** A record of a duty to share, with the first receiver's page in front. */
export async function openFirstReceiver(page: Page): Promise<void> {
	await recordDuty(page);
	await openPlan(page);
	await openReceiver(page, "Children's social care");
}

/** A receiver who was written to and did not answer by the time that was set. */
export async function leaveUnanswered(page: Page): Promise<void> {
	await openFirstReceiver(page);
	await makeChecks(page, 'By email');
	await page.getByRole('button', { name: 'I am sending it now' }).click();
	await page.getByRole('button', { name: 'No word came' }).click();
	await expect(page.locator('[data-chase]')).toBeVisible();
}

/** From any record: begins the record of what went wrong, and answers it as in V15. */
export async function walkBreach(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Begin: safety first' }).click();
	await expect(
		page.getByRole('heading', { name: 'Something went wrong. Could anyone be hurt now?' })
	).toBeVisible();
	await answer(page, 'Yes');
	await expect(page.getByRole('heading', { name: 'Protect people first' })).toBeVisible();
	await answer(page);
	await answer(
		page,
		'Call it back or block it',
		'Ask them to delete it or give it back',
		'Get back what you can',
		'Note the time when you first knew',
		'Done'
	);
	await answer(page, 'My manager knows', 'Our data protection officer knows', 'It is in the log', 'Done');
	await answer(page, 'High risk');
}

/** The first page of a breach record. */
async function openBreach(page: Page): Promise<void> {
	await recordDuty(page);
	await page.getByRole('link', { name: /^Something went wrong/ }).click();
	await walkBreach(page);
	await page.getByRole('link', { name: 'Go to the record' }).click();
	await expect(overviewOf(page)).toBeVisible();
	await expect(page.locator('[data-linked=here]')).toBeVisible();
}

/** Decides that something went wrong, before there is any record. */
export async function decideBreach(page: Page): Promise<void> {
	await openFlow(page);
	await page.goto('/decide');
	await page.getByRole('link', { name: 'Something went wrong with a share' }).click();
	await answer(page, 'No');
	await makeDrawer(page);
}

/** Pages about sending, in the states a person may meet them. */
export const SHARE_STATES: readonly PageState[] = [
	{
		name: 'Share plan',
		open: async (page) => {
			await recordDuty(page);
			await openPlan(page);
		}
	},
	{ name: 'Share plan, one receiver to chase', open: leaveUnanswered },
	{
		name: 'Record with a receipt to chase',
		open: async (page) => {
			await leaveUnanswered(page);
			await page.getByRole('link', { name: 'Back to the share plan' }).click();
			await page.getByRole('link', { name: 'Back to the record' }).click();
			await expect(page.locator('[data-share-notice]')).toBeVisible();
		}
	},
	{ name: 'Record of a breach', open: openBreach },
	{
		name: 'Something went wrong, with a wrong time',
		open: async (page) => {
			await recordDuty(page);
			await page.getByRole('link', { name: /^Something went wrong/ }).click();
			await page.getByLabel('When did you first know?').fill('2999-01-01T10:00');
			await page.getByLabel('When did you first know?').blur();
			await page.getByRole('button', { name: 'Begin: safety first' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	}
];
