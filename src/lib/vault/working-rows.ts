/** A working copy written anew outside its editor, with its list row: what finalising, adding and clearing store. */
import type { WorkingRow, HeaderPageRow, RecordKeyRow } from './database.ts';
import { sealPage, withRow } from './header-pages.ts';
import { importRecordKey, unwrapSecret, wrapSecret } from './keys.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { PageShelf } from './page-shelf.ts';
import { sealCopy, type WorkingContent } from './working-copy.ts';
import { equalBytes, type Bytes } from '../trust/bytes.ts';

/** Rows to be written together. */
export interface RewrittenRows {
	readonly working: WorkingRow;
	readonly pageRow: HeaderPageRow;
	/** Of a key that this device did not keep under its number; it may take the place of one of its own. */
	readonly key?: RecordKeyRow;
	/** What must still stand for these rows to be written. */
	readonly before: { readonly saveCounter: number; readonly pageCounter: number };
}

/** What the working copy becomes. */
export interface Rewriting {
	readonly row: WorkingRow;
	readonly content: WorkingContent;
	/** The record's key to seal it under, 32 bytes; left as it is. */
	readonly key: Bytes;
	readonly keyNumber: number;
	/** Whether a revision holds the text. */
	readonly isCut: boolean;
}

/**
 * Whether this very key is kept under its number. Another device may have opened the same number with a key of its own;
 * a key of ours that has to make room is in our own grant of it.
 */
async function keeps(
	{ db, keys }: Pick<OfficeDrawer, 'db' | 'keys'>,
	{ id, keyNumber, key }: Pick<Rewriting, 'key' | 'keyNumber'> & { readonly id: string }
): Promise<boolean> {
	const row = await db.recordKeys.get([id, keyNumber]);
	const kept = row && (await unwrapSecret(keys, row.wrapped, { id, keyNumber }));
	return kept?.ok === true && equalBytes(kept.secret, key);
}

/** Seals the rows; undefined when the content is too large. */
export async function rewrittenRows(
	{ db, keys }: OfficeDrawer,
	{ row, content, key, keyNumber, isCut }: Rewriting
): Promise<RewrittenRows | undefined> {
	const { id, page: pageNumber, salt } = row;
	const saveCounter = row.saveCounter + 1;
	const isKept = await keeps({ db, keys }, { id, keyNumber, key });
	const wrapped = isKept ? undefined : await wrapSecret(keys, key.slice(), { id, keyNumber });
	const current = { key: await importRecordKey(key.slice()), keyNumber, saveCounter };
	const sealed = await sealCopy(keys, content, current);
	if (!sealed.ok) return undefined;
	const page = await new PageShelf(db, keys).fresh(pageNumber);
	const base = { id, blob: sealed.bytes, saveCounter, keyNumber, page: pageNumber };
	return {
		working: { ...base, ...(salt !== undefined && { salt }), ...(isCut && { cut: saveCounter }) },
		pageRow: await sealPage(keys, withRow(page, { header: content.header, saveCounter })),
		...(wrapped && { key: { record: id, keyNumber, wrapped } }),
		before: { saveCounter: row.saveCounter, pageCounter: page.counter }
	};
}

/** Inside the transaction: writes the rows unless the record or its page moved on meanwhile. */
export async function putRewritten(
	{ db }: OfficeDrawer,
	{ working, key, pageRow, before }: RewrittenRows
): Promise<boolean> {
	const stored = await db.working.get(working.id);
	const page = await db.headerPages.get(pageRow.page);
	if (stored?.saveCounter !== before.saveCounter || (page?.counter ?? 0) !== before.pageCounter) return false;
	if (key !== undefined) await db.recordKeys.put(key);
	await db.working.put(working);
	await db.headerPages.put(pageRow);
	return true;
}
