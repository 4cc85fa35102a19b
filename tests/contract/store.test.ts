import { join } from 'node:path';
import { openMemoryStore } from '#lib/server/memory-store.ts';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { testFolder } from '../support/folder.ts';
import { emptySchema } from '../support/postgres.ts';
import type { StoreUnderTest } from './engine.ts';
import { readersContract } from './readers.ts';
import { storeContract } from './store.ts';
import { writesContract } from './writes.ts';

const sqlite: StoreUnderTest = {
	name: 'node:sqlite',
	bytesType: 'BLOB',
	place: () => {
		const file = join(testFolder(), 'data', 'doorstep.sqlite');
		return Promise.resolve(() => openSqliteStore(file));
	}
};

/** What it held is gone when it is closed: it cannot be opened again. */
const memory: StoreUnderTest = {
	name: 'memory',
	bytesType: 'BLOB',
	isPassing: true,
	place: () => Promise.resolve(openMemoryStore)
};

const postgres: StoreUnderTest = {
	name: 'PostgreSQL',
	bytesType: 'BYTEA',
	place: async () => {
		const address = await emptySchema();
		return () => openPostgresStore(address);
	}
};

for (const engine of [memory, sqlite, postgres]) {
	storeContract(engine);
	readersContract(engine);
	writesContract(engine);
}
