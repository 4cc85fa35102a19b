/** Kills in the middle of what changes the ways into a drawer: passphrase, keys, removal. */
import type { Page } from '@playwright/test';
import { NOTHING, readBack, type Drawer } from './kill-scenarios.ts';
import type { Finding, Scenario } from './kills.ts';
import { passphraseOf } from './lab/passphrase.ts';

const RECORDS = 4;
const DRAWERS = 3;

/** A drawer, and the number of the passphrase that was last said to count. */
interface Changing extends Drawer {
	readonly at: number;
}

async function prepareChanging(page: Page): Promise<Changing> {
	const first = [RECORDS, passphraseOf(1)] as const;
	return { ...(await page.evaluate(([count, words]) => window.lab.work.fill(count, words), first)), at: 1 };
}

/** Exactly one of the two passphrases opens: the last that was said to count, or the one that was under way. */
async function findPassphrase(page: Page, { profile, at }: Changing): Promise<readonly number[]> {
	const opening: number[] = [];
	for (const number of [at - 1, at, at + 1]) {
		await page.evaluate(() => window.lab.restartVault());
		const secret = [profile, passphraseOf(number)] as const;
		const problem = await page.evaluate(([whose, words]) => window.lab.work.unlock(whose, words), secret);
		if (problem === undefined) opening.push(number);
	}
	return opening;
}

async function checkChanging(
	page: Page,
	state: Changing,
	marks: readonly string[]
): Promise<Finding & { readonly state: Changing }> {
	const said = { ...state, at: Math.max(state.at, ...marks.map(Number)) };
	const opening = await findPassphrase(page, said);
	const [counts] = opening;
	if (counts === undefined || opening.length > 1 || counts < said.at) {
		const stuck = [`of ${said.at - 1}, ${said.at} and ${said.at + 1} open: ${opening.join(' ') || 'none'}`];
		return { ...NOTHING, stuck, state: { ...said, at: counts ?? said.at } };
	}
	await page.evaluate(() => window.lab.restartVault());
	const { finding } = await readBack(page, { ...state, passphrase: passphraseOf(counts) });
	return { ...finding, state: { ...said, at: counts } };
}

/** Mid-change: one passphrase after the other. */
export const CHANGING: Scenario<Changing> = {
	name: 'change the passphrase',
	killWithinMs: 3000,
	prepare: prepareChanging,
	act: (page, { at }) => page.evaluate((from) => window.lab.work.changing(from), at),
	check: checkChanging
};

/** Mid-change: new keys, and everything sealed again under them. */
export const REKEYING: Scenario<Changing> = {
	...CHANGING,
	name: 'make new keys',
	act: (page, { at }) => page.evaluate((from) => window.lab.work.makingNewKeys(from), at)
};

/** One drawer that stays, and those that are being removed. */
interface Wiping {
	readonly stays: Drawer;
	readonly going: readonly string[];
}

/** Mid-removal: three drawers go, one stays. What was begun is finished at the next start. */
export const WIPING: Scenario<Wiping> = {
	name: 'remove a drawer',
	killWithinMs: 250,
	prepare: async (page) => {
		const stays = await page.evaluate((count) => window.lab.work.fill(count), RECORDS);
		await page.evaluate(() => window.lab.restartVault());
		return { stays, going: await page.evaluate((count) => window.lab.work.makeSome(count), DRAWERS) };
	},
	act: (page, { going }) => page.evaluate((profiles) => window.lab.work.wiping(profiles), going),
	check: async (page, { stays, going }, marks) => {
		const listed = await page.evaluate(() => window.lab.listProfiles());
		const stuck: string[] = [];
		if (!(await page.evaluate(() => window.lab.work.finishRemovals())))
			stuck.push('a removal cannot be finished');
		for (const profile of going) {
			const left = await page.evaluate((whose) => window.lab.work.leftOf(whose), profile);
			const isGone = left.length === 0;
			if (marks.includes(profile) && !isGone) stuck.push(`said to be removed: ${left.join(' ')}`);
			// Begun or not: it is gone whole, or it is there whole.
			if (isGone) continue;
			const problem = await page.evaluate((whose) => window.lab.work.unlock(whose), profile);
			if (problem !== undefined) stuck.push(`${profile} neither gone nor whole: ${problem}`);
		}
		await page.evaluate(() => window.lab.restartVault());
		const { finding } = await readBack(page, stays);
		await page.evaluate(() => window.lab.restartVault());
		const isMidway = marks.length < going.length;
		const left = await page.evaluate((count) => window.lab.work.makeSome(count), DRAWERS);
		return {
			...finding,
			lost: [...finding.lost, ...(listed.includes(stays.profile) ? [] : ['the one that stays'])],
			stuck: [...finding.stuck, ...stuck],
			isMidway,
			state: { stays, going: left }
		};
	}
};
