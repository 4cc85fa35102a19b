import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { isSafeSqlite } from '#lib/server/sqlite-connection.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { listTenants } from '#lib/server/log.ts';
import { testFolder } from '../../support/folder.ts';

describe('the embedded store', () => {
	it.each([
		['3.51.2', false],
		['3.7.0', false],
		['2.99.99', false],
		['3.51.3', true],
		['3.51.10', true],
		['3.52.0', true],
		['4.0.0', true]
	])('judges SQLite %s by its known fault: safe %s', (version, isSafe) => {
		expect(isSafeSqlite(version)).toBe(isSafe);
	});

	it('flushes every commit: WAL, synchronous FULL', async () => {
		const file = join(testFolder(), 'doorstep.sqlite');
		const store = await openSqliteStore(file);
		expect(await store.write((sql) => sql.all('PRAGMA synchronous'))).toMatchObject([{ synchronous: 2 }]);
		expect(await store.write((sql) => sql.all('PRAGMA journal_mode'))).toMatchObject([
			{ journal_mode: 'wal' }
		]);
		await store.close();
	});

	it('shows readers only what is committed', async () => {
		const store = await openSqliteStore(join(testFolder(), 'doorstep.sqlite'));
		const notes = () => store.read((sql) => sql.all(`SELECT v FROM meta WHERE k = 'test'`));
		await store.write(async (sql) => {
			await sql.run(`INSERT INTO meta (k, v) VALUES ('test', 'yes')`);
			expect(await notes()).toEqual([]);
		});
		expect(await notes()).toHaveLength(1);
		await store.close();
	});

	it('says that the file is not a store, and leaves it as it is', async () => {
		const file = join(testFolder(), 'doorstep.sqlite');
		writeFileSync(file, 'something else, long enough to be read as a header of a database file '.repeat(20));
		await expect(openSqliteStore(file)).rejects.toMatchObject({
			code: 'storage-unavailable',
			detail: { cause: 'not-a-database' }
		});
	});

	it('says that the disk is full, undoes the write and goes on', async () => {
		const file = join(testFolder(), 'doorstep.sqlite');
		const store = await openSqliteStore(file);
		const pages = await store.write((sql) => sql.all('PRAGMA page_count'));
		await store.write((sql) => sql.all(`PRAGMA max_page_count = ${Number(pages[0]?.page_count)}`));
		const write = (size: number) =>
			store.write((sql) => sql.run(`INSERT INTO meta (k, v) VALUES ('big', ?1)`, 'x'.repeat(size)));
		await expect(write(100_000)).rejects.toMatchObject({
			code: 'storage-unavailable',
			detail: { cause: 'full' }
		});
		await expect(write(10)).resolves.toBe(1);
		expect(await store.read(listTenants)).toEqual([]);
		await store.close();
	});

	it('says that its folder cannot be written', async () => {
		// A file in the way, because root may write into any folder.
		const inTheWay = join(testFolder(), 'file');
		writeFileSync(inTheWay, '');
		await expect(openSqliteStore(join(inTheWay, 'doorstep.sqlite'))).rejects.toMatchObject({
			code: 'storage-unavailable'
		});
	});

	it('copies a whole moment into a file that opens by itself', async () => {
		const folder = testFolder();
		const store = await openSqliteStore(join(folder, 'doorstep.sqlite'));
		await store.write((sql) => sql.run(`INSERT INTO meta (k, v) VALUES ('test', 'kept')`));
		await store.copyTo(join(folder, 'copy.sqlite'));
		await store.close();
		const copy = new DatabaseSync(join(folder, 'copy.sqlite'), { readOnly: true });
		expect(copy.prepare(`SELECT v FROM meta WHERE k = 'test'`).get()).toMatchObject({ v: 'kept' });
		copy.close();
	});
});
