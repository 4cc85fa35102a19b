import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { backUp, startBackups } from '#lib/server/backup.ts';
import { readTenant } from '#lib/server/log.ts';
import { makeOffice } from '#lib/server/office.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { founded, practitioner, sync } from '../../support/office-people.ts';
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

	it('keeps the newest three', async () => {
		const office = await founded();
		const folder = testFolder();
		for (let round = 0; round < 5; round += 1) {
			office.server.clock.now += 1000;
			await practitioner(office);
			await backUp(office.server.office, folder);
		}
		expect(copies(folder)).toHaveLength(3);
		expect(copies(folder).sort().at(-1)).toContain(
			new Date(office.server.clock.now).toISOString().slice(0, 10)
		);
	});

	it('calls nothing safe when the copy is not what the log says', async () => {
		const { server, organisation } = await founded();
		const folder = testFolder();
		const { tenant } = organisation.made;
		const changed = [
			['chain', `UPDATE entry SET chain = zeroblob(32) WHERE seq = 3`],
			['gap', `DELETE FROM entry WHERE seq = 3`],
			['head', `UPDATE tenant SET seq = seq - 1`],
			['head', `DELETE FROM entry WHERE seq = (SELECT seq FROM tenant)`]
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
			const office = { ...server.office, store, backup: { state: 'pending' as const } };
			expect(await backUp(office, folder), why).toBe('failing');
			expect(copies(folder)).toEqual([]);
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
