import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { backUp, startBackups } from '#lib/server/backup.ts';
import { checkCopy } from '#lib/server/backup-check.ts';
import { readTenant } from '#lib/server/log.ts';
import { makeOffice } from '#lib/server/office.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { founded, practitioner, sync, withDraft } from '../../support/office-people.ts';
import { NOW } from '../../support/people.ts';
import { testFolder } from '../../support/folder.ts';

const copies = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.sqlite'));

describe('the backup', () => {
	it('keeps durable null while no folder is configured', async () => {
		const { server, administrator } = await founded();
		expect((await sync(server, administrator)).durable).toBeNull();
	});

	it('moves durable to the seq that the verified copy holds, and the copy opens as a store', async () => {
		const { server, organisation, administrator } = await founded();
		const folder = join(testFolder(), 'backup');
		expect(await backUp(server.office, folder)).toBe('verified');
		const { durable, cursor, chain } = await sync(server, administrator);
		expect(durable).toBe(cursor);
		const [name = ''] = copies(folder);
		const store = await openSqliteStore(join(folder, name));
		const row = await store.read((sql) => readTenant(sql, organisation.made.tenant));
		expect(row?.seq).toBe(cursor);
		expect(Buffer.from(row?.chain ?? []).toString('base64url')).toBe(chain);
		await store.close();
	});

	it('makes no second copy while nothing is new, and one more when something is', async () => {
		const office = await founded();
		const { server } = office;
		const folder = testFolder();
		await backUp(server.office, folder);
		server.clock.now += 1000;
		await backUp(server.office, folder);
		expect(copies(folder)).toHaveLength(1);
		await practitioner(office);
		await backUp(server.office, folder);
		expect(copies(folder)).toHaveLength(2);
	});

	it('makes a copy again when the folder has been emptied', async () => {
		const { server } = await founded();
		await backUp(server.office, testFolder());
		const folder = testFolder();
		await backUp(server.office, folder);
		expect(copies(folder)).toHaveLength(1);
	});

	it('calls nothing safe when the copy is not what the log says', async () => {
		const { server, organisation } = await withDraft();
		const folder = testFolder();
		const { tenant } = organisation.made;
		const changed = [
			['chain', `UPDATE entry SET chain = zeroblob(32) WHERE seq = 3`],
			['chain', `UPDATE entry SET received_at = received_at + 1 WHERE seq = 3`],
			['gap', `DELETE FROM entry WHERE seq = (SELECT MIN(seq) FROM entry WHERE kind = 'grant')`],
			['head', `UPDATE tenant SET seq = seq - 1`],
			['head', `DELETE FROM entry WHERE seq = (SELECT seq FROM tenant)`],
			['header', `UPDATE entry SET header = CAST(replace(header, ':1', ':2') AS BLOB) WHERE kind = 'draft'`],
			[
				'body',
				`UPDATE body SET bytes = zeroblob(9) WHERE entry_id = (SELECT entry_id FROM entry WHERE kind = 'draft')`
			],
			['body-missing', `DELETE FROM body WHERE entry_id = (SELECT entry_id FROM entry WHERE kind = 'draft')`],
			['keylog', `UPDATE entry SET sig = zeroblob(64) WHERE seq = 2`],
			['signature', `UPDATE entry SET sig = zeroblob(64) WHERE kind = 'draft'`],
			['device', `UPDATE device SET sign_key = zeroblob(32)`],
			['device', `UPDATE device SET revoked_seq = 2`],
			['device', `DELETE FROM device`]
		] as const;
		for (const [why, statement] of changed) {
			const store = {
				...server.office.store,
				async copyTo(file: string) {
					await server.office.store.copyTo(file);
					const copy = new DatabaseSync(file);
					copy.exec(statement);
					copy.close();
				}
			};
			const office = { ...server.office, store, backup: { state: 'pending' as const, at: null } };
			const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
			expect(await backUp(office, folder), statement).toBe('failing');
			expect(String(written.mock.calls[0]?.[0])).toContain(`"why":"${why}"`);
			written.mockRestore();
			expect(readdirSync(folder)).toEqual(['doorstep-backups']);
			const row = await server.office.store.read((sql) => readTenant(sql, tenant));
			expect(row?.durableSeq).toBeNull();
		}
	});

	it('says failing and goes on when the folder cannot be written', async () => {
		const { server } = await founded();
		const file = join(testFolder(), 'file');
		writeFileSync(file, '');
		expect(await backUp(server.office, join(file, 'backup'))).toBe('failing');
		expect(server.office.backup.state).toBe('failing');
	});

	it('tells a damaged page, and a file that is no store at all', async () => {
		const { server } = await founded();
		const whole = join(testFolder(), 'copy.sqlite');
		await server.office.store.copyTo(whole);
		const bytes = readFileSync(whole);
		const torn = join(testFolder(), 'torn.sqlite');
		writeFileSync(
			torn,
			Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(4096, 7), bytes.subarray(12_288)])
		);
		const shorter = join(testFolder(), 'shorter.sqlite');
		writeFileSync(shorter, bytes.subarray(0, bytes.length - 4096));
		const none = join(testFolder(), 'none.sqlite');
		writeFileSync(none, 'not a store');
		for (const file of [torn, shorter, none]) {
			await expect(checkCopy(file, { signatures: false })).rejects.toMatchObject({
				code: 'backup-not-good',
				detail: { why: 'damaged' }
			});
		}
		expect(await checkCopy(whole, { signatures: true })).toMatchObject([{ head: { seq: 9 } }]);
	});

	it('makes a last backup when it is stopped', async () => {
		const office = await founded();
		const folder = testFolder();
		const timer = startBackups(office.server.office, folder, 60_000);
		await practitioner(office);
		await timer.stop();
		const { durable, cursor } = await sync(office.server, office.administrator);
		expect(durable).toBe(cursor);
	});

	it('starts again from a copy: the same organisation, and nothing that came after it', async () => {
		const office = await founded();
		const folder = testFolder();
		await backUp(office.server.office, folder);
		const before = await sync(office.server, office.administrator);
		await practitioner(office);
		const restored = join(testFolder(), 'doorstep.sqlite');
		copyFileSync(join(folder, copies(folder)[0] ?? ''), restored);
		expect(existsSync(restored)).toBe(true);
		const store = await openSqliteStore(restored);
		const again = makeOffice(store, { now: () => NOW });
		const row = await store.read((sql) => readTenant(sql, office.organisation.made.tenant));
		expect(row?.seq).toBe(before.cursor);
		const keylog = await store.read((sql) => again.keylogs.current(sql, office.organisation.made.tenant));
		expect(keylog.devices.size).toBe(1);
		await store.close();
	});
});
