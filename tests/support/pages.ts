import { expect, type Page } from '@playwright/test';
import { DEVICE_STATES } from './device-states.ts';
import { GUIDANCE_STATES } from './guidance-states.ts';
import { PEOPLE_STATES } from './people-states.ts';
import { at } from './page-at.ts';
import type { RunningServer } from './server.ts';
import { SETTINGS_STATES } from './settings-states.ts';
import { waitingWithTrouble } from './waiting-states.ts';
import { answer, SAW, TO_RECEIVERS, walkShare } from './walk.ts';

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

async function searchFor(page: Page, words: string): Promise<void> {
	await page.goto('/search');
	await page.getByRole('searchbox').fill(words);
	await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
}

/** Pages of the open shelf. */
export const PAGE_STATES: readonly PageState[] = [
	at('Home', '/'),
	at('Danger now', '/danger'),
	at('Decide', '/decide'),
	at('Quick check, danger', '/quick'),
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
	{
		name: 'Questions that cannot be used',
		open: async (page) => {
			await page.route(PACKS, (route) => route.fulfill({ body: '{"format":1,"version":' }));
			await page.goto('/decide');
			await expect(page.locator('[data-pack=refused]')).toBeVisible();
		}
	}
];
