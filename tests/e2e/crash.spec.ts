import type { Page } from '@playwright/test';
import { makeRecord, saveLine, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import {
	atOrigin,
	newProfile,
	removeProfile,
	startBrowser,
	type ProfileBrowser
} from '../support/profile-browser.ts';
import { expect, test } from '../support/test.ts';

const FIRST = 'Mum met us at the door. ';
const SECOND =
	'The boy said that he sleeps at his aunt when it gets loud, and that nobody asked him before. ';
const KEY_EVERY_MS = 35;
/** The schedule's 2 s, and what a busy machine adds. */
const LOSES_AT_MOST_MS = 3500;
/** Through the real screens; many more kills go through the vault's worker alone, below and in `npm run kills`. */
const ROUNDS = Number(process.env.DOORSTEP_KILLS ?? 1);

let profile: string;
let browser: ProfileBrowser;

test.beforeEach(async ({ server }) => {
	profile = newProfile();
	browser = await startBrowser(profile);
	await atOrigin(browser.page, server.origin);
});
test.afterEach(async () => {
	await browser.kill().catch(() => undefined); // It may be dead already.
	removeProfile(profile);
});

async function again(origin: string): Promise<Page> {
	browser = await startBrowser(profile);
	return atOrigin(browser.page, origin);
}

test('keeps every word up to the last "Saved" when the browser is killed in mid-sentence', async ({
	server
}) => {
	test.setTimeout(60_000 + ROUNDS * 40_000);
	let page = browser.page;
	await makeRecord(page);
	const record = new URL(page.url()).pathname;
	let kept = '';
	for (let round = 0; round < ROUNDS; round += 1) {
		await textOf(page).fill(kept + FIRST);
		await untilSaved(page);
		await textOf(page).press('End');
		const began = Date.now();
		const typing = page.keyboard.type(SECOND.repeat(3), { delay: KEY_EVERY_MS }).catch(() => undefined);
		await page.waitForTimeout(4000 + Math.random() * 2000);
		const onScreen = await textOf(page).inputValue();
		await browser.kill();
		await typing;
		const typedMs = Date.now() - began;

		page = await again(server.origin);
		await page.goto(record);
		await unlock(page);
		await expect(textOf(page)).toBeVisible();
		const found = await textOf(page).inputValue();
		expect(found.startsWith(kept + FIRST), 'what was said to be saved').toBe(true);
		expect((kept + FIRST + SECOND.repeat(3)).startsWith(found), 'nothing but what was typed').toBe(true);
		const perChar = typedMs / Math.max(1, onScreen.length - (kept + FIRST).length);
		expect((onScreen.length - found.length) * perChar, 'typing lost, in ms').toBeLessThan(LOSES_AT_MOST_MS);
		kept = found;
	}
});

test('has written everything when the page is frozen, before any pause', async ({ server }) => {
	const page = browser.page;
	await makeRecord(page);
	const record = new URL(page.url()).pathname;
	await textOf(page).fill('typed and frozen at once');
	const session = await browser.context.newCDPSession(page);
	await session.send('Page.setWebLifecycleState', { state: 'frozen' });
	await new Promise((wake) => setTimeout(wake, 3000));
	await browser.kill();
	const reopened = await again(server.origin);
	await reopened.goto(record);
	await unlock(reopened);
	await expect(textOf(reopened)).toHaveValue('typed and frozen at once');
});

test('makes no drawer by half: killed while it is made, it can be made again', async ({ server }) => {
	const page = browser.page;
	await makeRecord(page).catch(() => undefined);
	await browser.kill();
	const reopened = await again(server.origin);
	await reopened.goto('/records');
	await expect(reopened.getByRole('link', { name: 'Unlock' })).toBeVisible();
	await expect(saveLine(reopened)).toHaveCount(0);
});
