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
import {
	newProfile,
	removeProfile,
	startBrowser,
	type ProfileBrowser
} from '../tests/support/profile-browser.ts';

const SAVES = 120;
const BATCHES = 6;
const UNLOCKS = 3;
const SLOW = 6;

const [roundsText = '3', ...sizeTexts] = process.argv.slice(2);
const rounds = Number(roundsText);
const sizes = sizeTexts.length > 0 ? sizeTexts.map(Number) : [10, 1000, 10_000];

/** Times by what was measured; all rounds together. */
const times = new Map<string, number[]>();

function note(what: string, ...ms: readonly number[]): void {
	times.set(what, [...(times.get(what) ?? []), ...ms]);
}

let turns = 0;

/** Each turn begins with another contender. */
function rotated<T>(all: readonly T[]): readonly T[] {
	turns += 1;
	return turns % 2 === 0 ? all : [...all].reverse();
}

const lab = await startLab();

interface Way {
	readonly where: Where;
	readonly throttle: number;
}

/** At 1x as the app runs and on the page; at 6x on the page alone. */
const WAYS: readonly Way[] = [
	{ where: 'worker', throttle: 1 },
	{ where: 'page', throttle: 1 },
	{ where: 'page', throttle: SLOW }
];

const nameOf = (size: number, way: Way) => `${size} ${way.where} ${way.throttle}x`;

/** A new browser process over a profile, throttled or not. */
async function newProcess(profile: string, throttle = 1): Promise<ProfileBrowser> {
	const browser = await startBrowser(profile);
	await openLab(browser.page, lab.origin);
	const session = await browser.context.newCDPSession(browser.page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
	return browser;
}

/** One piece of work in a process of its own. */
async function inNewProcess<T>(
	profile: string,
	throttle: number,
	work: (page: Page) => Promise<T>
): Promise<T> {
	const browser = await newProcess(profile, throttle);
	try {
		return await work(browser.page);
	} finally {
		await browser.close();
	}
}

interface Contenders {
	readonly size: number;
	readonly raw: string;
	readonly vault: string;
	readonly profile: string;
	readonly ids: readonly string[];
}

/** Opening and listing, each in a new process: the first read of a store is the dear one. */
async function measureLists({ size, raw, vault, profile }: Contenders, way: Way): Promise<void> {
	const name = nameOf(size, way);
	const runs = [
		async () =>
			note(
				`${name} raw list`,
				await inNewProcess(raw, way.throttle, (page) => page.evaluate(() => window.lab.timing.rawList()))
			),
		async () =>
			note(
				`${name} vault list`,
				await inNewProcess(vault, way.throttle, (page) =>
					page.evaluate(([whose, count]) => window.lab.timing.vaultList(whose, count), [
						profile,
						size
					] as const)
				)
			)
	];
	for (const run of rotated(runs)) await run();
}

/** Key derivation and unlocking by turns, each the first of a new page and its worker. */
async function measureUnlock(page: Page, { size, profile }: Contenders, way: Way): Promise<void> {
	const name = nameOf(size, way);
	const runs = [
		async () =>
			note(`${name} raw kdf`, await page.evaluate((where) => window.lab.timing.kdf(where), way.where)),
		async () =>
			note(
				`${name} vault unlock`,
				await page.evaluate(([where, whose]) => window.lab.timing.unlock(where, whose), [
					way.where,
					profile
				] as const)
			)
	];
	for (let turn = 0; turn < UNLOCKS; turn += 1)
		for (const run of rotated(runs)) {
			await openLab(page, lab.origin);
			await run();
		}
}

/** Saves in two browsers that are open side by side, some here and some there by turns. */
async function measureSaves(
	pages: Readonly<Record<'raw' | 'vault', Page>>,
	of: Contenders,
	way: Way
): Promise<void> {
	const name = nameOf(of.size, way);
	await openLab(pages.vault, lab.origin);
	const unlocked = [way.where, of.profile] as const;
	await pages.vault.evaluate(([where, whose]) => window.lab.timing.unlock(where, whose), unlocked);
	const id = of.ids[Math.floor(of.size / 2)] ?? '';
	const runs = [
		async () =>
			note(
				`${name} raw save`,
				...(await pages.raw.evaluate(([where, count]) => window.lab.timing.rawSaves(where, count), [
					way.where,
					SAVES / BATCHES
				] as const))
			),
		async () =>
			note(
				`${name} vault save`,
				...(await pages.vault.evaluate(
					([where, whose, count]) => window.lab.timing.vaultSaves(where, whose, count),
					[way.where, id, SAVES / BATCHES] as const
				))
			)
	];
	for (let batch = 0; batch < BATCHES; batch += 1) for (const run of rotated(runs)) await run();
}

/** What only the vault does. */
async function measureVault(page: Page, { size }: Contenders, way: Way): Promise<void> {
	const name = nameOf(size, way);
	note(`${name} vault list`, await page.evaluate((count) => window.lab.timing.workerList(count), size));
	note(`${name} vault copies`, await page.evaluate(() => window.lab.timing.copyStates()));
}

async function measure(contenders: Contenders, way: Way): Promise<void> {
	if (way.where === 'page') await measureLists(contenders, way);
	const raw = await newProcess(contenders.raw, way.throttle);
	const vault = await newProcess(contenders.vault, way.throttle);
	try {
		await measureUnlock(vault.page, contenders, way);
		await measureSaves({ raw: raw.page, vault: vault.page }, contenders, way);
		if (way.where === 'worker') await measureVault(vault.page, contenders, way);
	} finally {
		await raw.close();
		await vault.close();
	}
}

async function runRound(size: number): Promise<void> {
	const [raw, vault] = [newProfile(), newProfile()];
	try {
		await inNewProcess(raw, 1, (page) => page.evaluate((count) => window.lab.timing.fillRaw(count), size));
		const filled = await inNewProcess(vault, 1, (page) =>
			page.evaluate((count) => window.lab.timing.fillVault(count), size)
		);
		for (const way of WAYS) await measure({ size, raw, vault, ...filled }, way);
	} finally {
		removeProfile(raw);
		removeProfile(vault);
	}
}

function at(what: string, share: number): number {
	const sorted = [...(times.get(what) ?? [])].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

const beside = (vault: number, raw: number) =>
	`${vault.toFixed(1)} / ${raw.toFixed(1)} = ${(vault / raw).toFixed(2)}`;

function report(done: number): void {
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
							: `unlocked: list ${at(`${name} vault list`, 0.5).toFixed(0)}, copies ${at(`${name} vault copies`, 0.5).toFixed(0)}`
				}
			] as const;
		})
	);
	console.log(`ms, vault / limit = ratio; medians of ${done} rounds, ${SAVES} saves each round`);
	console.table(Object.fromEntries(rows));
}

try {
	for (let round = 0; round < rounds; round += 1) {
		for (const size of sizes) await runRound(size);
		// After each, so that a run that is cut off has told.
		report(round + 1);
	}
} finally {
	await lab.discard();
}
