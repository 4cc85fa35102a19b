import { readFileSync, writeFileSync } from 'node:fs';
import { Decrypter } from 'age-encryption';
import type { Page, TestInfo } from '@playwright/test';
import { overviewOf, unlock, untilSaved } from '../support/drawer-page.ts';
import {
	clipboardOf,
	openExport,
	poppler,
	saveFile,
	schemaFaults,
	wordsOnPaper,
	wordsOnScreen
} from '../support/export-page.ts';
import { fillRecord, makeFinal, setUpOffice } from '../support/office-page.ts';
import { backToRecord, fieldOf, openPart } from '../support/record-pages.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { TO_DUTY, walkShare } from '../support/walk.ts';

/** Made up; strong enough for the app. */
const FILE_WORDS = 'lantern gravel mosaic thirteen';
const SECRET = 'The neighbour at number nine';
const SHARED = 'Bruises on both arms, seen on Monday';

/** A record of two receivers, in the drawer of an organisation. */
async function recordInOffice(page: Page): Promise<void> {
	await walkShare(page, TO_DUTY);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await unlock(page);
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
	await openPart(page, 'What was shared');
	await fieldOf(page, 'r:social-care/informationShared').getByRole('textbox').first().fill(SHARED);
	await fieldOf(page, 'r:social-care/identityProtection').getByRole('textbox').first().fill(SECRET);
	await backToRecord(page);
	await openPart(page, 'How it was sent');
	await page.getByLabel('When it was sent or said').fill('2026-11-30T09:15');
	await untilSaved(page);
	await backToRecord(page);
}

/** Prints the page as the person would save it. @returns the file */
async function printed(page: Page, info: TestInfo): Promise<string> {
	const path = info.outputPath('record.pdf');
	await page.pdf({ path, tagged: true, outline: true, preferCSSPageSize: true });
	return path;
}

async function toExport(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Other ways out' }).click();
	await expect(page.getByRole('button', { name: 'Copy for the case system' })).toBeVisible();
}

async function checkPaper(page: Page, info: TestInfo): Promise<void> {
	await page.getByRole('link', { name: /^Print, or save as PDF/ }).click();
	await expect(page.locator('[data-section=stamp]')).toBeVisible();
	const file = await printed(page, info);
	const facts = poppler('pdfinfo', file);
	expect(facts).toMatch(/Tagged:\s+yes/);
	expect(facts).toMatch(/Title:\s+Decision record, copy – Doorstep/);
	const pages = Number(/Pages:\s+(\d+)/.exec(facts)?.[1]);
	const { words, feet } = wordsOnPaper(file);
	expect(words).toBe(await wordsOnScreen(page));
	for (let sheet = 1; sheet <= pages; sheet += 1)
		expect(feet.join('\n')).toContain(`Page ${sheet} of ${pages}`);
	expect(feet.filter((foot) => foot.includes('not the live record'))).toHaveLength(pages);
	const structure = poppler('pdfinfo', '-struct', file);
	for (const tag of ['H1', 'H2', 'Table', 'TH', 'TD'])
		expect(structure).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'));
	expect(structure).toMatch(/Scope/);
	await toExport(page);
}

test('takes a draft and a signed record out without signal, and reads the copy back', async ({
	page,
	context,
	server
}, info) => {
	test.setTimeout(150_000);
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await setUpOffice(page, server);
	await recordInOffice(page);
	await openExport(page);
	await page.getByRole('button', { name: 'Copy for the case system' }).click();
	await expect(page.locator('[data-copied=rich]')).toContainText('It is noted on the record');
	const draft = await clipboardOf(page);
	expect(draft['text/plain']).toMatch(/^DECISION RECORD\nDRAFT\. [^]*?\n\nWHO MUST NOT BE TRACED\n/);
	expect(draft['text/plain']).toContain(`    ${SECRET}\n`);
	expect(draft['text/html']).toContain('<h2>Who must not be traced</h2>');

	await page.getByRole('link', { name: /^Text for a referral form/ }).click();
	await page.getByRole('button', { name: 'Copy this text' }).click();
	await expect(page.locator('[data-copied=yes]')).toBeVisible();
	const referral = (await clipboardOf(page))['text/plain'] ?? '';
	expect(referral).toContain(SHARED);
	expect(referral).toContain('Birth or due date\n    [To add on the form]');
	expect(referral).not.toContain('number nine');

	await toExport(page);
	await backToRecord(page);
	await fillRecord(page);
	await untilOfflineReady(page);
	await server.stop();
	await context.setOffline(true);
	await makeFinal(page);
	await page.goto(page.url().replace(/\/final$/, ''));
	await unlock(page);

	await openExport(page);
	await page.getByRole('button', { name: 'Copy as plain text' }).click();
	await expect(page.locator('[data-copied=plain]')).toBeVisible();
	const final = (await clipboardOf(page))['text/plain'] ?? '';
	expect(final).not.toContain('DRAFT');
	expect(final).toMatch(/Check number of the signed record\n {4}[a-z2-7]{52}\n/);
	await page.getByRole('button', { name: 'Yes, it is there' }).click();
	await expect(page.getByRole('alert')).toContainText('Write the name of the case system');
	await page.getByLabel('Name of the case system').fill('Casebook');
	await page.getByRole('button', { name: 'Yes, it is there' }).click();
	await expect(page.locator('[data-in-system]')).toHaveAttribute('data-in-system', 'there');

	await checkPaper(page, info);

	await page.getByRole('link', { name: /^Files/ }).click();
	await page.getByRole('button', { name: 'Make the JSON file' }).click();
	const json = await saveFile(page, '.json');
	expect(json.name).toMatch(/^doorstep-record-[a-z2-7]{8}\.json$/);
	const text = readFileSync(json.path, 'utf8');
	expect(schemaFaults(text)).toEqual([]);
	expect(schemaFaults(text.replace('"v": 1', '"v": 2'))).not.toEqual([]);

	await page.getByRole('button', { name: 'Choose a passphrase for it' }).click();
	await page.getByLabel('Your passphrase').fill(FILE_WORDS);
	await page.getByLabel('The same once more').fill(FILE_WORDS);
	await page.getByRole('button', { name: 'Make the locked file' }).click();
	await expect(page.locator('[data-locked=ready]')).toBeVisible({ timeout: 30_000 });
	const locked = await saveFile(page, '.age');
	const decrypter = new Decrypter();
	decrypter.addPassphrase(FILE_WORDS);
	const opened = await decrypter.decrypt(readFileSync(locked.path), 'text');
	expect(opened).toMatch(/^DECISION RECORD\n/);
	expect(schemaFaults(opened.slice(opened.indexOf('\n{') + 1))).toEqual([]);

	await page.goto('/records/check');
	await page.getByLabel('The exported file').setInputFiles(json.path);
	await expect(page.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'holds');
	await expect(page.locator('[data-state=holds]')).toHaveCount(9);
	await expect(page.locator('[data-fingerprint]')).toBeVisible();
	const edited = info.outputPath('edited.json');
	writeFileSync(edited, text.replaceAll(`"${SHARED}"`, '"Nothing was seen"'));
	await page.getByLabel('The exported file').setInputFiles(edited);
	await expect(page.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'fails');
	await expect(page.locator('[data-check=content]')).toContainText('changed after signing: What was shared');
	writeFileSync(edited, text.slice(0, 5000));
	await page.getByLabel('The exported file').setInputFiles(edited);
	await expect(page.locator('[data-checked=cut-off]')).toContainText('its end is missing');
});
