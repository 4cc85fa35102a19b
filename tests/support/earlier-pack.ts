import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { packText } from '../../src/lib/pack/parse.ts';
import type { Pack } from '../../src/lib/pack/types.ts';
import { makeDrawer, overviewOf, untilSaved, unlock } from './drawer-page.ts';
import { keepOnly, keptPacks } from './kept-packs.ts';
import { contentPack } from './pack.ts';
import type { PageChain, PageState } from './pages.ts';
import { CARE, TO_RECEIVERS, walkShare } from './walk.ts';

/** Version of the made-up pack that a test begins a draft on. */
export const EARLIER_VERSION = '2026-11-20.1';

const FIRST_QUESTION = 'What made you open this?';

/** The content of this checkout as it might have been: another first question, and a duty that began later. */
async function earlierPack(): Promise<Pack> {
	const pack = structuredClone(await contentPack()) as unknown as {
		flows: { share: { nodes: { ask: string }[] } };
		rules: Record<string, { effectiveFrom: string }>;
	};
	pack.flows.share.nodes[0]!.ask = FIRST_QUESTION;
	pack.rules.dutyActive!.effectiveFrom = '2099-01-01';
	const named = {
		...(pack as unknown as Pack),
		version: EARLIER_VERSION,
		publishedAt: '2026-11-20T12:00:00Z'
	};
	return { ...named, hash: createHash('sha256').update(packText(named)).digest('base64url') };
}

/**
 * Stands on the first page of a draft that was begun while this device had an earlier pack only. The newest is there
 * now, and nothing has been moved.
 */
export async function recordOnEarlierPack(page: Page): Promise<void> {
	const pack = await earlierPack();
	// The worker would answer with the newest pack from its cache.
	await page.addInitScript(() => {
		navigator.serviceWorker.register = () => new Promise(() => undefined);
	});
	await page.goto('/decide');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect.poll(() => keptPacks(page)).toBe(1);
	await page.route('**/packs/*.json', (route) => route.abort());
	await keepOnly(page, pack);
	await walkShare(page, [...TO_RECEIVERS, [CARE], ['Yes']]);
	await makeDrawer(page);
	await page.unroute('**/packs/*.json');
	await untilSaved(page);
	await page.reload();
	await unlock(page);
	await expect(overviewOf(page)).toBeVisible();
}

/** Such a draft, and from there to what changed. */
export async function openChanges(page: Page): Promise<void> {
	await recordOnEarlierPack(page);
	await toChanges(page);
}

async function toChanges(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'See what changed' }).click();
	await expect(page.locator('[data-changes]')).toBeVisible();
}

/** Types a day into the preview "as if decided on a day". */
export async function previewDay(page: Page, day: readonly [string, string, string]): Promise<void> {
	await page.goto('/guidance/as-of');
	for (const [at, label] of (['Day', 'Month', 'Year'] as const).entries())
		await page.getByLabel(label, { exact: true }).fill(day[at] ?? '');
	await page.getByRole('button', { name: 'Show that day' }).click();
}

/** Pages of a draft that was begun on another pack. */
export const EARLIER_CHAIN: PageChain = {
	name: 'A record of an earlier pack',
	states: [
		{ name: 'Record begun on earlier rules', open: recordOnEarlierPack },
		{ name: 'Record, what changed', open: toChanges }
	]
};

/** Pages about other packs and other days. */
export const RULE_STATES: readonly PageState[] = [
	{
		name: 'The rules on another day, chosen',
		open: async (page) => {
			await previewDay(page, ['1', '9', '2026']);
			await expect(page.getByText('Different from today.')).toBeVisible();
		}
	},
	{
		name: 'The rules on another day, no such day',
		open: async (page) => {
			await previewDay(page, ['31', '9', '2026']);
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'Preview of a question',
		open: async (page) => {
			await previewDay(page, ['1', '9', '2026']);
			await page.getByRole('link', { name: 'Should I share?' }).click();
			await expect(page.locator('[data-preview]')).toBeVisible();
		}
	}
];
