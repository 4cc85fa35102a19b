/**
 * The list of records in the real app, with ten records and with ten thousand: `npm run bench:list -- [rounds]`, after a
 * build. From pressing *Unlock* to the first row, from *Show more* to its rows, from a tick of the filter (on and off) and
 * from another order to the painted rows, from words to what was found (the second time: the first reads every record), and
 * the longest frame while scrolling, at 1x and 6x CPU throttle (which slows the page, not the vault's worker).
 */
import type { Page } from '@playwright/test';
import { unlock } from '../tests/support/drawer-page.ts';
import { openLab, startLab } from '../tests/support/lab.ts';
import { LAB_PASSPHRASE } from '../tests/support/lab/passphrase.ts';
import { atOrigin, newProfile, removeProfile, startBrowser } from '../tests/support/profile-browser.ts';
import { startServer } from '../tests/support/server.ts';

const rounds = Number(process.argv[2] ?? 3);
const SIZES = [10, 1000, 10_000];
const THROTTLES = [1, 6];

const server = await startServer();
const lab = await startLab(server.origin);
const times = new Map<string, number[]>();

function note(what: string, ms: number): void {
	times.set(what, [...(times.get(what) ?? []), ms]);
}

/** Frames while the page is scrolled from top to end, as the page itself sees them. @returns the longest, ms */
function longestFrame(page: Page): Promise<number> {
	return page.evaluate(async () => {
		let [longest, last] = [0, performance.now()];
		const end = document.documentElement.scrollHeight;
		for (let at = 0; at <= end; at += 400) {
			scrollTo(0, at);
			await new Promise(requestAnimationFrame);
			const now = performance.now();
			longest = Math.max(longest, now - last);
			last = now;
		}
		return longest;
	});
}

/** From a press on something of the filter until its rows are painted, on the page's own clock. @returns ms */
function paintedAfter(page: Page, value: string): Promise<number> {
	return page.evaluate(async (wanted) => {
		const input = document.querySelector<HTMLInputElement>(`#list-filters input[value="${wanted}"]`);
		if (input === null) throw new TypeError(wanted);
		const began = performance.now();
		input.click();
		await new Promise(requestAnimationFrame);
		// After the frame: its layout and paint are done.
		await new Promise((wake) => setTimeout(wake));
		return performance.now() - began;
	}, value);
}

async function measureFilter(page: Page, name: string): Promise<void> {
	const shown = page.locator('#shown');
	const all = await shown.innerText();
	note(`${name} tick`, await paintedAfter(page, 'review'));
	if ((await shown.innerText()) === all) throw new TypeError('the filter showed nothing else');
	note(`${name} untick`, await paintedAfter(page, 'review'));
	note(`${name} due first`, await paintedAfter(page, 'due'));
	note(`${name} newest first`, await paintedAfter(page, 'newest'));
	for (const words of ['case 7', 'case 77']) {
		const began = performance.now();
		await page.getByLabel('Find in my records').fill(words);
		await page.locator('#shown', { hasText: 'found' }).waitFor();
		note(`${name} ${words === 'case 7' ? 'first words' : 'words'}`, performance.now() - began);
		await page.getByLabel('Find in my records').fill('');
		await page.locator('#shown', { hasText: 'records' }).and(page.getByText(all)).waitFor();
	}
}

async function measure(profile: string, size: number, throttle: number): Promise<void> {
	const browser = await startBrowser(profile);
	try {
		const page = await atOrigin(browser.page, lab.origin);
		const session = await browser.context.newCDPSession(page);
		await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
		await page.goto('/records');
		await page.getByRole('link', { name: 'Unlock' }).click();
		const name = `${size} ${throttle}x`;
		let began = performance.now();
		await unlock(page, LAB_PASSPHRASE);
		await page.locator('main li a').first().waitFor();
		note(`${name} unlock to first row`, performance.now() - began);
		note(`${name} longest frame`, await longestFrame(page));
		if (size <= 50) return;
		began = performance.now();
		await page.getByRole('button', { name: /^Show \d+ more$/ }).click();
		await page.locator('main li:nth-child(150) a').waitFor();
		note(`${name} show more`, performance.now() - began);
		await measureFilter(page, name);
	} finally {
		await browser.close();
	}
}

function median(what: string): string {
	const sorted = [...(times.get(what) ?? [])].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]?.toFixed(0) ?? '-';
}

try {
	for (const size of SIZES) {
		const profile = newProfile();
		const browser = await startBrowser(profile);
		await openLab(browser.page, lab.origin);
		await browser.page.evaluate((count) => window.lab.timing.fillVault(count), size);
		await browser.close();
		for (let round = 0; round < rounds; round += 1)
			for (const throttle of THROTTLES) await measure(profile, size, throttle);
		removeProfile(profile);
	}
	console.log(`ms, medians of ${rounds} rounds`);
	console.table(
		Object.fromEntries(
			SIZES.flatMap((size) =>
				THROTTLES.map((throttle) => {
					const name = `${size} ${throttle}x`;
					const of = (what: string) => median(`${name} ${what}`);
					const row = {
						'unlock to first row': of('unlock to first row'),
						'longest frame': of('longest frame'),
						'show 100 more': of('show more'),
						tick: of('tick'),
						untick: of('untick'),
						'due first': of('due first'),
						'newest first': of('newest first'),
						'first words': of('first words'),
						words: of('words')
					};
					return [name, row] as const;
				})
			)
		)
	);
} finally {
	await lab.discard();
	await server.discard();
}
