import {
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmdirSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp } from '#lib/server/backup.ts';
import { makeOffice } from '#lib/server/office.ts';
import { STATEMENTS } from '#lib/server/statements.ts';
import { founded, practitioner, sync } from '../../support/office-people.ts';
import { testFolder } from '../../support/folder.ts';

const copies = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.sqlite'));

describe('the backup folder', () => {
	it('keeps the newest three of a day', async () => {
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

	it('never makes a folder anew where copies were kept: its disk may not be mounted', async () => {
		const office = await founded();
		const folder = join(testFolder(), 'disk');
		await backUp(office.server.office, folder);
		const before = await sync(office.server, office.administrator);
		renameSync(folder, `${folder}-away`);
		await practitioner(office);
		expect(await backUp(office.server.office, folder)).toBe('failing');
		expect(existsSync(folder)).toBe(false);
		mkdirSync(folder);
		expect(await backUp(office.server.office, folder)).toBe('failing');
		expect(readdirSync(folder)).toEqual([]);
		expect((await sync(office.server, office.administrator)).durable).toBe(before.durable);
		rmdirSync(folder);
		renameSync(`${folder}-away`, folder);
		expect(await backUp(office.server.office, folder)).toBe('verified');
		const after = await sync(office.server, office.administrator);
		expect(after.durable).toBe(after.cursor);
	});

	it('says which moment the newest copy holds, and keeps saying it while newer ones fail', async () => {
		const office = await founded();
		const { server } = office;
		const folder = join(testFolder(), 'disk');
		expect(server.office.backup.at).toBeNull();
		await backUp(server.office, folder);
		const at = server.clock.now;
		expect(server.office.backup.at).toBe(at);
		server.clock.now += 60_000;
		await practitioner(office);
		renameSync(folder, `${folder}-away`);
		await backUp(server.office, folder);
		expect(server.office.backup).toEqual({ state: 'failing', at });
	});

	it('makes one copy a day also while nothing is new, and one at once when the newest was cut or taken', async () => {
		const { server } = await founded();
		const folder = testFolder();
		await backUp(server.office, folder);
		server.clock.now += 86_400_000;
		await backUp(server.office, folder);
		expect(copies(folder)).toHaveLength(2);
		truncateSync(join(folder, copies(folder).sort().at(-1) ?? ''), 4096);
		await backUp(server.office, folder);
		expect(copies(folder)).toHaveLength(3);
		await backUp(server.office, folder);
		expect(copies(folder)).toHaveLength(3);
	});

	it('takes away what a run left that was cut off, and nothing that is not its own', async () => {
		const { server } = await founded();
		const folder = testFolder();
		for (const name of ['doorstep-000007.partial', 'doorstep-000007.partial-journal', 'holiday.jpg']) {
			writeFileSync(join(folder, name), 'x');
		}
		await backUp(server.office, folder);
		expect(readdirSync(folder).sort()).toEqual([
			expect.stringMatching(/^doorstep-000001-aaaa-.*sqlite$/),
			'doorstep-backups',
			'holiday.jpg'
		]);
	});

	it('is made by one of the servers that share a store, and the other knows', async () => {
		const { server } = await founded();
		const folder = testFolder();
		const other = makeOffice(server.office.store, { now: () => server.clock.now });
		const states = await Promise.all([backUp(server.office, folder), backUp(other, folder)]);
		expect(copies(folder)).toHaveLength(1);
		expect(states).toContain('verified');
		server.clock.now += 1;
		expect(await backUp(other, folder)).toBe('verified');
		expect(other.backup.at).toBe(server.office.backup.at);
		expect(copies(folder)).toHaveLength(1);
	});

	it('is taken over from a server that died in its turn', async () => {
		const { server } = await founded();
		const folder = testFolder();
		const until = server.clock.now + 120_000;
		await server.office.store.write((sql) =>
			sql.run(STATEMENTS.putNote, 'backup-turn', JSON.stringify({ by: 'dead', until }))
		);
		expect(await backUp(server.office, folder)).toBe('pending');
		server.clock.now = until;
		expect(await backUp(server.office, folder)).toBe('verified');
	});

	it('lets others write and read while a copy is made and checked', async () => {
		const office = await founded();
		const folder = testFolder();
		let isDone = false;
		const running = backUp(office.server.office, folder).then(() => (isDone = true));
		await sync(office.server, office.administrator);
		expect(isDone).toBe(false);
		await running;
	});
});
