import type { Entry } from '../trust/entry.ts';
import type { EntryHeader } from '../trust/entry-header.ts';
import { NEW_RECORD, place, type RecordState, type Revision } from '../record/heads.ts';
import { STATEMENTS } from './statements.ts';
import { orNull, text, type Sql } from './store.ts';

export interface RecordRow extends RecordState {
	readonly owner: string;
}

interface RecordName {
	readonly tenant: string;
	readonly record: string;
}

/** Ids have no space in them. */
const joined = (ids: readonly string[]) => ids.join(' ');
const split = (ids: string) => ids.split(' ').filter((id) => id !== '');

export async function readRecord(sql: Sql, { tenant, record }: RecordName): Promise<RecordRow | undefined> {
	const [row] = await sql.all(STATEMENTS.record, tenant, record);
	if (row === undefined) return undefined;
	return {
		owner: text(row.owner_person),
		head: orNull(row.head, text),
		leaves: split(text(row.leaves)),
		final: orNull(row.final, text)
	};
}

/** Writes where a record stands; its owner is written once and never changes. */
export async function putRecord(sql: Sql, name: RecordName, row: RecordRow): Promise<void> {
	const { owner, head, leaves, final } = row;
	await sql.run(STATEMENTS.putRecord, name.tenant, name.record, owner, head, joined(leaves), final);
}

function revision(id: string, header: EntryHeader): Revision | undefined {
	const { kind, parents, keyNumber, version, supersedes } = header;
	if (kind !== 'draft' && kind !== 'final') return undefined;
	return { id, kind, parents, keyNumber: keyNumber ?? 0, version, supersedes };
}

/** Entries of a record that were stored before, with their headers, in order of seq. */
export type Earlier = readonly { readonly id: string; readonly header: EntryHeader }[];

/**
 * Where a record stands after one more entry.
 * @param row before; undefined for a record that begins with this entry
 * @param moves false for an entry of a revoked device: kept and shown, it moves nothing
 * @returns `row` itself where nothing changes
 */
export function recordAfter(
	row: RecordRow | undefined,
	{ id, header }: Entry,
	{ earlier, moves }: { readonly earlier: Earlier; readonly moves: boolean }
): RecordRow {
	const owner = row?.owner ?? header.author ?? '';
	const state = row ?? { ...NEW_RECORD, owner };
	const next = revision(id, header);
	if (next === undefined || !moves) return state;
	const line = new Map(
		earlier.flatMap((one) => revision(one.id, one.header) ?? []).map((one) => [one.id, one])
	);
	return { ...place(state, next, line).state, owner };
}
