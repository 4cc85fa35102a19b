import { expect, type Page } from '@playwright/test';
import type { FlowNode, Pack } from '../../src/lib/pack/types.ts';
import type { GivenAnswer } from '../../tools/replay-line.ts';
import type { Vignette } from '../../tools/vignette.ts';
import type { Hands } from './hands.ts';

/** What a case met on real screens. */
export interface Seen {
	/** Concept ids that were visible, with the words that stood there. */
	readonly concepts: Map<string, Set<string>>;
	/** Outcome pages in order, as `<about>|<id>`. */
	readonly outcomes: string[];
	readonly nodes: Set<string>;
	/** Everything that could be read, page by page. */
	readonly pages: string[];
	/** Outcome pages with a control that shares. */
	readonly sharing: Set<string>;
	readonly problems: string[];
}

export const nothingSeen = (): Seen => ({
	concepts: new Map(),
	outcomes: [],
	nodes: new Set(),
	pages: [],
	sharing: new Set(),
	problems: []
});

/** The page at hand: its kind, its node or outcome, and whom it is about. */
interface Screen {
	readonly kind: string;
	readonly id: string;
	readonly about: string;
}

const MAIN = '.page[data-step-kind]';
const MOST_PAGES = 120;

/** Notes all that is visible now. */
export async function look(page: Page, seen: Seen): Promise<void> {
	const shown = await page
		.locator('[data-concept]:visible')
		.evaluateAll((all) =>
			all.map(
				(one) => [one.getAttribute('data-concept') ?? '', (one as HTMLElement).innerText.trim()] as const
			)
		);
	for (const [id, words] of shown) seen.concepts.set(id, (seen.concepts.get(id) ?? new Set()).add(words));
	seen.pages.push(await page.locator('main').innerText());
}

async function screenOf(page: Page): Promise<Screen> {
	return page.locator(MAIN).evaluate((main) => ({
		kind: main.getAttribute('data-step-kind') ?? '',
		id:
			main.getAttribute('data-node') ??
			main.querySelector('[data-outcome]')?.getAttribute('data-outcome') ??
			'',
		about: main.querySelector('.about strong')?.textContent ?? ''
	}));
}

const nodeOf = (pack: Pack, id: string): FlowNode | undefined =>
	Object.values(pack.flows)
		.flatMap(({ nodes }) => nodes)
		.find((node) => node.id === id);

/** The words of an answer, as the person reads them. */
function labelOf(pack: Pack, id: string, answer: string): string {
	const node = nodeOf(pack, id);
	if (node === undefined) throw new TypeError(`No page is called "${id}"`);
	if (answer === 'not-sure') return node.notSure?.label ?? 'I am not sure';
	const rows = node.answersFrom === undefined ? node.answers : pack.ruleTables[node.answersFrom];
	const found = rows?.find((one) => one.id === answer);
	if (found?.label === undefined) throw new TypeError(`"${answer}" is no answer of "${id}"`);
	return found.label;
}

/** One walk of one case. */
export interface Walk {
	readonly page: Page;
	readonly pack: Pack;
	readonly vignette: Vignette;
	readonly seen: Seen;
	/** Answers still to give. */
	readonly queue: GivenAnswer[];
	readonly hands: Hands;
	/** Told of every page that the walk comes to. */
	readonly onpage?: (page: Page) => Promise<void>;
}

/** Leaves the page by a button, and waits until another one is there. */
async function leave({ page, hands }: Walk, name: string | RegExp): Promise<void> {
	const before = page.url();
	await hands.press(page.locator(MAIN).getByRole('button', { name }).last());
	await page.waitForURL((url) => url.href !== before, { timeout: 5000 });
	await expect(page.locator(MAIN)).toBeVisible();
	await hands.arrive(page);
}

function takeAnswer({ queue, vignette }: Walk, screen: Screen): GivenAnswer | undefined {
	const { receivers = {}, persons = {} } = vignette.setting;
	const aboutOf = ({ receiver = '', person = '' }: GivenAnswer) =>
		[receivers[receiver], persons[person]].filter(Boolean).join(', ');
	const at = queue.findIndex((given) => given.node === screen.id && aboutOf(given) === screen.about);
	return at === -1 ? undefined : queue.splice(at, 1)[0];
}

async function tickAll({ page, hands }: Walk): Promise<void> {
	for (const line of await page.locator('input[name="lines"]').all()) await hands.tick(line);
}

async function give(walk: Walk, screen: Screen, answer: GivenAnswer['answer']): Promise<void> {
	const { page, pack, seen, hands } = walk;
	if (answer === 'all-done') await tickAll(walk);
	for (const id of typeof answer === 'string' ? [answer] : answer)
		await hands.tick(page.getByLabel(labelOf(pack, screen.id, id), { exact: true }));
	// What an answer brings up stands under it before the page is left.
	await look(page, seen);
	await leave(walk, 'Continue');
}

/** Whom to take one by one: ready ticks where the words are the same, else typed. */
async function chooseParties(walk: Walk, { id }: Screen): Promise<void> {
	const { page, pack, vignette, hands } = walk;
	const isPersons = nodeOf(pack, id)?.over === 'person';
	for (const label of Object.values(
		(isPersons ? vignette.setting.persons : vignette.setting.receivers) ?? {}
	)) {
		const ready = page.getByLabel(label, { exact: true });
		if ((await ready.count()) > 0) {
			await hands.tick(ready);
			continue;
		}
		await hands.write(page.getByLabel('Somebody else'), label);
		await hands.press(page.getByRole('button', { name: 'Add to the list' }));
	}
	await leave(walk, 'Continue');
}

/** A closing step that the case leaves out as a whole: the quietest answer there is. */
async function passOver(walk: Walk, screen: Screen): Promise<void> {
	const node = nodeOf(walk.pack, screen.id);
	if (node?.kind === 'multi' && !node.min) return give(walk, screen, []);
	const answers = node?.answers ?? [];
	const quiet = answers.find(({ id }) => ['no', 'all-done', 'none'].includes(id)) ?? answers[0];
	return give(walk, screen, quiet?.id ?? 'not-sure');
}

/** Takes the page at hand. @returns whether there is another one */
async function takePage(walk: Walk): Promise<boolean> {
	const { page, seen } = walk;
	const screen = await screenOf(page);
	await walk.onpage?.(page);
	await look(page, seen);
	if (screen.kind === 'form') return false;
	if (screen.kind === 'outcome') return takeOutcome(walk, screen);
	seen.nodes.add(screen.id);
	if (screen.kind === 'card') await leave(walk, 'Continue');
	else if (screen.kind === 'loop') await chooseParties(walk, screen);
	else {
		const given = takeAnswer(walk, screen);
		if (given === undefined) await passOver(walk, screen);
		else await give(walk, screen, given.answer);
	}
	return true;
}

async function takeOutcome(walk: Walk, screen: Screen): Promise<boolean> {
	const { page, seen } = walk;
	seen.outcomes.push(`${screen.about}|${screen.id}`);
	if ((await page.locator('[data-concept="share-button"]:visible').count()) > 0) seen.sharing.add(screen.id);
	const onward = page
		.locator(MAIN)
		.getByRole('button', { name: /^(Start sharing|Continue|Go on: |Go to the end)/ });
	if ((await onward.count()) === 0) return false;
	await leave(walk, /^(Start sharing|Continue|Go on: |Go to the end)/);
	return true;
}

/** Takes page after page until nothing but the record is left. */
export async function walkPages(walk: Walk): Promise<void> {
	for (let pages = 0; pages < MOST_PAGES; pages += 1) if (!(await takePage(walk))) return;
	throw new TypeError('The pages do not end.');
}
