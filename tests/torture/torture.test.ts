import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { testFolder } from '../support/folder.ts';
import { emptyDatabase } from '../support/postgres.ts';
import { torture, type Enough, type Outcome, type Victim } from './torture.ts';

/** Minutes by `npm run torture -- --minutes N`. */
const ENOUGH: Enough = { ms: 3_000, kills: 4, acknowledged: 200, betweenMs: [200, 900] };

function expectWhole({ violations, counts, acknowledged, entries }: Outcome): void {
	expect(violations).toEqual([]);
	// Something was there to go wrong.
	expect(counts.sentAgain).toBeGreaterThan(0);
	expect(counts.polls).toBeGreaterThan(8);
	expect(entries).toBeGreaterThanOrEqual(acknowledged.size);
}

describe('two processes, 32 writers, SIGKILL at random, 8 pollers', () => {
	it('lose nothing on one SQLite file', { timeout: 120_000 }, async () => {
		const folder = testFolder();
		const victim: Victim = {
			settings: { DATABASE_URL: '', DOORSTEP_DATA_DIR: folder },
			open: () => openSqliteStore(join(folder, 'doorstep.sqlite'))
		};
		expectWhole(await torture(victim, ENOUGH));
	});

	it('lose nothing on one PostgreSQL', { timeout: 120_000 }, async () => {
		const address = await emptyDatabase();
		const victim: Victim = {
			settings: { DATABASE_URL: address, DOORSTEP_DATA_DIR: '' },
			open: () => openPostgresStore(address)
		};
		expectWhole(await torture(victim, ENOUGH));
	});
});
