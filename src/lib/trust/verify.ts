import { equalBytes, toBase64Url, type Bytes } from './bytes.ts';
import { readEntry, type Entry, type EntryBytes } from './entry.ts';
import type { EntryHeader } from './entry-header.ts';
import { CHAIN_START, chainStep, entryId } from './ids.ts';
import { applyKeylog } from './keylog.ts';
import { startKeylog, type Keylog } from './keylog-state.ts';
import { signerProblem } from './signer-problem.ts';
import { deviceChains, faultsOf, noteNumber, type LogProblem, type Seen } from './verify-entry.ts';

/** An entry as the server stored it. */
export interface LogRow extends EntryBytes {
	readonly seq: number;
	/** Server time, ms. */
	readonly receivedAt: number;
	/** Chain value that the server wrote beside it. */
	readonly chain: Bytes;
}

/** One fault, at its place in the log. */
export interface Finding {
	readonly seq: number;
	readonly reason: LogProblem;
}

/** An entry whose signature chains back to the fingerprint. */
export interface CheckedEntry {
	readonly seq: number;
	readonly receivedAt: number;
	readonly entry: Entry;
	/** Arrived after its device was revoked: shown, moves nothing. */
	readonly isRecovered: boolean;
}

/** A whole log, checked. Entries whose authority fails are not in `entries`. */
export interface CheckedLog {
	readonly keylog: Keylog;
	readonly entries: readonly CheckedEntry[];
	readonly findings: readonly Finding[];
	/** Numbers that a device skipped: accepted, and reported. */
	readonly deviceGaps: readonly { readonly device: string; readonly before: number }[];
	/** Chain value at the end, as computed here. */
	readonly chain: Bytes;
	/** Of the last row; 0 for an empty log. */
	readonly seq: number;
}

/** Takes a statement into the keylog, or checks who signed anything else. */
async function authority(seen: Seen, entry: Entry): Promise<LogProblem | undefined> {
	if (entry.header.kind !== 'key') return signerProblem(seen.keylog, entry);
	const next = await applyKeylog(seen.keylog, entry, null);
	if (!next.ok) return next.reason;
	seen.keylog = next.value;
	return undefined;
}

interface Progress {
	readonly seen: Seen;
	readonly isKept: (header: EntryHeader) => boolean;
	chain: Bytes;
	seq: number;
	readonly entries: CheckedEntry[];
	readonly findings: Finding[];
}

async function checkPlace(progress: Progress, row: LogRow, id: string): Promise<void> {
	const { seq, receivedAt } = row;
	const chain = await chainStep(progress.chain, { entryId: id, seq, receivedAt });
	if (seq !== progress.seq + 1) progress.findings.push({ seq, reason: 'seq-gap' });
	if (!equalBytes(chain, row.chain)) progress.findings.push({ seq, reason: 'chain-broken' });
	// Go on from what is stored: one break is one finding, not one for every later row.
	progress.chain = row.chain;
	progress.seq = seq;
	progress.seen.chains.set(seq, toBase64Url(row.chain));
}

/** @returns why the entry does not belong in the log, after noting what is only to be reported */
async function checkEntry(progress: Progress, row: LogRow, entry: Entry): Promise<LogProblem | undefined> {
	const { seen, findings, entries } = progress;
	const { seq, receivedAt } = row;
	if (seen.known.has(entry.id)) return 'entry-twice';
	const device = seen.keylog.devices.get(entry.header.device ?? '');
	const problem = await authority(seen, entry);
	if (problem !== undefined) return problem;
	const { binding, reported } = faultsOf(seen, entry);
	const reused = noteNumber(seen, entry, seq);
	findings.push(...reported.map((reason) => ({ seq, reason })));
	if (binding !== undefined || reused !== undefined) return binding ?? reused;
	seen.known.set(entry.id, entry.header);
	const isRecovered = typeof device?.revokedAt === 'number';
	if (progress.isKept(entry.header)) entries.push({ seq, receivedAt, entry, isRecovered });
	return undefined;
}

async function checkRow(progress: Progress, row: LogRow): Promise<void> {
	await checkPlace(progress, row, await entryId(row.h));
	const read = await readEntry(row);
	const reason = read.ok ? await checkEntry(progress, row, read.value) : read.reason;
	if (reason !== undefined) progress.findings.push({ seq: row.seq, reason });
}

function begin(fingerprint: string, isKept: Progress['isKept']): Progress {
	const seen: Seen = {
		keylog: startKeylog(fingerprint),
		chains: new Map(),
		known: new Map(),
		owners: new Map(),
		recoverable: new Set(),
		numbers: new Map()
	};
	return { seen, isKept, chain: CHAIN_START, seq: 0, entries: [], findings: [] };
}

/** Rows of a log in order of seq, from the first: a list, or pages as they are read. */
export type LogRows = Iterable<LogRow> | AsyncIterable<LogRow>;

/**
 * Checks a whole log against a fingerprint that comes from elsewhere: the kit, a print. Every header, body hash,
 * signature, chain value, number, parent, owner, grant and receipt; what is sealed is checked when it is opened.
 * @param isKept which checked entries to give back, so that one record of a long log fits into memory */
export async function verifyLog(
	rows: LogRows,
	fingerprint: string,
	isKept: (header: EntryHeader) => boolean = () => true
): Promise<CheckedLog> {
	const progress = begin(fingerprint, isKept);
	for await (const row of rows) await checkRow(progress, row);
	const { seen, entries, findings, chain, seq } = progress;
	const { gaps, broken } = deviceChains(seen);
	const all = [...findings, ...broken.map((at) => ({ seq: at, reason: 'device-prev-differs' as const }))];
	return { keylog: seen.keylog, entries, findings: all, deviceGaps: gaps, chain, seq };
}
