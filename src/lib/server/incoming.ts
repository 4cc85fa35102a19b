import { LIMITS, type EntryReason, type WireEntry } from '../sync/protocol.ts';
import { readWireEntry, type Entry, type EntryProblem } from '../trust/entry.ts';
import { fromBase64Url } from '../trust/bytes.ts';
import { entryId } from '../trust/ids.ts';
import { hash } from './hash.ts';

/** An entry from outside: readable, or refused; with its id where the header bytes could at least be read. */
export type Incoming =
	| { readonly ok: true; readonly entry: Entry }
	| { readonly ok: false; readonly id: string | null; readonly reason: EntryReason };

const charsOf = (bytes: number) => Math.ceil((bytes * 4) / 3);

function isTooLarge({ h, c }: WireEntry): boolean {
	return h.length > charsOf(LIMITS.headerBytes) || (c?.length ?? 0) > charsOf(LIMITS.bodyBytes);
}

const REASONS: Readonly<Record<EntryProblem, EntryReason>> = {
	'bad-encoding': 'malformed',
	'not-canonical': 'malformed',
	'newer-format': 'unsupported',
	'unknown-kind': 'unsupported',
	'bad-header': 'malformed',
	'bad-record-id': 'not-yours',
	'bad-body': 'malformed'
};

async function idOf({ h }: WireEntry): Promise<string | null> {
	const header = fromBase64Url(h);
	return header === undefined || header.length === 0 ? null : entryId(header, hash);
}

/**
 * Reads an entry as far as it can be judged alone: sizes, form, organisation, record id, body hash.
 * @param tenant whose log it is for
 */
export async function readIncoming(wire: WireEntry, tenant: string): Promise<Incoming> {
	if (isTooLarge(wire)) return { ok: false, id: null, reason: 'too-large' };
	const read = await readWireEntry(wire, hash);
	if (!read.ok) return { ok: false, id: await idOf(wire), reason: REASONS[read.reason] };
	const { id, header, c } = read.value;
	if (header.tenant !== tenant) return { ok: false, id, reason: 'foreign-tenant' };
	if (c === null) return { ok: false, id, reason: 'malformed' };
	return { ok: true, entry: read.value };
}
