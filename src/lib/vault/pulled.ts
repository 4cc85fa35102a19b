/**
 * What came from the log, checked before it counts: statements must chain from the fingerprint, everything else must be
 * signed by a device of the keylog and belong to its record. What does not hold is kept apart with its reason.
 */
import { readWireEntry, type Entry, type EntryBytes } from '../trust/entry.ts';
import { fromBase64Url } from '../trust/bytes.ts';
import { entryId } from '../trust/ids.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { PulledEntry } from './joining.ts';
import { compareReceipt } from './foreign-receipts.ts';
import type { EntryRow } from './outbox.ts';
import { entryOf } from './keylog-shelf.ts';
import { rowOf, type OfficeDrawer } from './office-drawer.ts';
import {
	HELD,
	inCheckOrder,
	PENDING,
	PULLED,
	takeIn,
	toPending,
	type VerifiedEntry
} from './outbox-rules.ts';
import type { LogEntry } from './outbox-log.ts';
import { drawerRows } from './drawer-rows.ts';
import { keepApart, settleKept } from './quarantine.ts';
import { isRecovered, problemOf, type PulledProblem } from './entry-problem.ts';
import { takeStatement } from './statements.ts';

/** An entry that was not taken, and why; a mark of it stays in `quarantine`. */
export interface RefusedEntry {
	readonly id: string;
	readonly seq: number;
	readonly reason: PulledProblem;
}

/** What became of one pull. `isRed`: a statement of the keylog did not hold, so newer keys are unknown here. */
export interface Applied {
	readonly taken: number;
	readonly refused: readonly RefusedEntry[];
	readonly isRed: boolean;
}

/** Own entries come back without body: it is here. */
async function withOwnBody({ db }: OfficeDrawer, wire: PulledEntry): Promise<Outcome<Entry, PulledProblem>> {
	const read = await readWireEntry(wire);
	if (!read.ok || read.value.c !== null) return read;
	const row = await db.entries.get(read.value.id);
	const known = row && (await entryOf(row));
	return known?.c ? accept(known) : read;
}

/** Rows of `sync` that begin so name records that another device of the person's has written to. */
export const CAME = 'came:';

/** An entry with its place in the log. */
interface Placed {
	readonly entry: Entry;
	readonly seq: number;
	readonly receivedAt?: number;
	readonly from: VerifiedEntry['from'];
}

async function take(office: OfficeDrawer, placed: Placed): Promise<Outcome<null, PulledProblem>> {
	const { entry, seq, receivedAt, from } = placed;
	if (entry.header.kind === 'key') return takeStatement(office, { entry, seq, state: 'echoed', from });
	const problem = await problemOf(office, entry);
	if (problem !== undefined) return refuse(problem);
	const { db, place } = office;
	const received = receivedAt === undefined ? {} : { receivedAt };
	const recovered = (await isRecovered(office, entry, seq)) ? ({ recovered: 1 } as const) : {};
	const row: EntryRow = {
		...rowOf(entry, 'echoed', place.now()),
		...received,
		...recovered,
		seq,
		order: seq
	};
	const { kind, record, device } = entry.header;
	const isVersion = (kind === 'draft' || kind === 'final') && device !== office.keys.device;
	await db.transaction('rw', [db.entries, db.sync], async () => {
		if (isVersion) await db.sync.put({ key: `${CAME}${record ?? ''}`, value: true });
		await takeIn(drawerRows(db), { row, from });
	});
	await compareReceipt(office, entry, seq);
	return accept(null);
}

const NOTHING: EntryBytes = { h: new Uint8Array(), s: new Uint8Array(), c: null };

/** What came over the wire as a row that counts for nothing yet. */
async function rowFrom({ place }: OfficeDrawer, wire: PulledEntry): Promise<EntryRow> {
	const h = fromBase64Url(wire.h) ?? NOTHING.h;
	const s = fromBase64Url(wire.s) ?? NOTHING.s;
	const c = typeof wire.c === 'string' ? fromBase64Url(wire.c) : undefined;
	const own = { id: await entryId(h), kind: kindOf(h), record: null, h, s, ...(c && { c }) };
	const { seq, receivedAt } = wire;
	const received = receivedAt === undefined ? {} : { receivedAt };
	return { ...own, ...received, state: 'parked', seq, order: seq, queuedAt: place.now() };
}

/** Keeps what was refused as it came, so that it can be looked at; what was verified before is not touched. */
async function setApart({ db }: OfficeDrawer, row: EntryRow, reason: string): Promise<void> {
	await db.transaction('rw', [db.quarantine, db.entries], async () => {
		await keepApart(db, { key: markOf(row.id, row.h), reason, row });
		const stored = await db.entries.get(row.id);
		if (stored !== undefined && stored.checked !== 1) await db.entries.delete(row.id);
	});
}

function kindOf(h: Uint8Array): string {
	return /"kind":"([a-z-]{1,20})"/.exec(new TextDecoder().decode(h))?.[1] ?? 'unknown';
}

/** Marks in `quarantine` about entries begin so; those about statements of the keylog have a beginning of their own. */
const ENTRY_MARKS = 'entry:';
export const STATEMENT_MARKS = 'statement:';

/** Where a refused entry is marked. */
function markOf(id: string, h: Uint8Array): string {
	return `${kindOf(h) === 'key' ? STATEMENT_MARKS : ENTRY_MARKS}${id}`;
}

interface Incoming {
	readonly row: EntryRow;
	readonly from: VerifiedEntry['from'];
	readonly read: Outcome<Entry, PulledProblem>;
}

async function applyAll(office: OfficeDrawer, all: AsyncIterable<Incoming>): Promise<Applied> {
	const refused: RefusedEntry[] = [];
	let taken = 0;
	let isRed = false;
	for await (const { row, read, from } of all) {
		const { seq = 0, receivedAt } = row;
		const placed = { seq, ...(receivedAt !== undefined && { receivedAt }), from };
		const done = read.ok ? await take(office, { entry: read.value, ...placed }) : read;
		if (done.ok) {
			taken += 1;
			await settleKept(office.db, markOf(row.id, row.h));
			continue;
		}
		await setApart(office, row, done.reason);
		if (from !== null) await office.db.sync.delete(from);
		refused.push({ id: row.id, seq, reason: done.reason });
		isRed ||= row.kind === 'key';
	}
	return { taken, refused, isRed };
}

/**
 * Takes what a request of the page pulled, in order of seq. Never throws away and never overwrites: what verifies is
 * stored as `echoed`, own entries learn that they are in the log, and the rest is set apart.
 */
export async function applyPulled(office: OfficeDrawer, pulled: readonly PulledEntry[]): Promise<Applied> {
	async function* incoming(): AsyncGenerator<Incoming> {
		for (const wire of pulled)
			yield { row: await rowFrom(office, wire), from: null, read: await withOwnBody(office, wire) };
	}
	return applyAll(office, incoming());
}

/**
 * What exchanges kept apart, with the keys under which it waits, and the records of which the older part is still to be
 * fetched: read at one moment, since what says whose a record is comes with that part.
 */
async function keptApart({ db }: OfficeDrawer) {
	const [waiting, pending] = await db.transaction('r', db.sync, () =>
		Promise.all([db.sync.where('key').startsWith(PULLED).toArray(), db.sync.get(PENDING)])
	);
	const apart = waiting.map(({ key, value }): VerifiedEntry => {
		// Written by the exchange alone.
		const { c, ...entry } = value as LogEntry;
		const order = { order: entry.seq, queuedAt: entry.receivedAt };
		return { row: { ...entry, ...(c && { c }), ...order, state: 'parked' }, from: key };
	});
	return { apart, unfetched: new Set<string | null>(toPending(pending?.value).records) };
}

/** Ids of stored entries that nobody verified, found by keys alone. */
async function uncheckedIds({ db }: OfficeDrawer): Promise<readonly string[]> {
	// Counted in indexes, which are small; mostly there is nothing to do.
	const all = await db.entries.orderBy('state').count();
	if (all === (await db.entries.orderBy('checked').count())) return [];
	const checked = new Set(await db.entries.orderBy('checked').primaryKeys());
	return (await db.entries.toCollection().primaryKeys()).filter((id) => !checked.has(id));
}

/**
 * Verifies what an exchange stored, perhaps while the drawer was locked and no key was there. Until then it counts for
 * nothing: neither keys nor parents come from it.
 */
export async function checkPulled(office: OfficeDrawer): Promise<Applied> {
	const { said } = await office.held();
	if (said === undefined || said === 'damaged' || said.state !== 'joined')
		return { taken: 0, refused: [], isRed: false };
	const stored = await office.db.entries.bulkGet([...(await uncheckedIds(office))]);
	const { apart, unfetched } = await keptApart(office);
	const held = stored.flatMap((row) => (row?.seq === undefined ? [] : [{ row, from: HELD }]));
	const waiting = inCheckOrder<VerifiedEntry>([...apart, ...held]).filter(
		({ row }) => !unfetched.has(row.record)
	);
	async function* incoming(): AsyncGenerator<Incoming> {
		for (const one of waiting) {
			const entry = await entryOf(one.row);
			yield { ...one, read: entry === undefined ? refuse('bad-body') : accept(entry) };
		}
	}
	return applyAll(office, incoming());
}
