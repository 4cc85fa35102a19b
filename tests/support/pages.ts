import { expect, type Page } from '@playwright/test';
import { DEVICE_STATES } from './device-states.ts';
import { GUIDANCE_STATES } from './guidance-states.ts';
import { PEOPLE_STATES } from './people-states.ts';
import { at } from './page-at.ts';
import type { RunningServer } from './server.ts';
import { SETTINGS_STATES } from './settings-states.ts';
import { waitingWithTrouble } from './waiting-states.ts';
import { CARE, SAW, TO_DUTY, TO_RECEIVERS, answer, goOn, walkShare } from './walk.ts';

/** One page in one state, as a person may meet it. Whoever adds a page or a state adds it here. */
export interface PageState {
	readonly name: string;
	/** Nothing but an address: it leaves nothing behind, and the next one may open on the same page. */
	readonly isAddress?: boolean;
	/** @param server the one that the page comes from */
	readonly open: (page: Page, server: RunningServer) => Promise<void>;
}

/**
 * States that one page goes through, each opened from the one before: for those that need a drawer or an office, whose
 * making takes longer than all that is looked at.
 */
export interface PageChain {
	readonly name: string;
	readonly states: readonly PageState[];
}

const PACKS = '**/packs/*.json';

async function quickTo(page: Page, taps: readonly string[]): Promise<void> {
	await page.goto('/quick');
	for (const name of taps) await goOn(page, name);
}

async function searchFor(page: Page, words: string): Promise<void> {
	await page.goto('/search');
	await page.getByRole('searchbox').fill(words);
	await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
}

/** Pages of the open shelf. */
export const PAGE_STATES: readonly PageState[] = [
	at('Home', '/'),
	{
		name: 'Home with a check open',
		open: async (page) => {
			await walkShare(page, [[SAW]]);
			await page.getByRole('link', { name: 'Back' }).click();
			await page.getByRole('link', { name: 'Back' }).click();
			await page.getByRole('link', { name: 'Home' }).click();
			await expect(page.getByText('You have a check open')).toBeVisible();
		}
	},
	at('Danger now', '/danger'),
	at('Decide', '/decide'),
	{
		name: 'Decide with a check open',
		open: async (page) => {
			await walkShare(page, [[SAW]]);
			await page.getByRole('link', { name: 'Back' }).click();
			await page.getByRole('link', { name: 'Back' }).click();
			await expect(page.getByText('Open now')).toBeVisible();
		}
	},
	at('Quick check, danger', '/quick'),
	{ name: 'Quick check, why', open: (page) => quickTo(page, ['No']) },
	{ name: 'Quick check, who', open: (page) => quickTo(page, ['No', 'A child may be harmed']) },
	{
		name: 'Quick check, result',
		open: (page) => quickTo(page, ['No', 'A child may be harmed', "Children's social care or the police"])
	},
	...GUIDANCE_STATES,
	at('Settings', '/settings'),
	{
		name: 'Settings with a wrong number',
		open: async (page) => {
			await page.goto('/settings');
			await page.getByLabel('Out of hours').fill('ask Sam');
			await page.getByRole('button', { name: 'Keep these numbers' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Settings, numbers kept',
		open: async (page) => {
			await page.goto('/settings');
			await page.getByLabel('Out of hours').fill('0300 555 0100');
			await page.getByRole('button', { name: 'Keep these numbers' }).click();
			await expect(page.getByText('Kept on this device.')).toBeVisible();
		}
	},
	...DEVICE_STATES,
	at('Waiting to send', '/waiting'),
	{ name: 'Waiting to send, with trouble', open: waitingWithTrouble },
	...SETTINGS_STATES,
	...PEOPLE_STATES,
	{ name: 'Search, found', open: (page) => searchFor(page, 'police') },
	{ name: 'Search, nothing found', open: (page) => searchFor(page, 'xyzzy') },
	at('No such page', '/no-such-page'),
	at('Question', '/decide/share/1'),
	{
		name: 'Question without an answer',
		open: async (page) => {
			await page.goto('/decide/share/1');
			await page.getByRole('button', { name: 'Continue' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{ name: 'Question with hint, note and rule', open: (page) => walkShare(page, TO_RECEIVERS.slice(0, 4)) },
	{
		name: 'Answers so far, opened',
		open: async (page) => {
			await page.setViewportSize({ width: 390, height: 844 });
			await walkShare(page, TO_RECEIVERS.slice(0, 3));
			await page.getByRole('button', { name: /your answers so far/ }).click();
			await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
		}
	},
	{ name: 'Emergency card', open: (page) => walkShare(page, [[SAW], ['Yes']]) },
	{ name: 'Receivers', open: (page) => walkShare(page, TO_RECEIVERS) },
	{
		name: 'Receivers, one added with a wrong label',
		open: async (page) => {
			await walkShare(page, TO_RECEIVERS);
			await page.getByLabel('Somebody else').fill('police');
			await page.getByRole('button', { name: 'Add to the list' }).click();
			await page.getByLabel('Somebody else').fill('The police');
			await page.getByRole('button', { name: 'Add to the list' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{ name: 'Ticks for one receiver', open: (page) => walkShare(page, [...TO_RECEIVERS, [CARE]]) },
	{ name: 'Outcome: must', open: (page) => walkShare(page, TO_DUTY) },
	{
		name: 'Ticks that bring warnings',
		open: async (page) => {
			await walkShare(page, TO_DUTY);
			await goOn(page, 'Start sharing');
			await page.getByLabel('Forced marriage or "honour"-based abuse', { exact: true }).check();
		}
	},
	{
		name: 'Persons',
		open: async (page) => {
			await walkShare(page, TO_DUTY);
			await goOn(page, 'Start sharing');
			await answer(page);
		}
	},
	{
		name: 'Checklist, half ticked',
		open: async (page) => {
			await page.goto('/decide/share/1');
			await answer(page, 'I need information from someone else');
			await page.getByLabel('What you need, and about whom', { exact: true }).check();
		}
	},
	{
		name: 'Advice',
		open: (page) => walkShare(page, [['I am not sure, so I want advice']])
	},
	{
		name: 'Outcome: hold',
		open: (page) =>
			walkShare(page, [['I am not sure, so I want advice'], ['I reached nobody, and nobody is at risk']])
	},
	{
		name: 'The end of the questions',
		open: async (page) => {
			await page.goto('/decide/record/1');
			await answer(page, 'I put it off');
		}
	},
	{ name: 'Answers that a change sets aside', open: setAside },
	{
		name: 'Answers set aside, listed',
		open: async (page) => {
			await setAside(page);
			await goOn(page, 'Use the new answer');
		}
	},
	{
		name: 'Another check is open',
		open: async (page) => {
			await walkShare(page, [[SAW]]);
			await page.getByRole('link', { name: 'Back' }).click();
			await page.getByRole('link', { name: 'Back' }).click();
			await page.getByRole('link', { name: 'Share it safely' }).click();
			await expect(page.getByRole('heading', { name: 'Another check is open' })).toBeVisible();
		}
	},
	{
		name: 'Questions that cannot be used',
		open: async (page) => {
			await page.route(PACKS, (route) => route.fulfill({ body: '{"format":1,"version":' }));
			await page.goto('/decide');
			await expect(page.locator('[data-pack=refused]')).toBeVisible();
		}
	}
];

async function setAside(page: Page): Promise<void> {
	await walkShare(page, TO_RECEIVERS.slice(0, 4));
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.getByRole('link', { name: /Change.*What has brought you here/ }).click();
	await page.getByLabel('Someone has asked me for information', { exact: true }).check();
	await goOn(page, 'Continue');
}
