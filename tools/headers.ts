/**
 * `npm run headers [-- --data FOLDER]`: prints everything that the server knows: each table with its columns, each row,
 * each signed header in full. Sealed bodies show as their kind and size, because that is all the server can say.
 */
import { parseArgs } from 'node:util';
import { isAppError } from '../src/lib/errors.ts';
import { openSqliteReader } from '../src/lib/server/sqlite-store.ts';
import { listTables, rowsOf } from './stored-tables.ts';
import { storeFile } from './stored-log.ts';

function stop(words: string, code: 1 | 2): never {
	process.stderr.write(`${words}\n`);
	process.exit(code);
}

const { data } = parseArgs({ options: { data: { type: 'string' } } }).values;
const file = storeFile(data) ?? stop('There is no Doorstep data in that folder.', 2);
try {
	const store = openSqliteReader(file);
	for (const { name, columns } of await store.read(listTables)) {
		process.stdout.write(`\n${name}(${columns.join(', ')})\n`);
		for (const row of await store.read((sql) => rowsOf(sql, name))) {
			process.stdout.write(`  ${JSON.stringify(row)}\n`);
		}
	}
	await store.close();
} catch (error) {
	if (!isAppError(error)) throw error;
	stop(`The data cannot be read: ${error.code} ${JSON.stringify(error.detail)}`, 1);
}
