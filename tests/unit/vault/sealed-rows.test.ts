import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '#lib/trust/bytes.ts';
import { openDrl1, readDrl1Header, sealDrl1 } from '#lib/trust/drl1.ts';
import { newId } from '#lib/trust/ids.ts';
import { openPage, pagePlace, ROWS_OF_A_PAGE, sealPage } from '#lib/vault/header-pages.ts';
import { deriveKeys, importRecordKey, newRecordKey, wrapPlace, wrapSecret } from '#lib/vault/keys.ts';
import type { DrawerKeys } from '#lib/vault/keys.ts';
import {
	membershipPlace,
	putMembership,
	readMembership,
	sealMembership,
	type Member
} from '#lib/vault/membership.ts';
import { openCopy, sealCopy, type WorkingContent } from '#lib/vault/working-copy.ts';
import { openTestDrawer } from '../../support/drawer.ts';
import { holding } from '../../proofs/frozen-vault.ts';

const owner = { profile: newId(), device: newId() };
const HUGE = 'x'.repeat(4 * 1024 * 1024);
// Only what is sealed and opened is looked at.
const member = { state: 'joined', tenant: 't' } as Member;
let keys: DrawerKeys;
beforeAll(async () => {
	keys = await deriveKeys(new Uint8Array(32).fill(4), owner);
});

async function sealedBytes(text: string, key: CryptoKey, at: Parameters<typeof sealDrl1>[2]) {
	const sealed = await sealDrl1(utf8(text), key, at);
	if (!sealed.ok) throw new TypeError(sealed.reason);
	return sealed.bytes;
}

describe('a header page', () => {
	it('says "other page" for one that was sealed under this counter for another place in the list', async () => {
		const row = await sealPage(keys, { page: 5, counter: 3, rows: [] });
		expect(await openPage(keys, { ...row, page: 6 })).toEqual({ ok: false, reason: 'other-page' });
	});

	it('stands in the clear with schema 1, and without a key number of its own', async () => {
		const { blob } = await sealPage(keys, { page: 5, counter: 3, rows: [] });
		expect(readDrl1Header(blob)).toEqual({ ok: true, schema: 1, keyNumber: 0 });
		expect(ROWS_OF_A_PAGE).toBe(32);
	});

	it('is loud when it is too large to be sealed', async () => {
		const rows = [{ header: { title: HUGE }, saveCounter: 1 }] as never;
		const made = sealPage(keys, { page: 0, counter: 1, rows });
		await expect(made).rejects.toMatchObject({ code: 'page-not-sealed', detail: { reason: 'too-large' } });
	});
});

describe('the membership', () => {
	it('of a newer app is damaged here, and kept as it is', async () => {
		const at = { ...membershipPlace(keys, 4), schema: 2, keyNumber: 0 };
		const row = { key: 'membership', counter: 4, blob: await sealedBytes('{}', keys.wrap, at) };
		const held = await readMembership(holding({ membership: { row, key: 'membership' } }), keys);
		expect(held).toEqual({ counter: 4, said: 'damaged' });
	});

	it('is counted from 0, and written only on top of what was read', async () => {
		const { db } = await openTestDrawer();
		expect(await readMembership(db, keys)).toEqual({ counter: 0, said: undefined });
		const first = await sealMembership(keys, member, 0);
		expect(first).toMatchObject({ key: 'membership', counter: 1 });
		expect(await putMembership(db, await sealMembership(keys, member, 1))).toBe(false);
		expect(await putMembership(db, first)).toBe(true);
		expect(await putMembership(db, first)).toBe(false);
		expect(await putMembership(db, await sealMembership(keys, { ...member, tenant: 'u' }, 1))).toBe(true);
		expect(await readMembership(db, keys)).toEqual({ counter: 2, said: { ...member, tenant: 'u' } });
	});

	it('is loud when it is too large to be sealed', async () => {
		const made = sealMembership(keys, { ...member, tenant: HUGE }, 0);
		await expect(made).rejects.toMatchObject({
			code: 'membership-not-sealed',
			detail: { reason: 'too-large' }
		});
	});
});

describe('a wrapped key', () => {
	it('is 32 random bytes, wiped once it was imported', async () => {
		const [raw, other] = [newRecordKey(), newRecordKey()];
		expect(raw).toHaveLength(32);
		expect(raw).not.toEqual(other);
		const key = await importRecordKey(raw);
		expect([key.extractable, key.usages.toSorted()]).toEqual([false, ['decrypt', 'encrypt']]);
		expect(raw).toEqual(new Uint8Array(32));
	});

	it('stands at the place of its record, with its number in the clear', async () => {
		expect(wrapPlace(keys, 'r')).toEqual({
			purpose: 'wrapped-key',
			id: 'r',
			device: owner.device,
			number: 0
		});
		const wrapped = await wrapSecret(keys, new Uint8Array(32), { id: 'r', keyNumber: 9 });
		expect(readDrl1Header(wrapped)).toEqual({ ok: true, schema: 1, keyNumber: 9 });
	});

	it('is loud when the secret is too large to be sealed', async () => {
		const made = wrapSecret(keys, utf8(`${HUGE}x`), { id: 'r', keyNumber: 1 });
		await expect(made).rejects.toMatchObject({ code: 'secret-not-sealed', detail: { reason: 'too-large' } });
	});

	it('is of another drawer when profile or purpose differ', async () => {
		const wrapped = await wrapSecret(keys, new Uint8Array(32), { id: 'r', keyNumber: 1 });
		const other = await deriveKeys(new Uint8Array(32).fill(4), { ...owner, profile: newId() });
		const place = wrapPlace(keys, 'r');
		const open = (key: CryptoKey) => openDrl1(wrapped, key, place);
		expect([(await open(keys.wrap)).ok, (await open(keys.pages)).ok, (await open(other.wrap)).ok]).toEqual([
			true,
			false,
			false
		]);
		expect(pagePlace(keys, 2)).toEqual({
			purpose: 'header-page',
			id: owner.profile,
			device: owner.device,
			number: 2
		});
	});
});

describe('a working copy', () => {
	const id = newId();
	const content = { header: { id }, record: { values: {} } } as unknown as WorkingContent;

	async function stored(schema: number) {
		const raw = newRecordKey();
		const row = { record: id, keyNumber: 1, wrapped: await wrapSecret(keys, raw, { id, keyNumber: 1 }) };
		const current = { key: await importRecordKey(raw), keyNumber: 1 };
		const place = { purpose: 'working', id, device: owner.device, number: 2, schema, keyNumber: 1 } as const;
		const text = JSON.stringify({ v: 1, ...content });
		const blob = await sealedBytes(text, current.key, place);
		return {
			current,
			db: holding({ recordKeys: { row, key: [id, 1] } }),
			working: { id, blob, saveCounter: 2, keyNumber: 1, page: 0 }
		};
	}

	it('is what the format says: JSON with header and record, at its place', async () => {
		const { db, working } = await stored(1);
		expect(await openCopy(keys, db, working)).toMatchObject({
			ok: true,
			...content,
			current: { keyNumber: 1 }
		});
	});

	it('of a newer app is refused by that name, and opens nothing', async () => {
		const { db, working } = await stored(2);
		expect(await openCopy(keys, db, working)).toEqual({ ok: false, reason: 'newer-schema' });
	});

	it('is refused by name without its key, under a damaged key, and with a count that is none', async () => {
		const { db, working, current } = await stored(1);
		const refused = async (found: typeof db, change: object) =>
			openCopy(keys, found, { ...working, ...change });
		expect(await refused(db, { keyNumber: 2 })).toEqual({ ok: false, reason: 'no-key' });
		const spoilt = { row: { record: id, keyNumber: 1, wrapped: new Uint8Array(2000) }, key: [id, 1] };
		expect(await refused(holding({ recordKeys: spoilt }), {})).toEqual({ ok: false, reason: 'not-drl1' });
		for (const field of ['keyNumber', 'saveCounter', 'page'])
			for (const value of [undefined, null, 1.5, '1', NaN])
				expect(await refused(db, { [field]: value }), `${field} ${String(value)}`).toEqual({
					ok: false,
					reason: 'wrong-key-or-tampered'
				});
		const huge = { header: content.header, record: { values: { text: HUGE } } } as unknown as WorkingContent;
		const sealed = await sealCopy(keys, huge, { ...current, saveCounter: 3 });
		expect(sealed).toEqual({ ok: false, reason: 'too-large' });
	});
});
