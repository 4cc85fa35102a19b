/** The working copies of records: made, saved, opened and listed. Runs in the vault worker only. */
import { AppError } from '../errors.ts';
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { Bytes } from '../trust/bytes.ts';
import { commitSave, type SavedRows } from './commit-save.ts';
import type { DrawerDatabase, RecordKeyRow, WorkingRow } from './database.ts';
import { sealPage, withRow, type HeaderPage } from './header-pages.ts';
import { importRecordKey, newRecordKey, wrapSecret, type DrawerKeys } from './keys.ts';
import { PageShelf, type DamagedRow } from './page-shelf.ts';
import {
	keptBeside,
	openCopy,
	sealCopy,
	type CurrentKey,
	type DraftProblem,
	type KeptBeside
} from './working-copy.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** What the list needs to know of a record beyond its id and times; made from the record by `lib/record`. */
export type RecordFacts = Omit<RecordHeader, 'id' | 'createdAt' | 'savedAt'>;

/** A record to be kept, with the instant of keeping as the page's clock claims it (ISO 8601). */
export interface DraftInput {
	readonly id: string;
	readonly record: DecisionRecord;
	readonly facts: RecordFacts;
	readonly at: string;
	/** Behind the id, once this device has joined; for a new record only. */
	readonly salt?: string;
}

/** `final`: it was finalised, and never changes again. `changed-elsewhere`: another writer saved this record since it was opened here. */
export type SaveProblem = WriteProblem | 'too-large' | 'changed-elsewhere' | 'final' | 'not-open';
export type SaveResult =
	{ readonly ok: true; readonly header: RecordHeader } | { readonly ok: false; readonly reason: SaveProblem };
export type OpenResult =
	| {
			readonly ok: true;
			readonly header: RecordHeader;
			readonly record: DecisionRecord;
			/** What other devices wrote stands in it, and no text on this device says so yet: the next save does. */
			readonly isMerged?: true;
	  }
	| { readonly ok: false; readonly reason: DraftProblem | 'not-open' };

/** The list, newest first; damaged rows are listed beside the rest, which works on. */
export interface DraftList {
	readonly headers: readonly RecordHeader[];
	readonly damaged: readonly DamagedRow[];
}

/** What is remembered of a record while it is open here. */
interface OpenDraft {
	readonly current: CurrentKey;
	readonly createdAt: string;
	readonly saveCounter: number;
	readonly page: number;
	readonly beside: KeptBeside;
	/** Never changes under one id. */
	readonly salt?: string;
}

interface Prepared extends SavedRows {
	readonly page: HeaderPage;
	readonly header: RecordHeader;
}

const TRIES = 8;

/** The working copies of one unlocked drawer. */
export class Drafts {
	readonly #db: DrawerDatabase;
	readonly #keys: DrawerKeys;
	readonly #pages: PageShelf;
	readonly #open = new Map<string, OpenDraft>();

	constructor(db: DrawerDatabase, keys: DrawerKeys) {
		this.#db = db;
		this.#keys = keys;
		this.#pages = new PageShelf(db, keys);
	}

	/** Keeps a new record under a new random key of its own. */
	async create(input: DraftInput): Promise<SaveResult> {
		const raw = newRecordKey();
		const wrapped = await wrapSecret(this.#keys, raw, { id: input.id, keyNumber: 1 });
		const current = { key: await importRecordKey(raw), keyNumber: 1 };
		const salt = input.salt === undefined ? {} : { salt: input.salt };
		const draft = { current, createdAt: input.at, beside: {}, ...salt };
		const key: RecordKeyRow = { record: input.id, keyNumber: 1, wrapped };
		return this.#repeat(async () => {
			const page = await this.#pages.withRoom();
			return this.#write(input, { ...draft, saveCounter: 0, page: page.page }, { page, key });
		});
	}

	/** Saves the whole record as one row, with its list row, in one strict transaction. */
	async save(input: DraftInput): Promise<SaveResult> {
		return this.#repeat(async () => {
			const draft = this.#open.get(input.id);
			if (!draft) return { ok: false, reason: 'not-open' };
			const page = await this.#pages.get(draft.page);
			if (listedCounter(page, input.id) !== draft.saveCounter)
				return { ok: false, reason: 'changed-elsewhere' };
			if (isFinal(page, input.id)) return { ok: false, reason: 'final' };
			return this.#write(input, draft, { page });
		});
	}

	/** Opens a record for reading and, from then on, for saving. A row that does not open is kept and marked. */
	async open(id: string): Promise<OpenResult> {
		const row = await this.#db.working.get(id);
		if (!row) return this.#refuse(id, 'no-such-record', undefined);
		const opened = await openCopy(this.#keys, this.#db, row);
		if (!opened.ok) return this.#refuse(id, opened.reason, row);
		const listed = listedCounter(await this.#pages.fresh(row.page), id);
		if (listed > row.saveCounter) return this.#refuse(id, 'put-back', row);
		// The row proves its own counter: it is the page that was put back.
		if (listed < row.saveCounter) await this.#pages.makeAgain(row.page);
		await this.#pages.release(id);
		const { current, header, record } = opened;
		const { saveCounter, page, salt } = row;
		const at = { createdAt: header.createdAt, saveCounter, page, beside: keptBeside(opened) };
		this.#open.set(id, { current, ...at, ...(salt !== undefined && { salt }) });
		return { ok: true, header, record };
	}

	/** Notes revisions that an open record's screen shows as well: from its next save on, its text takes them up. */
	takeUp(id: string, revisions: readonly string[]): void {
		const draft = this.#open.get(id);
		if (draft === undefined) return;
		const taken = [...new Set([...(draft.beside.taken ?? []), ...revisions])];
		this.#open.set(id, { ...draft, beside: { ...draft.beside, taken } });
	}

	/** Forgets a record that was written elsewhere in the drawer; it is read anew at the next `open`. */
	forget(id: string): void {
		this.#open.delete(id);
	}

	/**
	 * Seals words that could not be written, so that locking need not wait for room on the disk and nothing readable
	 * stays in the page. The bytes are for `takeBack` after the next unlock.
	 */
	async setAside({ id, record, facts, at }: DraftInput): Promise<Bytes | undefined> {
		const draft = this.#open.get(id);
		if (!draft) return undefined;
		const header: RecordHeader = { id, ...facts, createdAt: draft.createdAt, savedAt: at };
		const saveCounter = draft.saveCounter + 1;
		const sealed = await sealCopy(this.#keys, { header, record }, { ...draft.current, saveCounter });
		return sealed.ok ? sealed.bytes : undefined;
	}

	/** Opens what `setAside` gave, for a record that is open here and was not saved since. */
	async takeBack(id: string, blob: Bytes): Promise<DecisionRecord | undefined> {
		const draft = this.#open.get(id);
		if (!draft) return undefined;
		const { keyNumber } = draft.current;
		const row = { id, blob, keyNumber, saveCounter: draft.saveCounter + 1, page: draft.page };
		const opened = await openCopy(this.#keys, this.#db, row);
		return opened.ok ? opened.record : undefined;
	}

	/** Reads the list from the header pages alone, newest first. A page that does not open is made again from its records. */
	async list(): Promise<DraftList> {
		const pages = await this.#pages.all();
		const headers = new Map(pages.flatMap((page) => page.rows).map(({ header }) => [header.id, header]));
		const damaged: DamagedRow[] = [];
		for (const row of await this.#pages.damaged()) {
			const header = headers.get(row.id);
			damaged.push(header ? { ...row, header } : row);
			headers.delete(row.id);
		}
		return { headers: [...headers.values()].sort(newestFirst), damaged };
	}

	/** The save counter of every listed record, by id, as the pages have it now. */
	async saveCounters(): Promise<ReadonlyMap<string, number>> {
		const pages = await this.#pages.seen();
		return new Map(pages.flatMap(({ rows }) => rows.map((row) => [row.header.id, row.saveCounter] as const)));
	}

	async #refuse(id: string, reason: DraftProblem, row: WorkingRow | undefined): Promise<OpenResult> {
		const isListed =
			row !== undefined || (await this.#pages.all()).some((page) => listedCounter(page, id) > 0);
		if (isListed) await this.#pages.quarantine({ key: id, reason, row });
		return { ok: false, reason };
	}

	async #repeat(attempt: () => Promise<SaveResult | 'page-moved'>): Promise<SaveResult> {
		for (let left = TRIES; left > 0; left -= 1) {
			const result = await attempt();
			if (result !== 'page-moved') return result;
		}
		throw new AppError('page-never-still', { tries: TRIES });
	}

	async #write(
		input: DraftInput,
		draft: OpenDraft,
		on: { readonly page: HeaderPage; readonly key?: RecordKeyRow }
	): Promise<SaveResult | 'page-moved'> {
		const prepared = await this.#prepare(input, draft, on.page);
		if (!prepared) return { ok: false, reason: 'too-large' };
		try {
			const rows = { ...prepared, ...(on.key && { key: on.key }) };
			if (!(await commitSave(this.#db, rows, on.page.counter))) {
				this.#pages.forget(on.page.page);
				return 'page-moved';
			}
		} catch (error) {
			return { ok: false, reason: writeProblem(error) };
		}
		this.#pages.keep(prepared.page);
		this.#open.set(input.id, { ...draft, saveCounter: prepared.working.saveCounter });
		return { ok: true, header: prepared.header };
	}

	/** Everything is sealed before the transaction: IndexedDB commits while we await the cipher. */
	async #prepare(input: DraftInput, draft: OpenDraft, page: HeaderPage): Promise<Prepared | undefined> {
		const { id, record, facts, at } = input;
		const header: RecordHeader = { id, ...facts, createdAt: draft.createdAt, savedAt: at };
		const saveCounter = draft.saveCounter + 1;
		const next = withRow(page, { header, saveCounter });
		const [sealed, pageRow] = await Promise.all([
			sealCopy(this.#keys, { header, record, ...draft.beside }, { ...draft.current, saveCounter }),
			sealPage(this.#keys, next)
		]);
		if (!sealed.ok) return undefined;
		const { keyNumber } = draft.current;
		// No cut mark: no revision holds this text yet.
		const row = { id, blob: sealed.bytes, saveCounter, keyNumber, page: page.page };
		const working: WorkingRow = { ...row, ...(draft.salt !== undefined && { salt: draft.salt }) };
		return { working, page: next, pageRow, header };
	}
}

/** Instants as text, all in one form: comparing them as words of a language would take longer than opening them. */
function newestFirst(one: RecordHeader, other: RecordHeader): number {
	if (one.savedAt === other.savedAt) return 0;
	return one.savedAt < other.savedAt ? 1 : -1;
}

/** Whether a page lists the record as finalised. */
function isFinal(page: HeaderPage, id: string): boolean {
	return page.rows.some(({ header }) => header.id === id && header.life !== 'draft');
}

/** The save counter a page has for a record; 0 when it does not list it. */
function listedCounter(page: HeaderPage, id: string): number {
	return page.rows.find((row) => row.header.id === id)?.saveCounter ?? 0;
}
