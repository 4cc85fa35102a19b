import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backUp } from '#lib/server/backup.ts';
import { fillStore, restoreToFolder } from '#lib/server/restore.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { listTables } from '../../../tools/stored-tables.ts';
import { testFolder } from '../../support/folder.ts';
import { founded, practitioner, reason, sync, syncAnswer, withDraft } from '../../support/office-people.ts';
import { NOW } from '../../support/people.ts';
import { serverOver, type TestServer } from '../../support/test-office.ts';

/** A copy of a server's store as it is now. */
async function copyOf(server: TestServer): Promise<string> {
	const file = join(testFolder(), 'copy.sqlite');
	await server.office.store.copyTo(file);
	return file;
}

const order = (backup: string, movesAside = false) => ({ backup, movesAside, at: NOW });

/** Rows of every table of a store file, by name. */
async function rowsIn(file: string): Promise<Record<string, unknown[]>> {
	const db = new DatabaseSync(file, { readOnly: true });
	const sql = { all: (text: string) => Promise.resolve(db.prepare(text).all()) };
	const tables = [
		'tenant',
		'device',
		'space_device',
		'access',
		'entry',
		'body',
		'record',
		'credential',
		'challenge'
	];
	const rows = await Promise.all(tables.map(async (name) => [name, await sql.all(`SELECT * FROM ${name}`)]));
	db.close();
	return Object.fromEntries(rows) as Record<string, unknown[]>;
}

/** The server that runs on a data folder. */
async function served(folder: string, like: TestServer): Promise<TestServer> {
	return serverOver(join(folder, 'doorstep.sqlite'), like.clock, onTestFinished);
}

describe('restoring to a data folder', () => {
	it('gives back every row but sessions and challenges, and calls nothing safe', async () => {
		const { server } = await withDraft();
		await backUp(server.office, testFolder());
		const backup = await copyOf(server);
		const folder = join(testFolder(), 'data');
		const done = await restoreToFolder(folder, order(backup));
		expect(done).toMatchObject({ ok: true, aside: undefined, held: [{ head: { seq: 18 } }] });
		// A look into the file leaves an empty log beside it.
		expect(readdirSync(folder)).toEqual(['doorstep.sqlite']);
		const [before, after] = [await rowsIn(backup), await rowsIn(join(folder, 'doorstep.sqlite'))];
		expect(after.challenge).toEqual([]);
		expect(before.credential).toHaveLength(4);
		expect(after.credential).toEqual(
			before.credential?.filter((row) => (row as { kind: string }).kind === 'delivery')
		);
		const tenant = before.tenant?.[0] as { durable_seq: number };
		expect(tenant.durable_seq).toBe(18);
		expect(after.tenant).toEqual([{ ...tenant, durable_seq: 0 }]);
		for (const name of ['device', 'space_device', 'access', 'entry', 'body', 'record']) {
			expect(after[name]?.length, name).toBeGreaterThan(0);
			expect(after[name], name).toEqual(before[name]);
		}
	});

	it('knows every table of a store', async () => {
		const { server } = await founded();
		const names = (await server.office.store.read(listTables)).map(({ name }) => name);
		expect(names.sort()).toEqual([...Object.keys(await rowsIn(await copyOf(server))), 'meta'].sort());
	});

	it('lets the cookie of a device in and no session, and backs up under a name of its own', async () => {
		const { server, administrator } = await founded();
		const backups = testFolder();
		await backUp(server.office, backups);
		const folder = testFolder();
		await restoreToFolder(folder, order(join(backups, readdirSync(backups)[0] ?? '')));
		const again = await served(folder, server);
		expect(await reason(syncAnswer(again, administrator))).toBe('sign-in');
		const options = { cookie: administrator.cookie };
		const answer = await sync(again, administrator, { options });
		expect(answer).toMatchObject({ cursor: 9, durable: null });
		expect(await backUp(again.office, backups)).toBe('verified');
		expect((await sync(again, administrator, { options })).durable).toBe(9);
		const [first, second] = readdirSync(backups)
			.filter((name) => name.endsWith('.sqlite'))
			.map((name) => name.split('-').slice(1, 3));
		expect(first).toEqual(['000001', 'aaaa']);
		expect(second?.[0]).toBe('000002');
		expect(second?.[1]).not.toBe('aaaa');
	});

	it('says 0, not null, between a restore and the first backup after it', async () => {
		const { server, administrator } = await founded();
		const folder = testFolder();
		await restoreToFolder(folder, order(await copyOf(server)));
		const again = await served(folder, server);
		again.office.backup.state = 'pending';
		expect((await sync(again, administrator, { options: { cookie: administrator.cookie } })).durable).toBe(0);
	});

	it('refuses while a server has the store open, and changes nothing', async () => {
		const { server } = await founded();
		const backup = await copyOf(server);
		const folder = join(server.file, '..');
		const before = readdirSync(folder);
		const done = await restoreToFolder(folder, order(backup, true));
		expect(done).toEqual({ ok: false, reason: 'in-use' });
		expect(readdirSync(folder)).toEqual(before);
	});

	it('refuses over a store with an organisation; told to, it keeps that store under a new name', async () => {
		const older = await founded();
		const backup = await copyOf(older.server);
		await practitioner(older);
		const there = await copyOf(older.server);
		const folder = testFolder();
		await restoreToFolder(folder, order(there));
		expect(await restoreToFolder(folder, order(backup))).toEqual({ ok: false, reason: 'not-empty' });
		const file = join(folder, 'doorstep.sqlite');
		const done = await restoreToFolder(folder, order(backup, true));
		const aside = join(folder, 'doorstep-replaced-2026-11-22-093320.sqlite');
		expect(done).toMatchObject({ ok: true, aside });
		expect(readdirSync(folder).sort()).toEqual([
			'doorstep-replaced-2026-11-22-093320.sqlite',
			'doorstep.sqlite'
		]);
		expect((await rowsIn(file)).entry).toHaveLength(9);
		expect((await rowsIn(aside)).entry).toHaveLength(15);
	});

	it('needs no order for a store without an organisation, and keeps it all the same', async () => {
		const { server } = await founded();
		const folder = testFolder();
		await (await openSqliteStore(join(folder, 'doorstep.sqlite'))).close();
		const done = await restoreToFolder(folder, order(await copyOf(server)));
		expect(done).toMatchObject({ ok: true, aside: expect.stringContaining('doorstep-replaced-') as string });
	});

	it('moves aside a store that cannot be read, with the log beside it', async () => {
		const { server } = await founded();
		const folder = testFolder();
		for (const end of ['', '-wal', '-shm'])
			writeFileSync(join(folder, `doorstep.sqlite${end}`), `ruin${end}`);
		expect(await restoreToFolder(folder, order(await copyOf(server)))).toEqual({
			ok: false,
			reason: 'not-empty'
		});
		const done = await restoreToFolder(folder, order(await copyOf(server), true));
		const aside = done.ok ? (done.aside ?? '') : '';
		expect(existsSync(join(folder, 'doorstep.sqlite-wal'))).toBe(false);
		expect(['', '-wal', '-shm'].map((end) => readFileSync(`${aside}${end}`, 'utf8'))).toEqual([
			'ruin',
			'ruin-wal',
			'ruin-shm'
		]);
		expect((await rowsIn(join(folder, 'doorstep.sqlite'))).entry).toHaveLength(9);
	});

	it('takes an older backup, and refuses one of a newer Doorstep', async () => {
		const { server } = await founded();
		const changed = async (statements: string) => {
			const file = await copyOf(server);
			const db = new DatabaseSync(file);
			db.exec(statements);
			db.close();
			return file;
		};
		const older = await changed(
			"DROP INDEX entry_by_device_seq; ALTER TABLE entry DROP COLUMN device_seq; UPDATE meta SET v = '1' WHERE k = 'schema'"
		);
		expect(await restoreToFolder(testFolder(), order(older))).toMatchObject({ ok: true });
		const newer = await changed("UPDATE meta SET v = '999' WHERE k = 'schema'");
		const folder = testFolder();
		await expect(restoreToFolder(folder, order(newer))).rejects.toMatchObject({ code: 'backup-newer' });
		expect(readdirSync(folder)).toEqual([]);
	});

	it('touches nothing when the backup is not good', async () => {
		const { server } = await withDraft();
		const backup = await copyOf(server);
		const db = new DatabaseSync(backup);
		db.exec("UPDATE entry SET sig = zeroblob(64) WHERE kind = 'draft'");
		db.close();
		const folder = join(testFolder(), 'data');
		await expect(restoreToFolder(folder, order(backup))).rejects.toMatchObject({
			code: 'backup-not-good',
			detail: { why: 'signature' }
		});
		expect(existsSync(folder)).toBe(false);
		mkdirSync(folder);
		await expect(restoreToFolder(folder, order(join(folder, 'none')))).rejects.toMatchObject({
			detail: { why: 'damaged' }
		});
	});

	it('fills no store half: a copy that is found bad where it lies now is undone', async () => {
		const { server } = await withDraft();
		const backup = await copyOf(server);
		const db = new DatabaseSync(backup);
		db.exec('DELETE FROM body WHERE rowid = 18');
		db.close();
		const store = await openSqliteStore(join(testFolder(), 'doorstep.sqlite'));
		onTestFinished(() => store.close());
		await expect(fillStore(store, backup)).rejects.toMatchObject({ detail: { why: 'body-missing' } });
		expect(await store.read((sql) => sql.all('SELECT * FROM entry'))).toEqual([]);
	});
});
