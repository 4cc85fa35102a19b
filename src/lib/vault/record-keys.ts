/** A record's raw keys: those of this device, and those that another device of the same person granted to them. */
import { openGrant } from '../trust/grant.ts';
import { keyCommit } from '../trust/key-commit.ts';
import type { Bytes } from '../trust/bytes.ts';
import type { EntryHeader } from '../trust/entry-header.ts';
import { entryOf } from './keylog-shelf.ts';
import { unwrapSecret } from './keys.ts';
import type { OfficeDrawer } from './office-drawer.ts';

/**
 * Which key: its number alone does not say it, because two devices may open the same number without a signal. The header
 * of an entry names the key that it is sealed under.
 * @source docs/decisions/037-two-keys-of-one-number.md
 */
export type KeyName = Pick<EntryHeader, 'tenant' | 'record' | 'keyNumber' | 'keyCommit'>;

/** The secret of the person's own space; undefined before joining. */
async function ownIdentity(office: OfficeDrawer): Promise<string | undefined> {
	const { said } = await office.held();
	return said !== undefined && said !== 'damaged' && said.state === 'joined'
		? said.personal.identity
		: undefined;
}

async function grantedKey(office: OfficeDrawer, { record, keyCommit }: KeyName): Promise<Bytes | undefined> {
	const identity = await ownIdentity(office);
	if (identity === undefined) return undefined;
	const rows = await office.db.entries
		.where('record')
		.equals(record ?? '')
		.toArray();
	for (const row of rows.filter((one) => one.kind === 'grant' && one.checked === 1 && one.c)) {
		const entry = await entryOf(row);
		if (entry?.header.keyCommit !== keyCommit) continue;
		const opened = await openGrant(entry, [identity]);
		if (opened.ok) return opened.value.key;
	}
	return undefined;
}

/** The key that this device keeps under the number, if it is the one that is named. */
async function keptKey({ db, keys }: OfficeDrawer, name: KeyName): Promise<Bytes | undefined> {
	const { tenant, record, keyNumber } = name;
	if (record === null || keyNumber === null) return undefined;
	const row = await db.recordKeys.get([record, keyNumber]);
	const kept = row && (await unwrapSecret(keys, row.wrapped, { id: record, keyNumber }));
	if (!kept?.ok) return undefined;
	const key = kept.secret;
	return (await keyCommit({ tenant, record, keyNumber, key })) === name.keyCommit ? key : undefined;
}

/**
 * The key that an entry is sealed under, 32 bytes for the caller to wipe.
 * @returns undefined where this device has neither the key nor a grant of it */
export async function recordKey(office: OfficeDrawer, name: KeyName): Promise<Bytes | undefined> {
	return (await keptKey(office, name)) ?? grantedKey(office, name);
}
