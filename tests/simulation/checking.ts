/**
 * What the open drawer does with what came from the log, as `vault/pulled.ts` does it: statements must chain from the
 * fingerprint, everything else must be signed by a device of the keylog and belong to its record.
 */
import { readEntry, type Entry } from '#lib/trust/entry.ts';
import { applyKeylog } from '#lib/trust/keylog.ts';
import type { Keylog } from '#lib/trust/keylog-state.ts';
import { signerProblem } from '#lib/trust/signer-problem.ts';
import { faultsOf, type Seen } from '#lib/trust/verify-entry.ts';
import { HELD, inCheckOrder, pulledKey, takeIn, type VerifiedEntry } from '#lib/vault/outbox-rules.ts';
import type { EntryRow } from '#lib/vault/outbox-rows.ts';
import type { Drawer } from './drawer.ts';

/** The device that checks. */
export interface Checking {
	readonly drawer: Drawer;
	keylog: Keylog;
}

export interface Steps {
	readonly step: () => Promise<void>;
	readonly wrote: () => Promise<void>;
}

/** Something came that does not hold. In this simulation nobody cheats: it is a bug. */
const bad = (entry: Pick<EntryRow, 'id' | 'kind'>, why: string) =>
	new TypeError(`${entry.kind} ${entry.id.slice(0, 6)} does not hold: ${why}`);

/** A statement becomes part of what the device takes keys from. */
export async function takeStatement(device: Checking, entry: Entry): Promise<void> {
	if (device.keylog.positions.has(entry.id)) return;
	const next = await applyKeylog(device.keylog, entry, null);
	if (!next.ok) throw bad({ id: entry.id, kind: 'key' }, next.reason);
	device.keylog = next.value;
}

async function entryOf({ id, kind, h, s, c }: EntryRow): Promise<Entry> {
	const read = await readEntry({ h, s, c: c ?? null });
	if (!read.ok) throw bad({ id, kind }, read.reason);
	return read.value;
}

async function bindingProblem(device: Checking, entry: Entry): Promise<string | undefined> {
	const seen: Seen = {
		keylog: device.keylog,
		chains: new Map(),
		known: new Map(),
		owners: new Map(),
		recoverable: new Set(),
		numbers: new Map()
	};
	const { record } = entry.header;
	for (const row of await device.drawer.rows()) {
		if (row.record === record && row.id !== entry.id && row.checked === 1) faultsOf(seen, await entryOf(row));
	}
	return faultsOf(seen, entry).binding;
}

async function problemOf(device: Checking, entry: Entry): Promise<string | undefined> {
	return (await signerProblem(device.keylog, entry)) ?? bindingProblem(device, entry);
}

/** Everything that nobody has verified: what waits apart, and what was kept over a change of history. */
async function unchecked({ drawer }: Checking): Promise<readonly VerifiedEntry[]> {
	const apart = (await drawer.pulled()).map((one): VerifiedEntry => {
		const { c, ...entry } = one;
		const order = { order: one.seq, queuedAt: one.receivedAt };
		return { row: { ...entry, ...(c && { c }), ...order, state: 'echoed' }, from: pulledKey(one) };
	});
	const held = (await drawer.rows()).filter(({ checked, seq }) => checked !== 1 && seq !== undefined);
	const all = [...apart, ...held.map((row): VerifiedEntry => ({ row, from: HELD }))];
	const unfetched = new Set<string | null>((await drawer.store.pendingBootstrap()).records);
	return inCheckOrder(all).filter(({ row }) => !unfetched.has(row.record));
}

/** Checks all that waits, in order of the log; other tasks may come between any two of its transactions. */
export async function checkPulled(device: Checking, { step, wrote }: Steps): Promise<void> {
	await step();
	for (const one of await unchecked(device)) {
		await step();
		const entry = await entryOf(one.row);
		const problem = entry.header.kind === 'key' ? undefined : await problemOf(device, entry);
		if (problem !== undefined) throw bad(one.row, problem);
		if (entry.header.kind === 'key') await takeStatement(device, entry);
		await device.drawer.within((rows) => takeIn(rows, one));
		await wrote();
	}
}
