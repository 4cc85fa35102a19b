/**
 * Clears a signed record from this device: its text, its keys and the bodies of its entries go, in the one transaction
 * that signs and queues the event about it. What stays is a line for the list, and the signed headers.
 */
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { readAfterFinal, signAddition, type AddProblem, type AfterItem } from './after-final.ts';
import { newRecordKey } from './keys.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { EntryRow } from './outbox.ts';
import { checkPulled } from './pulled.ts';
import { recordLine } from './record-line.ts';
import { openWorking, type OpenedWorking } from './revisions.ts';
import { putRewritten, rewrittenRows } from './working-rows.ts';

/**
 * Why a record stays. `not-exported`, `not-confirmed`: of its newest signed version. `not-held`: something of it is with
 * nobody else yet, by the word of keys-and-states.md section 7.
 */
export type ClearProblem =
	AddProblem | 'draft-open' | 'not-exported' | 'not-confirmed' | 'not-held' | 'cleared';

/** Seals the line that stays; a number that no revision of a record has. */
const STUB_KEY = 0;
const REFERENCE = 'case/subjectRef';

/** Held elsewhere for certain: in the backup, or on the server of an office that keeps none. */
function areHeld(rows: readonly EntryRow[], hasBackup: boolean): boolean {
	return rows.every(({ state }) => state === 'safe' || (state === 'echoed' && !hasBackup));
}

async function keepsBackup({ db }: OfficeDrawer): Promise<boolean> {
	return typeof (await db.sync.get('durable'))?.value === 'number';
}

const isEvent =
	(kind: string, final: string) =>
	({ content }: AfterItem): boolean =>
		content?.sort === 'event' && content.kind === kind && content.final === final;

/** What stands against clearing a record now; undefined when it may be cleared. */
export async function clearObstacle(office: OfficeDrawer, id: string): Promise<ClearProblem | undefined> {
	const working = await openWorking(office, id);
	if (!working.ok) return working.reason;
	const { header } = working.value;
	if (header.clearedAt !== undefined) return 'cleared';
	const { final } = await recordLine(office.db, id);
	if (final === null) return 'not-final';
	if (header.life === 'draft') return 'draft-open';
	const after = await readAfterFinal(office, id);
	if (!after.some(isEvent('exported', final))) return 'not-exported';
	if (!after.some(isEvent('confirmed-in-system', final))) return 'not-confirmed';
	const rows = await office.db.entries.where('record').equals(id).toArray();
	return areHeld(rows, await keepsBackup(office)) ? undefined : 'not-held';
}

/** The line that stays: reference or number, kind and dates; no word of what was decided. */
function lineOf({ header, content }: OpenedWorking, at: string): RecordHeader {
	const reference = content.values[REFERENCE];
	const isNamed = typeof reference === 'string' && reference.trim() !== '';
	return {
		...header,
		title: isNamed ? reference.trim() : `Record ${header.id.slice(0, 8)}`,
		clearedAt: at
	};
}

/** A record without anything that a person wrote or answered. */
function emptied(record: DecisionRecord): DecisionRecord {
	const { schema, pack, flow, createdAt, decidedAt, recordedAt, timeZone, version } = record;
	const dates = { createdAt, decidedAt, recordedAt, timeZone };
	const nothing = { answers: [], receivers: [], persons: [], values: {}, by: {} };
	return { schema, pack, flow, ...dates, version, ...nothing };
}

/** Inside the transaction: keys and bodies go, unless something came that this device must still send. */
async function forgetText(
	{ db }: OfficeDrawer,
	id: string,
	{ sent, hasBackup }: { readonly sent: string; readonly hasBackup: boolean }
): Promise<boolean> {
	const rows = (await db.entries.where('record').equals(id).toArray()).filter((row) => row.id !== sent);
	if (!areHeld(rows, hasBackup)) return false;
	const keys = await db.recordKeys.where('record').equals(id).primaryKeys();
	await db.recordKeys.bulkDelete(keys.filter(([, keyNumber]) => keyNumber !== STUB_KEY));
	// Grants too: with them the own space's secret, which is on this device, would give the keys again.
	await db.entries.bulkPut(rows.map(({ c: _body, ...row }) => row));
	return true;
}

/**
 * Clears a record from this device.
 * @param at ISO 8601, as the device claims it */
export async function clearRecord(
	office: OfficeDrawer,
	id: string,
	at: string
): Promise<Outcome<null, ClearProblem>> {
	// What an exchange left to be checked may hold a grant of this record.
	await checkPulled(office);
	const stored = await office.append<ClearProblem>(async (standing) => {
		const obstacle = await clearObstacle(office, id);
		if (obstacle !== undefined) return refuse(obstacle);
		const working = await openWorking(office, id);
		if (!working.ok) return working;
		const addition = { sort: 'event', event: { kind: 'cleared-here', at, facts: {} } } as const;
		const signed = await signAddition(office, standing, { working: working.value, addition });
		if (!signed.ok) return signed;
		const { entry } = signed.value;
		const { row, content: record } = working.value;
		const content = { header: lineOf(working.value, at), record: emptied(record) };
		const key = newRecordKey();
		const rows = await rewrittenRows(office, { row, content, key, keyNumber: STUB_KEY, isCut: true });
		key.fill(0);
		if (rows === undefined) return refuse('too-large');
		const left = { sent: entry.id, hasBackup: await keepsBackup(office) };
		const write = async () => (await putRewritten(office, rows)) && forgetText(office, id, left);
		return accept({ entries: [entry], write });
	});
	return stored.ok ? accept(null) : stored;
}
