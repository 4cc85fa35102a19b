import 'fake-indexeddb/auto';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { lookForPeople } from '#lib/app/drawer-people.ts';
import { newId } from '#lib/trust/ids.ts';
import { changeTally, noteLosses } from '#lib/vault/canary-copies.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { device, readSetting, writeReadiness, writeSetting } from '#lib/vault/device-db.ts';
import { openOutbox } from '#lib/vault/outbox.ts';
import { takeCookie } from '#lib/vault/outbox-signals.ts';
import { writeLastProfile, writeProfile } from '#lib/vault/profiles.ts';
import { hasCookieToDrop, readRemovals } from '#lib/vault/removals.ts';
import { isHeld } from '#lib/vault/removing.ts';
import { SLOT_KINDS, slotKindsOf } from '#lib/vault/slot-names.ts';
import { writeSlotText } from '#lib/vault/slot-store.ts';
import { createVault } from '#lib/vault/vault.ts';
import { finishWipes, WIPE_STEPS, wipeDrawer } from '#lib/vault/wipe.ts';
import { FACTS, PLACE, recordWith } from '../../support/drawer.ts';

const WORDS = 'gravel unsaid tiptop marina dusk';
const INPUT = { record: recordWith('kept'), facts: FACTS, at: '2026-11-22T10:00:00Z' };

afterEach(async () => {
	vi.restoreAllMocks();
	await finishWipes();
});

/** What a device may keep of a person beside their drawer: every kind of slot, rows of their own, a sealed check. */
async function thingsOf(profile: string): Promise<void> {
	for (const kind of SLOT_KINDS.slice(1)) await writeSlotText(profile, kind, '{}');
	for (const name of ['theme', 'packSeen']) await writeSetting(`${name}:${profile}`, 'x');
	await writeReadiness(`unlock-tries:${profile}`, { count: 1, lastAt: 1 });
	const tally = { mark: 'm', records: 1, unsent: 0, sentAt: null, at: 1 };
	await changeTally((drawers) => ({ ...drawers, [profile]: tally }));
	await noteLosses([{ kind: 'slot', profile }], 1);
	const capture = { id: newId(), profile, madeAt: 1, sealed: new Uint8Array([1]) };
	await (await device()).put('captures', capture, capture.id);
}

/** A person whose passphrase is a real one: making it takes a second. */
async function ben(): Promise<{ readonly profile: string; readonly record: string }> {
	const vault = createVault(PLACE);
	const made = await vault.make(WORDS, { initials: 'BT', colour: 'plum' });
	const created = await vault.create(INPUT);
	if (!made.ok || !created.ok) throw new TypeError('no drawer');
	await thingsOf(made.profile);
	return { profile: made.profile, record: created.header.id };
}

let other: Awaited<ReturnType<typeof ben>>;
beforeAll(async () => {
	other = await ben();
});

/** A person who is to be removed; nobody opens this one. @returns the profile */
async function anna(): Promise<string> {
	const profile = newId();
	await writeProfile({ profile, initials: 'AB', colour: 'teal', madeAt: 1 });
	await writeSlotText(profile, 'passphrase', '{}');
	await thingsOf(profile);
	const db = new DrawerDatabase(profile);
	await db.recordKeys.put({ record: newId(), keyNumber: 1, wrapped: new Uint8Array([1]) });
	db.close();
	return profile;
}

/** Everything on this device that names a person. */
async function traces(profile: string): Promise<readonly string[]> {
	const db = await device();
	const found = [...(await indexedDB.databases())].map(({ name }) => name ?? '');
	for (const store of ['settings', 'readiness', 'slots', 'profiles', 'captures'] as const) {
		const rows = (await db.getAll(store)).map((row) => JSON.stringify(row));
		found.push(...(await db.getAllKeys(store)), ...rows);
	}
	return found.filter((text) => text.includes(profile));
}

/** Rows that tell of several people change with any of them. */
const isOwn = (row: string) => !row.includes('"drawers"') && !row.includes('noticedAt');

async function isOtherAsBefore(before: readonly string[]): Promise<boolean> {
	const now = await traces(other.profile);
	return JSON.stringify(now.filter(isOwn)) === JSON.stringify(before.filter(isOwn));
}

describe('removing a drawer', () => {
	it('leaves nothing of it, and the other person as they were', async () => {
		const profile = await anna();
		await takeCookie({ profile, device: newId() }, () => Promise.resolve({ ok: true }));
		await writeLastProfile(profile);
		await writeSetting('return-to', { path: '/records/x', profile });
		const before = await traces(other.profile);
		await wipeDrawer(profile);
		expect(await traces(profile)).toEqual([]);
		expect([await readSetting('return-to'), await readSetting('delivery')]).toEqual([undefined, undefined]);
		expect(await hasCookieToDrop()).toBe(true);
		expect(await isOtherAsBefore(before)).toBe(true);
		const vault = createVault(PLACE);
		const opened = await vault.unlock(other.profile, { kind: 'passphrase', passphrase: WORDS });
		expect([opened.ok, (await vault.open(other.record)).ok]).toEqual([true, true]);
	});

	it('takes the slots first: cut off after them, nothing opens what is left', async () => {
		const profile = await anna();
		await expect(wipeDrawer(profile, cutOff(3))).rejects.toThrow('killed');
		expect(await slotKindsOf(profile)).toEqual([]);
		const outbox = await openOutbox(profile);
		expect(outbox).toBeDefined();
		outbox?.close();
		const secret = { kind: 'passphrase', passphrase: WORDS } as const;
		expect(await createVault(PLACE).unlock(profile, secret)).toEqual({ ok: false, reason: 'no-drawer' });
	});

	const places = [1, 2, 3, 4, 5];
	it.each(places)('killed after %d steps, it is finished at the next start', async (at) => {
		const profile = await anna();
		const before = await traces(other.profile);
		await expect(wipeDrawer(profile, cutOff(at))).rejects.toThrow('killed');
		expect(await readRemovals()).toEqual(at < WIPE_STEPS.length ? [profile] : []);
		// It is nobody to choose any more, and nothing of it comes back.
		const { all } = await lookForPeople(undefined);
		expect(all.map((tile) => tile.profile)).not.toContain(profile);
		await finishWipes();
		expect(await traces(profile)).toEqual([]);
		expect(await isOtherAsBefore(before)).toBe(true);
	});

	it('killed before it was noted, has changed nothing', async () => {
		const profile = await anna();
		const before = await traces(profile);
		await expect(wipeDrawer(profile, cutOff(0))).rejects.toThrow('killed');
		await finishWipes();
		expect(await traces(profile)).toEqual(before);
	});

	it.each([0, 2, 3, 5, 7, 9])('goes on after the disk refused removal number %d', async (at) => {
		const profile = await anna();
		const before = await traces(other.profile);
		refuseRemoval(at);
		expect(await createVault(PLACE).removeDrawer(profile)).toBe(false);
		vi.restoreAllMocks();
		expect(await readRemovals()).toEqual([profile]);
		expect(await createVault(PLACE).finishRemovals()).toBe(true);
		expect(await traces(profile)).toEqual([]);
		expect(await isOtherAsBefore(before)).toBe(true);
	});

	it('may be done twice, and for a drawer that was never finished', async () => {
		const profile = await anna();
		for (const each of [profile, profile, newId()]) await wipeDrawer(each);
		expect(await readRemovals()).toEqual([]);
	});
});

/** Lets the disk refuse one removal of a row. */
function refuseRemoval(at: number): void {
	// Called with its own store below.
	// eslint-disable-next-line @typescript-eslint/unbound-method
	const real = IDBObjectStore.prototype.delete;
	let count = -1;
	vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
		count += 1;
		if (count === at) throw new DOMException('disk', 'UnknownError');
		return real.call(this, key);
	});
}

describe('what a removal would destroy', () => {
	it('counts what nobody else is confirmed to hold', async () => {
		const vault = createVault(PLACE);
		expect(await vault.removalLoss()).toBeUndefined();
		const made = await vault.make(WORDS);
		if (!made.ok) return expect.fail(made.reason);
		await vault.create(INPUT);
		await vault.create(INPUT);
		const { profile } = made;
		await (await device()).put('captures', { id: 'c', profile, madeAt: 1, sealed: new Uint8Array() }, 'c');
		const loss = { records: 3, all: 3, hasBackup: false, hasStatements: false };
		expect(await vault.removalLoss()).toEqual(loss);
	});

	it('takes the server for enough only while the office keeps no backup', () => {
		const held = (place: 'safe' | 'server' | 'waiting' | 'parked' | 'device-only') =>
			[false, true].map((hasBackup) => isHeld({ place }, hasBackup));
		expect([held('safe'), held('server')]).toEqual([
			[true, true],
			[true, false]
		]);
		for (const place of ['waiting', 'parked', 'device-only'] as const)
			expect(held(place)).toEqual([false, false]);
	});
});

/** The steps of a removal whose process is killed after so many of them. */
function cutOff(at: number): typeof WIPE_STEPS {
	return [...WIPE_STEPS.slice(0, at), () => Promise.reject(new TypeError('killed'))];
}
