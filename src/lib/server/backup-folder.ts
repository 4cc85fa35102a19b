import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.ts';
import { copiesAmong, isPartial, superfluous, type CopyName } from './backup-names.ts';

/** Lies in every backup folder. A folder without it is not the one: most often a disk that is not mounted. */
const MARK = 'doorstep-backups';
const MARK_TEXT =
	'Doorstep keeps backups here and makes none where this file is missing. See docs/operating.md.\n';

/** Makes a new name in a folder outlive a power cut. */
export async function flushFolder(folder: string): Promise<void> {
	const directory = await open(folder, 'r');
	await directory.sync().finally(() => directory.close());
}

/** Makes what was written to a file outlive a power cut. */
export async function flushFile(file: string): Promise<void> {
	const opened = await open(file, 'r+');
	await opened.sync().finally(() => opened.close());
}

/** Size in bytes; undefined when the file is not there. */
export async function sizeOf(file: string): Promise<number | undefined> {
	return (await stat(file).catch(() => undefined))?.size;
}

async function isMarked(folder: string): Promise<boolean> {
	return (await sizeOf(join(folder, MARK))) !== undefined;
}

/**
 * Makes sure that copies go where the operator wants them.
 * @param isKnown whether copies were kept at this path before: then nothing is made, since an empty folder there means
 * that the right one is away, and a copy on the wrong disk would be called safe
 * @throws AppError 'backup-not-good' `folder-away`
 */
export async function openBackupFolder(folder: string, isKnown: boolean): Promise<void> {
	if (await isMarked(folder)) return;
	if (isKnown) throw new AppError('backup-not-good', { why: 'folder-away' });
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await writeFile(join(folder, MARK), MARK_TEXT, { mode: 0o600 });
	await flushFolder(folder);
	await flushFolder(dirname(folder));
}

/** Copies in the folder, newest first. */
export async function copiesIn(folder: string): Promise<readonly CopyName[]> {
	return copiesAmong(await readdir(folder));
}

/** The file's bytes first, then its name: before both are on the disk nothing may be called safe. */
export async function settle(folder: string, from: string, to: string): Promise<void> {
	await flushFile(join(folder, from));
	await rename(join(folder, from), join(folder, to));
	await flushFolder(folder);
}

const removeAll = (folder: string, files: readonly string[]) =>
	Promise.all(files.map((file) => rm(join(folder, file), { force: true })));

/** Takes away what a run left that was cut off. */
export async function removePartials(folder: string): Promise<void> {
	await removeAll(folder, (await readdir(folder)).filter(isPartial));
}

/** Takes away copies that need not be kept. Called after a good copy only: a failing backup removes nothing. */
export async function thinOut(folder: string): Promise<void> {
	const old = superfluous(await copiesIn(folder));
	await removeAll(
		folder,
		old.map(({ file }) => file)
	);
}
