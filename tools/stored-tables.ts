/** Every table of the store, column by column, as the server itself could read it. */
import { text, type Sql, type SqlRow, type SqlValue } from '../src/lib/server/store.ts';
import { fromUtf8, toBase64Url } from '../src/lib/trust/bytes.ts';

export interface StoredTable {
	readonly name: string;
	readonly columns: readonly string[];
}

/** Tables by name, with their columns in the order of the schema. */
export async function listTables(sql: Sql): Promise<readonly StoredTable[]> {
	const tables = await sql.all(
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	);
	return Promise.all(
		tables.map(async (table) => {
			const columns = await sql.all('SELECT name FROM pragma_table_info(?1) ORDER BY cid', text(table.name));
			return { name: text(table.name), columns: columns.map((column) => text(column.name)) };
		})
	);
}

const LONGEST_VALUE = 64;

function isReadable(source: string | undefined): source is string {
	return source !== undefined && (source.startsWith('{') || source.startsWith('['));
}

/**
 * Bytes as the server sees them: JSON in the clear as JSON, sealed bytes by their kind and size, short values
 * (hashes, keys, signatures) whole.
 */
export function shownBytes(bytes: Uint8Array): unknown {
	const start = new TextDecoder('latin1').decode(bytes.subarray(0, 22));
	if (start.startsWith('DRL1')) return { sealed: 'DRL1', bytes: bytes.length };
	if (start === 'age-encryption.org/v1\n') return { sealed: 'age', bytes: bytes.length };
	const source = fromUtf8(bytes);
	if (isReadable(source)) return JSON.parse(source);
	return bytes.length <= LONGEST_VALUE ? toBase64Url(bytes) : { unknown: true, bytes: bytes.length };
}

const shown = (value: SqlValue): unknown => (value instanceof Uint8Array ? shownBytes(value) : value);

/** All rows of a table, ready to print. @param table a name that `listTables` gave */
export async function rowsOf(sql: Sql, table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const rows: readonly SqlRow[] = await sql.all(`SELECT * FROM "${table}"`);
	return rows.map((row) =>
		Object.fromEntries(Object.entries(row).map(([column, value]) => [column, shown(value)]))
	);
}
