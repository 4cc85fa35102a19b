import { expect, type Page } from '@playwright/test';
import type { Journey } from '../../src/lib/flow/types.ts';
import type { Pack } from '../../src/lib/pack/types.ts';
import { playVignette, type Vignette } from '../../tools/vignette.ts';
import { makeDrawer, overviewOf, unlock } from './drawer-page.ts';
import { MOUSE } from './hands.ts';
import { look, nothingSeen, walkPages, type Seen, type Walk } from './screen-walk.ts';

/** How the Decide page calls a way into a flow that is not its first question. */
const ENTRIES: Readonly<Record<string, string>> = {
	'something-went-wrong': 'Something went wrong with a share',
	'agreement-withdrawn': 'Someone withdrew their agreement'
};

/** A made-up number for a case that says only that one is stored. */
const NUMBER = '0300 555 0100';
const NUMBER_LABELS = {
	childrensSocialCare: "Children's social care",
	outOfHours: 'Out of hours',
	policeNonEmergency: 'Police, not an emergency',
	safeguardingLead: 'Your safeguarding lead'
} as const;

const menu = (page: Page, word: string) =>
	page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: word, exact: true });

/** Stores the case's telephone numbers as a person would. */
export async function putNumbers(page: Page, { setting }: Vignette): Promise<void> {
	const numbers = Object.entries<string | null>({ ...setting.localSettings?.numbers });
	if (numbers.length === 0) return;
	await page.goto('/settings');
	for (const [id, number] of numbers) {
		const typed = number === null ? '' : /^[\d +]+$/.test(number) ? number : NUMBER;
		await page.getByLabel(NUMBER_LABELS[id as keyof typeof NUMBER_LABELS]).fill(typed);
	}
	await page.getByRole('button', { name: 'Keep these numbers' }).click();
	await expect(page.getByText('Kept on this device.')).toBeVisible();
}

/** From wherever the page stands to the first question of the case's flow, without a reload. */
export async function begin({ page, pack, vignette, hands }: Walk): Promise<void> {
	await hands.press(menu(page, 'Decide'));
	await expect(page.getByRole('heading', { name: 'What do you want to decide?' })).toBeVisible();
	await hands.arrive(page);
	const clear = page.getByRole('button', { name: 'Clear these answers' });
	if (await clear.isVisible()) await hands.press(clear);
	const { flow = 'share', entry } = vignette.start ?? {};
	const title = entry === undefined ? pack.flows[flow].title : (ENTRIES[entry] ?? entry);
	await hands.press(page.getByRole('link', { name: title }).first());
	await expect(page.locator('.page[data-step-kind]')).toBeVisible();
	await hands.arrive(page);
}

async function toRecord(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await page.waitForURL(/\/(records\/.|unlock)/);
	const overview = overviewOf(page);
	const first = page.getByRole('button', { name: 'Use a passphrase of my own' });
	const locked = page.getByRole('button', { name: 'Unlock', exact: true });
	await expect(overview.or(first).or(locked)).toBeVisible();
	if (await first.isVisible()) await makeDrawer(page);
	else if (await locked.isVisible()) await unlock(page);
	await expect(overview).toBeVisible({ timeout: 20_000 });
}

/** "Which rules apply?" beside the record, for the receiver that the case names. */
export async function askRules(walk: Walk): Promise<void> {
	const { page, vignette, seen, hands } = walk;
	if (vignette.rules === undefined) return;
	const label = vignette.setting.receivers?.[vignette.rules.receiver];
	const parts = page.locator('[data-part="law"]').getByRole('link');
	await hands.press((label === undefined ? parts : parts.filter({ hasText: label })).first());
	await hands.press(page.getByRole('link', { name: 'Which rules apply?' }));
	await expect(page.locator('.page[data-node="organisation"]')).toBeVisible();
	await hands.arrive(page);
	const receiver = label === undefined ? {} : { receiver: vignette.rules.receiver };
	const queue = vignette.rules.answers.map((given) => ({ ...given, ...receiver }));
	const outcomes: string[] = [];
	await walkPages({ ...walk, queue, seen: { ...seen, outcomes } });
	const card = page.locator('[data-rules-card]');
	if (outcomes.some((one) => one.endsWith('B-RESULT'))) await expect(card).toBeVisible();
	await look(page, seen);
	const rows = await card
		.locator('[data-rule]')
		.evaluateAll((all) => all.map((one) => one.getAttribute('data-rule') ?? ''));
	seen.problems.push(...cardProblems(vignette.rules.expect, new Set([...rows, ...seen.concepts.keys()])));
}

function cardProblems(expected: Readonly<Record<string, unknown>>, shown: ReadonlySet<string>): string[] {
	const { gateway, art6, alternatives, art9or10, cards } = expected;
	const wanted = [gateway, art6, alternatives, art9or10, cards].flat();
	return wanted
		.filter((id): id is string => typeof id === 'string' && !shown.has(id))
		.map((id) => `card: ${id} is not on the screen`);
}

/** Walks a case through the real app: pages, record, rules. What went wrong on the way stands in `problems`. */
export async function seeVignette(page: Page, pack: Pack, vignette: Vignette): Promise<Seen> {
	const walk: Walk = {
		page,
		pack,
		vignette,
		hands: MOUSE,
		seen: nothingSeen(),
		queue: [...vignette.answers]
	};
	try {
		await page.clock.setFixedTime(vignette.setting.date);
		await putNumbers(page, vignette);
		await page.context().setOffline(vignette.setting.offline === true);
		await begin(walk);
		await walkPages(walk);
		await toRecord(page);
		await look(page, walk.seen);
		await askRules(walk);
	} catch (error) {
		const where = await page
			.locator('h1')
			.first()
			.innerText()
			.catch(() => '');
		walk.seen.problems.push(`stopped at "${where}": ${String(error).split('\n')[0] ?? ''}`);
	}
	await page.context().setOffline(false);
	return walk.seen;
}

const MOST_WORDS_OF_A_LABEL = 2;

/** Compares what a case expects with what was on the screens; an empty list means that it passes. */
export function judgeScreens(pack: Pack, vignette: Vignette, seen: Seen): readonly string[] {
	const { expect: wanted } = vignette;
	const read = seen.pages.join('\n').toLowerCase();
	return [
		...seen.problems,
		...(wanted.mustShow ?? [])
			.filter(({ concept }) => ![...(seen.concepts.get(concept) ?? [])].some((words) => words !== ''))
			.map(({ concept }) => `concept ${concept} is on no screen`),
		...(wanted.mustNotShow ?? [])
			.filter(({ concept }) => seen.concepts.has(concept))
			.map(({ concept }) => `concept ${concept} is on a screen`),
		...(wanted.mustNotShow ?? [])
			.map(({ words = '' }) => words.toLowerCase())
			.filter((words) => words.split(' ').length > MOST_WORDS_OF_A_LABEL && read.includes(words))
			.map((words) => `"${words}" stands on a screen`),
		...(wanted.mustNotVisit ?? [])
			.filter((node) => seen.nodes.has(node))
			.map((node) => `node ${node} was on a screen`),
		...(wanted.mustVisit ?? [])
			.filter((node) => isScreen(pack, node) && !seen.nodes.has(node))
			.map((node) => `node ${node} was on no screen`),
		...outcomeProblems(playVignette(pack, vignette).result, seen),
		...sharingProblems(pack, seen)
	];
}

function isScreen(pack: Pack, id: string): boolean {
	const node = Object.values(pack.flows)
		.flatMap(({ nodes }) => nodes)
		.find((one) => one.id === id);
	return node !== undefined && node.kind !== 'gate' && node.kind !== 'call';
}

/** The outcomes that have a page, as the engine finds them; those of the record come only after this walk. */
function outcomeProblems({ steps }: Journey, { outcomes }: Seen): readonly string[] {
	const expected = steps.flatMap((step) =>
		step.kind === 'outcome' && !/^[DB]-/.test(step.outcome.id)
			? [`${step.receiver?.label ?? ''}|${step.outcome.id}`]
			: []
	);
	const found = outcomes.filter((one) => !/\|[DB]-/.test(one));
	return expected.join(' ') === found.join(' ')
		? []
		: [`outcome pages: expected "${expected.join(' ')}", saw "${found.join(' ')}"`];
}

/** A control that shares stands exactly where the outcome's closing steps include sending. */
function sharingProblems(pack: Pack, { outcomes, sharing }: Seen): readonly string[] {
	return outcomes
		.map((one) => one.split('|')[1] ?? '')
		.filter((id) => sharing.has(id) !== (pack.outcomes[id]?.then.includes('secure') ?? false))
		.map((id) => `${id}: the control that shares ${sharing.has(id) ? 'is' : 'is not'} on the screen`);
}
