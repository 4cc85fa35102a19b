import { expect, type Page } from '@playwright/test';
import { overviewOf } from './drawer-page.ts';
import type { Hands } from './hands.ts';
import { askRules, begin } from './screen-vignette.ts';
import { look, nothingSeen, walkPages, type Seen, type Walk } from './screen-walk.ts';
import { fieldsShown, fillPart, type ShownField, type Written } from './walks-fill.ts';

/** What came of one case, walked to its final. */
export interface Walked {
	readonly seen: Seen;
	/** Id of the record. */
	readonly record: string;
	readonly fields: readonly ShownField[];
	readonly written: readonly Written[];
	/** What the copy for the case system says, without layout. */
	readonly copy: string;
}

const link = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name });

async function toRecord({ page, hands }: Walk): Promise<string> {
	await hands.press(link(page, 'Record this decision'));
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
	await hands.arrive(page);
	return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** In an emergency the few things that a first save needs have a page of their own. */
async function writeFirstThings(page: Page, hands: Hands): Promise<readonly Written[]> {
	const first = page.locator('[data-emergency=first]').getByRole('link');
	if ((await first.count()) === 0) return [];
	await hands.press(first);
	await expect(page.getByRole('heading', { name: 'The first things' })).toBeVisible();
	await hands.arrive(page);
	const written = await fillPart(page, hands);
	await hands.press(page.getByRole('button', { name: 'Check these' }));
	await expect(page.locator('[data-first-done=yes]')).toBeVisible();
	await hands.press(link(page, 'Back to the record'));
	await expect(overviewOf(page)).toBeVisible();
	await hands.arrive(page);
	return written;
}

/** Through every part in order, from the record's first page back to it. */
async function writeRecord({ page, hands, onpage }: Walk): Promise<Pick<Walked, 'fields' | 'written'>> {
	const fields: ShownField[] = [];
	const written: Written[] = [...(await writeFirstThings(page, hands))];
	await onpage?.(page);
	await hands.press(page.locator('[data-part]').getByRole('link').first());
	for (;;) {
		await hands.arrive(page);
		fields.push(...(await fieldsShown(page)));
		written.push(...(await fillPart(page, hands)));
		await hands.press(page.getByRole('button', { name: 'Check this part' }));
		await expect(page.getByText('Nothing is missing on this page.')).toBeVisible();
		await onpage?.(page);
		const next = link(page, 'Next part');
		if ((await next.count()) === 0) break;
		const before = page.url();
		await hands.press(next);
		await page.waitForURL((url) => url.href !== before);
	}
	await hands.press(link(page, 'Back to the record'));
	await expect(overviewOf(page)).toBeVisible();
	await hands.arrive(page);
	return { fields, written };
}

/** Reads everything back, then signs and locks. */
async function makeFinal({ page, hands, onpage }: Walk, written: readonly Written[]): Promise<void> {
	await hands.press(link(page, 'Check answers'));
	await expect(page.locator('[data-missing="0"]')).toBeVisible();
	await hands.arrive(page);
	await onpage?.(page);
	const said = await page.getByRole('main').innerText();
	for (const { path, words } of written) expect.soft(said, path).toContain(words);
	await hands.press(link(page, 'Back to the record'));
	await hands.press(link(page, 'Make it final'));
	await expect(page.getByRole('heading', { name: 'Lock this record?' })).toBeVisible();
	await hands.arrive(page);
	for (const line of await page.getByRole('checkbox').all()) await hands.tick(line);
	await hands.press(page.getByRole('button', { name: 'Lock this record' }));
	await expect(page.getByRole('heading', { name: 'This record is final' })).toBeVisible({ timeout: 20_000 });
	await hands.arrive(page);
	await onpage?.(page);
}

/** From the locked record to the copy for the case system, as it is pasted elsewhere. */
async function copyOut({ page, hands, onpage }: Walk): Promise<string> {
	await hands.press(link(page, 'Look at the record'));
	await expect(overviewOf(page)).toBeVisible();
	await hands.arrive(page);
	await onpage?.(page);
	await hands.press(link(page, 'Take a copy out'));
	const copy = page.getByRole('button', { name: 'Copy for the case system' });
	await expect(copy).toBeVisible();
	await hands.arrive(page);
	await onpage?.(page);
	await hands.press(copy);
	await expect(page.locator('[data-copied]')).toBeVisible();
	return page.evaluate(() => navigator.clipboard.readText());
}

/** From wherever the page stands, with the drawer open, to the final record of a case and its copy. */
export async function walkToFinal(at: Omit<Walk, 'seen' | 'queue'>): Promise<Walked> {
	const walk: Walk = { ...at, seen: nothingSeen(), queue: [...at.vignette.answers] };
	await begin(walk);
	await walkPages(walk);
	const record = await toRecord(walk);
	await walk.onpage?.(walk.page);
	await look(walk.page, walk.seen);
	if (at.vignette.rules !== undefined) {
		await askRules(walk);
		await backFromRules(walk);
	}
	const { fields, written } = await writeRecord(walk);
	await makeFinal(walk, written);
	return { seen: walk.seen, record, fields, written, copy: await copyOut(walk) };
}

async function backFromRules({ page, hands }: Walk): Promise<void> {
	await hands.press(
		link(page, /^Go to: /)
			.or(link(page, 'Back to the record'))
			.first()
	);
	await expect(page.locator('[data-field]').first()).toBeVisible();
	await hands.press(link(page, 'Back to the record'));
	await expect(overviewOf(page)).toBeVisible();
	await hands.arrive(page);
}
