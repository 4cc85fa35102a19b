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
import { entryOf } from './keylog-shelf.ts';
import { rowOf, type OfficeDrawer } from './office-drawer.ts';
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
		commits: new Map(),
		recoverable: new Set(),
		numbers: new Map()
	};
	const rows = await db.entries
		.where('record')
		.equals(header.record ?? '')
		.toArray();
	for (const row of rows.filter((one) => one.id !== id && one.state !== 'parked')) {
		const earlier = await entryOf(row);
		if (earlier !== undefined) faultsOf(seen, earlier);
	}
	return seen;
}

async function takeOther(
	office: OfficeDrawer,
	entry: Entry,
	seq: number
): Promise<Outcome<null, PulledProblem>> {
	const keylog = await keylogOf(office);
	if (!keylog.ok) return keylog;
	const problem = await signerProblem(keylog.value, entry);
	if (problem !== undefined) return refuse(problem);
	const { binding } = faultsOf(await seenOf(office, keylog.value, entry), entry);
	if (binding !== undefined) return refuse(binding);
	const { db, place } = office;
	const row = { ...rowOf(entry, 'echoed', place.now()), seq, order: seq };
	await db.transaction('rw', db.entries, async () => {
		const known = await db.entries.get(entry.id);
		const { reason: _reason, ...kept } = known ?? row;
		await db.entries.put({ ...kept, seq, state: known?.state === 'safe' ? 'safe' : 'echoed' });
	});
	return accept(null);
}

async function take(office: OfficeDrawer, wire: PulledEntry): Promise<Outcome<null, PulledProblem>> {
	const read = await withOwnBody(office, wire);
	if (!read.ok) return read;
	const { seq } = wire;
	const isStatement = read.value.header.kind === 'key';
	if (isStatement) return takeStatement(office, { entry: read.value, seq, state: 'echoed' });
	return takeOther(office, read.value, seq);
}

const NOTHING: EntryBytes = { h: new Uint8Array(), s: new Uint8Array(), c: null };

/** Keeps what was refused as it came, so that it can be looked at; nothing of ours is touched. */
async function setApart({ db, place }: OfficeDrawer, wire: PulledEntry, reason: string) {
	const h = fromBase64Url(wire.h) ?? NOTHING.h;
	const s = fromBase64Url(wire.s) ?? NOTHING.s;
	const c = typeof wire.c === 'string' ? fromBase64Url(wire.c) : undefined;
	const id = await entryId(h);
	const queuedAt = place.now();
	const known = { id, kind: kindOf(h), record: null, h, s, ...(c && { c }) };
	const row = { ...known, state: 'parked', seq: wire.seq, order: wire.seq, queuedAt, reason } as const;
	const noticedAt = new Date(queuedAt).toISOString();
	await db.quarantine.put({ key: markOf(id, h), reason, noticedAt, row });
	return { id, kind: row.kind };
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

/**
 * Takes what the exchange pulled, in order of seq. Never throws away and never overwrites: what verifies is stored as
 * `echoed`, own entries learn that they are in the log, and the rest is set apart.
 */
export async function applyPulled(office: OfficeDrawer, pulled: readonly PulledEntry[]): Promise<Applied> {
	const refused: RefusedEntry[] = [];
	let isRed = false;
	for (const wire of pulled) {
		const taken = await take(office, wire);
		if (taken.ok) {
			const h = fromBase64Url(wire.h) ?? NOTHING.h;
			await office.db.quarantine.delete(markOf(await entryId(h), h));
			continue;
		}
		const { id, kind } = await setApart(office, wire, taken.reason);
		refused.push({ id, seq: wire.seq, reason: taken.reason });
		isRed ||= kind === 'key';
	}
	return { taken: pulled.length - refused.length, refused, isRed };
}
