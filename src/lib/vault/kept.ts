/** What the open drawer keeps and cannot use: listed, looked for, and handed out as it lies on the disk. */
import type { EntryRow } from './outbox.ts';
import { Drafts } from './drafts.ts';
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import { asKept, keepApart, plainRow, type KeptCopy, type KeptItem } from './quarantine.ts';

/** How much was looked at, and how much of it cannot be used. */
export interface Inspection {
	readonly looked: number;
	readonly kept: number;
}

/** The part of the vault about damaged, foreign and newer items. */
export interface Kept {
	/** What is kept and cannot be used; the newest first. */
	kept(): Promise<readonly KeptItem[]>;
	/** The same with every byte of it: ciphertext and what stands beside it, nothing in the clear. */
	keptCopies(): Promise<readonly KeptCopy[]>;
	/** Opens everything once, so that damage is found before it is met. Changes nothing that opens. */
	inspect(): Promise<Inspection>;
}

const BATCH = 100;

async function marks({ db }: OfficeDrawer) {
	const rows = await db.quarantine.toArray();
	return rows.sort((one, other) => other.noticedAt.localeCompare(one.noticedAt));
}

/** Drafts of its own: looking must not touch what is being written. */
async function inspectRecords({ db, keys }: OfficeDrawer): Promise<number> {
	const drafts = new Drafts(db, keys);
	const { headers } = await drafts.list();
	// A record that is listed may have lost its row, and a row its place in the list.
	const listed = headers.map(({ id }) => id);
	const ids = new Set([...listed, ...(await db.working.toCollection().primaryKeys())]);
	for (const id of ids) {
		await drafts.open(id);
		drafts.forget(id);
	}
	return ids.size;
}

async function inspectEntry({ db }: OfficeDrawer, row: EntryRow): Promise<void> {
	if ((await entryOf(row)) !== undefined) return;
	const beginning = row.kind === 'key' ? 'statement' : 'entry';
	await keepApart(db, { key: `${beginning}:${row.id}`, reason: 'not-itself', row });
}

async function inspectEntries(office: OfficeDrawer): Promise<number> {
	const ids = await office.db.entries.toCollection().primaryKeys();
	for (let at = 0; at < ids.length; at += BATCH) {
		const rows = await office.db.entries.bulkGet(ids.slice(at, at + BATCH));
		for (const row of rows) if (row) await inspectEntry(office, row);
	}
	return ids.length;
}

async function inspectOwn(office: OfficeDrawer): Promise<number> {
	const { db, keys } = office;
	const membership = await db.membership.get('membership');
	if ((await office.held()).said === 'damaged')
		await keepApart(db, { key: 'membership:row', reason: 'membership-damaged', row: membership });
	const own = await db.deviceKeys.get(keys.device);
	if ((await office.device()) === undefined)
		await keepApart(db, {
			key: 'device-keys:row',
			reason: own ? 'wrong-key-or-tampered' : 'no-key',
			row: own
		});
	return 2;
}

const isPresent = ({ isPast }: KeptItem) => isPast !== true;

async function inspect(office: OfficeDrawer): Promise<Inspection> {
	const records = await inspectRecords(office);
	const entries = await inspectEntries(office);
	const own = await inspectOwn(office);
	const kept = (await marks(office)).map(asKept).filter(isPresent);
	return { looked: records + entries + own, kept: kept.length };
}

/** The vault's part about what cannot be used, for whichever drawer is open. */
export function makeKept(current: CurrentDrawer): Kept {
	return {
		async kept() {
			const open = current();
			return open ? (await marks(open.office)).map(asKept) : [];
		},
		async keptCopies() {
			const open = current();
			const rows = open ? await marks(open.office) : [];
			return rows.map((mark) => ({ ...asKept(mark), row: plainRow(mark.row) }));
		},
		async inspect() {
			const open = current();
			return open ? inspect(open.office) : { looked: 0, kept: 0 };
		}
	};
}
