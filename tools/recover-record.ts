/** Opens a sealed record from the server's data with the organisation's kit, and checks it back to the fingerprint. */
import { NEW_RECORD, place, type Place, type Revision } from '../src/lib/record/heads.ts';
import { readTenant } from '../src/lib/server/log.ts';
import type { StoreReader } from '../src/lib/server/sqlite-store.ts';
import { equalBytes } from '../src/lib/trust/bytes.ts';
import { isKitOf, openKit, type KitContents, type KitProblem } from '../src/lib/trust/kit.ts';
import { openRecord, type OpenedEntry } from '../src/lib/trust/open-record.ts';
import { accept, refuse, type Outcome } from '../src/lib/trust/outcome.ts';
import { verifyLog, type CheckedEntry, type CheckedLog } from '../src/lib/trust/verify.ts';
import { storedRows } from './stored-log.ts';

export type RecoverProblem = KitProblem | 'other-organisation' | 'unknown-record';

/** What to recover and with what. */
export interface RecoverOrder {
	readonly kit: Uint8Array;
	readonly passphrase: string;
	readonly record: string;
}

/** A revision, where it stands among the others, and its content or why it does not open. */
export interface RecoveredEntry extends OpenedEntry {
	/** Of drafts and finals; null for addenda and other kinds. */
	readonly place: Place | null;
}

export interface Recovered {
	readonly record: string;
	readonly kit: Pick<KitContents, 'tenant' | 'fingerprint'>;
	readonly log: CheckedLog;
	readonly entries: readonly RecoveredEntry[];
	/** The revision that counts: the newest final, else the head of the drafts. */
	readonly current: RecoveredEntry | undefined;
	/** What is wrong, with the seq of its entry; empty when every check passed. */
	readonly faults: readonly { readonly seq: number; readonly reason: string }[];
}

function revisionOf({ entry }: CheckedEntry): Revision | undefined {
	const { kind, parents, keyNumber, version, supersedes } = entry.header;
	if (kind !== 'draft' && kind !== 'final') return undefined;
	return { id: entry.id, kind, parents, keyNumber: keyNumber ?? 0, version, supersedes };
}

/** Replays the server's rule about head and final over checked entries: its own `record` table is not believed. */
function placed(opened: readonly OpenedEntry[]): Pick<Recovered, 'entries' | 'current'> {
	const line = new Map<string, Revision>();
	let state = NEW_RECORD;
	const entries = opened.map((one) => {
		const revision = one.checked.isRecovered ? undefined : revisionOf(one.checked);
		if (revision === undefined) return { ...one, place: null };
		const next = place(state, revision, line);
		state = next.state;
		line.set(revision.id, revision);
		return { ...one, place: next.place };
	});
	const id = state.final ?? state.head;
	return { entries, current: entries.find(({ checked }) => checked.entry.id === id) };
}

interface ReadLog {
	readonly log: CheckedLog;
	/** Whether the log ends where the server's own counter says. */
	readonly isWhole: boolean;
}

async function checkedLog(
	store: StoreReader,
	{ tenant, fingerprint }: KitContents,
	record: string
): Promise<ReadLog | undefined> {
	const counter = await store.read((sql) => readTenant(sql, tenant));
	if (counter === undefined) return undefined;
	const log = await verifyLog(storedRows(store, tenant), fingerprint, (header) => header.record === record);
	// The server may have gone on meanwhile; it can only add.
	return { log, isWhole: log.seq > counter.seq || equalBytes(log.chain, counter.chain) };
}

/** @returns the record and everything that was found wrong on the way, or why nothing could be opened */
export async function recoverRecord(
	store: StoreReader,
	order: RecoverOrder
): Promise<Outcome<Recovered, RecoverProblem>> {
	const kit = await openKit(order.kit, order.passphrase);
	if (!kit.ok) return kit;
	const read = await checkedLog(store, kit.value, order.record);
	if (read === undefined || !(await isKitOf(kit.value, read.log.keylog))) return refuse('other-organisation');
	const { log } = read;
	const opened = await openRecord(log.entries, order.record, [kit.value.recoveryIdentity]);
	if (!opened.ok) return opened;
	const { entries, current } = placed(opened.value.revisions);
	const closed = entries.flatMap(({ checked, opened: one }) =>
		one.ok ? [] : [{ seq: checked.seq, reason: one.reason }]
	);
	const cut = read.isWhole ? [] : [{ seq: log.seq, reason: 'log-cut-off' }];
	const { tenant, fingerprint } = kit.value;
	const faults = [...log.findings, ...cut, ...opened.value.badGrants, ...closed];
	return accept({ record: order.record, kit: { tenant, fingerprint }, log, entries, current, faults });
}
