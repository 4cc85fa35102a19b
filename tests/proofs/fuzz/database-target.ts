/** A whole drawer whose database somebody wrote to: its list and its other records must go on. */
import type { Table } from 'dexie';
import { canonical } from '#lib/trust/canonical.ts';
import type { Bytes } from '#lib/trust/bytes.ts';
import { draft, kept, openTestDrawer, recordWith, type TestDrawer } from '../../support/drawer.ts';
import type { Random } from '../random.ts';
import { MARK } from './make-target.ts';
import type { Answer, Attempt, Target } from './judge.ts';
import { spoiltBytes } from './mutations.ts';

type Row = Readonly<Record<string, unknown>>;

/** What IndexedDB would keep in the place of a field. */
const STRANGE: readonly unknown[] = [
	undefined,
	null,
	NaN,
	-1,
	1.5,
	0,
	7,
	2 ** 60,
	'',
	'1',
	[],
	{},
	new Date(0),
	new ArrayBuffer(9),
	new Uint8Array(3),
	'x'.repeat(70_000)
];

/** Reads the drawer as a person would: list, the record that may be spoilt, and one that is not. */
async function reading(drawer: TestDrawer, bad: string, good: string): Promise<Answer> {
	const drafts = drawer.again();
	await drafts.list();
	const opened = await drafts.open(bad);
	if (opened.ok) {
		// Fine if it is the newest text and can be saved on: then the rest was mended.
		const isNewest = canonical(opened.record) === canonical(recordWith(`${MARK} newest`));
		if (isNewest) return undefined;
		return { ...opened };
	}
	const rest = await drafts.open(good);
	if (!rest.ok) throw new TypeError(`the rest does not open: ${rest.reason}`);
	return opened;
}

interface Place {
	readonly table: Table<Row, never>;
	readonly row: Row;
	readonly blob: string;
}

async function places({ db }: TestDrawer, id: string): Promise<readonly Place[]> {
	const working = await db.working.get(id);
	const key = await db.recordKeys.get([id, 1]);
	const page = await db.headerPages.get(working?.page ?? 0);
	// Rows as plain objects: their kinds do not matter to whoever spoils them.
	const of = (table: unknown, row: unknown, blob: string) => ({ table, row, blob }) as Place;
	return [
		of(db.working, working, 'blob'),
		of(db.recordKeys, key, 'wrapped'),
		of(db.headerPages, page, 'blob')
	];
}

/** Puts a spoilt row, reads, and puts everything back. */
async function withRow(
	{ db }: TestDrawer,
	{ table, row }: Place,
	read: () => Promise<Answer>
): Promise<Answer> {
	const tables = [db.working, db.recordKeys, db.headerPages];
	const before = await Promise.all(tables.map((table) => table.toArray()));
	try {
		await table.put(row);
	} catch {
		// Not even a forger can put that: IndexedDB takes no such key.
		return undefined;
	}
	try {
		return await read();
	} finally {
		for (const [at, one] of tables.entries()) {
			await one.clear();
			await (one as Table<unknown>).bulkPut(before[at] ?? []);
		}
		await db.quarantine.clear();
	}
}

/** A drawer with two records, one of them saved twice. */
export async function databaseTarget(): Promise<Target> {
	const drawer = await openTestDrawer();
	const bad = await kept(drawer, `${MARK} older`);
	const older = await places(drawer, bad);
	await drawer.drafts.save(draft(bad, `${MARK} newest`));
	const good = await kept(drawer, 'the other');
	const read = (): Promise<Answer> => reading(drawer, bad, good);
	const all = await places(drawer, bad);
	const tryRow = (place: Place, row: Row, how: string): Attempt => ({
		how: `${place.table.name}: ${how}`,
		run: () => withRow(drawer, { ...place, row }, read)
	});
	return {
		name: 'drawer on disk',
		share: 3000,
		secrets: [MARK],
		good: async () => ({ ok: (await drawer.again().open(bad)).ok }),
		*attempts(random: Random, tries: number) {
			for (const [at, place] of all.entries()) {
				const put = older[at];
				if (put) yield tryRow(place, put.row, 'put back');
				for (const field of Object.keys(place.row))
					for (const value of STRANGE)
						yield tryRow(
							place,
							{ ...place.row, [field]: value },
							`${field} is ${String(value).slice(0, 20)}`
						);
				const blob = place.row[place.blob] as Bytes;
				const options = { random, tries: Math.ceil(tries / all.length) };
				for (const { how, bytes } of spoiltBytes(blob, [], options))
					yield tryRow(place, { ...place.row, [place.blob]: bytes }, how);
			}
		}
	};
}
