/**
 * Joining gives every record of this device a name that only its author can claim. Each record moves in one strict
 * transaction, so that at every moment either the old row or the new one is there; what was interrupted goes on at the
 * next unlock.
 */
import { randomBytes, toBase64Url } from '../trust/bytes.ts';
import { ID_BYTES, recordId } from '../trust/ids.ts';
import { withNewIds } from '../record/linked.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { HeaderPageRow, RecordKeyRow, WorkingRow } from './database.ts';
import { sealPage, type HeaderPage } from './header-pages.ts';
import { importRecordKey, newRecordKey, wrapSecret } from './keys.ts';
import type { AppendProblem, OfficeDrawer, Standing } from './office-drawer.ts';
import { PageShelf } from './page-shelf.ts';
import { recordLine } from './record-line.ts';
import { revisionEntries } from './revisions.ts';
import { openCopy, sealCopy, type WorkingContent } from './working-copy.ts';

/** A name for a record: its id, and the salt that proves whose it is. */
export interface RecordName {
	readonly id: string;
	/** base64url of 16 bytes. */
	readonly salt: string;
}

/** A new name for a record of this person. */
export async function newRecordName(person: string): Promise<RecordName> {
	const salt = randomBytes(ID_BYTES);
	return { id: await recordId(person, salt), salt: toBase64Url(salt) };
}

type MoveProblem = AppendProblem | 'too-large' | 'no-recipients' | 'unreadable';

interface NewHome {
	readonly working: WorkingRow;
	readonly key: RecordKeyRow;
	readonly pageRow: HeaderPageRow;
}

/** The page with the new row in the place of the old one. */
function pageWith(page: HeaderPage, old: string, { header }: WorkingContent): HeaderPage {
	const others = page.rows.filter((listed) => listed.header.id !== old);
	return { ...page, counter: page.counter + 1, rows: [...others, { header, saveCounter: 1 }] };
}

/** The names that records get in one run, by the ids they have: two that belong together keep each other. */
type NewNames = ReadonlyMap<string, RecordName>;

async function moveOne(
	office: OfficeDrawer,
	id: string,
	names: NewNames
): Promise<Outcome<unknown, MoveProblem>> {
	const { db, keys } = office;
	return office.append<MoveProblem>(async (standing) => {
		const old = await db.working.get(id);
		if (old === undefined) return refuse('unreadable');
		const copy = await openCopy(keys, db, old);
		if (!copy.ok) return refuse('unreadable', copy.reason);
		const name = names.get(id) ?? (await newRecordName(standing.member.person));
		const record = withNewIds(copy.record, (old) => names.get(old)?.id);
		const content = { header: { ...copy.header, id: name.id }, record };
		const made = await newHome(office, { old, name, content, standing });
		if (!made.ok) return made;
		const { entries, home, pageCounter } = made.value;
		return accept({ entries, write: () => settle(office, { old, home, pageCounter }) });
	});
}

interface Move {
	readonly old: WorkingRow;
	readonly name: RecordName;
	readonly content: WorkingContent;
	readonly standing: Standing;
}

/** Seals the record again under its new name and a new key, with its first revision. */
async function newHome(office: OfficeDrawer, { old, name, content, standing }: Move) {
	const { db, keys } = office;
	const raw = newRecordKey();
	const first = {
		kind: 'draft',
		record: name.id,
		salt: name.salt,
		keyNumber: 1,
		key: raw,
		content: content.record,
		line: await recordLine(db, name.id)
	} as const;
	const entries = await revisionEntries(standing, first);
	if (!entries.ok) return entries;
	const wrapped = await wrapSecret(keys, raw, { id: name.id, keyNumber: 1 });
	const current = { key: await importRecordKey(raw), keyNumber: 1, saveCounter: 1 };
	const sealed = await sealCopy(keys, content, current);
	if (!sealed.ok) return refuse('too-large');
	const page = await new PageShelf(db, keys).fresh(old.page);
	const { id, salt } = name;
	const home: NewHome = {
		working: { id, salt, blob: sealed.bytes, saveCounter: 1, keyNumber: 1, page: old.page, cut: 1 },
		key: { record: id, keyNumber: 1, wrapped },
		pageRow: await sealPage(keys, pageWith(page, old.id, content))
	};
	return accept({ entries: entries.value, home, pageCounter: page.counter });
}

interface Settling {
	readonly old: WorkingRow;
	readonly home: NewHome;
	readonly pageCounter: number;
}

/** Inside the transaction: the old rows go as the new ones come, unless the record was saved meanwhile. */
async function settle({ db }: OfficeDrawer, { old, home, pageCounter }: Settling): Promise<boolean> {
	const stored = await db.working.get(old.id);
	const page = await db.headerPages.get(old.page);
	if (stored?.saveCounter !== old.saveCounter || (page?.counter ?? 0) !== pageCounter) return false;
	await db.working.delete(old.id);
	await db.recordKeys.where('record').equals(old.id).delete();
	await db.recordKeys.add(home.key);
	await db.working.put(home.working);
	await db.headerPages.put(home.pageRow);
	return true;
}

/** What moving came to; records that do not open stay as they are, listed with their reason. */
export interface Moved {
	readonly moved: number;
	readonly left: number;
}

/** Moves every record that has no name of the organisation's yet. Does nothing when all have one. */
export async function moveRecords(office: OfficeDrawer): Promise<Moved> {
	const { working } = office.db;
	// Asked with every unlock, also of a drawer with thousands of records: counting rows by themselves walks past all
	// their text on the disk, counting them in an index does not.
	const left = (await working.orderBy('page').count()) - (await working.orderBy('salt').count());
	const standing = await office.standing();
	if (left === 0 || !standing.ok) return { moved: 0, left };
	// Rows without salt are not in its index: no sealed text is read to find them.
	const named = new Set(await working.orderBy('salt').primaryKeys());
	const unnamed = (await working.toCollection().primaryKeys()).filter((id) => !named.has(id));
	const { person } = standing.value.member;
	const names: NewNames = new Map(
		await Promise.all(unnamed.map(async (id) => [id, await newRecordName(person)] as const))
	);
	let moved = 0;
	for (const id of unnamed) {
		if ((await moveOne(office, id, names)).ok) moved += 1;
	}
	return { moved, left: unnamed.length - moved };
}
