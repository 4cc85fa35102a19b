import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { randomBytes } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { deriveKeys, unwrapSecret, wrapSecret } from '#lib/vault/keys.ts';
import { makeDeviceKeys, openDeviceKeys } from '#lib/vault/device-keys.ts';
import { readSlotRow, writeSlotRow } from '#lib/vault/device-db.ts';
import { listProfiles } from '#lib/vault/slot-names.ts';
import { readSlot, writeSlot } from '#lib/vault/slot-store.ts';
import { createVault } from '#lib/vault/vault.ts';
import { FACTS, PLACE, recordWith } from '../../support/drawer.ts';

const WORDS = 'gravel unsaid tiptop marina dusk';
const secret = (passphrase: string) => ({ kind: 'passphrase', passphrase }) as const;
const INPUT = { record: recordWith('kept'), facts: FACTS, at: '2026-11-22T10:00:00Z' };

async function madeDrawer(): Promise<{ profile: string; record: string }> {
	const vault = createVault(PLACE);
	const made = await vault.make(WORDS);
	const created = await vault.create(INPUT);
	return { profile: made.ok ? made.profile : '', record: created.ok ? created.header.id : '' };
}

describe('the vault', () => {
	it('makes a drawer, and opens it again with the same passphrase', async () => {
		const { profile, record } = await madeDrawer();
		expect(await listProfiles()).toContain(profile);
		const vault = createVault(PLACE);
		expect(await vault.unlock(profile, secret(WORDS))).toEqual({ ok: true });
		expect(await vault.open(record)).toMatchObject({ ok: true, record: recordWith('kept') });
		expect((await vault.list()).headers.map((header) => header.id)).toEqual([record]);
	});

	it('gives nothing while it is closed', async () => {
		const vault = createVault(PLACE);
		const notOpen = { ok: false, reason: 'not-open' };
		expect(await vault.create(INPUT)).toEqual(notOpen);
		expect(await vault.save({ ...INPUT, id: newId() })).toEqual(notOpen);
		expect(await vault.open(newId())).toEqual(notOpen);
		expect(await vault.list()).toEqual({ headers: [], damaged: [] });
	});

	it('stays closed after a wrong passphrase, and loses nothing by it', async () => {
		const { profile, record } = await madeDrawer();
		const vault = createVault(PLACE);
		for (let attempt = 0; attempt < 3; attempt += 1)
			expect(await vault.unlock(profile, secret(`wrong ${attempt}`))).toEqual({
				ok: false,
				reason: 'wrong-passphrase'
			});
		expect(await vault.open(record)).toEqual({ ok: false, reason: 'not-open' });
		expect(await vault.unlock(profile, secret(WORDS))).toEqual({ ok: true });
		expect((await vault.open(record)).ok).toBe(true);
	});

	it('says that there is no drawer, or that its slot is damaged', async () => {
		const vault = createVault(PLACE);
		expect(await vault.unlock(newId(), secret(WORDS))).toEqual({ ok: false, reason: 'no-drawer' });
		const profile = newId();
		await writeSlotRow(`${profile}.passphrase`, '{"v":1');
		expect(await vault.unlock(profile, secret(WORDS))).toEqual({ ok: false, reason: 'damaged' });
	});

	it('keeps a slot across a rewrite', async () => {
		const { profile } = await madeDrawer();
		const slot = await readSlot(profile);
		if (slot === undefined || slot === 'damaged') return expect.fail('no slot');
		await writeSlot(slot);
		expect(await readSlot(profile)).toEqual(slot);
		expect(await readSlotRow(`${profile}.passphrase`)).not.toContain(WORDS);
		expect(await readSlot(newId())).toBeUndefined();
	});

	it('makes the device its keys with the drawer, private parts wrapped', async () => {
		const { profile } = await madeDrawer();
		const [row] = await new DrawerDatabase(profile).deviceKeys.toArray();
		expect(row?.recipient).toMatch(/^age1pq/);
		expect(row?.signPublic).toHaveLength(32);
		expect(Buffer.from(row!.wrapped).toString('latin1')).not.toContain('AGE-SECRET');
	});
});

describe('the keys below the root key', () => {
	const owner = { profile: newId(), device: newId() };

	it('wipe the root key and cannot be exported', async () => {
		const root = randomBytes(32);
		const keys = await deriveKeys(root, owner);
		expect(root).toEqual(new Uint8Array(32));
		expect([keys.wrap.extractable, keys.pages.extractable]).toEqual([false, false]);
	});

	it('unwrap only in the place they were wrapped for', async () => {
		const keys = await deriveKeys(randomBytes(32), owner);
		const at = { id: newId(), keyNumber: 2 };
		const wrapped = await wrapSecret(keys, new Uint8Array([1, 2, 3]), at);
		expect(await unwrapSecret(keys, wrapped, at)).toEqual({ ok: true, secret: new Uint8Array([1, 2, 3]) });
		expect((await unwrapSecret(keys, wrapped, { ...at, id: newId() })).ok).toBe(false);
		const otherNumber = await unwrapSecret(keys, wrapped, { ...at, keyNumber: 3 });
		expect(otherNumber).toEqual({ ok: false, reason: 'other-key' });
	});

	it('open the device keys: they sign what their public key checks', async () => {
		const keys = await deriveKeys(randomBytes(32), owner);
		const row = await makeDeviceKeys(keys);
		const opened = await openDeviceKeys(keys, row);
		expect(opened?.identity).toMatch(/^AGE-SECRET-KEY-PQ-1/);
		const message = randomBytes(40);
		const signature = await crypto.subtle.sign('Ed25519', opened!.signKey, message);
		const known = await crypto.subtle.importKey('raw', row.signPublic, 'Ed25519', false, ['verify']);
		expect(await crypto.subtle.verify('Ed25519', known, signature, message)).toBe(true);
		const damaged = { ...row, wrapped: row.wrapped.with(70, (row.wrapped[70] ?? 0) ^ 1) };
		expect(await openDeviceKeys(keys, damaged)).toBeUndefined();
	});

	it('do not open the device keys beside public parts of somebody else', async () => {
		const keys = await deriveKeys(randomBytes(32), owner);
		const [row, other] = [await makeDeviceKeys(keys), await makeDeviceKeys(keys)];
		expect(await openDeviceKeys(keys, { ...row, recipient: other.recipient })).toBeUndefined();
		expect(await openDeviceKeys(keys, { ...row, signPublic: other.signPublic })).toBeUndefined();
	});
});
