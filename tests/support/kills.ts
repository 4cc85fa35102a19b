/**
 * Kills a whole browser in the middle of work, again and again over one profile, and looks after each restart whether
 * everything that was said to be kept is there.
 */
import type { Page } from '@playwright/test';
import { openLab, type RunningLab } from './lab.ts';
import { newProfile, removeProfile, startBrowser, type ProfileBrowser } from './profile-browser.ts';

/** What a look after a restart found. Empty lists are what is wanted. */
export interface Finding {
	/** Said to be kept, and gone or older. */
	readonly lost: readonly string[];
	/** There, but it does not open. */
	readonly unreadable: readonly string[];
	/** What cannot be gone on with. */
	readonly stuck: readonly string[];
	/** Whether the kill is known to have come in the middle of the work. */
	readonly isMidway: boolean;
}

/** One kind of work to be cut off. */
export interface Scenario<State> {
	readonly name: string;
	/** The kill comes at a random moment up to so long after the work began. */
	readonly killWithinMs: number;
	/** The time counts from this mark, where only what comes after it is the work. */
	readonly killAfter?: string;
	/** Once, in an empty profile. */
	prepare(page: Page): Promise<State>;
	/** Begins work that ends only with the browser; the page acknowledges what is kept. */
	act(page: Page, state: State): Promise<void>;
	/** In a new browser over the same profile. @returns the state for the next round too */
	check(
		page: Page,
		state: State,
		acknowledged: readonly string[]
	): Promise<Finding & { readonly state: State }>;
}

/** What came of many kills. */
export interface KillCount extends Omit<Finding, 'isMidway'> {
	readonly scenario: string;
	readonly kills: number;
	/** Kills that are known to have come in the middle of the work. */
	readonly midway: number;
	/** How often something was said to be kept. */
	readonly acknowledged: number;
}

interface Opened {
	readonly browser: ProfileBrowser;
	readonly acknowledged: string[];
}

async function open(profile: string, origin: string): Promise<Opened> {
	const browser = await startBrowser(profile);
	const acknowledged: string[] = [];
	await browser.page.exposeFunction('acknowledge', (mark: string) => void acknowledged.push(mark));
	await openLab(browser.page, origin);
	return { browser, acknowledged };
}

const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

/** Begins the work, kills all processes at a random moment, and gives what was acknowledged until then. */
async function cutOff<State>(scenario: Scenario<State>, opened: Opened, state: State): Promise<string[]> {
	opened.acknowledged.length = 0;
	await scenario.act(opened.browser.page, state);
	while (scenario.killAfter !== undefined && !opened.acknowledged.includes(scenario.killAfter)) await wait(1);
	await wait(Math.random() * scenario.killWithinMs);
	await opened.browser.kill();
	return [...opened.acknowledged];
}

/** Runs a scenario over one profile. @param onround told after each round, so that a run that is cut off has told */
export async function runKills<State>(
	lab: RunningLab,
	scenario: Scenario<State>,
	{ kills, onround }: { readonly kills: number; readonly onround?: (soFar: KillCount) => void }
): Promise<KillCount> {
	const profile = newProfile();
	const found = { lost: [] as string[], unreadable: [] as string[], stuck: [] as string[] };
	let acknowledged = 0;
	let midway = 0;
	let opened = await open(profile, lab.origin);
	try {
		let state: State = await scenario.prepare(opened.browser.page);
		for (let round = 1; round <= kills; round += 1) {
			const marks = await cutOff(scenario, opened, state);
			acknowledged += marks.length;
			opened = await open(profile, lab.origin);
			const finding = await scenario.check(opened.browser.page, state, marks);
			found.lost.push(...finding.lost);
			found.unreadable.push(...finding.unreadable);
			found.stuck.push(...finding.stuck);
			midway += finding.isMidway ? 1 : 0;
			state = finding.state;
			onround?.({ scenario: scenario.name, kills: round, midway, acknowledged, ...found });
		}
	} finally {
		await opened.browser.kill().catch(() => undefined); // It is dead already after a failure in the middle.
		removeProfile(profile);
	}
	return { scenario: scenario.name, kills, midway, acknowledged, ...found };
}
