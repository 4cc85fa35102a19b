/** The keylog as this device keeps it: entries, replayed from the pinned fingerprint whenever keys are needed. */
import { readEntry, type Entry } from '../trust/entry.ts';
import { replayKeylog, type KeylogProblem } from '../trust/keylog.ts';
import { startKeylog, type Keylog } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { DrawerDatabase } from './database.ts';
import type { Member } from './membership.ts';
import type { EntryRow } from './outbox.ts';

/** Why the kept keylog gives no keys. `keylog-regressed`: less than was pinned before. */
export type KeylogRed = 'keylog-broken' | 'keylog-regressed';

/** A row as an entry; undefined when its bytes are no longer what they were. */
export async function entryOf(row: EntryRow): Promise<Entry | undefined> {
	const read = await readEntry({ h: row.h, s: row.s, c: row.c ?? null });
	return read.ok && read.value.id === row.id ? read.value : undefined;
}

/** By what each stands on, not by seq: a log that was restored may have numbered them anew. */
export function inChain(entries: readonly Entry[]): readonly Entry[] {
	const after = new Map(entries.map((entry) => [entry.header.keylogHead, entry]));
	const chain: Entry[] = [];
	for (let next = after.get(null); next !== undefined; next = after.get(next.id)) chain.push(next);
	return chain;
}

/** Undefined when a statement does not read any more, or stands on none of the others. */
async function keptStatements(db: DrawerDatabase): Promise<readonly Entry[] | undefined> {
	const rows = await db.entries.where('kind').equals('key').toArray();
	const placed = rows.filter((row) => row.seq !== undefined && row.checked === 1);
	const entries = await Promise.all(placed.map(entryOf));
	const whole = entries.filter((entry) => entry !== undefined);
	const chain = inChain(whole);
	return chain.length === entries.length ? chain : undefined;
}

/** Replays statements from a fingerprint. @returns the reason at the entry that does not hold */
export async function keylogFrom(
	fingerprint: string,
	entries: readonly Entry[]
): Promise<Outcome<Keylog, KeylogProblem>> {
	const { keylog, stopped } = await replayKeylog(startKeylog(fingerprint), entries);
	return stopped === null ? accept(keylog) : refuse(stopped.reason, stopped.entry);
}

/** One unlocked drawer's keylog, replayed once and again when another tab moved on. */
export class KeylogShelf {
	readonly #db: DrawerDatabase;
	#kept: Keylog | undefined;

	constructor(db: DrawerDatabase) {
		this.#db = db;
	}

	/** The keylog as far as it was pinned. Nothing is repaired and nothing overwritten when it does not hold. */
	async of(member: Member): Promise<Outcome<Keylog, KeylogRed>> {
		if (this.#kept?.head === member.keylogHead) return accept(this.#kept);
		const entries = await keptStatements(this.#db);
		if (entries === undefined) return refuse('keylog-broken');
		const replayed = await keylogFrom(member.fingerprint, entries);
		if (!replayed.ok) return refuse('keylog-broken', replayed.at);
		const keylog = replayed.value;
		const isWhole = keylog.positions.size >= member.keylogSize && keylog.positions.has(member.keylogHead);
		if (!isWhole) return refuse('keylog-regressed');
		this.#kept = keylog;
		return accept(keylog);
	}
}
