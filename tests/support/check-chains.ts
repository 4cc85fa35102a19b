import { expect, type Page } from '@playwright/test';
import type { PageChain } from './pages.ts';
import { answer, CARE, goOn, SAW, TO_DUTY, TO_RECEIVERS, walkShare } from './walk.ts';

/** The last of some answers, from the page before. */
const answerLast = (answers: readonly (readonly string[])[]) => (page: Page) =>
	answer(page, ...(answers.at(-1) ?? []));

/** Pages of a check on the open shelf, each reached from the one before. */
export const CHECK_CHAINS: readonly PageChain[] = [
	{
		name: 'A check that is open',
		states: [
			{
				name: 'Decide with a check open',
				open: async (page) => {
					await walkShare(page, [[SAW]]);
					await page.getByRole('link', { name: 'Back' }).click();
					await page.getByRole('link', { name: 'Back' }).click();
					await expect(page.getByText('Open now')).toBeVisible();
				}
			},
			{
				name: 'Home with a check open',
				open: async (page) => {
					await page.getByRole('link', { name: 'Home' }).click();
					await expect(page.getByText('You have a check open')).toBeVisible();
				}
			},
			{
				name: 'Another check is open',
				open: async (page) => {
					await page.getByRole('navigation').getByRole('link', { name: 'Decide' }).click();
					await page.getByRole('link', { name: 'Share it safely' }).click();
					await expect(page.getByRole('heading', { name: 'Another check is open' })).toBeVisible();
				}
			}
		]
	},
	{
		name: 'A quick check',
		states: [
			{
				name: 'Quick check, why',
				open: async (page) => {
					await page.goto('/quick');
					await goOn(page, 'No');
				}
			},
			{ name: 'Quick check, who', open: (page) => goOn(page, 'A child may be harmed') },
			{
				name: 'Quick check, result',
				open: (page) => goOn(page, "Children's social care or the police")
			}
		]
	},
	{
		name: 'A check of one receiver after the other',
		states: [
			{
				name: 'Question with hint, note and rule',
				open: (page) => walkShare(page, TO_RECEIVERS.slice(0, 4))
			},
			{ name: 'Receivers', open: answerLast(TO_RECEIVERS) },
			{
				name: 'Receivers, one added with a wrong label',
				open: async (page) => {
					await page.getByLabel('Somebody else').fill('police');
					await page.getByRole('button', { name: 'Add to the list' }).click();
					await page.getByLabel('Somebody else').fill('The police');
					await page.getByRole('button', { name: 'Add to the list' }).click();
					await expect(page.getByRole('alert')).toBeVisible();
				}
			},
			{
				name: 'Ticks for one receiver',
				open: async (page) => {
					await walkShare(page, [...TO_RECEIVERS, [CARE]]);
				}
			},
			{
				name: 'Outcome: must',
				open: async (page) => {
					for (const labels of TO_DUTY.slice(TO_RECEIVERS.length + 1)) await answer(page, ...labels);
				}
			},
			{
				name: 'Ticks that bring warnings',
				open: async (page) => {
					await goOn(page, 'Start sharing');
					await page.getByLabel('Forced marriage or "honour"-based abuse', { exact: true }).check();
				}
			},
			{ name: 'Persons', open: (page) => answer(page) }
		]
	},
	{
		name: 'An answer that is changed',
		states: [
			{
				name: 'Answers that a change sets aside',
				open: async (page) => {
					await walkShare(page, TO_RECEIVERS.slice(0, 4));
					await page.setViewportSize({ width: 1280, height: 800 });
					await page.getByRole('link', { name: /Change.*What has brought you here/ }).click();
					await page.getByLabel('Someone has asked me for information', { exact: true }).check();
					await goOn(page, 'Continue');
				}
			},
			{ name: 'Answers set aside, listed', open: (page) => goOn(page, 'Use the new answer') }
		]
	}
];
