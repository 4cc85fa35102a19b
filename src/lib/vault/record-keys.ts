/** A record's raw keys: those of this device, and those that another device of the same person granted to them. */
import { openGrant } from '../trust/grant.ts';
import type { Bytes } from '../trust/bytes.ts';
import { entryOf } from './keylog-shelf.ts';
import { unwrapSecret } from './keys.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { keyNumberOf } from './record-line.ts';

/** The secret of the person's own space; undefined before joining. */
async function ownIdentity(office: OfficeDrawer): Promise<string | undefined> {
	const { said } = await office.held();
	return said !== undefined && said !== 'damaged' && said.state === 'joined'
		? said.personal.identity
		: undefined;
}

async function grantedKey(
	office: OfficeDrawer,
	record: string,
	keyNumber: number
): Promise<Bytes | undefined> {
	const identity = await ownIdentity(office);
	if (identity === undefined) return undefined;
	const rows = await office.db.entries.where('record').equals(record).toArray();
	const grants = rows.filter(
		(row) => row.kind === 'grant' && row.checked === 1 && row.c && keyNumberOf(row) === keyNumber
	);
	for (const row of grants) {
		const entry = await entryOf(row);
		const opened = entry && (await openGrant(entry, [identity]));
		if (opened?.ok) return opened.value.key;
	}
	return undefined;
}

/**
 * The key of one number, 32 bytes for the caller to wipe.
 * @returns undefined where this device has neither the key nor a grant of it */
export async function recordKey(
	office: OfficeDrawer,
	record: string,
	keyNumber: number
): Promise<Bytes | undefined> {
	const { db, keys } = office;
	const row = await db.recordKeys.get([record, keyNumber]);
	const own = row && (await unwrapSecret(keys, row.wrapped, { id: record, keyNumber }));
	return own?.ok ? own.secret : grantedKey(office, record, keyNumber);
}
