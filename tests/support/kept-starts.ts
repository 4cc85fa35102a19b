/** Where many tests begin, walked once by each worker and then put back as it was kept. */
import { rmSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { decide, makeRecord, overviewOf, textOf, unlock } from './drawer-page.ts';
import { putDevice, takeDevice, type KeptDevice } from './kept-device.ts';
import { fillRecord, setUpOffice } from './office-page.ts';
import { recordDuty } from './record-pages.ts';
import type { RunningServer } from './server.ts';

type Start = (page: Page, server: RunningServer) => Promise<unknown>;

interface Kept {
	readonly device: KeptDevice;
	readonly path: string;
	/** Data of the office, where the start has one. */
	readonly folder?: string;
}

const kept = new Map<Start, Kept>();

process.on('exit', () => {
	for (const { folder } of kept.values()) if (folder) rmSync(folder, { recursive: true, force: true });
});

async function putBack(page: Page, { device, path, folder }: Kept, server?: RunningServer): Promise<void> {
	if (folder !== undefined) await server?.adopt(folder);
	await putDevice(page, device);
	await page.goto(path);
	await unlock(page);
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
}

/** The page stands on a record with its drawer open, as `start` leaves it. */
async function begin(page: Page, start: Start, server?: RunningServer): Promise<void> {
	const known = kept.get(start);
	if (known !== undefined) return putBack(page, known, server);
	// Starts without an office do not look at their server.
	await start(page, server as RunningServer);
	const path = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
	const device = await takeDevice(page);
	const folder = await server?.keep();
	kept.set(start, { device, path, ...(folder !== undefined && { folder }) });
}

/** As `recordDuty` leaves it: for tests that are not about how a record or a drawer is made. */
export const openDuty = (page: Page) => begin(page, recordDuty);

const ownRecord: Start = (page) => makeRecord(page);

/** As `makeRecord` leaves it, with its own passphrase. */
export async function openRecord(page: Page): Promise<void> {
	await begin(page, ownRecord);
	if (await textOf(page).isVisible()) return;
	await page.getByRole('link', { name: 'What you know' }).click();
	await expect(textOf(page)).toBeVisible();
}

const recordInOffice: Start = async (page, server) => {
	await setUpOffice(page, server);
	await decide(page);
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await unlock(page);
	await expect(overviewOf(page)).toBeVisible({ timeout: 20_000 });
};

const fullRecord: Start = async (page, server) => {
	await recordInOffice(page, server);
	await fillRecord(page);
};

/** A new record of a device that has set up its office. The server must be the test's own. */
export const openInOffice = (page: Page, server: RunningServer) => begin(page, recordInOffice, server);

/** The same with nothing missing: it can be made final. */
export const openFull = (page: Page, server: RunningServer) => begin(page, fullRecord, server);
