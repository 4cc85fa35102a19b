/**
 * What the list of records shows, sealed in batches, so that opening the list does not open every record.
 * A page is rewritten in the same transaction as a record on it.
 */
import { AppError } from '../errors.ts';
import type { RecordHeader } from '../record/types.ts';
import { fromUtf8, utf8, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type OpenProblem } from '../trust/drl1.ts';
import type { HeaderPageRow } from './database.ts';
import type { DrawerKeys } from './keys.ts';

/** Rows of one page; more would make each save seal more (performance reference, section 1). */
export const ROWS_OF_A_PAGE = 32;

/** One row: what the list shows, and the save counter that the record's row must have. */
export interface ListedRecord {
	readonly header: RecordHeader;
	readonly saveCounter: number;
}

/** A page in the open. */
export interface HeaderPage {
	readonly page: number;
	readonly counter: number;
	readonly rows: readonly ListedRecord[];
}

export type OpenedPage =
	| { readonly ok: true; readonly page: HeaderPage }
	| { readonly ok: false; readonly reason: OpenProblem | 'other-page' };

/** Seals a page under its counter. */
export async function sealPage(keys: DrawerKeys, page: HeaderPage): Promise<HeaderPageRow> {
	const content = utf8(JSON.stringify({ v: 1, page: page.page, rows: page.rows }));
	const sealed = await sealDrl1(content, keys.pages, {
		...pagePlace(keys, page.counter),
		schema: 1,
		keyNumber: 0
	});
	if (!sealed.ok) throw new AppError('page-not-sealed', { reason: sealed.reason });
	return { page: page.page, counter: page.counter, blob: sealed.bytes };
}

/** Opens a page; a page put in the place of another, or an older one of itself, is refused. */
export async function openPage(keys: DrawerKeys, row: HeaderPageRow): Promise<OpenedPage> {
	const opened = await openDrl1(row.blob, keys.pages, pagePlace(keys, row.counter));
	if (!opened.ok) return opened;
	const content = readContent(opened.bytes);
	if (content.page !== row.page) return { ok: false, reason: 'other-page' };
	return { ok: true, page: { page: row.page, counter: row.counter, rows: content.rows } };
}

/** The page with one record's row put in or replaced, under the next counter. */
export function withRow(page: HeaderPage, row: ListedRecord): HeaderPage {
	const others = page.rows.filter((listed) => listed.header.id !== row.header.id);
	return { page: page.page, counter: page.counter + 1, rows: [...others, row] };
}

/** Where a page stands, for whoever seals it again. */
export function pagePlace(keys: DrawerKeys, counter: number) {
	return { purpose: 'header-page', id: keys.profile, device: keys.device, number: counter } as const;
}

/** Sealed by `sealPage` and authenticated, so it has this shape. */
function readContent(bytes: Bytes): { page: number; rows: ListedRecord[] } {
	return JSON.parse(fromUtf8(bytes) ?? 'null') as { page: number; rows: ListedRecord[] };
}
