import { join } from 'node:path';
import { AppError, isAppError } from '../errors.ts';
import { equalBytes, type Bytes } from '../trust/bytes.ts';
import { CHAIN_START } from '../trust/ids.ts';
import { checkCopy, type Held } from './backup-check.ts';
import { copiesIn, openBackupFolder, removePartials, settle, sizeOf, thinOut } from './backup-folder.ts';
import { copyFile, FIRST_HISTORY, HISTORY_NOTE, partialFile } from './backup-names.ts';
import { inTurn } from './backup-turn.ts';
import { entryAt, listTenants, moveDurable, readTenant } from './log.ts';
import type { Backup, Office } from './office.ts';
import { STATEMENTS } from './statements.ts';
import { text, type Sql } from './store.ts';

const DAY_MS = 86_400_000;
/** A backup takes a tenth of the time at most, however large the store has grown. */
const REST = 9;

const NOTE = 'backup';

/** What is known of the newest checked copy; kept in the store, so that all its servers know it. */
interface Newest {
	readonly folder: string;
	readonly file: string;
	readonly bytes: number;
	/** The moment that it holds, server time in ms. */
	readonly at: number;
}

async function readNote(sql: Sql, note: string): Promise<string | undefined> {
	const [row] = await sql.all(STATEMENTS.note, note);
	return row && text(row.v);
}

async function readNewest(sql: Sql): Promise<Newest | undefined> {
	const note = await readNote(sql, NOTE);
	// Written by this file alone.
	return note === undefined ? undefined : (JSON.parse(note) as Newest);
}

const newestOf = ({ store }: Office) => store.read(readNewest);
const historyOf = async ({ store }: Office) =>
	(await store.read((sql) => readNote(sql, HISTORY_NOTE))) ?? FIRST_HISTORY;

async function chainAt(sql: Sql, tenant: string, seq: number): Promise<Bytes | undefined> {
	return seq === 0 ? CHAIN_START : (await entryAt(sql, tenant, seq))?.chain;
}

/** A good copy of another history would make the mark lie. */
async function checkIsLive({ store }: Office, held: readonly Held[]): Promise<void> {
	await store.read(async (sql) => {
		for (const { tenant, head } of held) {
			const live = await chainAt(sql, tenant, head.seq);
			if (live === undefined || !equalBytes(live, head.chain))
				throw new AppError('backup-not-good', { why: 'other-history' });
		}
	});
}

/** Nothing is new, and the newest copy lies there as it was left. One a day is made all the same. */
async function isUpToDate(office: Office, folder: string): Promise<boolean> {
	const newest = await newestOf(office);
	if (newest?.folder !== folder || office.now() - newest.at >= DAY_MS) return false;
	if ((await sizeOf(join(folder, newest.file))) !== newest.bytes) return false;
	return office.store.read(async (sql) => {
		const rows = await Promise.all((await listTenants(sql)).map((tenant) => readTenant(sql, tenant)));
		return rows.every((row) => row?.seq === (row?.durableSeq ?? 0));
	});
}

/** Signatures cost the most, so they are checked in the first copy of each day. */
function isFirstOfDay(newest: Newest | undefined, now: number): boolean {
	return newest === undefined || Math.floor(newest.at / DAY_MS) !== Math.floor(now / DAY_MS);
}

/** Copies, reads back, flushes, names the copy, and only then moves the mark that devices call safe. */
async function copyAndVerify(office: Office, folder: string): Promise<void> {
	await removePartials(folder);
	const at = office.now();
	const number = ((await copiesIn(folder))[0]?.number ?? 0) + 1;
	const file = copyFile({ number, history: await historyOf(office), at });
	const partial = join(folder, partialFile(number));
	await office.store.copyTo(partial);
	const held = await checkCopy(partial, { signatures: isFirstOfDay(await newestOf(office), at) });
	await checkIsLive(office, held);
	await settle(folder, partialFile(number), file);
	const newest: Newest = { folder, file, at, bytes: (await sizeOf(join(folder, file))) ?? 0 };
	await office.store.write(async (sql) => {
		for (const { tenant, head } of held) await moveDurable(sql, tenant, head.seq);
		await sql.run(STATEMENTS.putNote, NOTE, JSON.stringify(newest));
	});
	await thinOut(folder);
}

async function makeCopy(office: Office, folder: string): Promise<void> {
	if (await isUpToDate(office, folder)) return;
	await inTurn(office, async () => {
		await openBackupFolder(folder, (await newestOf(office))?.folder === folder);
		try {
			await copyAndVerify(office, folder);
		} catch (caught) {
			// A folder that is full must not stay so by what was left of the attempt.
			await removePartials(folder).catch(() => undefined);
			throw caught;
		}
	});
}

/** The codes that an operator needs; never a path. */
function noteFault(fault: unknown): void {
	const code = isAppError(fault) ? fault.code : 'backup-failed';
	const detail = isAppError(fault) ? (fault.detail.why ?? fault.detail.cause) : undefined;
	const system = fault instanceof Error && 'code' in fault && !isAppError(fault) ? String(fault.code) : '';
	const line = { level: 'error', at: 'backup', code, why: detail ?? system };
	process.stderr.write(`${JSON.stringify(line)}\n`);
}

async function stateAfter(office: Office, folder: string): Promise<Backup['state']> {
	try {
		await makeCopy(office, folder);
		return 'verified';
	} catch (caught) {
		// Another server of this store makes it: its last one counts for this server too.
		if (isAppError(caught) && caught.code === 'backup-elsewhere')
			return (await newestOf(office).catch(() => undefined)) === undefined ? 'pending' : 'verified';
		noteFault(caught);
		return 'failing';
	}
}

/**
 * Makes a verified backup when something is new: another file in another folder, read back whole from the first entry
 * on, and flushed with its name.
 * @returns `failing` when it could not be made; the mark stays where it was and the next call tries again
 */
export async function backUp(office: Office, folder: string): Promise<Backup['state']> {
	const state = await stateAfter(office, folder);
	const newest = await newestOf(office).catch(() => undefined);
	office.backup.at = newest?.folder === folder ? newest.at : office.backup.at;
	office.backup.state = state;
	return state;
}

/** A backup on a timer; runs never overlap. */
export interface BackupTimer {
	/** Ends the timer, and makes a last backup. */
	stop(): Promise<void>;
}

/** @param everyMs least pause between the end of one run and the beginning of the next */
export function startBackups(office: Office, folder: string, everyMs: number): BackupTimer {
	office.backup.state = 'pending';
	let timer: NodeJS.Timeout | undefined;
	let running = Promise.resolve();
	const run = () => {
		const began = performance.now();
		running = backUp(office, folder).then(() => {
			const tookMs = performance.now() - began;
			timer = setTimeout(run, Math.max(everyMs, REST * tookMs)).unref();
		});
	};
	run();
	return {
		async stop() {
			await running;
			clearTimeout(timer);
			await backUp(office, folder);
		}
	};
}
