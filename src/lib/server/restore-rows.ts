import { AppError } from '../errors.ts';
import { randomBytes, toBase32 } from '../trust/bytes.ts';
import { checkRows, type Held } from './backup-check.ts';
import { HISTORY_NOTE } from './backup-names.ts';
import { MIGRATIONS, schemaVersion } from './migrations.ts';
import { STATEMENTS } from './statements.ts';
import { count, text, type Sql } from './store.ts';

/** Rows read at a time. */
const PAGE = 500;

/** What is not taken over from `meta`: it speaks of the store as it was, not of what it holds. */
const LEFT_OUT = new Set(['meta', 'challenge']);

/**
 * Credentials that come back. A session is one unlock away. The cookie of a device stays, so that it sends what it holds
 * and the statements that the log lacks, also while it is locked; it can read nothing that the device has had before.
 */
const COMES_BACK: Readonly<Record<string, string>> = { credential: "AND kind = 'delivery'" };

interface Table {
	readonly name: string;
	readonly columns: readonly string[];
}

async function tablesOf(copy: Sql): Promise<readonly Table[]> {
	const names = await copy.all(
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	);
	const tables: Table[] = [];
	for (const row of names) {
		const name = text(row.name);
		const columns = await copy.all('SELECT name FROM pragma_table_info(?1) ORDER BY cid', name);
		if (!LEFT_OUT.has(name)) tables.push({ name, columns: columns.map((column) => text(column.name)) });
	}
	return tables;
}

async function copyTable(copy: Sql, to: Sql, { name, columns }: Table): Promise<void> {
	const places = columns.map((_, index) => `?${index + 1}`).join(', ');
	const insert = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${places})`;
	const select = `SELECT rowid AS at_row, * FROM ${name} WHERE rowid > ?1 ${COMES_BACK[name] ?? ''}
		ORDER BY rowid LIMIT ?2`;
	for (let after = 0; ;) {
		const page = await copy.all(select, after, PAGE);
		for (const row of page) {
			await to.run(insert, ...columns.map((column) => row[column] ?? null));
			after = count(row.at_row);
		}
		if (page.length < PAGE) return;
	}
}

/** Letters that tell copies of the restored log from those of the log before. */
const newHistory = () => toBase32(randomBytes(5)).slice(0, 4);

/**
 * Fills an empty, migrated store with the rows of a checked copy and checks them again where they lie. Run inside one
 * transaction: all of it or nothing. Nothing counts as safe until a new backup holds it.
 * @throws AppError 'backup-newer' when a newer Doorstep made the copy; 'backup-not-good'
 */
export async function fillFrom(copy: Sql, to: Sql): Promise<readonly Held[]> {
	if ((await schemaVersion(copy)) > MIGRATIONS.length) throw new AppError('backup-newer');
	for (const table of await tablesOf(copy)) await copyTable(copy, to, table);
	await to.run(STATEMENTS.nothingSafe);
	await to.run(STATEMENTS.putNote, HISTORY_NOTE, newHistory());
	return checkRows(to, { signatures: false });
}
