/** The log's chain value followed from entry to entry, as far as this device sees every one of them. */
import { fromBase64Url, toBase64Url } from '../trust/bytes.ts';
import { CHAIN_START, chainStep } from '../trust/ids.ts';
import type { Position, PulledEntry, Receipt } from './sync-store.ts';

/** What one page proves. */
export interface Followed {
	/** Places passed, in order, the end of the page among them. */
	readonly receipts: readonly Receipt[];
	/** The chain value at the end, where the entries do not lead to the one that the server gave. */
	readonly broken: Receipt | null;
}

/**
 * Follows the chain over a page. It can be followed only while no place is left out: of records that this device may not
 * read it sees no entry.
 */
export async function followChain(
	from: Position,
	{ pulled, position }: { readonly pulled: readonly PulledEntry[]; readonly position: Position }
): Promise<Followed> {
	const receipts: Receipt[] = [];
	let chain = (from.chain === null ? CHAIN_START : fromBase64Url(from.chain)) ?? CHAIN_START;
	let at = from.cursor;
	for (const { id, seq, receivedAt } of pulled) {
		if (seq !== at + 1) break;
		chain = await chainStep(chain, { entryId: id, seq, receivedAt });
		at = seq;
		receipts.push({ seq, chain: toBase64Url(chain) });
	}
	const { cursor: seq, chain: given } = position;
	const end = receipts.at(-1);
	const isBroken = end?.seq === seq && end.chain !== given;
	const others = receipts.filter((one) => one.seq < seq);
	return { receipts: [...others, { seq, chain: given }], broken: isBroken ? end : null };
}
