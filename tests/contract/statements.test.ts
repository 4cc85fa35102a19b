import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect, it } from 'vitest';
import { openMemoryStore } from '#lib/server/memory-store.ts';
import { MIGRATIONS } from '#lib/server/migrations.ts';
import { dollars } from '#lib/server/postgres-connection.ts';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { STATEMENTS } from '#lib/server/statements.ts';
import { emptySchema } from '../support/postgres.ts';
import { testFolder } from '../support/folder.ts';

const NAMED = Object.entries(STATEMENTS);
const placesOf = (statement: string) =>
	Math.max(0, ...[...statement.matchAll(/\?(\d+)/g)].map(([, place]) => Number(place)));

it('prepares every statement on SQLite', async () => {
	const file = `${testFolder()}/empty.sqlite`;
	const store = await openMemoryStore();
	await store.copyTo(file);
	await store.close();
	const db = new DatabaseSync(file, { readOnly: true });
	for (const [name, statement] of NAMED) expect(() => db.prepare(statement), name).not.toThrow();
	db.close();
});

it('prepares every statement on PostgreSQL, each place with a type', async () => {
	const address = await emptySchema();
	await (await openPostgresStore(address)).close();
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	for (const [name, statement] of NAMED) {
		await expect(client.query(`PREPARE "${name}" AS ${dollars(statement)}`), name).resolves.toBeDefined();
	}
	const { rows } = await client.query<{ name: string; places: number }>(
		'SELECT name, cardinality(parameter_types) AS places FROM pg_prepared_statements'
	);
	await client.end();
	const places = Object.fromEntries(rows.map((row) => [row.name, row.places]));
	expect(places).toEqual(Object.fromEntries(NAMED.map(([name, text]) => [name, placesOf(text)])));
});

it('keeps to what every engine has, and what can be spread over several machines by organisation', () => {
	const REFUSED =
		/\bWITH\b|::|->|\bjson|\bnow\(|\bcurrent_|\bdatetime\(|advisory|TRIGGER|TIMESTAMP|SERIAL|IDENTITY|\$\d/i;
	for (const statement of [...Object.values(STATEMENTS), ...MIGRATIONS.flat()]) {
		expect(statement).not.toMatch(REFUSED);
	}
	// Of all organisations at once: their list, a restore, and the small table that is the same everywhere.
	const OF_ALL =
		/^SELECT tenant_id FROM tenant ORDER BY tenant_id$|^UPDATE tenant SET durable_seq = 0$|\bmeta\b/;
	for (const statement of Object.values(STATEMENTS).filter((text) => !OF_ALL.test(text))) {
		expect(statement).toMatch(/tenant_id = \?1|\(tenant_id, .*VALUES \(\?1/s);
	}
	for (const statement of MIGRATIONS.flat().filter((text) => /^CREATE (TABLE|UNIQUE INDEX)/.test(text))) {
		expect(statement).toMatch(/PRIMARY KEY \(tenant_id, |tenant_id TEXT PRIMARY KEY|ON \w+ \(tenant_id, /);
	}
});
