import { existsSync } from 'node:fs';
import { link, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkCopy, type Held } from './backup-check.ts';
import { flushFile, flushFolder } from './backup-folder.ts';
import { holdStore } from './restore-lock.ts';
import { fillFrom } from './restore-rows.ts';
import { openSqliteReader, openSqliteStore } from './sqlite-store.ts';
import type { Sql, Store } from './store.ts';

/** Why a restore was not begun; nothing was changed. */
export type RestoreRefusal =
	/** A server has the store open. */
	| 'in-use'
	/** There is a store already, and the order was not to move one aside. */
	| 'not-empty';

export type Restored =
	| {
			readonly ok: true;
			readonly held: readonly Held[];
			/** Where the store that was there is now; undefined when there was none. */
			readonly aside: string | undefined;
	  }
	| { readonly ok: false; readonly reason: RestoreRefusal };

/** What to restore, and whether a store that is there may be moved aside. It is never deleted. */
export interface RestoreOrder {
	/** Absolute path of a copy. */
	readonly backup: string;
	readonly movesAside: boolean;
	/** Names what is moved aside, ms. */
	readonly at: number;
}

const BESIDE = ['-wal', '-shm'];

const removeStore = (file: string) =>
	Promise.all(['', '-journal', ...BESIDE].map((end) => rm(`${file}${end}`, { force: true })));

/** `2026-12-01-140530` */
export function stamp(at: number): string {
	return new Date(at).toISOString().slice(0, 19).replaceAll('T', '-').replaceAll(':', '');
}

/** A second name first, so that there is no moment in which a starting server finds no store and makes an empty one. */
async function moveAside(file: string, aside: string): Promise<void> {
	for (const end of BESIDE) {
		// An old log beside a new file would be taken for its own.
		if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, `${aside}${end}`);
	}
	// Some file systems know no second name.
	await link(file, aside).catch(() => rename(file, aside));
	await flushFolder(dirname(file));
}

/** Fills a store from a copy that was checked. @param before runs in the same transaction, and leaves the store empty */
export async function fillStore(
	store: Store,
	backup: string,
	before: (sql: Sql) => Promise<void> = () => Promise.resolve()
): Promise<readonly Held[]> {
	const copy = openSqliteReader(backup);
	try {
		return await store.write(async (sql) => {
			await before(sql);
			return copy.read((from) => fillFrom(from, sql));
		});
	} finally {
		await copy.close();
	}
}

async function makeFile(file: string, backup: string): Promise<readonly Held[]> {
	await removeStore(file);
	const store = await openSqliteStore(file);
	const held = await fillStore(store, backup).finally(() => store.close());
	await flushFile(file);
	return held;
}

/** Builds the new store beside the old one and puts it in its place in one step. */
async function replace(file: string, order: RestoreOrder): Promise<Restored> {
	const building = join(dirname(file), 'doorstep-restoring.sqlite');
	const aside = join(dirname(file), `doorstep-replaced-${stamp(order.at)}.sqlite`);
	try {
		const held = await makeFile(building, order.backup);
		const isThere = existsSync(file);
		if (isThere) await moveAside(file, aside);
		await rename(building, file);
		await flushFolder(dirname(file));
		return { ok: true, held, aside: isThere ? aside : undefined };
	} finally {
		await removeStore(building);
	}
}

/**
 * Restores a copy as the SQLite store of a data folder. The copy is checked whole first, signatures included.
 * @throws AppError 'backup-not-good', 'backup-newer', 'storage-unavailable'
 */
export async function restoreToFolder(folder: string, order: RestoreOrder): Promise<Restored> {
	const file = join(folder, 'doorstep.sqlite');
	await checkCopy(order.backup, { signatures: true });
	await mkdir(folder, { recursive: true, mode: 0o700 });
	if (!existsSync(file)) return replace(file, order);
	const hold = holdStore(file);
	if (hold.kind === 'in-use') return { ok: false, reason: 'in-use' };
	try {
		const isEmpty = hold.kind === 'held' && hold.organisations === 0;
		if (!isEmpty && !order.movesAside) return { ok: false, reason: 'not-empty' };
		return await replace(file, order);
	} finally {
		if (hold.kind === 'held') hold.release();
	}
}
