/** A working copy written anew outside its editor, with its list row: what finalising, adding and clearing store. */
import type { WorkingRow, HeaderPageRow, RecordKeyRow } from './database.ts';
import { sealPage, withRow } from './header-pages.ts';
import { importRecordKey, wrapSecret } from './keys.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { PageShelf } from './page-shelf.ts';
import { sealCopy, type WorkingContent } from './working-copy.ts';
import type { Bytes } from '../trust/bytes.ts';

/** Rows to be written together. */
export interface RewrittenRows {
	readonly working: WorkingRow;
	readonly pageRow: HeaderPageRow;
	/** Of a key number that the record did not have. */
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

/** Seals the rows; undefined when the content is too large. */
export async function rewrittenRows(
	{ db, keys }: OfficeDrawer,
	{ row, content, key, keyNumber, isCut }: Rewriting
): Promise<RewrittenRows | undefined> {
	const { id, page: pageNumber, salt } = row;
	const saveCounter = row.saveCounter + 1;
	const isKept = (await db.recordKeys.get([id, keyNumber])) !== undefined;
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
	if (key !== undefined) await db.recordKeys.add(key);
	await db.working.put(working);
	await db.headerPages.put(pageRow);
	return true;
}
