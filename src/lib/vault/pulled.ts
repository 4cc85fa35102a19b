/**
 * What came from the log, checked before it counts: statements must chain from the fingerprint, everything else must be
 * signed by a device of the keylog and belong to its record. What does not hold is kept apart with its reason.
 */
import { isEntrySignedBy, readWireEntry, type Entry, type EntryBytes } from '../trust/entry.ts';
import { fromBase64Url } from '../trust/bytes.ts';
import { entryId } from '../trust/ids.ts';
import { standing, type Keylog } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { faultsOf, type LogProblem, type Seen } from '../trust/verify-entry.ts';
import type { PulledEntry } from './joining.ts';
import { compareReceipt } from './foreign-receipts.ts';
import type { EntryRow, EntryState } from './outbox.ts';
import { entryOf } from './keylog-shelf.ts';
import { rowOf, type OfficeDrawer } from './office-drawer.ts';
import { PULLED, type LogEntry } from './outbox-rules.ts';
import { keepApart, settleKept } from './quarantine.ts';
import { takeStatement, type TakeProblem } from './statements.ts';

export type PulledProblem = LogProblem | TakeProblem;

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

async function keylogOf(office: OfficeDrawer): Promise<Outcome<Keylog, TakeProblem>> {
	const { said } = await office.held();
	if (said === 'damaged') return refuse('membership-damaged');
	return said?.state === 'joined' ? office.keylogOf(said) : refuse('not-joined');
}

/** Who signed, by the keylog and nothing else. */
async function signerProblem(keylog: Keylog, entry: Entry): Promise<LogProblem | undefined> {
	const { tenant, device, author, keylogHead } = entry.header;
	if (tenant !== keylog.tenant) return 'foreign-tenant';
	const known = keylog.devices.get(device ?? '');
	if (known === undefined) return 'device-unknown';
	if (known.person !== author) return 'wrong-author';
	if (standing(keylog, known.device, keylogHead ?? '') !== 'stands') return 'device-not-standing';
	return (await isEntrySignedBy(entry, known.signKey)) ? undefined : 'bad-signature';
}

/** What this device has seen of the entry's record before. */
async function seenOf({ db }: OfficeDrawer, keylog: Keylog, { header, id }: Entry): Promise<Seen> {
	const seen: Seen = {
		keylog,
		chains: new Map(),
		known: new Map(),
		owners: new Map(),
		recoverable: new Set(),
		numbers: new Map()
	};
	const rows = await db.entries
		.where('record')
		.equals(header.record ?? '')
		.toArray();
	for (const row of rows.filter((one) => one.id !== id && one.checked === 1)) {
		const earlier = await entryOf(row);
		if (earlier !== undefined) faultsOf(seen, earlier);
	}
	return seen;
}

/** Why an entry that is no statement does not belong here. */
async function problemOf(office: OfficeDrawer, entry: Entry): Promise<PulledProblem | undefined> {
	const keylog = await keylogOf(office);
	if (!keylog.ok) return keylog.reason;
	const problem = await signerProblem(keylog.value, entry);
	return problem ?? faultsOf(await seenOf(office, keylog.value, entry), entry).binding;
}

/** Rows of `sync` that begin so name records that another device of the person's has written to. */
export const CAME = 'came:';

/** An entry with its place in the log. */
interface Placed {
	readonly entry: Entry;
	readonly seq: number;
	readonly receivedAt?: number;
	/** Of one that was kept over a change of the log's history, unchecked: only the log itself makes more of it. */
	readonly state?: EntryState;
}

async function take(
	office: OfficeDrawer,
	{ entry, seq, receivedAt, state: held }: Placed
): Promise<Outcome<null, PulledProblem>> {
	if (entry.header.kind === 'key') return takeStatement(office, { entry, seq, state: held ?? 'echoed' });
	const problem = await problemOf(office, entry);
	if (problem !== undefined) return refuse(problem);
	const { db, place } = office;
	const row: EntryRow = { ...rowOf(entry, 'echoed', place.now()), seq, order: seq };
	const { kind, record, device } = entry.header;
	const isVersion = (kind === 'draft' || kind === 'final') && device !== office.keys.device;
	await db.transaction('rw', [db.entries, db.sync], async () => {
		if (isVersion) await db.sync.put({ key: `${CAME}${record ?? ''}`, value: true });
		const known = await db.entries.get(entry.id);
		const { reason: _reason, ...kept } = known ?? row;
		const received = receivedAt === undefined ? {} : { receivedAt };
		const isHeld = held !== undefined && known !== undefined;
		const inLog: EntryState = known?.state === 'safe' ? 'safe' : 'echoed';
		const at = isHeld ? { state: known.state } : { ...received, seq, state: inLog };
		await db.entries.put({ ...kept, ...at, checked: 1 });
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
	/** Of a row that stands among the entries already. */
	readonly state?: EntryState;
	readonly read: Outcome<Entry, PulledProblem>;
}

async function applyAll(office: OfficeDrawer, all: AsyncIterable<Incoming>): Promise<Applied> {
	const refused: RefusedEntry[] = [];
	let taken = 0;
	let isRed = false;
	for await (const { row, read, state } of all) {
		const { seq = 0, receivedAt } = row;
		const placed = { seq, ...(receivedAt !== undefined && { receivedAt }), ...(state && { state }) };
		const done = read.ok ? await take(office, { entry: read.value, ...placed }) : read;
		if (done.ok) {
			taken += 1;
			await settleKept(office.db, markOf(row.id, row.h));
			continue;
		}
		await setApart(office, row, done.reason);
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
			yield { row: await rowFrom(office, wire), read: await withOwnBody(office, wire) };
	}
	return applyAll(office, incoming());
}

/** What exchanges kept apart, with the keys under which it waits. */
async function keptApart({ db }: OfficeDrawer) {
	const waiting = await db.sync.where('key').startsWith(PULLED).toArray();
	const rows = waiting.map(({ value }): EntryRow => {
		// Written by the exchange alone.
		const { c, ...entry } = value as LogEntry;
		return { ...entry, ...(c && { c }), state: 'parked', order: entry.seq, queuedAt: entry.receivedAt };
	});
	return { rows, keys: waiting.map(({ key }) => key) };
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
	const { rows: apart, keys } = await keptApart(office);
	const stored = await office.db.entries.bulkGet([...(await uncheckedIds(office))]);
	const waiting = [
		...apart.map((row) => ({ row })),
		...stored.flatMap((row) => (row?.seq === undefined ? [] : [{ row, state: row.state }]))
	].sort((one, other) => (one.row.seq ?? 0) - (other.row.seq ?? 0));
	async function* incoming(): AsyncGenerator<Incoming> {
		for (const one of waiting) {
			const entry = await entryOf(one.row);
			yield { ...one, read: entry === undefined ? refuse('bad-body') : accept(entry) };
		}
	}
	const applied = await applyAll(office, incoming());
	// Only now: cut off before, they are checked again, which changes nothing.
	await office.db.sync.bulkDelete([...keys]);
	return applied;
}
