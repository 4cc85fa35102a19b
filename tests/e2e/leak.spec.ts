/* eslint-disable no-restricted-globals -- local storage is the leak that is planted here */
import type { Page } from '@playwright/test';
import { scanFolder } from '../support/disk-scan.ts';
import { makeRecord, textOf, unlock, untilSaved } from '../support/drawer-page.ts';
import {
	atOrigin,
	newProfile,
	removeProfile,
	startBrowser,
	type ProfileBrowser
} from '../support/profile-browser.ts';
import { expect, test } from '../support/test.ts';

/** Chromium writes what it would restore a tab from within 15 s. */
const SESSION_WRITTEN_MS = 17_000;
const PASSPHRASE = 'zebra MARKERPASS quilt lantern';

let profile: string;
let browser: ProfileBrowser | undefined;

test.setTimeout(240_000);
test.beforeEach(() => {
	profile = newProfile();
});
test.afterEach(async () => {
	await browser?.kill().catch(() => undefined); // It may have ended already.
	removeProfile(profile);
});

async function start(origin: string, ...flags: string[]): Promise<Page> {
	browser = await startBrowser(profile, flags);
	return atOrigin(browser.page, origin);
}

async function close(): Promise<void> {
	await browser?.close();
	browser = undefined;
}

async function kill(): Promise<void> {
	await browser?.kill();
	browser = undefined;
}

test('the scanner finds what was planted, also in packed tables and in half-typed forms', async ({
	server
}) => {
	const planted = ['MARKERLOCAL71', 'MARKERBASE72', 'MARKERINDEXED73', 'MARKERFORM74'];
	let page = await start(server.origin);
	await page.goto('/help');
	await page.evaluate(async ([local, base, indexed]) => {
		localStorage.setItem('planted', `${local} ${'filling '.repeat(200_000)}`);
		localStorage.setItem('encoded', btoa(`some ${base} text`));
		await new Promise((resolve, reject) => {
			const request = indexedDB.open('planted', 1);
			request.onerror = reject;
			request.onupgradeneeded = () => request.result.createObjectStore('rows').put(`row ${indexed}`, 1);
			request.onsuccess = resolve;
		});
		const form = document.createElement('input');
		form.setAttribute('aria-label', 'planted');
		document.body.append(form);
	}, planted);
	await page.getByRole('textbox', { name: 'planted' }).pressSequentially('MARKERFORM74');
	await page.waitForTimeout(SESSION_WRITTEN_MS);
	await close();
	// The next start packs yesterday's log into tables.
	page = await start(server.origin);
	await page.goto('/help');
	await page.evaluate(() => localStorage.setItem('more', 'x'));
	await close();
	const { leaks, unpackedBlocks } = scanFolder(profile, planted);
	const found = new Set(leaks.map((leak) => leak.marker));
	test.info().annotations.push({ type: 'planted', description: JSON.stringify(leaks) });
	expect([...found].sort()).toEqual([...planted].sort());
	expect(unpackedBlocks).toBeGreaterThan(0);
});

test('no word of a record, and no passphrase, is readable on the disk: open, killed, locked, closed, restored', async ({
	server
}) => {
	const markers = ['MARKERPASS', 'MARKERSAVED81', 'MARKERHALF82', 'MARKERWRONG83', 'MARKERLATER84'];
	const scan = (when: string) => {
		const result = scanFolder(profile, markers);
		test.info().annotations.push({ type: when, description: `${result.files} files, ${result.bytes} bytes` });
		expect(result.files, when).toBeGreaterThan(20);
		expect(result.leaks, when).toEqual([]);
	};
	let page = await start(server.origin);
	await makeRecord(page, PASSPHRASE);
	const record = new URL(page.url()).pathname;
	await textOf(page).fill('Told by the aunt: MARKERSAVED81.');
	await untilSaved(page);
	await textOf(page).pressSequentially(' And MARKERHALF82');
	await page.waitForTimeout(SESSION_WRITTEN_MS);
	scan('live');
	await kill();
	scan('killed');

	page = await start(server.origin, '--restore-last-session');
	await page.goto(record);
	await unlock(page, 'this is MARKERWRONG83');
	await expect(page.getByRole('alert')).toContainText('did not open');
	await page.waitForTimeout(1500);
	await unlock(page, PASSPHRASE);
	await expect(textOf(page)).toHaveValue(/MARKERSAVED81/);
	await textOf(page).fill('MARKERLATER84 and no other word');
	await untilSaved(page);
	await page.getByRole('button', { name: 'Lock', exact: true }).click();
	await page.waitForURL('**/unlock');
	await page.waitForTimeout(SESSION_WRITTEN_MS);
	scan('locked');
	await close();
	scan('closed');

	page = await start(server.origin, '--restore-last-session');
	await page.waitForTimeout(SESSION_WRITTEN_MS);
	await close();
	scan('restored');
});
