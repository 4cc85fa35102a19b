/** The server's store, opened for reading only, for the programs that look at it from outside. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readLog } from '../src/lib/server/log.ts';
import type { StoreReader } from '../src/lib/server/sqlite-store.ts';
import type { LogRow } from '../src/lib/trust/verify.ts';

const PAGE_ROWS = 500;

/** The store file in a data folder: the one named, else DOORSTEP_DATA_DIR, else `data` here; undefined if it is not there. */
export function storeFile(named: string | undefined): string | undefined {
	const file = join(resolve(named ?? process.env.DOORSTEP_DATA_DIR ?? 'data'), 'doorstep.sqlite');
	return existsSync(file) ? file : undefined;
}

/** All rows of an organisation's log, read page by page. */
export async function* storedRows(store: StoreReader, tenant: string): AsyncGenerator<LogRow> {
	for (let after = 0; ;) {
		const page = await store.read((sql) => readLog(sql, tenant, { after, most: PAGE_ROWS }));
		for (const { seq, header, signature, body, chain, receivedAt } of page) {
			yield { seq, receivedAt, chain, h: header, s: signature, c: body };
			after = seq;
		}
		if (page.length < PAGE_ROWS) return;
	}
}
