import { count, text, type Sql } from './store.ts';

/**
 * All tables, in numbered steps that only ever add: an older server keeps working beside a newer one.
 * `{B}` is the engine's word for bytes. @source keys-and-states.md section 5
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
	[
		`CREATE TABLE tenant (tenant_id TEXT PRIMARY KEY, root_key {B} NOT NULL, seq BIGINT NOT NULL, chain {B} NOT NULL,
			lock_no BIGINT NOT NULL, durable_seq BIGINT, touched_at BIGINT NOT NULL)`,
		`CREATE TABLE device (tenant_id TEXT NOT NULL, device_id TEXT NOT NULL, person_id TEXT NOT NULL,
			sign_key {B} NOT NULL, cursor BIGINT NOT NULL, revoked_seq BIGINT, seen_at BIGINT NOT NULL,
			PRIMARY KEY (tenant_id, device_id))`,
		`CREATE TABLE space_device (tenant_id TEXT NOT NULL, space_id TEXT NOT NULL, device_id TEXT NOT NULL,
			from_seq BIGINT NOT NULL, until_seq BIGINT, PRIMARY KEY (tenant_id, space_id, device_id))`,
		`CREATE INDEX space_device_by_device ON space_device (tenant_id, device_id)`,
		`CREATE TABLE access (tenant_id TEXT NOT NULL, space_id TEXT NOT NULL, record_id TEXT NOT NULL,
			key_number BIGINT NOT NULL, from_seq BIGINT NOT NULL, until_seq BIGINT,
			PRIMARY KEY (tenant_id, space_id, record_id, key_number))`,
		`CREATE INDEX access_by_record ON access (tenant_id, record_id)`,
		`CREATE TABLE entry (tenant_id TEXT NOT NULL, seq BIGINT NOT NULL, entry_id TEXT NOT NULL, kind TEXT NOT NULL,
			record_id TEXT, device_id TEXT, key_number BIGINT, header {B} NOT NULL, sig {B} NOT NULL,
			chain {B} NOT NULL, received_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, seq))`,
		`CREATE UNIQUE INDEX entry_by_id ON entry (tenant_id, entry_id)`,
		`CREATE INDEX entry_by_record ON entry (tenant_id, record_id, seq)`,
		`CREATE INDEX entry_of_keylog ON entry (tenant_id, seq) WHERE kind = 'key'`,
		`CREATE TABLE body (tenant_id TEXT NOT NULL, entry_id TEXT NOT NULL, bytes {B} NOT NULL,
			PRIMARY KEY (tenant_id, entry_id))`,
		`CREATE TABLE record (tenant_id TEXT NOT NULL, record_id TEXT NOT NULL, owner_person TEXT NOT NULL, head TEXT,
			leaves TEXT NOT NULL, final TEXT, PRIMARY KEY (tenant_id, record_id))`,
		`CREATE TABLE credential (tenant_id TEXT NOT NULL, token_hash TEXT NOT NULL, device_id TEXT NOT NULL,
			kind TEXT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, token_hash))`,
		`CREATE INDEX credential_by_device ON credential (tenant_id, device_id)`,
		`CREATE TABLE challenge (tenant_id TEXT NOT NULL, device_id TEXT NOT NULL, nonce_hash TEXT NOT NULL,
			expires_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, device_id, nonce_hash))`
	],
	[
		// The rule "the same deviceSeq with another id is refused" needs an index; the header alone has none.
		`ALTER TABLE entry ADD COLUMN device_seq BIGINT`,
		`CREATE UNIQUE INDEX entry_by_device_seq ON entry (tenant_id, device_id, device_seq)`
	]
];

/** All tables, `meta` first: what a copy into another engine has to carry. */
export const TABLES: readonly string[] = [
	'meta',
	...MIGRATIONS.flat().flatMap((step) => /^CREATE TABLE (\w+)/.exec(step)?.[1] ?? [])
];

const SCHEMA_KEY = 'schema';

/** The newest step that this store has taken; 0 for an empty one. */
export async function schemaVersion(sql: Sql): Promise<number> {
	const [row] = await sql.all('SELECT v FROM meta WHERE k = ?1', SCHEMA_KEY);
	return row === undefined ? 0 : count(Number(text(row.v)));
}

/**
 * Takes the steps that this store lacks. Run inside one write transaction: it happens whole or not at all.
 * A store newer than this program is left as it is, since steps only add.
 * @param bytesType the engine's word for `{B}`
 */
export async function migrate(sql: Sql, bytesType: 'BLOB' | 'BYTEA'): Promise<void> {
	await sql.run('CREATE TABLE IF NOT EXISTS meta (k TEXT PRIMARY KEY, v TEXT NOT NULL)');
	await sql.run('INSERT INTO meta (k, v) VALUES (?1, ?2) ON CONFLICT (k) DO NOTHING', SCHEMA_KEY, '0');
	// On engines with several writers this row is the lock that lets one starting process migrate.
	await sql.run('UPDATE meta SET v = v WHERE k = ?1', SCHEMA_KEY);
	const taken = await schemaVersion(sql);
	for (const step of MIGRATIONS.slice(taken).flat()) await sql.run(step.replaceAll('{B}', bytesType));
	if (taken < MIGRATIONS.length) {
		await sql.run('UPDATE meta SET v = ?2 WHERE k = ?1', SCHEMA_KEY, String(MIGRATIONS.length));
	}
}
