import type { Ack, EntryReason, WireEntry } from '../sync/protocol.ts';
import { isEntrySignedBy, type Entry } from '../trust/entry.ts';
import { applyKeylog, type KeylogProblem } from '../trust/keylog.ts';
import { standing, type Keylog } from '../trust/keylog-state.ts';
import { derive } from './derive.ts';
import { obstacleOf, type Obstacle } from './entry-rules.ts';
import { readIncoming, type Incoming } from './incoming.ts';
import type { Keylogs } from './keylogs.ts';
import { appendEntry, entryById, entryOfNumber, lockTenant, readTenant, type LogHead } from './log.ts';
import { openRecords, type OpenRecords } from './open-records.ts';
import { addAccess } from './readers.ts';
import { entryProblem } from './refusals.ts';
import type { Sql, Store } from './store.ts';

/** What receiving needs of the running server. */
export interface Receiver {
	readonly store: Store;
	readonly keylogs: Keylogs;
	/** Server time, ms. */
	readonly now: () => number;
}

/** One transaction's view: where log and keylog stand after the entries taken so far. */
interface Desk {
	readonly sql: Sql;
	readonly at: number;
	/**
	 * Whether the expiry of an invite is judged when a device comes by it: when it joins, but not when another device
	 * sends back a statement that a restored log lacks.
	 */
	readonly judgesExpiry: boolean;
	/** Ids of entries whose signature was found good before the lock. */
	readonly signed: ReadonlySet<string>;
	readonly records: OpenRecords;
	head: LogHead;
	keylog: Keylog;
}

const KEYLOG_REASONS: Readonly<Partial<Record<KeylogProblem, EntryReason>>> = {
	'bad-statement': 'malformed',
	'not-a-statement': 'malformed',
	'unknown-statement': 'unsupported',
	'foreign-tenant': 'foreign-tenant',
	'keylog-moved': 'keylog-moved',
	'bad-signature': 'bad-signature',
	'bad-proof': 'bad-signature',
	'wrong-author': 'not-yours',
	'unknown-device': 'device-unknown',
	'revoked-device': 'device-revoked',
	'unknown-invite': 'invite-unknown',
	'invite-used': 'invite-used',
	'invite-revoked': 'invite-used',
	'invite-expired': 'invite-expired'
};

async function takeStatement(desk: Desk, entry: Entry): Promise<Obstacle | undefined> {
	const { keylogHead, tenant } = entry.header;
	const before = desk.keylog;
	if (keylogHead !== null && !before.positions.has(keylogHead)) return { missing: [keylogHead] };
	const { device } = entry.header;
	const isNewcomer = device !== null && !before.devices.has(device);
	const next = await applyKeylog(before, entry, isNewcomer && !desk.judgesExpiry ? null : desk.at);
	// Judged by our own clock: sent back after a restore by a server whose clock is behind, it is in time later.
	if (!next.ok && next.reason === 'invite-too-long') return { missing: [] };
	if (!next.ok) return { refused: KEYLOG_REASONS[next.reason] ?? 'not-allowed' };
	desk.head = await appendEntry(desk.sql, entry, desk);
	desk.keylog = next.value;
	await derive(desk.sql, { tenant, before, after: next.value, seq: desk.head.seq, at: desk.at });
	return undefined;
}

const STANDINGS = { 'unknown-device': 'device-unknown', revoked: 'device-revoked' } as const;

/** An entry of a record: its kind uses these header fields, which `readEntry` has checked. */
interface RecordEntry {
	readonly entry: Entry;
	readonly device: string;
	readonly record: string;
	readonly keylogHead: string;
}

function asRecordEntry(entry: Entry): RecordEntry | undefined {
	const { device, record, keylogHead } = entry.header;
	if (device === null || record === null || keylogHead === null) return undefined;
	return { entry, device, record, keylogHead };
}

/** The device stood in the keylog that the entry names, is the author's, and signed. */
async function signerObstacle(desk: Desk, made: RecordEntry): Promise<Obstacle | undefined> {
	const { entry, device, keylogHead } = made;
	const stands = standing(desk.keylog, device, keylogHead);
	if (stands === 'unknown-head') return { missing: [keylogHead] };
	if (stands !== 'stands') return { refused: STANDINGS[stands] };
	const known = desk.keylog.devices.get(device);
	if (known?.person !== entry.header.author) return { refused: 'not-yours' };
	const isSigned = desk.signed.has(entry.id) || (await isEntrySignedBy(entry, known.signKey));
	return isSigned ? undefined : { refused: 'bad-signature' };
}

/** What a grant opens. */
async function noteAccess({ sql, head }: Desk, { entry, record }: RecordEntry): Promise<void> {
	const { tenant, kind, space, keyNumber } = entry.header;
	if (kind !== 'grant' || space === null || keyNumber === null) return;
	await addAccess(sql, { tenant, record, space, keyNumber }, head.seq);
}

async function takeRecordEntry(desk: Desk, entry: Entry): Promise<Obstacle | undefined> {
	const { sql, keylog, records } = desk;
	const made = asRecordEntry(entry);
	if (made === undefined) return { refused: 'malformed' };
	const unsigned = await signerObstacle(desk, made);
	if (unsigned !== undefined) return unsigned;
	const { row, earlier } = await records.of(made.record);
	const obstacle = await obstacleOf({ sql, keylog, entry, owner: row?.owner, earlier });
	if (obstacle !== undefined) return obstacle;
	desk.head = await appendEntry(sql, entry, desk);
	await noteAccess(desk, made);
	const moves = keylog.devices.get(made.device)?.revokedAt === null;
	await records.move(made.record, entry, moves);
	return undefined;
}

/** A device that gives one number to two entries has been copied, or cheats. */
async function isNumberUsed(sql: Sql, { header }: Entry): Promise<boolean> {
	const { tenant, device, deviceSeq } = header;
	if (device === null || deviceSeq === null) return false;
	return (await entryOfNumber(sql, { tenant, device, number: deviceSeq })) !== undefined;
}

async function take(desk: Desk, entry: Entry): Promise<Ack> {
	const { id, header } = entry;
	const known = await entryById(desk.sql, header.tenant, id);
	if (known !== undefined) return { id, seq: known.seq };
	if (await isNumberUsed(desk.sql, entry)) return { id, problem: entryProblem('number-used') };
	const obstacle = await (header.kind === 'key' ? takeStatement : takeRecordEntry)(desk, entry);
	if (obstacle === undefined) return { id, seq: desk.head.seq };
	return 'refused' in obstacle ? { id, problem: entryProblem(obstacle.refused) } : { id, ...obstacle };
}

/** Signatures of devices known so far are checked before the lock is taken: they cost the most. */
async function signedBefore(
	{ store, keylogs }: Receiver,
	tenant: string,
	incoming: readonly Incoming[]
): Promise<ReadonlySet<string>> {
	const keylog = await store.read(async (sql) =>
		(await readTenant(sql, tenant)) === undefined ? undefined : keylogs.current(sql, tenant)
	);
	const checks = incoming.map(async (one) => {
		if (!one.ok || one.entry.header.kind === 'key') return [];
		const known = keylog?.devices.get(one.entry.header.device ?? '');
		return known !== undefined && (await isEntrySignedBy(one.entry, known.signKey)) ? [one.entry.id] : [];
	});
	return new Set((await Promise.all(checks)).flat());
}

/** Entries on their way into one organisation's log. */
export interface Delivery {
	readonly tenant: string;
	readonly entries: readonly WireEntry[];
	/** As `Desk.judgesExpiry`. */
	readonly judgesExpiry?: boolean;
	/** Which entries may come this way; others are `not-allowed`. */
	readonly admits?: (entry: Entry) => boolean;
	/** Runs inside the transaction, before the first entry. */
	readonly prepare?: (sql: Sql) => Promise<void>;
	/** Runs inside the transaction with all answers: throwing undoes everything. */
	readonly settle?: (acks: readonly Ack[], keylog: Keylog) => void;
}

async function answerTo(desk: Desk, one: Incoming, { admits }: Delivery): Promise<Ack> {
	if (!one.ok) return { id: one.id, problem: entryProblem(one.reason) };
	const isAdmitted = admits?.(one.entry) ?? true;
	return isAdmitted ? take(desk, one.entry) : { id: one.entry.id, problem: entryProblem('not-allowed') };
}

/**
 * Takes entries into the log, each on its own: one that is refused does not stop the next. An entry that is there
 * already gets the same answer as before.
 * @returns answers in the order of the entries
 * @throws AppError 'storage-unavailable': then nothing of the delivery was stored
 */
export async function receive(server: Receiver, delivery: Delivery): Promise<readonly Ack[]> {
	const { tenant, entries, judgesExpiry = false } = delivery;
	const incoming = await Promise.all(entries.map((wire) => readIncoming(wire, tenant)));
	const signed = await signedBefore(server, tenant, incoming);
	return server.store.write(async (sql) => {
		await delivery.prepare?.(sql);
		const head = await lockTenant(sql, tenant);
		const keylog = await server.keylogs.current(sql, tenant);
		const records = openRecords(sql, tenant);
		const desk: Desk = { sql, at: server.now(), judgesExpiry, signed, records, head, keylog };
		const acks: Ack[] = [];
		for (const one of incoming) acks.push(await answerTo(desk, one, delivery));
		delivery.settle?.(acks, desk.keylog);
		return acks;
	}, tenant);
}
