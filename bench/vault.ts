/**
 * The vault beside its practical limits, in one run: `npm run bench:vault -- [rounds] [records ...]`.
 * The limit is the smallest sealed store there can be, IndexedDB by `idb` with AES-GCM in strict transactions, and the bare
 * key derivation. Each contender has a fresh profile, the order turns each round. Only ratios of one run mean anything.
 *
 * Chromium's CPU throttle slows the page's own thread and no worker: rows at 6x therefore run vault and limit both on the
 * page; the cipher and the database have threads of their own and are not slowed.
 */
import type { Page } from '@playwright/test';
import { openLab, startLab } from '../tests/support/lab.ts';
import type { Where } from '../tests/support/lab/timing.ts';
import { newProfile, removeProfile, startBrowser, type ProfileBrowser } from '../tests/support/profile-browser.ts';

const SAVES = 120;
const SLOW = 6;

const [roundsText = '3', ...sizeTexts] = process.argv.slice(2);
const rounds = Number(roundsText);
const sizes = sizeTexts.length > 0 ? sizeTexts.map(Number) : [10, 1000, 10_000];

/** Times by what was measured; all rounds together. */
const times = new Map<string, number[]>();

function note(what: string, ...ms: readonly number[]): void {
	times.set(what, [...(times.get(what) ?? []), ...ms]);
}

const lab = await startLab();

/** A new browser process over a profile, throttled or not, for one piece of work. */
async function inNewProcess<T>(
	profile: string,
	{ throttle }: { readonly throttle: number },
	work: (page: Page) => Promise<T>
): Promise<T> {
	const browser: ProfileBrowser = await startBrowser(profile);
	try {
		await openLab(browser.page, lab.origin);
		const session = await browser.context.newCDPSession(browser.page);
		await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
		return await work(browser.page);
	} finally {
		await browser.close();
	}
}

/** At 1x as the app runs and on the page; at 6x on the page alone. */
const WAYS: readonly { readonly where: Where; readonly throttle: number }[] = [
	{ where: 'worker', throttle: 1 },
	{ where: 'page', throttle: 1 },
	{ where: 'page', throttle: SLOW }
];

const nameOf = (size: number, way: (typeof WAYS)[number]) => `${size} ${way.where} ${way.throttle}x`;

async function runRaw(size: number): Promise<void> {
	const profile = newProfile();
	try {
		await inNewProcess(profile, { throttle: 1 }, (page) =>
			page.evaluate((count) => window.lab.timing.fillRaw(count), size)
		);
		for (const way of WAYS)
			await inNewProcess(profile, way, async (page) => {
				const name = nameOf(size, way);
				if (way.where === 'page')
					note(`${name} raw list`, await page.evaluate(() => window.lab.timing.rawList()));
				note(`${name} raw kdf`, await page.evaluate((where) => window.lab.timing.kdf(where), way.where));
				const saves = await page.evaluate(
					([where, count]) => window.lab.timing.rawSaves(where, count),
					[way.where, SAVES] as const
				);
				note(`${name} raw save`, ...saves);
			});
	} finally {
		removeProfile(profile);
	}
}

async function runVault(size: number): Promise<void> {
	const profile = newProfile();
	try {
		const filled = await inNewProcess(profile, { throttle: 1 }, (page) =>
			page.evaluate((count) => window.lab.timing.fillVault(count), size)
		);
		for (const way of WAYS) {
			const name = nameOf(size, way);
			// In a process of its own: the first read of a store is the dear one.
			if (way.where === 'page')
				await inNewProcess(profile, way, async (page) => {
					const list = await page.evaluate(
						([whose, count]) => window.lab.timing.vaultList(whose, count),
						[filled.profile, size] as const
					);
					note(`${name} vault list`, list);
				});
			await inNewProcess(profile, way, async (page) => {
				const unlock = await page.evaluate(
					([where, whose]) => window.lab.timing.unlock(where, whose),
					[way.where, filled.profile] as const
				);
				note(`${name} vault unlock`, unlock);
				if (way.where === 'worker') {
					note(`${name} vault list`, await page.evaluate((count) => window.lab.timing.workerList(count), size));
					note(`${name} vault copies`, await page.evaluate(() => window.lab.timing.copyStates()));
					note(`${name} vault copies again`, await page.evaluate(() => window.lab.timing.copyStates()));
				}
				const saves = await page.evaluate(
					([where, id, count]) => window.lab.timing.vaultSaves(where, id, count),
					[way.where, filled.ids[Math.floor(size / 2)] ?? '', SAVES] as const
				);
				note(`${name} vault save`, ...saves);
			});
		}
	} finally {
		removeProfile(profile);
	}
}

function at(what: string, share: number): number {
	const sorted = [...(times.get(what) ?? [])].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

const beside = (vault: number, raw: number) => `${vault.toFixed(1)} / ${raw.toFixed(1)} = ${(vault / raw).toFixed(2)}`;

function report(): void {
	const rows = sizes.flatMap((size) =>
		WAYS.map((way) => {
			const name = nameOf(size, way);
			const pair = (vault: string, raw: string, share: number) =>
				beside(at(`${name} vault ${vault}`, share), at(`${name} raw ${raw}`, share));
			return [
				name,
				{
					'unlock / kdf': pair('unlock', 'kdf', 0.5),
					'save p50': pair('save', 'save', 0.5),
					'save p95': pair('save', 'save', 0.95),
					'open + list':
						way.where === 'page'
							? pair('list', 'list', 0.5)
							: `list alone ${at(`${name} vault list`, 0.5).toFixed(0)}, copies ${at(`${name} vault copies`, 0.5).toFixed(0)}, again ${at(`${name} vault copies again`, 0.5).toFixed(0)}`
				}
			] as const;
		})
	);
	console.log(`ms, vault / limit = ratio; medians of ${rounds} rounds, ${SAVES} saves each round`);
	console.table(Object.fromEntries(rows));
}

try {
	for (let round = 0; round < rounds; round += 1)
		for (const size of sizes) {
			const contenders = [runRaw, runVault];
			if (round % 2 === 1) contenders.reverse();
			for (const run of contenders) await run(size);
		}
	report();
} finally {
	await lab.discard();
}
