import type { Page } from '@playwright/test';
import type { Finding, Scenario } from './kills.ts';
import type { Kept } from './lab/work.ts';

/** A drawer whose records are known. */
export interface Drawer {
	readonly profile: string;
	readonly records: readonly Kept[];
	/** Where it is not the usual one. */
	readonly passphrase?: string;
}

const RECORDS = 4;
/** So many that building the new indexes takes a while. */
const OLD_RECORDS = 300;
/** What a look finds when all is well. */
export const NOTHING: Finding = { lost: [], unreadable: [], stuck: [], isMidway: true };

const unlock = (page: Page, profile: string, passphrase?: string) =>
	page.evaluate(([whose, words]) => window.lab.work.unlock(whose, words), [profile, passphrase] as const);

/** The newest acknowledged save of each record. */
function newestOf(marks: readonly string[]): ReadonlyMap<string, number> {
	return new Map(
		marks.map((mark) => {
			const [id = '', saves = ''] = mark.split(' ');
			return [id, Number(saves)];
		})
	);
}

/** Unlocks, opens every record and looks at the list. */
export async function readBack(
	page: Page,
	{ profile, records, passphrase }: Drawer
): Promise<{ readonly finding: Finding; readonly found: Readonly<Record<string, number | string>> }> {
	const problem = await unlock(page, profile, passphrase);
	if (problem !== undefined) return { finding: { ...NOTHING, stuck: [`unlock: ${problem}`] }, found: {} };
	const ids = records.map(({ id }) => id);
	const found = await page.evaluate((all) => window.lab.work.readAll(all), ids);
	const list = await page.evaluate(() => window.lab.work.list());
	const unlisted = ids.filter((id) => !list.ids.includes(id)).map((id) => `${id} not listed`);
	const unreadable = Object.entries(found).filter(([, at]) => typeof at !== 'number' || Number.isNaN(at));
	return {
		finding: {
			lost: unlisted,
			unreadable: [...unreadable.map(([id, why]) => `${id} ${why}`), ...list.damaged],
			stuck: [],
			isMidway: true
		},
		found
	};
}

/** Mid-save: four records saved in turn as fast as it goes. */
export const SAVING: Scenario<Drawer> = {
	name: 'save',
	killWithinMs: 600,
	prepare: (page) => page.evaluate((count) => window.lab.work.fill(count), RECORDS),
	act: (page, { records }) => page.evaluate((all) => window.lab.work.saving(all), records),
	check: async (page, state, marks) => {
		const { finding, found } = await readBack(page, state);
		const newest = newestOf(marks);
		const lost = [...finding.lost];
		const stuck: string[] = [...finding.stuck];
		const records: Kept[] = [];
		for (const kept of state.records) {
			const at = Number(found[kept.id] ?? 0);
			const said = newest.get(kept.id) ?? kept.saves;
			if (at < said) lost.push(`${kept.id}: ${said} was said, ${at} is there`);
			// The save that was under way may be there or not; never two.
			if (at > said + 1) stuck.push(`${kept.id}: ${at} is there, and nobody made it`);
			const now = { ...kept, saves: at };
			if (await page.evaluate((one) => window.lab.work.saveOnce(one), now))
				records.push({ ...now, saves: at + 1 });
			else stuck.push(`${kept.id} does not save any more`);
		}
		return { ...finding, lost, stuck, state: { ...state, records } };
	}
};

/** Says of every save that it is kept long before it is: what a harness that can fail must find. */
export const LYING: Scenario<Drawer> = {
	...SAVING,
	name: 'save, said too early',
	act: (page, { records }) => page.evaluate((all) => window.lab.work.saving(all, 500), records)
};

/** Mid-creation: new records one after the other, each with a key of its own. */
export const CREATING: Scenario<Drawer> = {
	name: 'create',
	killWithinMs: 400,
	prepare: (page) => page.evaluate(() => window.lab.work.fill(1)),
	act: (page, { records }) => page.evaluate((from) => window.lab.work.creating(from), records.length),
	check: async (page, state, marks) => {
		const added = marks.map((id, at) => ({ id, seed: state.records.length + at, saves: 1 }));
		const { finding } = await readBack(page, { ...state, records: added });
		return { ...finding, state: { ...state, records: [...state.records, ...added] } };
	}
};

/** Mid-making: one drawer after the other. What is listed must open, also when making it was cut off. */
export const MAKING: Scenario<readonly string[]> = {
	name: 'make a drawer',
	killWithinMs: 1200,
	prepare: () => Promise.resolve([]),
	act: (page) => page.evaluate(() => window.lab.work.making()),
	check: async (page, known, marks) => {
		const listed = await page.evaluate(() => window.lab.listProfiles());
		const lost = marks.filter((profile) => !listed.includes(profile));
		const stuck: string[] = [];
		for (const profile of listed.filter((one) => !known.includes(one))) {
			const problem = await unlock(page, profile);
			if (problem !== undefined) (marks.includes(profile) ? lost : stuck).push(`${profile}: ${problem}`);
		}
		return { ...NOTHING, lost, stuck, state: listed };
	}
};

/** Mid-migration: an older drawer is put back and opened with today's schema, again and again. */
export const MIGRATING: Scenario<Drawer> = {
	name: 'migrate',
	killWithinMs: 60,
	killAfter: 'planted',
	prepare: async (page) => {
		const drawer = await page.evaluate((count) => window.lab.work.fill(count), OLD_RECORDS);
		await page.evaluate(() => window.lab.restartVault());
		await page.evaluate((profile) => window.lab.keepSeed(profile), drawer.profile);
		return drawer;
	},
	act: async (page, { profile }) => {
		// The vault's own connection would hold the older schema off.
		await page.evaluate(() => window.lab.restartVault());
		await page.evaluate((whose) => window.lab.work.migrating(whose), profile);
	},
	check: async (page, state, marks) => {
		const isMidway = marks.at(-1) === 'planted';
		// Otherwise the test itself was cut off while it put the old drawer back.
		if (!isMidway) await page.evaluate((profile) => window.lab.plantSeed(profile), state.profile);
		const { finding } = await readBack(page, state);
		return { ...finding, isMidway, state };
	}
};
