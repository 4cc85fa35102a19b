/** Opens a rescue file with the organisation's kit, and checks what stands in it as far as a single file can show. */
import { isEntrySignedBy, readWireEntry, type Entry, type WireEntry } from '../src/lib/trust/entry.ts';
import { replayKeylog } from '../src/lib/trust/keylog.ts';
import { standing, startKeylog, type Keylog } from '../src/lib/trust/keylog-state.ts';
import { isKitOf, openKit, type KitProblem } from '../src/lib/trust/kit.ts';
import { openRecord, type OpenedEntry } from '../src/lib/trust/open-record.ts';
import { accept, refuse, type Outcome } from '../src/lib/trust/outcome.ts';
import { openRescue, type RescueContents, type RescueProblem } from '../src/lib/trust/rescue.ts';

export type OpenRescueProblem = KitProblem | RescueProblem | 'other-organisation';

/** What was wrong with one thing in the file. */
export interface RescueFault {
	/** Entry id, or `keylog`. */
	readonly at: string;
	readonly reason: string;
}

export interface OpenedRescue {
	readonly contents: RescueContents;
	/** Sealed revisions by record, opened where the file or the kit holds the key. */
	readonly records: ReadonlyMap<string, readonly OpenedEntry[]>;
	readonly faults: readonly RescueFault[];
}

async function keylogOf(fingerprint: string, wire: readonly WireEntry[]): Promise<Outcome<Keylog, string>> {
	const entries: Entry[] = [];
	for (const each of wire) {
		const read = await readWireEntry(each);
		if (!read.ok) return refuse(read.reason);
		entries.push(read.value);
	}
	const { keylog, stopped } = await replayKeylog(startKeylog(fingerprint), entries);
	return stopped === null ? accept(keylog) : refuse(stopped.reason);
}

async function faultOf(keylog: Keylog, { header, h, s }: Entry): Promise<string | undefined> {
	if (header.tenant !== keylog.tenant) return 'foreign-tenant';
	if (header.kind === 'key') return undefined;
	const device = keylog.devices.get(header.device ?? '');
	if (device === undefined) return 'device-unknown';
	if (device.person !== header.author) return 'wrong-author';
	if (standing(keylog, device.device, header.keylogHead ?? '') !== 'stands') return 'device-not-standing';
	return (await isEntrySignedBy({ h, s }, device.signKey)) ? undefined : 'bad-signature';
}

interface Checked {
	readonly entries: readonly Entry[];
	readonly faults: readonly RescueFault[];
}

/** Entries whose signature chains back to the fingerprint, and what is wrong with the others. */
async function checked(keylog: Keylog, wire: readonly WireEntry[]): Promise<Checked> {
	const entries: Entry[] = [];
	const faults: RescueFault[] = [];
	for (const [at, each] of wire.entries()) {
		const read = await readWireEntry(each);
		const reason = read.ok ? await faultOf(keylog, read.value) : read.reason;
		if (read.ok && reason === undefined) entries.push(read.value);
		else faults.push({ at: read.ok ? read.value.id : `entry ${at + 1}`, reason: reason ?? 'unreadable' });
	}
	return { entries, faults };
}

async function openAll(entries: readonly Entry[], identity: string): Promise<OpenedRescue['records']> {
	const records = new Map<string, readonly OpenedEntry[]>();
	const rows = entries.map((entry) => ({ seq: 0, receivedAt: 0, entry, isRecovered: false }));
	for (const record of new Set(entries.flatMap(({ header }) => header.record ?? []))) {
		const opened = await openRecord(rows, record, [identity]);
		if (opened.ok) records.set(record, opened.value.revisions);
	}
	return records;
}

/**
 * @param order the kit, its passphrase, and the rescue file
 * @returns everything in the file; what cannot be checked is a fault and is shown all the same
 */
export async function openRescueFile(order: {
	readonly kit: Uint8Array;
	readonly passphrase: string;
	readonly file: Uint8Array;
}): Promise<Outcome<OpenedRescue, OpenRescueProblem>> {
	const kit = await openKit(order.kit, order.passphrase);
	if (!kit.ok) return kit;
	const { tenant, fingerprint, recoveryIdentity } = kit.value;
	const opened = await openRescue(order.file, [recoveryIdentity]);
	if (!opened.ok) return opened;
	const contents = opened.value;
	if (contents.tenant !== tenant) return refuse('other-organisation');
	const keylog = await keylogOf(fingerprint, contents.keylog);
	const isOurs = keylog.ok && (await isKitOf(kit.value, keylog.value));
	if (!isOurs) {
		const reason = keylog.ok ? 'other-organisation' : keylog.reason;
		return accept({ contents, records: new Map(), faults: [{ at: 'keylog', reason }] });
	}
	const { entries, faults } = await checked(keylog.value, contents.entries);
	return accept({ contents, records: await openAll(entries, recoveryIdentity), faults });
}
