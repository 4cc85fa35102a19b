import { join } from 'node:path';
import { openMemoryStore } from '#lib/server/memory-store.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { testFolder } from '../support/folder.ts';
import type { StoreUnderTest } from './engine.ts';
import { readersContract } from './readers.ts';
import { storeContract } from './store.ts';

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

for (const engine of [memory, sqlite]) {
	storeContract(engine);
	readersContract(engine);
}
