import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What a store file that is to be replaced was found to be. */
export type Hold =
	/** A server, or another program, has it open. */
	| { readonly kind: 'in-use' }
	/** Nobody else can open it until `release`. `organisations`: how many it holds. */
	| { readonly kind: 'held'; readonly organisations: number; release(): void }
	/** SQLite cannot read it, and nobody holds a lock on it. */
	| { readonly kind: 'unreadable' };

const BUSY = 5;

const codeOf = (fault: unknown) =>
	typeof fault === 'object' && fault !== null && 'errcode' in fault ? Number(fault.errcode) & 0xff : -1;

/** Whether the system knows of a lock on the file, by any process. For a file that SQLite cannot open. */
function isLocked(file: string): boolean {
	try {
		const { ino } = statSync(file);
		return readFileSync('/proc/locks', 'utf8')
			.split('\n')
			.some((line) => line.split(/\s+/)[5]?.endsWith(`:${ino}`) === true);
	} catch {
		// Without that list nothing is known; the operator was told to stop the server first.
		return false;
	}
}

const MAGIC = 'SQLite format 3\0';

/** SQLite opens any file, and takes the log away that lies beside one that is no store: nobody could salvage it then. */
function isSqlite(file: string): boolean {
	const start = Buffer.alloc(MAGIC.length);
	const opened = openSync(file, 'r');
	try {
		readSync(opened, start, 0, MAGIC.length, 0);
	} finally {
		closeSync(opened);
	}
	return start.toString('latin1') === MAGIC;
}

function organisationsIn(db: DatabaseSync): number {
	const isStore = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'tenant'").get() !== undefined;
	return isStore ? Number(db.prepare('SELECT COUNT(*) AS found FROM tenant').get()?.found) : 0;
}

/**
 * Takes a store file for this process alone. Every connection to a store in WAL mode holds a shared lock for as long as
 * it is open, and leaving WAL mode needs the file alone: it fails exactly while somebody has it open, and otherwise
 * brings what lies in the log beside it into the one file.
 */
export function holdStore(file: string): Hold {
	if (!isSqlite(file)) return { kind: isLocked(file) ? 'in-use' : 'unreadable' };
	let db: DatabaseSync | undefined;
	try {
		db = new DatabaseSync(file, { timeout: 0 });
		db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
		const held = db;
		return { kind: 'held', organisations: organisationsIn(held), release: () => held.close() };
	} catch (fault) {
		db?.close();
		return codeOf(fault) === BUSY || isLocked(file) ? { kind: 'in-use' } : { kind: 'unreadable' };
	}
}
