/** Every log that the office ever had, so that what a device claims can be held against the history it agreed on. */
import { toBase64Url } from '#lib/trust/bytes.ts';
import { bytes, count, text, type Sql } from '#lib/server/store.ts';

/** One line of history: a restore begins a new one. */
interface Line {
	readonly ids: string[];
	readonly chains: string[];
}

interface Point {
	readonly line: Line;
	readonly seq: number;
}

const NEWER = 'SELECT seq, entry_id, chain FROM entry WHERE seq > ?1 ORDER BY seq';

export class History {
	readonly #points = new Map<string, Point>();
	#line: Line = { ids: [], chains: [] };

	/** Ids of the log as it is now, in order. */
	get ids(): readonly string[] {
		return this.#line.ids;
	}

	/** Chain value of the log as it is now, at a seq from 1. */
	chainAt(seq: number): string | null {
		return this.#line.chains[seq - 1] ?? null;
	}

	/** Notes what was appended. @returns how many */
	async follow(sql: Sql): Promise<number> {
		const rows = await sql.all(NEWER, this.#line.ids.length);
		for (const row of rows) {
			this.#line.ids.push(text(row.entry_id));
			if (count(row.seq) !== this.#line.ids.length) throw new TypeError('the sequence has a gap');
			const chain = toBase64Url(bytes(row.chain));
			this.#line.chains.push(chain);
			// The first line that reached a chain value holds for it: what is before it is the same by the chain.
			if (!this.#points.has(chain)) this.#points.set(chain, { line: this.#line, seq: this.#line.ids.length });
		}
		return rows.length;
	}

	/** A restore: another line, with the beginning of the one before. */
	async turnBack(sql: Sql): Promise<void> {
		this.#line = { ids: [], chains: [] };
		await this.follow(sql);
	}

	/** Ids up to a place of which a device knows the chain value; undefined when no log ever had it. */
	upTo(cursor: number, chain: string | null): readonly string[] | undefined {
		if (cursor === 0) return chain === null ? [] : undefined;
		const point = this.#points.get(chain ?? '');
		return point?.seq === cursor ? point.line.ids.slice(0, cursor) : undefined;
	}
}
