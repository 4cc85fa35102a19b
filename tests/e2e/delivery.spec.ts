import { readFileSync, rmSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import {
	joinedDevice,
	openRecord,
	storedKinds,
	toRecords,
	writeMore,
	writeRecord
} from '../support/delivery-page.ts';
import { lock, textOf, unlock } from '../support/drawer-page.ts';
import { backToRecord } from '../support/record-pages.ts';
import { fillRecord, makeFinal } from '../support/office-page.ts';
import { recovered } from '../support/recovered.ts';
import { standIn, type StandInAnswer } from '../support/stand-in.ts';
import { expect, test, untilOfflineReady } from '../support/test.ts';
import { waitingWithTrouble } from '../support/waiting-states.ts';

test.setTimeout(240_000);
test.use({ actionTimeout: 20_000 });

/** A wait between two tries while the person looks on is half a minute at most by then. */
const BY_ITSELF = { timeout: 90_000 };

const copyOf = (page: Page) => page.locator('[data-copy]');
const topBar = (page: Page) => page.locator('header .unsent');

test('a record goes by itself when the server is back, open, locked, and by the service worker alone; a restored server gets back what it lost', async ({
	page,
	server,
	browser
}) => {
	const office = await (await browser.newContext({ baseURL: server.origin })).newPage();
	const kit = await joinedDevice(office, page, server);
	await office.close();
	await untilOfflineReady(page);

	await server.stop();
	const record = await writeRecord(page, 'Seen at the door: MARKERSENT91');
	await toRecords(page);
	await expect(copyOf(page)).toHaveText('On this device only');
	await expect(page.getByText(/Waiting to send: the office could not be reached, last try/)).toBeVisible();
	await expect(topBar(page)).toHaveText('1 item waiting to send');
	await server.restart();
	await expect(copyOf(page)).toHaveText('On the server', BY_ITSELF);
	await expect(topBar(page)).toBeHidden();
	expect(storedKinds(server, record)).toEqual(['grant', 'grant', 'draft']);
	const old = await server.keep();

	await server.stop();
	await openRecord(page);
	await writeMore(page, ' And later.');
	await lock(page);
	await expect(topBar(page)).toHaveText('1 item waiting to send');
	await server.restart();
	await expect(topBar(page)).toBeHidden(BY_ITSELF);
	expect(storedKinds(server, record)).toEqual(['grant', 'grant', 'draft', 'draft']);

	await unlock(page);
	await expect(textOf(page)).toBeVisible();
	await server.stop();
	await writeMore(page, ' And once more.');
	await backToRecord(page);
	await fillRecord(page);
	await makeFinal(page);
	await lock(page);
	await expect(topBar(page)).toHaveText('1 item waiting to send');
	await expect.poll(() => syncTags(page)).toEqual(['deliver']);
	await page.goto('about:blank');
	await server.restart();
	await wakeServiceWorker(page.context(), page, server.origin);
	await expect.poll(() => storedKinds(server, record).at(-1), BY_ITSELF).toBe('final');
	expect(storedKinds(server, record).filter((kind) => kind === 'final')).toHaveLength(1);

	const text = recovered(server.dataDir, { kit, record });
	expect(text).toContain('Seen at the door: MARKERSENT91 And later. And once more.');
	expect(text).toMatch(/final/i);

	const before = storedKinds(server, record);
	await server.adopt(old);
	rmSync(old, { recursive: true });
	expect(storedKinds(server, record)).toEqual(['grant', 'grant', 'draft']);
	await page.goto(`/records/${record}`);
	await unlock(page);
	// Unlocking leads back to the record: a click before that would be overtaken.
	await expect(page.locator('[data-life]').first()).toBeVisible({ timeout: 20_000 });
	await expect(topBar(page)).toHaveText('Server history changed', BY_ITSELF);
	expect(storedKinds(server, record).toSorted()).toEqual(before.toSorted());
	await topBar(page).click();
	const red = page.locator('[data-notice=forked]');
	await expect(red).toContainText(/device had seen: number \d+, [\w-]{43}/);
	await expect(red).toContainText(/the server now says: number \d+, [\w-]{43}/);
	const saving = page.waitForEvent('download');
	await red.getByRole('button', { name: 'Save the report' }).click();
	const report = readFileSync(await (await saving).path(), 'utf8');
	expect(report).toMatch(/Device: [a-z2-7]{26}\nDoorstep .+\n/);
	expect(report).not.toContain(record);
	await red.getByRole('button', { name: 'I have told them' }).click();
	await expect(red).toBeHidden();
	await page.goto('/device/security');
	await expect(page.locator('[data-history="1"]')).toContainText('Read and confirmed');
});

const HTML = { 'content-type': 'text/html' };
const ANSWERS: readonly { readonly name: string; readonly answer: StandInAnswer; readonly says: RegExp }[] = [
	{ name: '500', answer: { status: 500, headers: HTML, body: 'broken' }, says: /the office has a fault/ },
	{ name: '413', answer: { status: 413, headers: HTML }, says: /called too large on the way/ },
	{
		name: '503 with Retry-After',
		answer: {
			status: 503,
			headers: { 'retry-after': '2', 'content-type': 'application/problem+json' },
			body: JSON.stringify({ reason: 'busy', status: 503 })
		},
		says: /the office is busy and asked to wait/
	},
	{
		name: 'HTML of a café',
		answer: { status: 200, headers: HTML, body: '<h1>Free Wi-Fi</h1>' },
		says: /something else answered in place of the office/
	}
];

test('keeps the queue and tells the truth, whatever answers in place of the office, and delivers once', async ({
	page,
	server,
	browser
}) => {
	const office = await (await browser.newContext({ baseURL: server.origin })).newPage();
	await joinedDevice(office, page, server);
	await office.close();
	await untilOfflineReady(page);
	await server.stop();
	const instead = await standIn(server.origin, { status: 500 });
	const record = await writeRecord(page, 'Kept through every answer');
	await toRecords(page);
	await page.getByRole('main').getByRole('link', { name: 'Waiting to send', exact: true }).click();
	const row = page.locator('[data-waiting=waiting]');
	for (const { name, answer, says } of ANSWERS) {
		instead.answer = answer;
		await expect(async () => {
			// Something may be under way still, with the answer before.
			await page.getByRole('button', { name: 'Send now' }).click();
			await expect(page.locator('[data-result]'), name).toHaveText(says, { timeout: 3000 });
		}).toPass({ timeout: 30_000 });
		await expect(row, name).toHaveCount(1);
		await expect(row.locator('.state')).toHaveText('On this device only');
		await expect(row).toContainText(says);
		await expect(row).toContainText(/Last try: \d\d:\d\d/);
		expect(storedKinds(server, record), name).toEqual([]);
	}
	await instead.close();
	await server.restart();
	// After so many failures the next try by itself may be minutes away; the signal's return does not wait for it.
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await expect(page.locator('[data-waiting=none]')).toBeVisible(BY_ITSELF);
	expect(storedKinds(server, record)).toEqual(['grant', 'grant', 'draft']);
});

test('names what needs a person and a changed history, locked and without titles, and overwrites nothing', async ({
	page
}) => {
	await waitingWithTrouble(page);
	await expect(page.locator('[data-waiting=parked]')).toContainText('1 item');
	await expect(page.locator('[data-waiting=parked]')).toContainText('Not sent: needs you');
	await expect(page.locator('[data-waiting=parked]')).toContainText('taken out of the organisation');
	await expect(page.locator('[data-waiting=waiting]')).toContainText('unlock your records once with signal');
	await expect(page.locator('[data-notice=forked]')).toContainText('Server history changed');
	await expect(topBar(page)).toHaveText('Server history changed');
	await page.getByRole('button', { name: 'I have told them' }).click();
	await expect(page.locator('[data-notice=forked]')).toBeHidden();
	await expect(topBar(page)).toHaveText('Not sent: 1 item needs you');
	await page.goto('/');
	await expect(page.locator('[data-notice=overdue]')).toContainText('more than a day');
	await page.goto('/waiting');
	await expect(page.locator('[data-waiting]')).toHaveCount(2);
});

test.describe('with clocks that are ten years apart', () => {
	test('nothing refuses, and nothing is late', async ({ page, server, browser }) => {
		await server.restart({ env: { NODE_OPTIONS: '--import=./tests/support/ten-years-ahead.ts' } });
		const office = await (await browser.newContext({ baseURL: server.origin })).newPage();
		await joinedDevice(office, page, server);
		const record = await writeRecord(page, 'Written ten years before the office');
		await toRecords(page);
		await expect(copyOf(page)).toHaveText('On the server', BY_ITSELF);
		expect(storedKinds(server, record)).toEqual(['grant', 'grant', 'draft']);
		await page.goto('/');
		await expect(page.locator('[data-notice]')).toHaveCount(0);
	});
});

/** What the browser was asked to wake the service worker for. */
function syncTags(page: Page): Promise<readonly string[]> {
	return page.evaluate(async () => {
		const registration = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & {
			sync: { getTags(): Promise<string[]> };
		};
		return registration.sync.getTags();
	});
}

/** What the browser does when it believes that there is signal. No page of Doorstep is open. */
async function wakeServiceWorker(context: BrowserContext, blank: Page, origin: string): Promise<void> {
	expect(context.pages().filter((one) => one.url().startsWith(origin))).toEqual([]);
	const session = await context.newCDPSession(blank);
	const registration = new Promise<string>((resolve) =>
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const [mine] = registrations.filter((one) => one.scopeURL.startsWith(origin));
			if (mine !== undefined) resolve(mine.registrationId);
		})
	);
	await session.send('ServiceWorker.enable');
	const registrationId = await registration;
	await session.send('ServiceWorker.dispatchSyncEvent', {
		origin,
		registrationId,
		tag: 'deliver',
		lastChance: false
	});
}
