import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parse } from 'yaml';
import type { Vignette } from '../../tools/vignette.ts';
import { EVERY_RULE, COLOUR_RULES, faultsIn } from '../support/axe.ts';
import { storedKinds } from '../support/delivery-page.ts';
import { keys } from '../support/hands.ts';
import { coverOfFocus } from '../support/keyboard.ts';
import { enterCode, makeKit, readBack, setupCode } from '../support/office-page.ts';
import { contentPack } from '../support/pack.ts';
import { recoveredFinal } from '../support/recovered.ts';
import { judgeScreens, putNumbers } from '../support/screen-vignette.ts';
import type { RunningServer } from '../support/server.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { judgeCopy, judgeFields, judgeFinal } from '../support/walks-judge.ts';
import { walkToFinal } from '../support/walks.ts';

/** `npm run walks`: every public case, with axe on every page in every look. */
const IS_LONG = process.env.DOORSTEP_WALKS !== undefined;
/** An emergency that shares, and a secret that is kept. */
const SHORT = ['V01', 'V04'];

const FOLDER = 'tests/flows/vignettes';
const cases = readdirSync(FOLDER)
	.sort()
	.map((name) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Vignette)
	.filter(({ id }) => IS_LONG || SHORT.includes(id));

test.setTimeout(IS_LONG ? 600_000 : 240_000);
test.use({ actionTimeout: 20_000 });

/** What the settings pages of a device can hold of a case. */
async function putSettings(page: Page, vignette: Vignette): Promise<void> {
	await putNumbers(page, vignette);
	const { ruleOverrides = {} } = vignette.setting.localSettings ?? {};
	for (const [rule, state] of Object.entries(ruleOverrides)) {
		await page.goto('/settings/rules');
		const choice = page.locator(`input[name="${rule}"]`).and(page.locator(`[value="${state}"]`));
		await choice.check();
		await page.reload();
		await expect(choice).toBeChecked();
	}
}

/** A device that has joined an organisation and can do without it. @returns the kit's file */
async function joined(page: Page, server: RunningServer): Promise<string> {
	const kit = await makeKit(page);
	await readBack(page, kit);
	await enterCode(page, setupCode(server));
	await expect(page.locator('[data-fingerprint]')).toBeVisible({ timeout: 20_000 });
	await untilOfflineReady(page);
	return kit;
}

const placeOf = async (page: Page) =>
	`${new URL(page.url()).pathname}: ${await page.locator('h1').innerText()}`;

/** Nothing lies over what has the focus. */
async function seesFocus(page: Page): Promise<void> {
	const cover = await coverOfFocus(page);
	if (cover !== '') expect.soft(cover, await placeOf(page)).toBe('');
}

/** In the long form, axe finds nothing in any look. */
async function lookClosely(page: Page): Promise<void> {
	if (!IS_LONG) return;
	const where = await placeOf(page);
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	expect.soft(await faultsIn(page, EVERY_RULE), `${where}, light`).toEqual([]);
	await page.emulateMedia({ colorScheme: 'dark' });
	expect.soft(await faultsIn(page, COLOUR_RULES), `${where}, dark`).toEqual([]);
	await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
	expect.soft(await faultsIn(page, COLOUR_RULES), `${where}, forced colours`).toEqual([]);
	await page.emulateMedia({ forcedColors: 'none' });
}

for (const vignette of cases)
	test(`${vignette.id}, ${vignette.title}: to the final record and a copy, without signal, by keyboard alone`, async ({
		page,
		context,
		server
	}) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		const pack = await contentPack();
		await page.clock.setFixedTime(vignette.setting.date);
		await putSettings(page, vignette);
		const kit = await joined(page, server);
		await context.setOffline(true);
		const walked = await walkToFinal({ page, pack, vignette, hands: keys(seesFocus), onpage: lookClosely });
		expect.soft(judgeScreens(pack, vignette, walked.seen)).toEqual([]);
		expect.soft(judgeFields(pack, vignette, walked)).toEqual([]);
		expect.soft(judgeCopy(walked)).toEqual([]);

		expect(storedKinds(server, walked.record)).toEqual([]);
		await context.setOffline(false);
		// The copy that was taken out is an event, signed and sent after the final.
		await expect
			.poll(() => storedKinds(server, walked.record).slice(-2), { timeout: 60_000 })
			.toEqual(['final', 'addendum']);
		const content = recoveredFinal(server.dataDir, { kit, record: walked.record });
		expect(judgeFinal(pack, vignette, { ...walked, content })).toEqual([]);

		// The judges can find something.
		const [first, ...rest] = vignette.expect.record ?? [];
		const wrong = { ...first, kind: 'requestMade', notRequired: ['reason'] } as const;
		const other: Vignette = { ...vignette, expect: { ...vignette.expect, record: [wrong, ...rest] } };
		expect(judgeFinal(pack, other, { ...walked, content }).join()).toContain('in place of requestMade');
		expect(judgeFields(pack, other, walked).join()).toContain('reason is required');
		expect(judgeCopy({ ...walked, copy: walked.copy.slice(0, 200) })).not.toEqual([]);
	});
