import type { Bytes } from '../trust/bytes.ts';
import { bodiedEntry, type BodiedEntry } from './log.ts';
import { STATEMENTS } from './statements.ts';
import { bytes, count, orNull, text, type Sql } from './store.ts';

/** A device of an organisation, as derived from the checked keylog. */
export interface DeviceRow {
	readonly person: string;
	readonly signKey: Bytes;
	/** Highest cursor that the device has shown: the delivery cookie reads nothing before it. */
	readonly cursor: number;
	readonly revokedSeq: number | null;
}

/** A device in an organisation. */
export interface DeviceName {
	readonly tenant: string;
	readonly device: string;
}

export async function readDevice(sql: Sql, { tenant, device }: DeviceName): Promise<DeviceRow | undefined> {
	const [row] = await sql.all(STATEMENTS.device, tenant, device);
	if (row === undefined) return undefined;
	return {
		person: text(row.person_id),
		signKey: bytes(row.sign_key),
		cursor: count(row.cursor),
		revokedSeq: orNull(row.revoked_seq, count)
	};
}

/** @param added `at`: server time, ms */
export async function addDevice(
	sql: Sql,
	{ tenant, device }: DeviceName,
	added: { readonly person: string; readonly signKey: Bytes; readonly at: number }
): Promise<void> {
	await sql.run(STATEMENTS.addDevice, tenant, device, added.person, added.signKey, added.at);
}

/** Ends a device: it leaves all spaces at `seq`, and its credentials are gone. */
export async function revokeDevice(sql: Sql, { tenant, device }: DeviceName, seq: number): Promise<void> {
	await sql.run(STATEMENTS.revokeDevice, tenant, device, seq);
	await sql.run(STATEMENTS.endDevice, tenant, device, seq);
	await sql.run(STATEMENTS.dropCredentials, tenant, device);
}

/**
 * Notes what a device has shown to have applied; never lower than before.
 * @param shown `cursor`: seq; `at`: server time, ms
 */
export async function moveCursor(
	sql: Sql,
	{ tenant, device }: DeviceName,
	shown: { readonly cursor: number; readonly at: number }
): Promise<void> {
	await sql.run(STATEMENTS.moveCursor, tenant, device, shown.cursor, shown.at);
}

/** From `seq` on the device holds the secret of the space; a device that left may come back. */
export async function addMember(
	sql: Sql,
	{ tenant, device }: DeviceName,
	member: { readonly space: string; readonly seq: number }
): Promise<void> {
	await sql.run(STATEMENTS.addMember, tenant, member.space, device, member.seq);
}

export async function endMember(
	sql: Sql,
	{ tenant, device }: DeviceName,
	member: { readonly space: string; readonly seq: number }
): Promise<void> {
	await sql.run(STATEMENTS.endMember, tenant, member.space, device, member.seq);
}

/** A key number of a record, handed to a space. */
export interface Grant {
	readonly tenant: string;
	readonly space: string;
	readonly record: string;
	readonly keyNumber: number;
}

/** @param seq where the grant stands in the log */
export async function addAccess(sql: Sql, grant: Grant, seq: number): Promise<void> {
	await sql.run(STATEMENTS.addAccess, grant.tenant, grant.space, grant.record, grant.keyNumber, seq);
}

/** Whether a device may see a record's headers; with a key number: also what is sealed under it. */
export async function mayRead(
	sql: Sql,
	{ tenant, device }: DeviceName,
	what: { readonly record: string; readonly keyNumber?: number }
): Promise<boolean> {
	const rows =
		what.keyNumber === undefined
			? await sql.all(STATEMENTS.mayRead, tenant, device, what.record)
			: await sql.all(STATEMENTS.mayOpen, tenant, device, what.record, what.keyNumber);
	return rows.length > 0;
}

/** A stretch of the log, `after` left out, `upTo` included, at most so many rows. */
export interface Stretch {
	readonly after: number;
	readonly upTo: number;
	readonly most: number;
}

/**
 * What a device may pull of a stretch, in order of seq: the keylog, all headers of the records open to it, bodies
 * of the key numbers granted, and its own entries without body.
 * @source keys-and-states.md section 4 */
export async function pullStretch(
	sql: Sql,
	{ tenant, device }: DeviceName,
	{ after, upTo, most }: Stretch
): Promise<readonly BodiedEntry[]> {
	return (await sql.all(STATEMENTS.pull, tenant, device, after, upTo, most)).map(bodiedEntry);
}

/** The same for one record from its beginning, own bodies included; nothing when the record is not open to the device. */
export async function pullRecord(
	sql: Sql,
	{ tenant, device }: DeviceName,
	{ record, after, upTo, most }: Stretch & { readonly record: string }
): Promise<readonly BodiedEntry[]> {
	const rows = await sql.all(STATEMENTS.pullRecord, tenant, device, record, after, upTo, most);
	return rows.map(bodiedEntry);
}

/** Records that opened to a device after `from` and up to `to`, and whose entries up to `from` it was not sent. */
export async function openedRecords(
	sql: Sql,
	{ tenant, device }: DeviceName,
	{ from, to }: { readonly from: number; readonly to: number }
): Promise<readonly string[]> {
	if (from === 0 || from >= to) return [];
	return (await sql.all(STATEMENTS.opened, tenant, device, from, to)).map((row) => text(row.record_id));
}
