import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import {
	enterCode,
	KIT_PASSPHRASE,
	makeKit,
	readBack,
	setupCode,
	unlockHere
} from '../support/office-page.ts';
import { expect, test } from '../support/test.ts';
import { openRecord } from '../support/kept-starts.ts';

const NEW_WORDS = 'amber ledger pickle thirsty';

/** What the office does: compares the code, and answers. @returns the file */
function answerRequest(kit: string, request: string, code: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-answer-'));
	const [words, out] = [join(folder, 'passphrase'), join(folder, 'answer')];
	writeFileSync(words, KIT_PASSPHRASE);
	const asked = ['--kit', kit, '--request', request, '--out', out, '--passphrase-file', words];
	const ran = spawnSync(process.execPath, ['tools/recover.ts', ...asked], {
		encoding: 'utf8',
		input: 'same\n'
	});
	rmSync(words);
	expect(ran.status, ran.stderr).toBe(0);
	expect(ran.stderr).toContain(`Check code:  ${code}`);
	return out;
}

test.setTimeout(120_000);

test('a forgotten passphrase is replaced with the kit, and the record is there', async ({ page, server }) => {
	const kit = await makeKit(page);
	await readBack(page, kit);
	await enterCode(page, setupCode(server));
	await expect(page.locator('[data-fingerprint]')).toBeVisible({ timeout: 20_000 });
	await page.goto('/unlock');
	await page.getByRole('link', { name: 'I have forgotten my passphrase' }).click();
	await page.getByRole('button', { name: 'Choose a new passphrase' }).click();
	await page.getByRole('button', { name: 'Use a passphrase of my own' }).click();
	await page.getByLabel('Your passphrase').fill(NEW_WORDS);
	await page.getByLabel('The same once more').fill(NEW_WORDS);
	await page.getByRole('button', { name: 'Make the request' }).click();
	const code = await page.locator('[data-code]').getAttribute('data-code', { timeout: 20_000 });
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Save the request' }).click();
	const answer = answerRequest(kit, await (await download).path(), code ?? '');

	await page.reload();
	await page.getByLabel('The file that the office sent').setInputFiles(kit);
	await page.getByLabel('The new passphrase').fill(NEW_WORDS);
	await page.getByRole('button', { name: 'Open the drawer' }).click();
	await expect(page.getByRole('alert')).toContainText('This file is no answer from the office');
	await page.getByLabel('The file that the office sent').setInputFiles(answer);
	await page.getByRole('button', { name: 'Open the drawer' }).click();
	await expect(page.getByRole('heading', { name: 'Records' })).toBeVisible({ timeout: 30_000 });

	await page.goto('/office');
	await unlockHere(page);
	await expect(page.getByRole('alert')).toContainText('did not open the drawer');
	await page.waitForTimeout(1100);
	await page.getByLabel('Your passphrase').fill(NEW_WORDS);
	await page.getByRole('button', { name: 'Unlock' }).click();
	await expect(page.getByRole('button', { name: 'Make an invite' })).toBeVisible({ timeout: 20_000 });
});

test('before joining nobody can help, and the page says what is lost', async ({ page }) => {
	await openRecord(page);
	await textOf(page).fill('Told at the door.');
	await untilSaved(page);
	await page.goto('/unlock/help');
	await expect(page.locator('[data-recovery=none]')).toContainText('Nobody can open this drawer');
	await page.getByRole('link', { name: 'Try to unlock again' }).click();
	await unlock(page);
	await expect(page.getByRole('heading', { name: 'Records' })).toBeVisible({ timeout: 20_000 });
});
