import type { Entry, EntryProblem } from './entry.ts';
import type { EntryHeader } from './entry-header.ts';
import type { KeylogProblem } from './keylog.ts';
import { recoverySpace, type Keylog } from './keylog-state.ts';

/** What can be wrong with a log. */
export type LogProblem =
	| EntryProblem
	| KeylogProblem
	| 'seq-gap'
	| 'chain-broken'
	| 'entry-twice'
	| 'device-unknown'
	| 'device-not-standing'
	| 'device-seq-reused'
	| 'device-prev-differs'
	| 'missing-parent'
	| 'wrong-n'
	| 'not-owner'
	| 'unknown-recipient'
	| 'no-recovery-grant'
	| 'history-changed';

/** What the rows before have shown. */
export interface Seen {
	keylog: Keylog;
	/** Chain value by seq, base64url. */
	readonly chains: Map<number, string>;
	readonly known: Map<string, EntryHeader>;
	readonly owners: Map<string, string>;
	/** Keys granted to recovery: `keyName` of each. */
	readonly recoverable: Set<string>;
	/** Entry id and previous id by device and device number. */
	readonly numbers: Map<
		string,
		Map<number, { readonly id: string; readonly prev: string | null; readonly seq: number }>
	>;
}

type EntryCheck = (seen: Seen, entry: Entry) => LogProblem | undefined;

const OWNED: readonly string[] = ['draft', 'final', 'addendum', 'grant'];
const RECOVERABLE: readonly string[] = ['draft', 'final', 'addendum'];

/**
 * Two devices of one person may open the same number without a signal, each with a key of its own: the commitment tells
 * their keys apart, and no entry is out of place for the other's.
 */
const keyName = ({ header }: Entry): string =>
	`${header.record ?? ''} ${header.keyNumber ?? 0} ${header.keyCommit ?? ''}`;

const parents: EntryCheck = ({ known }, { header }) => {
	if (header.n === null) return undefined;
	const found = header.parents.map((id) => known.get(id));
	if (found.some((parent) => parent?.record !== header.record)) return 'missing-parent';
	return header.n === 1 + Math.max(0, ...found.map((parent) => parent?.n ?? 0)) ? undefined : 'wrong-n';
};

/** Author and salt make the record id, which `readEntry` recomputed: so the first entry of a record names its owner. */
const owner: EntryCheck = ({ owners }, { header }) => {
	const { record, author, salt, kind } = header;
	if (record === null || author === null || !OWNED.includes(kind)) return undefined;
	if (salt !== null && !owners.has(record)) owners.set(record, author);
	return owners.get(record) === author ? undefined : 'not-owner';
};

const recipient: EntryCheck = ({ keylog, recoverable }, entry) => {
	const { kind, space, epoch, author } = entry.header;
	if (kind !== 'grant') return undefined;
	const to = keylog.spaces.get(space ?? '');
	const hasEpoch = to?.epochs.some((one) => one.epoch === epoch) === true;
	if (!hasEpoch || (to.purpose === 'personal' && to.person !== author)) return 'unknown-recipient';
	if (to === recoverySpace(keylog)) recoverable.add(keyName(entry));
	return undefined;
};

const recovery: EntryCheck = ({ recoverable }, entry) =>
	RECOVERABLE.includes(entry.header.kind) && !recoverable.has(keyName(entry))
		? 'no-recovery-grant'
		: undefined;

/** What the device was told of the log before must be what the log says now. */
const receipt: EntryCheck = ({ chains }, { header }) => {
	const last = header.lastReceipt;
	return last !== null && chains.get(last.seq) !== last.chain ? 'history-changed' : undefined;
};

/** Faults that take an entry out: nobody could say that it belongs here. */
const BINDING: readonly EntryCheck[] = [owner, recipient];
/** Faults that are reported and leave the entry in: what was written is shown all the same. */
const REPORTED: readonly EntryCheck[] = [parents, recovery, receipt];

/** What is wrong with a signed entry beside the ones before it. */
export interface EntryFaults {
	/** It does not belong; undefined when it does. */
	readonly binding: LogProblem | undefined;
	readonly reported: readonly LogProblem[];
}

/** Holds an entry, whose signature was checked, against all that was seen before. */
export function faultsOf(seen: Seen, entry: Entry): EntryFaults {
	for (const check of BINDING) {
		// Stop at the first: a stranger's entry must not set what later ones are compared with.
		const binding = check(seen, entry);
		if (binding !== undefined) return { binding, reported: [] };
	}
	return { binding: undefined, reported: REPORTED.flatMap((check) => check(seen, entry) ?? []) };
}

/** Notes the device's own number of an entry. @returns `device-seq-reused` when another entry has it already */
export function noteNumber(seen: Seen, { id, header }: Entry, seq: number): LogProblem | undefined {
	const { device, deviceSeq, devicePrev } = header;
	if (device === null || deviceSeq === null) return undefined;
	const own = seen.numbers.get(device) ?? new Map<number, { id: string; prev: string | null; seq: number }>();
	seen.numbers.set(device, own);
	if (own.has(deviceSeq)) return 'device-seq-reused';
	own.set(deviceSeq, { id, prev: devicePrev, seq });
	return undefined;
}

/** Once all rows were seen: what each device skipped, and where its own chain does not join. */
export function deviceChains(seen: Seen): {
	readonly gaps: readonly { readonly device: string; readonly before: number }[];
	readonly broken: readonly number[];
} {
	const gaps: { device: string; before: number }[] = [];
	const broken: number[] = [];
	for (const [device, own] of seen.numbers) {
		for (const [number, { prev, seq }] of own) {
			const before = own.get(number - 1);
			if (number > 1 && before === undefined) gaps.push({ device, before: number });
			if (before !== undefined && before.id !== prev) broken.push(seq);
		}
	}
	return { gaps, broken };
}
