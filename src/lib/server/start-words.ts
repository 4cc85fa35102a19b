import { isAppError } from '../errors.ts';

const DATABASE = 'DATABASE_URL';

/** For the person at the machine: what is wrong, and what to do. The address itself is never shown. */
const WORDS: Readonly<Record<string, string>> = {
	'database-url': `${DATABASE} must look like postgresql://user:password@host/database. Spell @ : / ? # % in a password as %40 %3A %2F %3F %23 %25.`,
	'database-password': `PostgreSQL does not accept the user or the password of ${DATABASE}. Correct it, and look at pg_hba.conf.`,
	'database-missing': `PostgreSQL has no database of the name in ${DATABASE}. Make it (createdb), or correct the name.`,
	'database-rights': `The user of ${DATABASE} may not make tables. Give it a schema of its own, or the right to create in this one.`,
	'database-not-durable': `PostgreSQL is set so that it may lose what it has kept. Set fsync, full_page_writes and synchronous_commit on.`,
	'database-unreachable': `PostgreSQL did not answer at the address in ${DATABASE} for a minute. Start it, or correct the address.`,
	'sqlite-too-old': 'This Node.js brings a SQLite with a fault that can damage the store. Update Node.js.',
	'storage-unavailable':
		'The store in DOORSTEP_DATA_DIR cannot be opened. See that the folder can be written and the disk is not full.',
	'backup-folder':
		'DOORSTEP_BACKUP_DIR must lie outside of DOORSTEP_DATA_DIR: a copy beside the original is lost with it.',
	'backup-every': 'DOORSTEP_BACKUP_EVERY_S must be a number of seconds, 1 or more.'
};

/** Why the server cannot start, in words. Undefined for a fault of our own, which a developer has to see whole. */
export function startWords(fault: unknown): string | undefined {
	return isAppError(fault) ? WORDS[fault.code] : undefined;
}
