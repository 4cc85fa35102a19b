import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { CHAIN_START, chainStep, newId } from '#lib/trust/ids.ts';
import { MIGRATIONS, migrate, schemaVersion } from '#lib/server/migrations.ts';
import { openSqliteReader } from '#lib/server/sqlite-store.ts';
import { STATEMENTS } from '#lib/server/statements.ts';
import {
	appendEntry,
	entriesOfRecord,
	entryAt,
	entryById,
	keylogHead,
	listTenants,
	lockTenant,
	moveDurable,
	readKeylog,
	readTenant
} from '#lib/server/log.ts';
import { addAccess, addMember, pullRecord, pullStretch } from '#lib/server/readers.ts';
import { testFolder } from '../support/folder.ts';
import { AT, append, entry, withTenant, type StoreUnderTest } from './engine.ts';

/** The rules that every store keeps, whatever the engine. */
export function storeContract(engine: StoreUnderTest): void {
	const opened = async () => (await engine.place())();

	describe(`${engine.name}: the store`, () => {
		it('prepares and runs every statement of the server', async () => {
			const store = await opened();
			for (const [name, statement] of Object.entries(STATEMENTS)) {
				const places = Math.max(0, ...[...statement.matchAll(/\?(\d+)/g)].map((match) => Number(match[1])));
				const values = Array.from({ length: places }, () => 0);
				await expect(
					store.write(async (sql) => {
						await sql.all(statement, ...values);
						throw new AppError('undo');
					}),
					name
				).rejects.toMatchObject({ code: 'undo' });
			}
			await store.close();
		});

		const keeps = engine.isPassing !== true;
		if (keeps)
			it('takes every migration once, and none again when opened again', async () => {
				const open = await engine.place();
				const before = await open();
				expect(await before.read(schemaVersion)).toBe(MIGRATIONS.length);
				const tenant = await withTenant(before);
				await before.close();
				const after = await open();
				await after.write((sql) => migrate(sql, engine.bytesType));
				expect(await after.read(schemaVersion)).toBe(MIGRATIONS.length);
				expect(await after.read(listTenants)).toEqual([tenant]);
				await after.close();
			});

		it('undoes everything when the work fails, and goes on', async () => {
			const store = await opened();
			const tenant = await withTenant(store);
			const failing = store.write(async (sql) => {
				const head = await lockTenant(sql, tenant);
				await appendEntry(sql, await entry(tenant, {}), { head, at: AT });
				throw new AppError('stopped');
			});
			await expect(failing).rejects.toMatchObject({ code: 'stopped' });
			await append(store, await entry(tenant, {}));
			expect((await store.read((sql) => readTenant(sql, tenant)))?.seq).toBe(1);
			await store.close();
		});

		it('shows readers only what is committed', async () => {
			const store = await opened();
			const notes = () => store.read((sql) => sql.all(`SELECT v FROM meta WHERE k = 'test'`));
			let seen: ReturnType<typeof notes> | undefined;
			const failing = store.write(async (sql) => {
				await sql.run(`INSERT INTO meta (k, v) VALUES ('test', 'yes')`);
				// Not awaited: an engine with one connection answers when the transaction is over.
				seen = notes();
				await new Promise((resolve) => setTimeout(resolve, 5));
				throw new AppError('stopped');
			});
			await expect(failing).rejects.toMatchObject({ code: 'stopped' });
			expect(await seen).toEqual([]);
			await store.close();
		});

		it('copies a whole moment into one SQLite file that opens by itself', async () => {
			const store = await opened();
			const tenant = await withTenant(store);
			const one = await entry(tenant, { kind: 'key' });
			await append(store, { ...one, c: Uint8Array.of(0, 255, 0, 10, 13, 39) });
			const file = join(testFolder(), 'copy.sqlite');
			await store.copyTo(file);
			await append(store, await entry(tenant, {}));
			await store.close();
			const copy = openSqliteReader(file);
			expect(await copy.isWhole()).toBe(true);
			expect(await copy.read(schemaVersion)).toBe(MIGRATIONS.length);
			expect((await copy.read((sql) => readTenant(sql, tenant)))?.seq).toBe(1);
			const [row] = await copy.read((sql) => readKeylog(sql, tenant));
			expect(row).toMatchObject({ id: one.id, header: one.h, body: Uint8Array.of(0, 255, 0, 10, 13, 39) });
			await copy.close();
		});

		it('runs writes one after the other, so that the sequence has no gap and the chain holds', async () => {
			const store = await opened();
			const tenant = await withTenant(store);
			const entries = await Promise.all(Array.from({ length: 40 }, () => entry(tenant, {})));
			await Promise.all(entries.map((one) => append(store, one)));
			let chain = CHAIN_START;
			for (let seq = 1; seq <= 40; seq += 1) {
				const row = await store.read((sql) => entryAt(sql, tenant, seq));
				chain = await chainStep(chain, { entryId: row?.id ?? '', seq, receivedAt: AT });
				expect(row?.chain).toEqual(chain);
			}
			expect((await store.read((sql) => readTenant(sql, tenant)))?.chain).toEqual(chain);
			await store.close();
		});

		it('refuses an entry id and a device number that are there already', async () => {
			const store = await opened();
			const tenant = await withTenant(store);
			const device = newId();
			const one = await entry(tenant, { device, deviceSeq: 1 });
			await append(store, one);
			await expect(append(store, one)).rejects.toThrow();
			await expect(append(store, await entry(tenant, { device, deviceSeq: 1 }))).rejects.toThrow();
			await append(store, await entry(tenant, { device: newId(), deviceSeq: 1 }));
			expect((await store.read((sql) => readTenant(sql, tenant)))?.seq).toBe(2);
			await store.close();
		});

		it('keeps organisations apart, down to equal ids', async () => {
			const store = await opened();
			const [one, other] = [await withTenant(store), await withTenant(store)];
			const [record, device, space] = [newId(), newId(), newId()];
			const mine = await entry(one, { record, keyNumber: 1 });
			await append(store, mine, await entry(one, { kind: 'key' }));
			await store.write(async (sql) => {
				await addAccess(sql, { tenant: other, space, record, keyNumber: 1 }, 1);
				await addMember(sql, { tenant: other, device }, { space, seq: 1 });
			});
			const foreign = { tenant: other, device };
			const stretch = { after: 0, upTo: 99, most: 99 };
			expect(await store.read((sql) => pullStretch(sql, foreign, stretch))).toEqual([]);
			expect(await store.read((sql) => pullRecord(sql, foreign, { ...stretch, record }))).toEqual([]);
			expect(await store.read((sql) => entryById(sql, other, mine.id))).toBeUndefined();
			expect(await store.read((sql) => entriesOfRecord(sql, other, record))).toEqual([]);
			expect(await store.read((sql) => readKeylog(sql, other))).toEqual([]);
			expect(await store.read((sql) => keylogHead(sql, other))).toBeUndefined();
			await store.close();
		});

		it('gives back the very bytes that were stored', async () => {
			const store = await opened();
			const tenant = await withTenant(store);
			const one = await entry(tenant, { kind: 'key' });
			await append(store, { ...one, c: Uint8Array.of(0, 255, 0, 10, 13, 39) });
			const [row] = await store.read((sql) => readKeylog(sql, tenant));
			expect(row?.header).toEqual(one.h);
			expect(row?.signature).toEqual(one.s);
			expect(row?.body).toEqual(Uint8Array.of(0, 255, 0, 10, 13, 39));
			await store.close();
		});

		it('moves the backup mark forward only', async () => {
			const store = await opened();
			const tenant = await withTenant(store);
			expect((await store.read((sql) => readTenant(sql, tenant)))?.durableSeq).toBeNull();
			for (const seq of [3, 2]) await store.write((sql) => moveDurable(sql, tenant, seq));
			expect((await store.read((sql) => readTenant(sql, tenant)))?.durableSeq).toBe(3);
			await store.close();
		});
	});
}
