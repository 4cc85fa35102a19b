import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backUp } from '#lib/server/backup.ts';
import { checkCopy } from '#lib/server/backup-check.ts';
import { readTenant } from '#lib/server/log.ts';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { restoreToDatabase } from '#lib/server/restore-database.ts';
import { restoreToFolder } from '#lib/server/restore.ts';
import { testFolder } from '../support/folder.ts';
import { practitioner, withDraft } from '../support/office-people.ts';
import { NOW } from '../support/people.ts';
import { emptyDatabase } from '../support/postgres.ts';
import type { TestServer } from '../support/test-office.ts';

async function copyOf({ office }: Pick<TestServer, 'office'>): Promise<string> {
	const file = join(testFolder(), 'copy.sqlite');
	await office.store.copyTo(file);
	return file;
}

const order = (backup: string, movesAside = false) => ({ backup, movesAside, at: NOW });

describe('restoring to PostgreSQL', () => {
	it('gives back the same log, refuses over it, and keeps what is there when it is told to', async () => {
		const { server, office, organisation } = await withDraft();
		const { tenant } = organisation.made;
		const older = await copyOf(server);
		await practitioner(office);
		const newer = await copyOf(server);
		const url = await emptyDatabase();
		expect(await restoreToDatabase(url, order(newer))).toMatchObject({ ok: true, aside: undefined });
		const store = await openPostgresStore(url);
		const row = await store.read((sql) => readTenant(sql, tenant));
		const live = await server.office.store.read((sql) => readTenant(sql, tenant));
		expect(row).toEqual({ ...live, durableSeq: 0 });
		expect(await restoreToDatabase(url, order(older, true))).toEqual({ ok: false, reason: 'in-use' });
		await store.close();

		expect(await restoreToDatabase(url, order(older))).toEqual({ ok: false, reason: 'not-empty' });
		const aside = 'replaced_2026_11_22_093320';
		expect(await restoreToDatabase(url, order(older, true))).toMatchObject({
			ok: true,
			aside: `the schema ${aside}`
		});
		const again = await openPostgresStore(url);
		onTestFinished(() => again.close());
		const counts = await again.read(async (sql) => [
			...(await sql.all('SELECT COUNT(*) AS found FROM entry')),
			...(await sql.all(`SELECT COUNT(*) AS found FROM ${aside}.entry`))
		]);
		expect(counts).toEqual([{ found: 18 }, { found: 24 }]);
	});

	it('goes to PostgreSQL and back to a file without losing a row', async () => {
		const { server, organisation } = await withDraft();
		const url = await emptyDatabase();
		await restoreToDatabase(url, order(await copyOf(server)));
		const store = await openPostgresStore(url);
		onTestFinished(() => store.close());
		const backups = testFolder();
		const office = { ...server.office, store, backup: { state: 'pending' as const, at: null } };
		expect(await backUp(office, backups)).toBe('verified');
		const { tenant } = organisation.made;
		expect((await store.read((sql) => readTenant(sql, tenant)))?.durableSeq).toBe(18);
		const copy = await copyOf({ office });
		expect(await checkCopy(copy, { signatures: true })).toEqual(
			await checkCopy(server.file, { signatures: true })
		);
		expect(await restoreToFolder(join(testFolder(), 'data'), order(copy))).toMatchObject({
			ok: true,
			held: [{ tenant, head: { seq: 18 } }]
		});
	});
});
