import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { randomBytes } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { deriveKeys, importRecordKey, newRecordKey, wrapSecret } from '#lib/vault/keys.ts';
import { openDrawerDatabase } from '#lib/vault/open-database.ts';
import { DRAWER_VERSION, drawerName, openOutbox } from '#lib/vault/outbox.ts';
import { Drafts } from '#lib/vault/drafts.ts';
import { sealPage } from '#lib/vault/header-pages.ts';
import { sealCopy } from '#lib/vault/working-copy.ts';
import { writeProblem } from '#lib/vault/write-problem.ts';
import { FACTS, recordWith } from '../../support/drawer.ts';

/** Stores of the drawer at its version 1, as they were released. */
const FIRST = {
	working: 'id, page',
	headerPages: 'page',
	recordKeys: '[record+keyNumber], record',
	deviceKeys: 'device',
	entries: 'id, state, record',
	sync: 'key',
	quarantine: 'key'
};

const AT = '2026-11-22T10:00:00Z';

/** A drawer of version 1 with one sealed record, and rows in every other store. */
async function firstDrawer() {
	const owner = { profile: newId(), device: newId() };
	const keys = await deriveKeys(randomBytes(32), owner);
	const id = newId();
	const header = { id, ...FACTS, createdAt: AT, savedAt: AT };
	const raw = newRecordKey();
	const wrapped = await wrapSecret(keys, raw, { id, keyNumber: 1 });
	const current = { key: await importRecordKey(raw), keyNumber: 1, saveCounter: 1 };
	const sealed = await sealCopy(keys, { header, record: recordWith('of version 1') }, current);
	if (!sealed.ok) throw new TypeError('not sealed');
	const page = await sealPage(keys, { page: 0, counter: 1, rows: [{ header, saveCounter: 1 }] });
	const db = new Dexie(drawerName(owner.profile));
	db.version(1).stores(FIRST);
	await db.table('working').add({ id, blob: sealed.bytes, saveCounter: 1, keyNumber: 1, page: 0 });
	await db.table('headerPages').add(page);
	await db.table('recordKeys').add({ record: id, keyNumber: 1, wrapped });
	await db.table('entries').add({ id: 'e'.repeat(52), state: 'queued', record: id, kind: 'draft', order: 1 });
	await db.table('sync').add({ key: 'cursor', value: { seq: 7, chain: 'x' } });
	await db.table('quarantine').add({ key: newId(), reason: 'put-back', noticedAt: AT, row: undefined });
	const rows = await Promise.all(
		db.tables.map(async (table) => [table.name, await table.toArray()] as const)
	);
	db.close();
	return { keys, id, profile: owner.profile, rows };
}

async function rowsOf(profile: string) {
	const db = await new Dexie(drawerName(profile)).open();
	const rows = await Promise.all(
		Object.keys(FIRST).map(async (name) => [name, await db.table(name).toArray()] as const)
	);
	const { verno } = db;
	db.close();
	return { rows: new Map(rows), verno };
}

describe('the drawer of version 1', () => {
	it('opens in the newest version with every row, and its record opens', async () => {
		const { keys, id, profile, rows } = await firstDrawer();
		const db = await openDrawerDatabase(profile);
		expect(db.verno).toBe(DRAWER_VERSION);
		for (const [name, before] of rows) expect(await db.table(name).toArray(), name).toEqual(before);
		const opened = await new Drafts(db, keys).open(id);
		expect(opened).toMatchObject({ ok: true, record: recordWith('of version 1') });
		expect((await new Drafts(db, keys).list()).headers).toMatchObject([{ id }]);
		db.close();
	});

	it.each(['throws', 'is aborted'])(
		'stays whole when its upgrade %s, and is upgraded the next time',
		async (how) => {
			const { profile, rows } = await firstDrawer();
			const broken = new DrawerDatabase(profile);
			broken.version(DRAWER_VERSION + 1).upgrade(async (transaction) => {
				await transaction.table('working').clear();
				if (how === 'is aborted') transaction.abort();
				throw new TypeError('cut off');
			});
			await expect(broken.open()).rejects.toThrow();
			broken.close();
			const after = await rowsOf(profile);
			expect(after.verno).toBe(1);
			for (const [name, before] of rows) expect(after.rows.get(name), name).toEqual(before);
			const db = await openDrawerDatabase(profile);
			expect(await db.working.count()).toBe(1);
			db.close();
		}
	);

	it('waits for no tab for ever that holds it open, and goes on once it is closed', async () => {
		const { profile } = await firstDrawer();
		const old = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open(drawerName(profile));
			request.onsuccess = () => resolve(request.result);
		});
		const refused: unknown = await openDrawerDatabase(profile).catch((error: unknown) => error);
		expect(writeProblem(refused)).toBe('blocked');
		old.close();
		const db = await openDrawerDatabase(profile);
		expect(await db.working.count()).toBe(1);
		db.close();
	});
});

describe('a drawer of a newer Doorstep', () => {
	/** One that dropped a store and made another. */
	async function newerDrawer() {
		const { profile } = await firstDrawer();
		const newer = new DrawerDatabase(profile);
		newer.version(DRAWER_VERSION + 1).stores({ quarantine: null, somethingNew: 'id' });
		await newer.open();
		await newer.table('somethingNew').add({ id: 'x' });
		const { version } = newer.backendDB();
		newer.close();
		return { profile, version };
	}

	it('is not opened, and not changed', async () => {
		const { profile, version } = await newerDrawer();
		const refused: unknown = await openDrawerDatabase(profile).catch((error: unknown) => error);
		expect(writeProblem(refused)).toBe('newer');
		await expect(openOutbox(profile)).rejects.toThrow('database-newer');
		const raw = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open(drawerName(profile));
			request.onsuccess = () => resolve(request.result);
		});
		expect(raw.version).toBe(version);
		expect([...raw.objectStoreNames]).not.toContain('quarantine');
		expect([...raw.objectStoreNames]).toContain('somethingNew');
		raw.close();
	});
});

describe('versions', () => {
	it('are the same for Dexie and for what reads beside it', () => {
		expect(new DrawerDatabase(newId()).verno).toBe(DRAWER_VERSION);
	});
});
