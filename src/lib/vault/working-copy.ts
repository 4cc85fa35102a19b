/** One record's working copy: sealed under the record's own key, whole, with every save. */
import type { AddendumContent } from '../record/addendum.ts';
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import { fromUtf8, utf8, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type OpenProblem, type Sealed } from '../trust/drl1.ts';
import type { DrawerDatabase, RecordKeyRow, WorkingRow } from './database.ts';
import { importRecordKey, unwrapSecret, type DrawerKeys } from './keys.ts';

/** Schema of the content of a working copy, as it stands in DRL1's header. */
export const WORKING_SCHEMA = 1;

/** An addition of this device's: it stays readable here when the entry's body is pruned one day. */
export interface OwnAddition {
	/** Id of the entry that carries it. */
	readonly entry: string;
	readonly content: AddendumContent;
}

/** A signed version that a newer one is replacing, as it was signed. */
export interface SignedVersion {
	/** Id of the final. */
	readonly entry: string;
	readonly header: RecordHeader;
	readonly record: DecisionRecord;
}

/** What stands beside the text and only ever grows: a save writes it back as it was. */
export interface KeptBeside {
	readonly after?: readonly OwnAddition[];
	/** Oldest first. */
	readonly signed?: readonly SignedVersion[];
	/** Revisions of other devices that the text takes up: its person has seen what they say. */
	readonly taken?: readonly string[];
}

/** What is sealed: with the list row inside, a lost header page can be made again. */
export interface WorkingContent extends KeptBeside {
	readonly header: RecordHeader;
	readonly record: DecisionRecord;
}

/** The members beside the text that are there. */
export function keptBeside({ after, signed, taken }: KeptBeside): KeptBeside {
	return { ...(after && { after }), ...(signed && { signed }), ...(taken && { taken }) };
}

/** The key a record's working copy is sealed under now. */
export interface CurrentKey {
	readonly key: CryptoKey;
	readonly keyNumber: number;
}

/** Why a row could not be opened. `put-back`: an older row than the list says. `newer-schema`: written by a newer app. */
export type DraftProblem =
	OpenProblem | 'no-such-record' | 'no-key' | 'other-key' | 'put-back' | 'newer-schema';

export type OpenedCopy =
	| ({ readonly ok: true; readonly current: CurrentKey } & WorkingContent)
	| { readonly ok: false; readonly reason: DraftProblem };

/** Seals a working copy for its place and save counter. */
export async function sealCopy(
	keys: DrawerKeys,
	content: WorkingContent,
	at: CurrentKey & { readonly saveCounter: number }
): Promise<Sealed> {
	const { header, record } = content;
	const bytes = utf8(JSON.stringify({ v: 1, header, record, ...keptBeside(content) }));
	const place = workingPlace(keys, header.id, at.saveCounter);
	return sealDrl1(bytes, at.key, { ...place, schema: WORKING_SCHEMA, keyNumber: at.keyNumber });
}

/** Opens a working row with the record's key from the database. */
export async function openCopy(keys: DrawerKeys, db: DrawerDatabase, row: WorkingRow): Promise<OpenedCopy> {
	// What stands beside the ciphertext may have been damaged or forged: IndexedDB would throw for such a key.
	const isRow = [row.keyNumber, row.saveCounter, row.page].every((count) => Number.isSafeInteger(count));
	if (!isRow) return { ok: false, reason: 'wrong-key-or-tampered' };
	const wrapped = await db.recordKeys.get([row.id, row.keyNumber]);
	if (!wrapped) return { ok: false, reason: 'no-key' };
	const key = await openRecordKey(keys, wrapped);
	if (!key.ok) return key;
	const opened = await openDrl1(row.blob, key.key, workingPlace(keys, row.id, row.saveCounter));
	if (!opened.ok) return opened;
	if (opened.header.schema > WORKING_SCHEMA) return { ok: false, reason: 'newer-schema' };
	return { ok: true, current: { key: key.key, keyNumber: row.keyNumber }, ...readContent(opened.bytes) };
}

type OpenedKey =
	| { readonly ok: true; readonly key: CryptoKey }
	| { readonly ok: false; readonly reason: OpenProblem | 'other-key' };

async function openRecordKey(keys: DrawerKeys, row: RecordKeyRow): Promise<OpenedKey> {
	const unwrapped = await unwrapSecret(keys, row.wrapped, { id: row.record, keyNumber: row.keyNumber });
	return unwrapped.ok ? { ok: true, key: await importRecordKey(unwrapped.secret) } : unwrapped;
}

function workingPlace(keys: DrawerKeys, id: string, saveCounter: number) {
	return { purpose: 'working', id, device: keys.device, number: saveCounter } as const;
}

/** Sealed by `sealCopy` and authenticated, so it has this shape. */
function readContent(bytes: Bytes): WorkingContent {
	return JSON.parse(fromUtf8(bytes) ?? 'null') as WorkingContent;
}
