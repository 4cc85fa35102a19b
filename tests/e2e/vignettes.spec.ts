import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Pack } from '../../src/lib/pack/types.ts';
import type { Vignette } from '../../tools/vignette.ts';
import { contentPack } from '../support/pack.ts';
import { packWith, putPack } from '../support/put-pack.ts';
import { judgeScreens, seeVignette } from '../support/screen-vignette.ts';
import { answersEngland } from '../support/england.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';

/** The cases to walk: the public ones, or a folder of `npm run vignettes -- FOLDER --screens`. */
const folder = resolve(process.env.DOORSTEP_VIGNETTES ?? 'tests/flows/vignettes');
const cases = readdirSync(folder)
	.filter((name) => /\.ya?ml$/.test(name))
	.sort()
	.map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Vignette);

const A_CASE_TAKES_MS = 30_000;

/** What the settings page of a device cannot hold has to come with the organisation's pack. */
function comesWithPack({ setting }: Vignette, pack: Pack): boolean {
	const { numbers: _typed, ...local } = setting.localSettings ?? {};
	return Object.entries(local).some(
		([key, value]) =>
			JSON.stringify(value) !== JSON.stringify(pack.localSettings[key as keyof Pack['localSettings']])
	);
}

test('shows every case on real screens what it must see, and nothing that it must not', async ({
	page,
	browser,
	server
}) => {
	test.setTimeout(60_000 + cases.length * A_CASE_TAKES_MS);
	const pack = await contentPack();
	await page.goto('/decide');
	await untilOfflineReady(page);
	for (const one of cases.filter((vignette) => !comesWithPack(vignette, pack))) {
		const seen = await seeVignette(page, pack, one);
		expect.soft(judgeScreens(pack, one, seen), `${one.id} ${one.title}`).toEqual([]);
		if (seen.problems.length > 0) await page.goto('/decide');
	}
	for (const one of cases.filter((vignette) => comesWithPack(vignette, pack))) {
		const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
		await answersEngland(context);
		const own = packWith(pack, one);
		const fresh = await context.newPage();
		await putPack(fresh, own);
		const seen = await seeVignette(fresh, own, one);
		expect.soft(judgeScreens(own, one, seen), `${one.id} ${one.title}`).toEqual([]);
		await context.close();
	}
});

test('finds a case whose concept is on no screen, and one that expects another outcome', async ({ page }) => {
	const pack = await contentPack();
	const honest = cases.find(({ id }) => id === 'V07') ?? cases[0]!;
	const wrong: Vignette = {
		...honest,
		expect: {
			...honest.expect,
			mustShow: [{ concept: 'duty-must' }],
			mustNotShow: [{ concept: 'do-not-confirm' }]
		}
	};
	await page.goto('/decide');
	const seen = await seeVignette(page, pack, wrong);
	const found = judgeScreens(pack, wrong, { ...seen, outcomes: [...seen.outcomes, '|O-DUTY'] }).join('\n');
	expect(found).toContain('concept duty-must is on no screen');
	expect(found).toContain('concept do-not-confirm is on a screen');
	expect(found).toContain('saw');
});
