import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
	forgetDrawer,
	lookBeforeOpening,
	lookForLosses,
	markLossesRead,
	readLosses,
	rememberDrawer
} from '#lib/vault/canary-watch.ts';
import { forgetTally } from '#lib/vault/canary-copies.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { closeDeviceDatabase, deleteSlotRow, device, writeSlotRow } from '#lib/vault/device-db.ts';
import { drawerName } from '#lib/vault/outbox.ts';
import { kept, openTestDrawer } from '../../support/drawer.ts';

/** Cache Storage of a test: outlives the databases. */
function fakeCaches() {
	const texts = new Map<string, string>();
	return {
		match: (path: string) => Promise.resolve(texts.has(path) ? new Response(texts.get(path)) : undefined),
		open: () =>
			Promise.resolve({
				put: async (path: string, answer: Response) => {
					texts.set(path, await answer.text());
				}
			}),
		delete: () => {
			texts.clear();
			return Promise.resolve(true);
		}
	};
}

const kinds = async (hasWitness = false) =>
	(await lookForLosses(hasWitness, 2)).losses.map(({ kind, last }) => [kind, last?.records]);

async function removeDatabase(name: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const request = indexedDB.deleteDatabase(name);
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error ?? new DOMException(name));
	});
}

/** A drawer with two records, remembered; its slot lies beside it. */
async function remembered() {
	const drawer = await openTestDrawer();
	const { profile } = drawer.keys;
	await kept(drawer, 'one');
	await kept(drawer, 'two');
	await writeSlotRow(`${profile}.passphrase`, 'sealed');
	await rememberDrawer(profile, 1);
	drawer.db.close();
	return profile;
}

beforeEach(async () => {
	vi.stubGlobal('caches', fakeCaches());
	await forgetTally();
	for (const key of await (await device()).getAllKeys('slots')) await deleteSlotRow(key);
});

describe('the canary over real databases', () => {
	it('is quiet while all is here', async () => {
		await remembered();
		expect(await kinds(true)).toEqual([]);
		expect((await lookForLosses(true, 2)).hasDrawer).toBe(true);
	});

	it('notices a drawer that is gone, until it was read', async () => {
		const profile = await remembered();
		await removeDatabase(drawerName(profile));
		expect(await kinds()).toEqual([['drawer', 2]]);
		expect(await kinds()).toEqual([['drawer', 2]]);
		await markLossesRead(3);
		expect(await kinds()).toEqual([]);
		expect(await readLosses()).toMatchObject([{ kind: 'drawer', profile, noticedAt: 2, readAt: 3 }]);
	});

	it('notices it before an empty database stands in its place', async () => {
		const profile = await remembered();
		await removeDatabase(drawerName(profile));
		await lookBeforeOpening(2);
		await new DrawerDatabase(profile).open();
		await rememberDrawer(profile, 3);
		expect(await kinds()).toEqual([['drawer', 2]]);
	});

	it('notices an empty database that took the place of a full one', async () => {
		const profile = await remembered();
		await removeDatabase(drawerName(profile));
		await new DrawerDatabase(profile).open();
		expect(await kinds()).toEqual([['drawer', 2]]);
	});

	it('notices that every database is gone, from the copy in the cache', async () => {
		const profile = await remembered();
		await closeDeviceDatabase();
		await removeDatabase('doorstep-device');
		await removeDatabase(drawerName(profile));
		expect(await kinds()).toEqual([
			['drawer-and-slot', 2],
			['device', undefined]
		]);
	});

	it('notices that the device database alone is gone, and remembers anew', async () => {
		await remembered();
		await closeDeviceDatabase();
		await removeDatabase('doorstep-device');
		// Slots of these tests are rows of that database.
		expect(await kinds()).toEqual([
			['slot', 2],
			['device', undefined]
		]);
		await markLossesRead(3);
		expect(await kinds()).toEqual([]);
	});

	it('takes a removal for what it is', async () => {
		const profile = await remembered();
		await forgetDrawer(profile);
		await deleteSlotRow(`${profile}.passphrase`);
		await removeDatabase(drawerName(profile));
		expect(await kinds()).toEqual([]);
		expect((await lookForLosses(false, 2)).hasDrawer).toBe(false);
	});

	it('knows a cleared device by its witness alone', async () => {
		expect(await kinds(true)).toEqual([['all', undefined]]);
		expect(await kinds(false)).toEqual([['all', undefined]]);
		await markLossesRead(3);
		expect(await kinds(false)).toEqual([]);
	});

	it('is not misled by a torn copy', async () => {
		await remembered();
		await (await device()).put('readiness', { v: 1, count: 'many' }, 'canary');
		expect(await kinds()).toEqual([['device', undefined]]);
	});
});
