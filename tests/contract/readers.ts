import { describe, expect, it } from 'vitest';
import { utf8 } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import {
	addAccess,
	addDevice,
	addMember,
	endMember,
	mayRead,
	moveCursor,
	openedRecords,
	pullRecord,
	pullStretch,
	readDevice,
	revokeDevice
} from '#lib/server/readers.ts';
import { addChallenge, addCredential, readCredential, takeChallenge } from '#lib/server/credentials.ts';
import { AT, append, entry, withTenant, type StoreUnderTest } from './engine.ts';

/** Who may pull what, and credentials: the same on every engine. */
export function readersContract(engine: StoreUnderTest): void {
	const opened = async () => (await engine.place())();

	describe(`${engine.name}: who may pull what`, () => {
		/** A record of a colleague's with two key numbers, of which the first is granted to a space of mine at seq 3. */
		async function granted() {
			const store = await opened();
			const tenant = await withTenant(store);
			const [device, author, space, record] = [newId(), newId(), newId(), newId()];
			const me = { tenant, device };
			const of = { record, device: author };
			await append(
				store,
				await entry(tenant, { kind: 'key' }),
				await entry(tenant, { ...of, deviceSeq: 1, keyNumber: 1 }),
				await entry(tenant, { ...of, deviceSeq: 2, keyNumber: 1, kind: 'grant' }),
				await entry(tenant, { ...of, deviceSeq: 3, keyNumber: 2 }),
				await entry(tenant, { record: newId(), device: author, deviceSeq: 4, keyNumber: 1 })
			);
			await store.write(async (sql) => {
				await addMember(sql, me, { space, seq: 1 });
				await addAccess(sql, { tenant, space, record, keyNumber: 1 }, 3);
			});
			return { store, me, space, record };
		}
		const ALL = { after: 0, upTo: 99, most: 99 };

		it('sends the keylog, all headers of an open record, and bodies of the granted key number only', async () => {
			const { store, me } = await granted();
			const rows = await store.read((sql) => pullStretch(sql, me, ALL));
			expect(rows.map((row) => [row.seq, row.body !== null])).toEqual([
				[1, true],
				[2, true],
				[3, true],
				[4, false]
			]);
			await store.close();
		});

		it('keeps to the stretch asked for', async () => {
			const { store, me } = await granted();
			const rows = await store.read((sql) => pullStretch(sql, me, { after: 1, upTo: 3, most: 1 }));
			expect(rows.map((row) => row.seq)).toEqual([2]);
			await store.close();
		});

		it('sends nothing of a record after the device left the space', async () => {
			const { store, me, space, record } = await granted();
			await store.write((sql) => endMember(sql, me, { space, seq: 4 }));
			expect((await store.read((sql) => pullStretch(sql, me, ALL))).map((row) => row.seq)).toEqual([1]);
			expect(await store.read((sql) => pullRecord(sql, me, { ...ALL, record }))).toEqual([]);
			expect(await store.read((sql) => mayRead(sql, me, { record }))).toBe(false);
			await store.close();
		});

		it('sends own entries back without body', async () => {
			const { store, me } = await granted();
			await append(store, await entry(me.tenant, { device: me.device, deviceSeq: 1, record: newId() }));
			const rows = await store.read((sql) => pullStretch(sql, me, { ...ALL, after: 5 }));
			expect(rows.map((row) => [row.seq, row.body])).toEqual([[6, null]]);
			await store.close();
		});

		it('names a record whose earlier entries were passed over, once, and only for its readers', async () => {
			const { store, me, record } = await granted();
			const opened = (from: number, to: number) => store.read((sql) => openedRecords(sql, me, { from, to }));
			expect(await opened(2, 5)).toEqual([record]);
			expect(await opened(0, 5)).toEqual([]);
			expect(await opened(1, 5)).toEqual([]);
			expect(await opened(3, 5)).toEqual([]);
			const stranger = { tenant: me.tenant, device: newId() };
			expect(await store.read((sql) => openedRecords(sql, stranger, { from: 2, to: 5 }))).toEqual([]);
			await store.close();
		});

		it('names a record again when a key number opens whose entries went out without body', async () => {
			const { store, me, space, record } = await granted();
			await store.write((sql) => addAccess(sql, { ...me, space, record, keyNumber: 2 }, 6));
			expect(await store.read((sql) => openedRecords(sql, me, { from: 5, to: 6 }))).toEqual([record]);
			await store.close();
		});

		it('ends a device with its spaces and credentials', async () => {
			const { store, me, record } = await granted();
			const signKey = utf8('key');
			await store.write(async (sql) => {
				await addDevice(sql, me, { person: newId(), signKey, at: AT });
				await addCredential(sql, { ...me, kind: 'session', tokenHash: 'hash', expiresAt: AT + 9, now: AT });
				await moveCursor(sql, me, { cursor: 4, at: AT });
				await moveCursor(sql, me, { cursor: 2, at: AT });
			});
			const shown = { tenant: me.tenant, tokenHash: 'hash', now: AT };
			expect((await store.read((sql) => readCredential(sql, shown)))?.device).toBe(me.device);
			expect((await store.read((sql) => readDevice(sql, me)))?.cursor).toBe(4);
			await store.write((sql) => revokeDevice(sql, me, 5));
			expect(await store.read((sql) => readCredential(sql, shown))).toBeUndefined();
			expect((await store.read((sql) => readDevice(sql, me)))?.revokedSeq).toBe(5);
			expect(await store.read((sql) => mayRead(sql, me, { record }))).toBe(false);
			await store.close();
		});
	});

	describe(`${engine.name}: credentials`, () => {
		it('takes a challenge once, by its device, before it runs out', async () => {
			const store = await opened();
			const me = { tenant: await withTenant(store), device: newId() };
			const take = (nonce: string, now: number, device = me.device) =>
				store.write((sql) => takeChallenge(sql, { ...me, device }, { nonce, now }));
			await store.write((sql) => addChallenge(sql, me, { nonce: 'one', now: AT, expiresAt: AT + 10 }));
			expect(await take('one', AT, newId())).toBe(false);
			expect(await take('one', AT + 10)).toBe(false);
			expect(await take('one', AT + 9)).toBe(true);
			expect(await take('one', AT + 9)).toBe(false);
			await store.close();
		});

		it('keeps one delivery credential for each device, and none that has run out', async () => {
			const store = await opened();
			const me = { tenant: await withTenant(store), device: newId() };
			const add = (tokenHash: string) =>
				store.write((sql) =>
					addCredential(sql, { ...me, kind: 'delivery', tokenHash, expiresAt: AT + 10, now: AT })
				);
			await add('old');
			await add('new');
			const read = (tokenHash: string, now: number) =>
				store.read((sql) => readCredential(sql, { tenant: me.tenant, tokenHash, now }));
			expect(await read('old', AT)).toBeUndefined();
			expect(await read('new', AT + 9)).toMatchObject({ ...me, kind: 'delivery' });
			expect(await read('new', AT + 10)).toBeUndefined();
			await store.close();
		});
	});
}
