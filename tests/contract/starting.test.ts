import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS, schemaVersion } from '#lib/server/migrations.ts';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { listTenants } from '#lib/server/log.ts';
import type { Store } from '#lib/server/store.ts';
import { addressOf, asOwner } from '../support/postgres-cluster.ts';
import { emptyDatabase, postgres } from '../support/postgres.ts';
import { testFolder } from '../support/folder.ts';
import { startProcesses } from '../torture/processes.ts';

/** An empty place of an engine: for processes, for this one, and for statements past the store. */
interface Place {
	readonly settings: { readonly DATABASE_URL: string; readonly DOORSTEP_DATA_DIR: string };
	readonly open: () => Promise<Store>;
	readonly run: (statements: string) => Promise<void>;
}

async function onPostgres(): Promise<Place> {
	const cluster = await postgres();
	const address = await emptyDatabase();
	const database = new URL(address).pathname.slice(1);
	return {
		settings: { DATABASE_URL: addressOf(cluster, database), DOORSTEP_DATA_DIR: '' },
		open: () => openPostgresStore(address),
		run: async (statements) => {
			await asOwner(cluster, statements.replaceAll('{B}', 'BYTEA'), database);
		}
	};
}

function onSqlite(): Promise<Place> {
	const folder = testFolder();
	const file = join(folder, 'doorstep.sqlite');
	return Promise.resolve({
		settings: { DATABASE_URL: '', DOORSTEP_DATA_DIR: folder },
		open: () => openSqliteStore(file),
		run: (statements) => {
			const db = new DatabaseSync(file);
			db.exec(statements.replaceAll('{B}', 'BLOB'));
			db.close();
			return Promise.resolve();
		}
	});
}

describe.each([
	['SQLite', onSqlite],
	['PostgreSQL', onPostgres]
])('%s at the start', (_, place) => {
	it('gets its tables from one of several processes that start at once', { timeout: 60_000 }, async () => {
		const { settings, open } = await place();
		const processes = await startProcesses(4, { ...settings, OFFICE_SHIFT_MS: '0' });
		await processes.end();
		const store = await open();
		expect(await store.read(schemaVersion)).toBe(MIGRATIONS.length);
		await store.close();
	});

	it('gets them once when many connections of one process open it', async () => {
		const { open } = await place();
		const stores = await Promise.all(Array.from({ length: 6 }, open));
		for (const store of stores) {
			expect(await store.read(schemaVersion)).toBe(MIGRATIONS.length);
			await store.close();
		}
	});

	it.each(MIGRATIONS.map((_step, version) => version))('is brought on from version %i', async (version) => {
		const { open, run } = await place();
		const steps = MIGRATIONS.slice(0, version).flat();
		const row =
			version === 0
				? []
				: [
						`INSERT INTO tenant VALUES ('one', '', 3, '', 0, NULL, 0)`,
						`INSERT INTO meta VALUES ('kept', 'yes')`
					];
		const meta = 'CREATE TABLE meta (k TEXT PRIMARY KEY, v TEXT NOT NULL)';
		const schema = `INSERT INTO meta VALUES ('schema', '${version}')`;
		await run([meta, schema, ...steps, ...row].join(';\n'));
		const store = await open();
		expect(await store.read(schemaVersion)).toBe(MIGRATIONS.length);
		expect(await store.read(listTenants)).toEqual(version === 0 ? [] : ['one']);
		expect(await store.read((sql) => sql.all('SELECT device_seq FROM entry'))).toEqual([]);
		await store.close();
	});
});
