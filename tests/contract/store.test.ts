import { join } from 'node:path';
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

storeContract(sqlite);
readersContract(sqlite);
