import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { appendEntry, entryById, lockTenant, readTenant } from '#lib/server/log.ts';
import type { Sql, Store } from '#lib/server/store.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { AT, entry, withTenant, type StoreUnderTest } from './engine.ts';

/** Appends one entry in its turn. @returns its seq */
function appended(store: Store, one: Entry, spoil?: (sql: Sql) => Promise<unknown>): Promise<number> {
	const { tenant } = one.header;
	return store.write(async (sql) => {
		const head = await lockTenant(sql, tenant);
		const { seq } = await appendEntry(sql, one, { head, at: AT });
		await spoil?.(sql);
		return seq;
	}, tenant);
}

/** Works that wait share a commit: what each of them may rely on. */
export function writesContract(engine: StoreUnderTest): void {
	describe(`${engine.name}: works that wait together`, () => {
		async function ten() {
			const store = await (await engine.place())();
			const tenant = await withTenant(store);
			const entries = await Promise.all(Array.from({ length: 10 }, () => entry(tenant, {})));
			return { store, tenant, entries };
		}

		it('are taken in the order in which they came', async () => {
			const { store, entries } = await ten();
			const seqs = await Promise.all(entries.map((one) => appended(store, one)));
			expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
			await store.close();
		});

		it('are kept when one of them fails, which is told its own fault and leaves nothing', async () => {
			const { store, tenant, entries } = await ten();
			const fail = () => Promise.reject(new AppError('spoilt'));
			const asked = entries.map((one, index) => appended(store, one, index === 5 ? fail : undefined));
			const outcomes = await Promise.allSettled(asked);
			expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(
				entries.map((_, index) => index !== 5)
			);
			expect(outcomes[5]).toMatchObject({ reason: { code: 'spoilt' } });
			expect((await store.read((sql) => readTenant(sql, tenant)))?.seq).toBe(9);
			const spoilt = entries[5]?.id ?? '';
			expect(await store.read((sql) => entryById(sql, tenant, spoilt))).toBeUndefined();
			await store.close();
		});

		it('are kept when one breaks a rule of the tables', async () => {
			const { store, tenant, entries } = await ten();
			const [first] = entries;
			if (first === undefined) throw new TypeError('no entry');
			const outcomes = await Promise.allSettled([...entries, first].map((one) => appended(store, one)));
			expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
				...entries.map(() => true),
				false
			]);
			expect((await store.read((sql) => readTenant(sql, tenant)))?.seq).toBe(10);
			await store.close();
		});

		it('are run again when one of them loses the transaction of all', async () => {
			const { store, tenant, entries } = await ten();
			// As SQLite does by itself when the disk is full.
			const lose = (sql: Sql) => sql.run('ROLLBACK').then(() => Promise.reject(new AppError('lost')));
			const asked = entries.map((one, index) => appended(store, one, index === 5 ? lose : undefined));
			const outcomes = await Promise.allSettled(asked);
			expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9);
			expect(outcomes[5]).toMatchObject({ reason: { code: 'lost' } });
			expect((await store.read((sql) => readTenant(sql, tenant)))?.seq).toBe(9);
			await store.close();
		});
	});
}
