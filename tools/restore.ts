/**
 * `npm run restore -- BACKUP [--to FOLDER | --to DATABASE_URL] [--move-aside] [--check] [--from FOLDER]`: checks a
 * backup and makes it the store of a server that does not run. Without BACKUP: help, and the backups there are.
 * Ends with 0 when all is well, 1 when nothing was restored, 2 when it was asked wrongly.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isAppError } from '../src/lib/errors.ts';
import { checkCopy } from '../src/lib/server/backup-check.ts';
import { restoreToFolder, type RestoreOrder } from '../src/lib/server/restore.ts';
import { restoreToDatabase } from '../src/lib/server/restore-database.ts';
import { copiesOf, listedCopies } from './restore-list.ts';
import { doneWords, faultWords, heldWords, refusalWords, USAGE } from './restore-words.ts';

const say = (words: string) => process.stdout.write(`${words}\n`);

function stop(words: string, code: 1 | 2): never {
	process.stderr.write(`${words}\n`);
	process.exit(code);
}

function options() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: {
				to: { type: 'string' },
				from: { type: 'string' },
				'move-aside': { type: 'boolean', default: false },
				check: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		return stop(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, 2);
	}
}

const { values: asked, positionals } = options();
const backups = asked.from ?? process.env.DOORSTEP_BACKUP_DIR;

async function newest(folder: string): Promise<string> {
	const copies = await copiesOf(folder);
	return join(folder, copies?.[0]?.file ?? stop(`No backups in ${folder}.`, 1));
}

async function backupFile(named: string): Promise<string> {
	if (existsSync(named)) return resolve(named);
	if (backups === undefined) stop(`There is no file "${named}". Name the backup folder with --from.`, 2);
	const folder = resolve(backups);
	if (named === 'newest') return newest(folder);
	const file = join(folder, named);
	return existsSync(file) ? file : stop(`There is no backup "${named}" in ${folder}.`, 2);
}

async function list(): Promise<never> {
	say(USAGE);
	say(
		backups === undefined
			? '\nNo backup folder is named: set DOORSTEP_BACKUP_DIR or give --from FOLDER.'
			: `\n${await listedCopies(resolve(backups))}`
	);
	process.exit(0);
}

const isDatabase = (to: string) => /^postgres(ql)?:\/\//.test(to);

async function restore(order: RestoreOrder, to: string) {
	if (isDatabase(to)) return { done: await restoreToDatabase(to, order), place: 'the database' };
	const folder = resolve(to);
	return { done: await restoreToFolder(folder, order), place: folder };
}

async function run(named: string): Promise<void> {
	const backup = await backupFile(named);
	if (asked.check) {
		const held = await checkCopy(backup, { signatures: true });
		say(`This backup is good: ${heldWords(held)}, every one of them checked.`);
		return;
	}
	const to = asked.to ?? process.env.DATABASE_URL ?? process.env.DOORSTEP_DATA_DIR ?? 'data';
	const order = { backup, movesAside: asked['move-aside'], at: Date.now() };
	const { done, place } = await restore(order, to);
	if (!done.ok) stop(refusalWords(done.reason), 1);
	process.stdout.write(doneWords(done, place));
}

const [named, ...more] = positionals;
if (named === undefined) await list();
else if (more.length > 0) stop(USAGE, 2);
else {
	try {
		await run(named);
	} catch (fault) {
		if (!isAppError(fault)) throw fault;
		stop(faultWords(fault), 1);
	}
}
