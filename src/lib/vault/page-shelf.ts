/** The header pages of an unlocked drawer: read once, kept in the worker, made again when damaged. */
import type { RecordHeader } from '../record/types.ts';
import type { DrawerDatabase, HeaderPageRow, QuarantineRow } from './database.ts';
import { openPage, ROWS_OF_A_PAGE, sealPage, type HeaderPage, type ListedRecord } from './header-pages.ts';
import type { DrawerKeys } from './keys.ts';
import { keepApart, settleKept } from './quarantine.ts';
import { openCopy } from './working-copy.ts';

/** A record that is kept but cannot be shown, and why. */
export interface DamagedRow {
	readonly id: string;
	readonly reason: string;
	/** ISO 8601, when it was first noticed. */
	readonly noticedAt: string;
	/** What the list still knows of it. */
	readonly header?: RecordHeader;
}

const PAGE_KEY = 'page:';

/** A page's counter; 0 for no page, and for one that a damaged disk or a forger left without a number. */
function counterOf(row: HeaderPageRow | undefined): number {
	const counter = row?.counter ?? 0;
	return Number.isSafeInteger(counter) && counter >= 0 ? counter : 0;
}

export class PageShelf {
	readonly #db: DrawerDatabase;
	readonly #keys: DrawerKeys;
	readonly #kept = new Map<number, HeaderPage>();

	constructor(db: DrawerDatabase, keys: DrawerKeys) {
		this.#db = db;
		this.#keys = keys;
	}

	/** A page as last seen here; another tab may have moved on, which the writer's compare-and-set finds. */
	async get(page: number): Promise<HeaderPage> {
		return this.#kept.get(page) ?? this.fresh(page);
	}

	/** A page as it stands in the database; empty under counter 0 when there is none yet. */
	async fresh(page: number): Promise<HeaderPage> {
		const row = await this.#db.headerPages.get(page);
		return this.keep(row ? await this.#read(row) : { page, counter: 0, rows: [] });
	}

	/** All pages, in order. */
	async all(): Promise<readonly HeaderPage[]> {
		const rows = await this.#db.headerPages.toArray();
		const pages = await Promise.all(rows.map(async (row) => this.keep(await this.#read(row))));
		for (const page of await this.#missing(rows)) pages.push(await this.makeAgain(page));
		return pages;
	}

	/** All pages, opening only those that moved on since they were last seen here. */
	async seen(): Promise<readonly HeaderPage[]> {
		const rows = await this.#db.headerPages.toArray();
		return Promise.all(
			rows.map(async (row) => {
				const kept = this.#kept.get(row.page);
				return kept?.counter === row.counter ? kept : this.keep(await this.#read(row));
			})
		);
	}

	/** Pages whose row is gone altogether although records name them. */
	async #missing(rows: readonly HeaderPageRow[]): Promise<readonly number[]> {
		// Pages are numbered from 0 without gaps; the last number that a record names is cheap, all of them are not.
		const lastNamed = (await this.#db.working.orderBy('page').lastKey()) as number | undefined;
		if (rows.at(-1)?.page === rows.length - 1 && (lastNamed ?? 0) < rows.length) return [];
		const known = new Set(rows.map((row) => row.page));
		const named = (await this.#db.working.orderBy('page').uniqueKeys()) as number[];
		return named.filter((page) => !known.has(page));
	}

	/** The last page, or a new one when it is full. */
	async withRoom(): Promise<HeaderPage> {
		const last = await this.#db.headerPages.orderBy('page').lastKey();
		const page = await this.fresh(typeof last === 'number' ? last : 0);
		return page.rows.length < ROWS_OF_A_PAGE ? page : this.fresh(page.page + 1);
	}

	keep(page: HeaderPage): HeaderPage {
		this.#kept.set(page.page, page);
		return page;
	}

	forget(page: number): void {
		this.#kept.delete(page);
	}

	/** Records that could not be opened, from the marks of earlier tries. */
	async damaged(): Promise<readonly DamagedRow[]> {
		const marks = await this.#db.quarantine.toArray();
		// Marks of pages and of entries have a prefix with a colon; a record's mark is its id.
		const records = marks.filter((mark) => !mark.key.includes(':'));
		return records.map(({ key, reason, noticedAt }) => ({ id: key, reason, noticedAt }));
	}

	/** Keeps a copy of a row that did not open, with the reason. */
	async quarantine(found: Omit<QuarantineRow, 'noticedAt'>): Promise<void> {
		await keepApart(this.#db, found);
	}

	/** A record that opens again is not damaged any more. */
	async release(id: string): Promise<void> {
		if (await this.#db.quarantine.get(id)) await settleKept(this.#db, id);
	}

	/**
	 * Makes a page from the list rows sealed inside its records; those that do not open are marked. Does nothing when
	 * another tab wrote the page meanwhile.
	 */
	async makeAgain(page: number): Promise<HeaderPage> {
		const old = await this.#db.headerPages.get(page);
		const rows: ListedRecord[] = [];
		for (const row of await this.#db.working.where('page').equals(page).toArray()) {
			const opened = await openCopy(this.#keys, this.#db, row);
			if (opened.ok) rows.push({ header: opened.header, saveCounter: row.saveCounter });
			else await this.quarantine({ key: row.id, reason: opened.reason, row });
		}
		const remade: HeaderPage = { page, counter: counterOf(old) + 1, rows };
		const sealed = await sealPage(this.#keys, remade);
		const isWritten = await this.#db.transaction('rw', this.#db.headerPages, async () => {
			if (counterOf(await this.#db.headerPages.get(page)) !== counterOf(old)) return false;
			await this.#db.headerPages.put(sealed);
			return true;
		});
		return isWritten ? this.keep(remade) : this.fresh(page);
	}

	async #read(row: HeaderPageRow): Promise<HeaderPage> {
		const opened = await openPage(this.#keys, row);
		if (opened.ok) return opened.page;
		await this.quarantine({ key: `${PAGE_KEY}${row.page}`, reason: opened.reason, row });
		return this.makeAgain(row.page);
	}
}
