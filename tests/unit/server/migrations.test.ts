import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MIGRATIONS } from '#lib/server/migrations.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { testFolder } from '../../support/folder.ts';

it('only ever adds: an older server can keep working beside a newer one', () => {
	for (const statement of MIGRATIONS.flat()) {
		expect(statement).toMatch(/^(CREATE TABLE|CREATE( UNIQUE)? INDEX|ALTER TABLE \w+ ADD COLUMN)/);
	}
});

it('takes only the steps that are missing', async () => {
	const file = join(testFolder(), 'doorstep.sqlite');
	const old = new DatabaseSync(file);
	old.exec('CREATE TABLE meta (k TEXT PRIMARY KEY, v TEXT NOT NULL)');
	for (const statement of MIGRATIONS[0] ?? []) old.exec(statement.replaceAll('{B}', 'BLOB'));
	old.exec(`INSERT INTO meta (k, v) VALUES ('schema', '1'), ('kept', 'yes')`);
	old.close();
	const store = await openSqliteStore(file);
	expect(await store.read((sql) => sql.all(`SELECT device_seq FROM entry`))).toEqual([]);
	expect(await store.read((sql) => sql.all(`SELECT v FROM meta WHERE k = 'kept'`))).toHaveLength(1);
	await store.close();
});

it('leaves a store of a newer program as it is', async () => {
	const file = join(testFolder(), 'doorstep.sqlite');
	const first = await openSqliteStore(file);
	await first.write((sql) => sql.run(`UPDATE meta SET v = '99' WHERE k = 'schema'`));
	await first.close();
	const again = await openSqliteStore(file);
	expect(await again.read((sql) => sql.all(`SELECT v FROM meta WHERE k = 'schema'`))).toMatchObject([
		{ v: '99' }
	]);
	await again.close();
});
