/**
 * What this device keeps about the history of the office's log: the newest receipts (seq and chain value), and a note of
 * each time when two of them did not fit. Notes are never overwritten and hold nothing of any case.
 */

/** The chain value at one place of the log, base64url; null at 0. */
export interface LogReceipt {
	readonly seq: number;
	readonly chain: string | null;
}

/**
 * Two histories. `fork`: the office says itself that its log is another one. `receipt`: a device of the organisation was
 * told another chain value, or a place that the log had not reached. `chain`: what came does not lead to the chain value
 * that came with it.
 */
export interface HistoryNote {
	readonly kind: 'fork' | 'receipt' | 'chain';
	/** This device's clock, ms. */
	readonly at: number;
	/** What this device was told before; of `chain`: what it computed. */
	readonly mine: LogReceipt;
	/** What the office says now; of `receipt`: what the other device was told. */
	readonly other: LogReceipt;
	/** Of `receipt`: the other device. */
	readonly device?: string;
	/** When a person said that they had read and reported it, ms. */
	readonly seenAt?: number;
}

/** Keys of the `sync` table. */
export const HISTORY = 'history';
export const RECEIPTS = 'receipts';

/** A server that changes its story all day does not fill the device: the first and the newest notes are kept. */
const MOST_NOTES = 100;
const FIRST_NOTES = 20;
/** An entry is mostly signed on a receipt not much older than the newest. */
const MOST_RECEIPTS = 256;

/** @param value of `HISTORY`, which this file's functions wrote */
export function toNotes(value: unknown): readonly HistoryNote[] {
	return Array.isArray(value) ? (value as readonly HistoryNote[]) : [];
}

/** @param value of `RECEIPTS`, which this file's functions wrote */
export function toReceipts(value: unknown): readonly LogReceipt[] {
	return Array.isArray(value) ? (value as readonly LogReceipt[]) : [];
}

const isSame = (one: LogReceipt, other: LogReceipt) => one.seq === other.seq && one.chain === other.chain;

/** The notes with one more; the same news twice is one note until a person has seen it. */
export function withNote(notes: readonly HistoryNote[], note: HistoryNote): readonly HistoryNote[] {
	const isKnown = notes.some(
		(one) =>
			one.seenAt === undefined &&
			one.kind === note.kind &&
			isSame(one.mine, note.mine) &&
			isSame(one.other, note.other)
	);
	if (isKnown) return notes;
	const all = [...notes, note];
	if (all.length <= MOST_NOTES) return all;
	return [...all.slice(0, FIRST_NOTES), ...all.slice(FIRST_NOTES + 1)];
}

/** The receipts with newer ones, the oldest given up. */
export function withReceipts(
	kept: readonly LogReceipt[],
	newer: readonly LogReceipt[]
): readonly LogReceipt[] {
	const last = kept.at(-1)?.seq ?? 0;
	const added = newer.filter(({ seq, chain }) => seq > last && chain !== null);
	return added.length === 0 ? kept : [...kept, ...added].slice(-MOST_RECEIPTS);
}

/** Up to here the log is known to have been another one once: receipts of that time are no news. */
function replacedUpTo(notes: readonly HistoryNote[]): number {
	return Math.max(0, ...notes.map(({ mine, other }) => Math.max(mine.seq, other.seq)));
}

/** What another device was told when it signed, and where the log has put what it signed. */
export interface ForeignReceipt {
	readonly device: string;
	readonly receipt: LogReceipt;
	readonly seq: number;
}

/**
 * Holds a receipt of another device against those of this one.
 * @returns this device's own receipt where the two do not fit; undefined where they do, or where it cannot be said
 */
export function contradiction(
	{ receipt, seq }: ForeignReceipt,
	{ kept, notes }: { readonly kept: readonly LogReceipt[]; readonly notes: readonly HistoryNote[] }
): LogReceipt | undefined {
	if (receipt.seq <= replacedUpTo(notes)) return undefined;
	const own = kept.find((one) => one.seq === receipt.seq);
	if (own !== undefined) return own.chain === receipt.chain ? undefined : own;
	// Signed on a place that the log had not reached when it took the entry in: it was longer once.
	if (receipt.seq < seq) return undefined;
	return kept.findLast((one) => one.seq < receipt.seq) ?? { seq: 0, chain: null };
}
