/**
 * Rows that could not be used, kept as they were found. Nothing here is ever deleted: what opens again later moves to
 * the past, and a second damage of the same row is kept beside the first.
 */
import { toBase64Url } from '../trust/bytes.ts';
import type { DrawerDatabase, QuarantineRow } from './database.ts';

/** What a kept item is. `capture`: a quick check kept while locked. */
export type KeptKind =
	'record' | 'page' | 'entry' | 'statement' | 'membership' | 'device-keys' | 'slot' | 'capture';

/** Something that is kept and cannot be used, as a screen lists it. */
export interface KeptItem {
	readonly key: string;
	readonly kind: KeptKind;
	/** A code; `keptReason` in the messages has words for it. */
	readonly reason: string;
	/** ISO 8601, when it was first noticed; absent for what is looked at anew each time. */
	readonly noticedAt?: string;
	/** It opened again since. */
	readonly isPast?: true;
}

/** A kept item with all that there is of it: ciphertext, and what stands beside it in the clear. */
export interface KeptCopy extends KeptItem {
	/** The row as it was found; null when there was none. Bytes are base64url. */
	readonly row: unknown;
}

const PAST = 'past:';
const MOST_COPIES = 1000;

/** What differs each time the same thing arrives. */
const PASSING: readonly string[] = ['queuedAt', 'receivedAt', 'lastTryAt', 'state', 'seq', 'order'];

function sameRow(one: QuarantineRow['row'], other: QuarantineRow['row']): boolean {
	const text = (row: QuarantineRow['row']) =>
		JSON.stringify(plainRow(row), (name, value: unknown) => (PASSING.includes(name) ? undefined : value));
	return text(one) === text(other);
}

/** A free name for another copy; it has a colon, so that lists of damaged records leave it out. */
async function freeName(db: DrawerDatabase, beginning: string): Promise<string> {
	for (let number = 2; number < MOST_COPIES; number += 1) {
		const key = `${beginning}:${number}`;
		if ((await db.quarantine.get(key)) === undefined) return key;
	}
	return `${beginning}:${MOST_COPIES}`;
}

/** Keeps a copy of a row that did not open, with its reason; the same row again changes nothing. */
export async function keepApart(db: DrawerDatabase, found: Omit<QuarantineRow, 'noticedAt'>): Promise<void> {
	await db.transaction('rw', db.quarantine, async () => {
		const known = await db.quarantine.get(found.key);
		const noticedAt = new Date().toISOString();
		if (known !== undefined) {
			if (known.reason === found.reason && sameRow(known.row, found.row)) return;
			await db.quarantine.put({ ...known, key: await freeName(db, found.key) });
		}
		await db.quarantine.put({ ...found, noticedAt });
	});
}

/** A row that opens again is not damaged any more; what was kept of it is kept on. */
export async function settleKept(db: DrawerDatabase, key: string): Promise<void> {
	await db.transaction('rw', db.quarantine, async () => {
		const known = await db.quarantine.get(key);
		if (known === undefined) return;
		await db.quarantine.put({ ...known, key: await freeName(db, `${PAST}${key}`) });
		await db.quarantine.delete(key);
	});
}

const KINDS: readonly KeptKind[] = ['page', 'entry', 'statement', 'membership', 'device-keys'];

function kindOf(key: string): KeptKind {
	const beginning = key.split(':')[0];
	return KINDS.find((kind) => kind === beginning) ?? 'record';
}

/** A mark as a screen lists it. */
export function asKept({ key, reason, noticedAt }: QuarantineRow): KeptItem {
	const isPast = key.startsWith(PAST);
	const kind = kindOf(isPast ? key.slice(PAST.length) : key);
	return { key, kind, reason, noticedAt, ...(isPast && { isPast }) };
}

/** A row for a file: the same, with its bytes as text. */
export function plainRow(row: unknown): unknown {
	if (row === undefined) return null;
	if (row instanceof Uint8Array) return toBase64Url(new Uint8Array(row));
	if (Array.isArray(row)) return row.map(plainRow);
	if (typeof row !== 'object' || row === null) return row;
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainRow(value)]));
}
