/** The backups in a folder, as the restore command lists them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { copiesAmong, type CopyName } from '../src/lib/server/backup-names.ts';
import { listTenants, readTenant } from '../src/lib/server/log.ts';
import { openSqliteReader } from '../src/lib/server/sqlite-store.ts';

const MB = 1_000_000;

/** The copies of a folder, newest first; undefined when the folder cannot be read. */
export async function copiesOf(folder: string): Promise<readonly CopyName[] | undefined> {
	try {
		return copiesAmong(await readdir(folder));
	} catch {
		return undefined;
	}
}

/** Newest seq of each organisation in a copy, without checking it. */
async function seqsOf(file: string): Promise<readonly number[]> {
	const copy = openSqliteReader(file);
	try {
		return await copy.read(async (sql) => {
			const seqs: number[] = [];
			for (const tenant of await listTenants(sql)) seqs.push((await readTenant(sql, tenant))?.seq ?? 0);
			return seqs;
		});
	} finally {
		await copy.close();
	}
}

function contents(seqs: readonly number[]): string {
	if (seqs.length === 0) return 'no organisation yet';
	const all = seqs.map((seq) => `${seq} ${seq === 1 ? 'entry' : 'entries'}`);
	return seqs.length === 1 ? (all[0] ?? '') : `${seqs.length} organisations: ${all.join(', ')}`;
}

async function line(folder: string, { file, day, time, history }: CopyName): Promise<string> {
	const path = join(folder, file);
	const { size } = await stat(path);
	const said = await seqsOf(path).then(contents, () => 'cannot be read');
	return `  ${file}  ${day} ${time} UTC  ${(size / MB).toFixed(1)} MB  history ${history}  ${said}`;
}

/** One line for each copy of a folder, newest first. */
export async function listedCopies(folder: string): Promise<string> {
	const copies = await copiesOf(folder);
	if (copies === undefined) return `The backup folder ${folder} cannot be read.`;
	if (copies.length === 0) return `No backups in ${folder}.`;
	const lines: string[] = [];
	for (const copy of copies) lines.push(await line(folder, copy));
	return [`Backups in ${folder}, newest first:`, ...lines].join('\n');
}
