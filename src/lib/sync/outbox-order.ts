import { fromUtf8 } from '../trust/bytes.ts';
import { LIMITS, type WireEntry } from './protocol.ts';
import { asFields, isCount } from './protocol-parse.ts';
import type { HeldEntry } from './sync-store.ts';

/** What decides when an entry goes: statements, then grants, then revisions with parents before children. */
interface Ranked {
	readonly entry: HeldEntry;
	readonly rank: number;
	/** Generation of a revision; depth in the chain of statements. */
	readonly depth: number;
}

const RANKS = new Map([
	['key', 0],
	['grant', 1]
]);
const LAST_RANK = 2;

/** Header fields by name; empty for bytes that are no header, which the server will refuse by name. */
function headerOf({ h }: HeldEntry): Readonly<Record<string, unknown>> {
	try {
		return asFields(JSON.parse(fromUtf8(h) ?? '')) ?? {};
	} catch {
		return {};
	}
}

/** How many of the other statements an entry stands on. */
function depthIn(chain: ReadonlyMap<string, unknown>, id: string): number {
	let depth = 0;
	const seen = new Set<string>();
	for (let at: unknown = chain.get(id); typeof at === 'string' && chain.has(at); at = chain.get(at)) {
		if (seen.has(at)) return depth;
		seen.add(at);
		depth += 1;
	}
	return depth;
}

/**
 * The order in which the server can take everything at once: statements by their chain, grants before what they
 * open, parents before children. Sending in order of storage would wait for ever on a parent behind its child.
 */
export function inPushOrder(entries: readonly HeldEntry[]): readonly HeldEntry[] {
	const headers = new Map(entries.map((entry) => [entry.id, headerOf(entry)]));
	const statements = entries.filter((entry) => entry.kind === 'key');
	const chain = new Map(statements.map((entry) => [entry.id, headers.get(entry.id)?.keylogHead]));
	const ranked = entries.map((entry): Ranked => {
		const n = headers.get(entry.id)?.n;
		const depth = entry.kind === 'key' ? depthIn(chain, entry.id) : isCount(n) ? n : 0;
		return { entry, rank: RANKS.get(entry.kind) ?? LAST_RANK, depth };
	});
	ranked.sort((a, b) => a.rank - b.rank || a.depth - b.depth || a.entry.order - b.entry.order);
	return ranked.map(({ entry }) => entry);
}

/** Room for the rest of a request: ids, cursor, chain, punctuation. */
const ENVELOPE_CHARS = 2_048;
const charsOf = ({ h, s, c }: WireEntry) => h.length + s.length + (c?.length ?? 0) + 32;

/**
 * As many from the front as one request may carry, and at least one.
 * @param most entries; the caller lowers it after a 413
 */
export function firstBatch(entries: readonly WireEntry[], most: number): readonly WireEntry[] {
	let left = LIMITS.requestBytes - ENVELOPE_CHARS;
	const end = entries.findIndex((entry, index) => {
		left -= charsOf(entry);
		return index >= most || (left < 0 && index > 0);
	});
	return end === -1 ? entries : entries.slice(0, Math.max(1, end));
}
