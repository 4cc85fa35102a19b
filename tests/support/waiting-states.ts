import { expect, type Page } from '@playwright/test';
import { makeRecord } from './drawer-page.ts';

/**
 * A locked device with three things in its outbox: one refused, one that has waited for two days, and a server whose
 * history changed. Put there by hand: no real server can be made to do all of it. Ends on *Waiting to send*.
 */
export async function waitingWithTrouble(page: Page): Promise<void> {
	await makeRecord(page);
	// Away from the drawer, so that its own connections are closed.
	await page.goto('/help');
	await page.evaluate(async () => {
		const open = (name: string) =>
			new Promise<IDBDatabase>((resolve, reject) => {
				const request = indexedDB.open(name);
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new TypeError(name));
			});
		const put = async (name: string, rows: readonly (readonly [string, unknown, string?])[]) => {
			const db = await open(name);
			const transaction = db.transaction([...new Set(rows.map(([store]) => store))], 'readwrite');
			for (const [store, row, key] of rows) transaction.objectStore(store).put(row, key);
			await new Promise((resolve) => (transaction.oncomplete = resolve));
			db.close();
		};
		const drawer = (await indexedDB.databases()).find(({ name }) => name?.startsWith('doorstep-drawer-'));
		const name = drawer?.name ?? '';
		const profile = name.replace('doorstep-drawer-', '');
		await put('doorstep-device', [['settings', { profile, device: 'a'.repeat(26) }, 'delivery']]);
		const bytes = new TextEncoder().encode('{}');
		const entry = { kind: 'draft', h: bytes, s: bytes, c: bytes, queuedAt: Date.now() - 48 * 60 * 60_000 };
		const parked = {
			id: 'p'.repeat(52),
			record: 'p'.repeat(26),
			state: 'parked',
			reason: 'device-revoked',
			order: 1
		};
		const queued = { id: 'q'.repeat(52), record: 'q'.repeat(26), state: 'queued', order: 2 };
		const heads = { mine: { seq: 9, chain: 'x' }, other: { seq: 3, chain: 'y' } };
		const fork = { kind: 'fork', at: Date.now(), ...heads };
		await put(name, [
			['entries', { ...entry, ...parked }],
			['entries', { ...entry, ...queued }],
			['sync', { key: 'history', value: [fork] }]
		]);
	});
	await page.goto('/waiting');
	await expect(page.locator('[data-waiting=parked]')).toBeVisible();
}
