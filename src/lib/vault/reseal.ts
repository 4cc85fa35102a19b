/**
 * Everything of a drawer that is sealed under its root key, sealed again under another. Working copies are not: they
 * are sealed under the keys of their records, which stay what they are.
 */
import { AppError } from '../errors.ts';
import { equalBytes, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type SealPlace } from '../trust/drl1.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { DrawerDatabase } from './database.ts';
import { pagePlace } from './header-pages.ts';
import { wrapPlace, type DrawerKeys } from './keys.ts';
import { membershipPlace } from './membership.ts';

/** `newer-rows`: a newer Doorstep wrote some of it in a format that is not known here. */
export type ResealProblem = 'newer-rows';

/** How many rows do not open, and stay as they are: they opened under the old key no more than under the new one. */
export interface Resealed {
	readonly left: number;
}

/** One sealed row: how to find it again, its bytes, and how it stands in its table. */
interface SealedRow {
	readonly place: SealPlace;
	readonly under: 'wrap' | 'pages';
	readonly bytes: Bytes;
	/** Writes other bytes into the row. Inside the transaction. */
	put(bytes: Bytes): PromiseLike<unknown>;
}

const TRIES = 8;
/** Enough to keep the cipher busy, and few enough for a small tablet. */
const AT_ONCE = 64;

async function sealedRows(db: DrawerDatabase, keys: DrawerKeys): Promise<readonly SealedRow[]> {
	const devices = await db.deviceKeys.toArray();
	const memberships = await db.membership.toArray();
	const pages = await db.headerPages.toArray();
	const recordKeys = await db.recordKeys.toArray();
	return [
		...devices.map((row): SealedRow => ({
			place: wrapPlace(keys, keys.profile),
			under: 'wrap',
			bytes: row.wrapped,
			put: (wrapped) => db.deviceKeys.put({ ...row, wrapped })
		})),
		...memberships.map((row): SealedRow => ({
			place: membershipPlace(keys, row.counter),
			under: 'wrap',
			bytes: row.blob,
			put: (blob) => db.membership.put({ ...row, blob })
		})),
		...pages.map((row): SealedRow => ({
			place: pagePlace(keys, row.counter),
			under: 'pages',
			bytes: row.blob,
			put: (blob) => db.headerPages.put({ ...row, blob })
		})),
		...recordKeys.map((row): SealedRow => ({
			place: wrapPlace(keys, row.record),
			under: 'wrap',
			bytes: row.wrapped,
			put: (wrapped) => db.recordKeys.put({ ...row, wrapped })
		}))
	];
}

/** The bytes under the other key, with schema and key number as they were; undefined when they do not open. */
async function sealAgain(
	row: SealedRow,
	from: DrawerKeys,
	to: DrawerKeys
): Promise<Bytes | 'newer' | undefined> {
	const opened = await openDrl1(row.bytes, from[row.under], row.place);
	if (!opened.ok) return opened.reason === 'unknown-suite' ? 'newer' : undefined;
	const sealed = await sealDrl1(opened.bytes, to[row.under], { ...row.place, ...opened.header });
	opened.bytes.fill(0);
	if (!sealed.ok) throw new AppError('row-not-sealed-again', { reason: sealed.reason });
	return sealed.bytes;
}

async function allAgain(rows: readonly SealedRow[], from: DrawerKeys, to: DrawerKeys) {
	const again: (Bytes | 'newer' | undefined)[] = [];
	for (let at = 0; at < rows.length; at += AT_ONCE) {
		const some = rows.slice(at, at + AT_ONCE);
		again.push(...(await Promise.all(some.map((row) => sealAgain(row, from, to)))));
	}
	return again;
}

function areSame(some: readonly SealedRow[], others: readonly SealedRow[]): boolean {
	return (
		some.length === others.length &&
		some.every(({ bytes }, at) => equalBytes(bytes, others[at]?.bytes ?? new Uint8Array()))
	);
}

/** All of it or nothing: false when anything was written since the rows were read. */
async function writeAgain(
	db: DrawerDatabase,
	from: DrawerKeys,
	{ rows, again }: { readonly rows: readonly SealedRow[]; readonly again: readonly (Bytes | undefined)[] }
): Promise<boolean> {
	const tables = [db.deviceKeys, db.membership, db.headerPages, db.recordKeys];
	return db.transaction('rw', tables, async () => {
		if (!areSame(await sealedRows(db, from), rows)) return false;
		// Each goes to the queue at once; one that fails takes all back.
		const puts = rows.flatMap((row, at) => {
			const bytes = again[at];
			return bytes === undefined ? [] : [row.put(bytes)];
		});
		await Promise.all(puts);
		return true;
	});
}

/**
 * Seals everything again, in one strict transaction: cut off at any point, all of it opens under the one key or under
 * the other. Seals first, because IndexedDB commits while we await the cipher.
 * @throws whatever the database does when it cannot write; nothing is changed then
 */
export async function resealDrawer(
	db: DrawerDatabase,
	from: DrawerKeys,
	to: DrawerKeys
): Promise<Outcome<Resealed, ResealProblem>> {
	for (let tries = TRIES; tries > 0; tries -= 1) {
		const rows = await sealedRows(db, from);
		const again = await allAgain(rows, from, to);
		if (again.includes('newer')) return refuse('newer-rows');
		const opened = again.filter((bytes) => bytes !== 'newer');
		const left = opened.filter((bytes) => bytes === undefined).length;
		if (await writeAgain(db, from, { rows, again: opened })) return accept({ left });
	}
	throw new AppError('drawer-never-still', { tries: TRIES });
}
