import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backUp } from '#lib/server/backup.ts';
import { testFolder } from '../../support/folder.ts';
import { founded } from '../../support/office-people.ts';

function run(folder: string, ...asked: readonly string[]) {
	const env = { ...process.env, DOORSTEP_BACKUP_DIR: folder, DATABASE_URL: '' };
	const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/restore.ts', ...asked], {
		encoding: 'utf8',
		env
	});
	return { status, said: `${stdout}${stderr}` };
}

it('lists backups, checks one, restores it, and says in words what it will not do', async () => {
	const { server } = await founded();
	const folder = testFolder();
	await backUp(server.office, folder);
	const name = readdirSync(folder).find((file) => file.endsWith('.sqlite')) ?? '';
	writeFileSync(join(folder, 'doorstep-000002-aaaa-2026-11-23-000000.sqlite'), 'ruined');

	const list = run(folder);
	expect(list.status).toBe(0);
	expect(list.said).toMatch(/Usage: npm run restore/);
	expect(list.said).toMatch(
		/000002-aaaa.*cannot be read\n.*000001-aaaa-2026-11-22.* history aaaa {2}9 entries/
	);
	expect(run(folder, name, '--check')).toMatchObject({
		status: 0,
		said: expect.stringMatching(/good: 1 org/) as string
	});
	expect(run(folder, 'newest', '--check')).toMatchObject({
		status: 1,
		said: expect.stringMatching(/damaged, or no Doorstep backup.*Try the one before it/) as string
	});

	const to = join(testFolder(), 'data');
	expect(run(folder, name, '--to', to)).toMatchObject({
		status: 0,
		said: expect.stringMatching(/9 entries, every one of them checked[^]*server history changed/) as string
	});
	expect(run(folder, name, '--to', to)).toMatchObject({
		status: 1,
		said: expect.stringContaining('--move-aside') as string
	});
	expect(run(folder, 'none', '--to', to)).toMatchObject({ status: 2 });
	expect(run(folder, name, '--into', to)).toMatchObject({ status: 2 });
});
