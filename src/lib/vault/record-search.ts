/**
 * Search in records: an index in the memory of the vault worker, made from decrypted working copies when it is first
 * asked and gone with the worker. Nothing of it is ever written.
 */
import MiniSearch from 'minisearch';
import { processTerm, wordsOf } from '../pack/search.ts';
import { markWords, snippetOf, type MarkedText } from '../pack/snippet.ts';
import { meantWords, type Vocabulary } from '../pack/spelling.ts';
import { isMark } from '../record/drawn-mark.ts';
import type { DecisionRecord, Json } from '../record/types.ts';
import type { WorkingRow } from './database.ts';
import type { CurrentDrawer, OpenDrawer } from './open-drawer.ts';
import { openCopy, type OpenedCopy } from './working-copy.ts';

/** A record that fits. */
export interface RecordHit {
	readonly id: string;
	readonly title: MarkedText;
	/** The words around what was found. */
	readonly snippet: MarkedText;
}

export interface RecordsFound {
	/** The best of them, with their words; best first. */
	readonly hits: readonly RecordHit[];
	/** Ids of all, best first: a list that is narrowed further must not end at the best. */
	readonly ids: readonly string[];
	/** The query as it was understood, where a word of it was misspelt. */
	readonly meant?: string;
	/** Records that could be looked into, and those that do not open. */
	readonly searched: number;
	readonly closed: number;
}

/** The part of the vault about finding records. */
export interface RecordSearch {
	/** @param query as typed; an empty one finds nothing */
	searchRecords(query: string): Promise<RecordsFound>;
}

interface Indexed {
	readonly id: string;
	readonly title: string;
	readonly text: string;
}

const MOST_HITS = 50;
/** Records that are opened side by side; between two such batches a save may come. */
const AT_ONCE = 32;
const NOTHING: RecordsFound = { hits: [], ids: [], searched: 0, closed: 0 };

function textsIn(value: Json): readonly string[] {
	// A drawing is no words to be found.
	if (typeof value === 'string') return isMark(value) ? [] : [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap((inner: Json) => textsIn(inner));
}

/** Everything that a person wrote in a record, as one text. */
export function writtenText({ values, receivers, persons }: DecisionRecord): string {
	const labels = [...receivers, ...persons].map(({ label }) => label);
	return [...Object.values(values).flatMap(textsIn), ...labels].filter((text) => text !== '').join(' · ');
}

/** The index of one unlocked drawer. */
export class RecordIndex {
	readonly #engine = new MiniSearch<Indexed>({
		fields: ['title', 'text'],
		storeFields: ['title', 'text'],
		processTerm,
		searchOptions: { boost: { title: 2 }, prefix: (term) => term.length > 1, combineWith: 'AND' }
	});
	/** Save counter under which each record was read. */
	readonly #read = new Map<string, number>();
	readonly #closed = new Set<string>();
	readonly #words = new Map<string, number>();

	/** Reads what is new or was saved since the last time, as the list pages tell: no other text is moved or opened. */
	async refresh({ office: { db, keys }, drafts }: OpenDrawer): Promise<void> {
		const counters = await drafts.saveCounters();
		const ids = new Set(await db.working.orderBy('page').primaryKeys());
		for (const gone of [...this.#read.keys()].filter((id) => !ids.has(id))) this.#drop(gone);
		const changed = [...ids].filter((id) => !this.#isCurrent(id, counters.get(id)));
		for (let at = 0; at < changed.length; at += AT_ONCE) {
			const rows = await db.working.bulkGet(changed.slice(at, at + AT_ONCE));
			await Promise.all(rows.map(async (row) => row && this.#take(row, await openCopy(keys, db, row))));
		}
	}

	/** One that no page lists is read each time: pages and rows may have come apart. */
	#isCurrent(id: string, saveCounter: number | undefined): boolean {
		return saveCounter !== undefined && this.#read.get(id) === saveCounter;
	}

	#take({ id, saveCounter }: WorkingRow, copy: OpenedCopy): void {
		this.#drop(id);
		this.#read.set(id, saveCounter);
		if (copy.ok) this.#add({ id, title: copy.header.title, text: writtenText(copy.record) });
		else this.#closed.add(id);
	}

	search(query: string): RecordsFound {
		const counts = { searched: this.#engine.documentCount, closed: this.#closed.size };
		const typed = wordsOf(query);
		if (typed.length === 0) return { hits: [], ids: [], ...counts };
		const meant = typed.map((word) =>
			this.#isKnown(word) ? word : (meantWords(word, this.#vocabulary)[0] ?? word)
		);
		const isMisspelt = meant.some((word, at) => word !== typed[at]);
		const results = this.#engine.search(meant.join(' '));
		const hits = results.slice(0, MOST_HITS).map((result): RecordHit => {
			const { title, text } = result as unknown as Indexed; // the stored fields, as named above
			const matched = new Set(Object.keys(result.match));
			return {
				id: String(result.id),
				title: markWords(title, matched),
				snippet: snippetOf(markWords(text, matched))
			};
		});
		const ids = results.map(({ id }) => String(id));
		return { hits, ids, ...(isMisspelt && { meant: meant.join(' ') }), ...counts };
	}

	get #vocabulary(): Vocabulary {
		return this.#words;
	}

	#isKnown(word: string): boolean {
		if (this.#words.has(word)) return true;
		for (const known of this.#words.keys()) if (known.startsWith(word)) return true;
		return false;
	}

	#add(document: Indexed): void {
		this.#engine.add(document);
		for (const word of wordsOf(`${document.title} ${document.text}`))
			this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
	}

	#drop(id: string): void {
		this.#read.delete(id);
		this.#closed.delete(id);
		if (!this.#engine.has(id)) return;
		const { title, text } = this.#engine.getStoredFields(id) as unknown as Indexed;
		for (const word of wordsOf(`${title} ${text}`)) this.#forgetWord(word);
		this.#engine.discard(id);
	}

	/** A word that no record has any more must not be offered as what was meant. */
	#forgetWord(word: string): void {
		const left = (this.#words.get(word) ?? 0) - 1;
		if (left > 0) this.#words.set(word, left);
		else this.#words.delete(word);
	}
}

/** The vault's part about finding records, for whichever drawer is open. */
export function makeSearchPart(current: CurrentDrawer): RecordSearch {
	let kept: { readonly of: OpenDrawer; readonly index: RecordIndex } | undefined;
	let running: Promise<void> = Promise.resolve();
	return {
		async searchRecords(query) {
			const open = current();
			if (open === undefined) return NOTHING;
			if (kept?.of !== open) kept = { of: open, index: new RecordIndex() };
			const { index } = kept;
			// One after the other: two refreshes at once would add a record twice.
			running = running.then(() => index.refresh(open));
			await running;
			return index.search(query);
		}
	};
}
