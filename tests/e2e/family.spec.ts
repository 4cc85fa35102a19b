import type { Page } from '@playwright/test';
import { saveLine, unlock, untilSaved } from '../support/drawer-page.ts';
import { addStatement, openWay } from '../support/family-pages.ts';
import { chooseIn, pressAt, tabTo, typeInto } from '../support/keyboard.ts';
import { backToRecord } from '../support/record-pages.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { openRecord } from '../support/kept-starts.ts';

test.use({ sharesServer: true });

const group = (page: Page, name: string | RegExp) => page.getByRole('group', { name });
const box = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function backToList(page: Page): Promise<void> {
	await untilSaved(page);
	await pressAt(page.getByRole('main').getByRole('link', { name: 'Told and agreed' }));
	await expect(page.locator('h1')).toHaveText('Told and agreed');
	await expect(page.locator('h1')).toBeFocused();
}

async function addByKeys(page: Page, kind: string): Promise<void> {
	await pressAt(page.locator(`[data-kind="${kind}"]`).getByRole('button', { name: /^Add/ }));
	await expect(page.locator(`[data-statement="${kind}"]`)).toBeVisible();
	await expect(page.locator('h1')).toBeFocused();
}

async function saysYes(page: Page, whom: string): Promise<void> {
	await typeInto(box(page, 'Whom you asked'), whom);
	await chooseIn(group(page, 'How old they are'), 'Under 16');
	await typeInto(box(page, /Why you think they could/), 'Knew who would get it.');
	await chooseIn(group(page, 'What they answered'), 'They agreed, with limits');
	await pressAt(button(page, /^Now.*When they answered/));
	await chooseIn(group(page, 'How you spoke'), 'By phone');
	await typeInto(box(page, 'The words you used'), 'May I tell the school?');
	await typeInto(box(page, 'Their limits'), 'Only the tutor.');
	await tabTo(page.locator('#statement'));
	await page.keyboard.press('Space');
	await typeInto(box(page, /^Their name or initials/), 'J.');
}

test('keeps four statements apart, offline and by keyboard, and says what follows a withdrawal', async ({
	context,
	page
}) => {
	test.setTimeout(120_000);
	await page.goto('/');
	await untilOfflineReady(page);
	await openRecord(page);
	await backToRecord(page);
	await context.setOffline(true);
	await pressAt(page.locator('[data-way=told]').getByRole('link'));
	await expect(page.locator('h1')).toHaveText('Told and agreed');

	await addByKeys(page, 'told');
	await pressAt(button(page, 'Check this statement'));
	await expect(page.getByRole('alert')).toContainText('Still missing: Who you told');
	await typeInto(box(page, /^Who you told/), 'mother');
	await pressAt(button(page, /^Now.*When you told them/));
	await chooseIn(group(page, 'How you spoke'), 'Face to face');
	await typeInto(box(page, /^What you told them/), 'That I call the school today.');
	await chooseIn(group(page, /^Interpreter/), 'Somebody else helped with the words');
	await expect(page.locator('[data-interpreter=other]')).toContainText('not interpreters');
	await pressAt(button(page, 'Check this statement'));
	await expect(page.getByText('Nothing is missing in this statement.')).toBeVisible();
	await backToList(page);

	await addByKeys(page, 'told');
	await typeInto(box(page, /^Who you told/), 'father');
	await chooseIn(group(page, 'Were they told?'), /^No, or not yet/);
	await typeInto(box(page, 'Why you did not tell them'), 'She is afraid of him.');
	await pressAt(button(page, 'Check this statement'));
	await expect(page.getByRole('alert')).toContainText('When you will look again');
	await backToList(page);

	await addByKeys(page, 'service');
	await typeInto(box(page, 'Whom you asked'), 'mother');
	await chooseIn(group(page, 'What they answered'), 'It was not safe to ask');
	await expect(page.locator('[data-unsafe=asked]')).toBeVisible();
	await backToList(page);

	await addByKeys(page, 'confidence');
	await saysYes(page, 'the girl');
	await pressAt(button(page, 'They took it back'));
	await typeInto(box(page, 'What changes from then on'), 'No more to the tutor.');
	await backToList(page);

	await addByKeys(page, 'data-protection');
	await typeInto(box(page, 'Whom you asked'), 'mother');
	await backToList(page);
	await expect(page.locator('[data-talk]')).toHaveCount(5);

	await pressAt(page.getByRole('link', { name: 'Back to the record' }));
	await expect(page.locator('[data-withdrawn=confidence]')).toContainText('Tell those who received it.');
	await page.reload();
	await unlock(page);
	await expect(page.locator('[data-withdrawn=confidence]')).toBeVisible();
	await page.getByRole('link', { name: 'Check answers' }).click();
	await expect(page.getByRole('main')).toContainText('No more to the tutor.');
	await expect(page.getByRole('main')).toContainText('She is afraid of him.');
});

test('keeps a drawn mark, and does without one', async ({ page }) => {
	await openRecord(page);
	await backToRecord(page);
	await openWay(page, 'told');
	await addStatement(page, 'told');
	await expect(page.locator('[data-mark]')).toHaveCount(0);
	await page.locator('#statement').check();
	await expect(page.locator('[data-mark]')).toHaveCount(0);
	await button(page, 'They want to draw a mark').click();
	const pad = page.locator('[data-mark] svg');
	await pad.scrollIntoViewIfNeeded();
	const edge = await pad.boundingBox();
	const [x, y] = [edge?.x ?? 0, edge?.y ?? 0];
	await page.mouse.move(x + 40, y + 40);
	await page.mouse.down();
	await page.mouse.move(x + 120, y + 60, { steps: 5 });
	await page.mouse.up();
	await expect(page.locator('[data-mark=drawn]')).toBeVisible();
	await untilSaved(page);
	await page.reload();
	await unlock(page);
	await expect(page.locator('[data-mark=drawn] path')).toHaveAttribute('d', /^M\d+ \d+ L/);
	await button(page, 'Wipe the mark').click();
	await expect(page.locator('[data-mark=empty]')).toBeVisible();
	await page.getByRole('radio', { name: 'I ticked it for them, as they asked' }).check();
	await box(page, /^Their name or initials/).fill('M.');
	await expect(saveLine(page)).toHaveAttribute('data-save', 'saved');
});
