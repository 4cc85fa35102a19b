import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { randomBytes } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeDeviceKeys, openDeviceKeys } from '#lib/vault/device-keys.ts';
import { openPage } from '#lib/vault/header-pages.ts';
import { deriveKeys, unwrapSecret } from '#lib/vault/keys.ts';
import { putMembership, readMembership, sealMembership, type Member } from '#lib/vault/membership.ts';
import { resealDrawer } from '#lib/vault/reseal.ts';
import { FACTS, kept, openTestDrawer, recordWith, spoilt } from '../../support/drawer.ts';

const AT = '2026-11-22T10:00:00Z';
const MEMBER: Member = {
	state: 'joined',
	tenant: newId(),
	person: newId(),
	fingerprint: 'x',
	keylogHead: newId(),
	keylogSize: 4,
	personal: { tenant: newId(), space: newId(), epoch: 1, identity: 'made up' },
	deviceSeq: 3,
	devicePrev: null
};

describe('sealing a drawer again', () => {
	const otherKeys = async () => {
		const drawer = await openTestDrawer();
		const { profile, device: name } = drawer.keys;
		return { drawer, to: await deriveKeys(randomBytes(32), { profile, device: name }) };
	};

	it('moves every kind of row: pages, record keys, the keys of the device, the membership', async () => {
		const { drawer, to } = await otherKeys();
		const { db, keys } = drawer;
		const id = await kept(drawer, 'one of many');
		await db.deviceKeys.put(await makeDeviceKeys(keys));
		await putMembership(db, await sealMembership(keys, MEMBER, 0));
		expect(await resealDrawer(db, keys, to)).toEqual({ ok: true, value: { left: 0 } });
		const [device] = await db.deviceKeys.toArray();
		const [page] = await db.headerPages.toArray();
		const key = await db.recordKeys.get([id, 1]);
		const opened = async (using: typeof to) => [
			(await openDeviceKeys(using, device!)) !== undefined,
			(await openPage(using, page!)).ok,
			(await unwrapSecret(using, key!.wrapped, { id, keyNumber: 1 })).ok,
			(await readMembership(db, using)).said !== 'damaged'
		];
		expect(await opened(to)).toEqual([true, true, true, true]);
		expect(await opened(keys)).toEqual([false, false, false, false]);
		expect((await readMembership(db, to)).said).toEqual(MEMBER);
	});

	it('leaves what does not open as it is, and counts it', async () => {
		const { drawer, to } = await otherKeys();
		const good = await kept(drawer, 'good');
		const bad = await kept(drawer, 'bad');
		const row = await drawer.db.recordKeys.get([bad, 1]);
		const wrapped = spoilt(row!.wrapped);
		await drawer.db.recordKeys.put({ ...row!, wrapped });
		expect(await resealDrawer(drawer.db, drawer.keys, to)).toEqual({ ok: true, value: { left: 1 } });
		expect((await drawer.db.recordKeys.get([bad, 1]))?.wrapped).toEqual(wrapped);
		const again = await drawer.db.recordKeys.get([good, 1]);
		expect((await unwrapSecret(to, again!.wrapped, { id: good, keyNumber: 1 })).ok).toBe(true);
	});

	it('refuses to go on where a newer Doorstep wrote something', async () => {
		const { drawer, to } = await otherKeys();
		const id = await kept(drawer, 'newer');
		const row = await drawer.db.recordKeys.get([id, 1]);
		await drawer.db.recordKeys.put({ ...row!, wrapped: row!.wrapped.with(4, 2) });
		expect(await resealDrawer(drawer.db, drawer.keys, to)).toEqual({ ok: false, reason: 'newer-rows' });
	});

	it('starts again when something was written meanwhile', async () => {
		const { drawer, to } = await otherKeys();
		await kept(drawer, 'first');
		const late = newId();
		const { db } = drawer;
		const write = { id: late, record: recordWith('late'), facts: FACTS, at: AT };
		const spied = vi.spyOn(db, 'transaction').mockImplementationOnce((...args: readonly unknown[]) => {
			spied.mockRestore();
			// Another writer is faster: its record comes between the reading and this transaction.
			const begin = db.transaction.bind(db) as (...all: readonly unknown[]) => Promise<unknown>;
			return drawer.drafts.create(write).then(() => begin(...args)) as never;
		});
		expect(await resealDrawer(drawer.db, drawer.keys, to)).toEqual({ ok: true, value: { left: 0 } });
		const row = await drawer.db.recordKeys.get([late, 1]);
		expect((await unwrapSecret(to, row!.wrapped, { id: late, keyNumber: 1 })).ok).toBe(true);
	});
});
