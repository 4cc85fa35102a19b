/** Readers of the frozen vectors of `lib/vault`: what lies sealed on a device. */
import { equalBytes } from '#lib/trust/bytes.ts';
import type { DrawerDatabase, WorkingRow } from '#lib/vault/database.ts';
import { openDeviceKeys } from '#lib/vault/device-keys.ts';
import { openPage, type HeaderPage } from '#lib/vault/header-pages.ts';
import { deriveKeys, unwrapSecret, type DrawerKeys } from '#lib/vault/keys.ts';
import { readMembership, type Member } from '#lib/vault/membership.ts';
import { openSlot, parseSlot } from '#lib/vault/slots.ts';
import { keptBeside, openCopy, type WorkingContent } from '#lib/vault/working-copy.ts';
import { kept, same, type Findings } from './frozen-trust.ts';

/** Root key and owner of the drawer that a row lies in. */
interface KeptDrawer {
	readonly rootKey: string;
	readonly profile: string;
	readonly device: string;
}

const keysOf = ({ rootKey, profile, device }: KeptDrawer): Promise<DrawerKeys> =>
	deriveKeys(kept(rootKey), { profile, device });

/** A database of one row for each table that is read, found under its own key: nothing else of Dexie is used here. */
export function holding(
	rows: Readonly<Record<string, { row: object | undefined; key: unknown }>>
): DrawerDatabase {
	const tables = Object.entries(rows).map(([table, { row, key }]) => {
		const get = (asked: unknown) =>
			Promise.resolve(JSON.stringify(asked) === JSON.stringify(key) ? row : undefined);
		return [table, { get }];
	});
	// The readers use these tables and nothing else.
	return Object.fromEntries(tables) as DrawerDatabase;
}

export async function readSlot(
	vector: KeptDrawer & { readonly passphrase: string; readonly files: readonly string[] }
): Promise<Findings> {
	const found: Record<string, boolean> = {};
	for (const [at, file] of vector.files.entries()) {
		const slot = await parseSlot(file);
		const opened = slot && (await openSlot(slot, vector.passphrase));
		found[`root key ${at}`] = opened?.ok === true && equalBytes(opened.rootKey, kept(vector.rootKey));
		found[`owner ${at}`] = slot?.profile === vector.profile && slot.device === vector.device;
	}
	return found;
}

export async function readWrappedKey(vector: {
	drawer: KeptDrawer;
	record: string;
	keyNumber: number;
	secret: string;
	wrapped: string;
}): Promise<Findings> {
	const { record: id, keyNumber } = vector;
	const opened = await unwrapSecret(await keysOf(vector.drawer), kept(vector.wrapped), { id, keyNumber });
	return { secret: opened.ok && equalBytes(opened.secret, kept(vector.secret)) };
}

export async function readDeviceKeys(vector: {
	drawer: KeptDrawer;
	identity: string;
	row: { device: string; recipient: string; signPublic: string; wrapped: string };
}): Promise<Findings> {
	const { row } = vector;
	const signPublic = kept(row.signPublic);
	const opened = await openDeviceKeys(await keysOf(vector.drawer), {
		...row,
		signPublic,
		wrapped: kept(row.wrapped)
	});
	if (opened === undefined) return { opens: false };
	const text = new Uint8Array(8);
	const signature = await crypto.subtle.sign('Ed25519', opened.signKey, text);
	const known = await crypto.subtle.importKey('raw', signPublic, 'Ed25519', false, ['verify']);
	return {
		identity: opened.identity === vector.identity,
		'signing key': await crypto.subtle.verify('Ed25519', known, signature, text)
	};
}

export async function readHeaderPage(vector: {
	drawer: KeptDrawer;
	page: HeaderPage;
	row: { page: number; counter: number; blob: string };
}): Promise<Findings> {
	const row = { ...vector.row, blob: kept(vector.row.blob) };
	const opened = await openPage(await keysOf(vector.drawer), row);
	return { page: opened.ok && same(opened.page, vector.page) };
}

export async function readWorkingCopy(vector: {
	drawer: KeptDrawer;
	content: WorkingContent;
	row: Omit<WorkingRow, 'blob'> & { readonly blob: string };
	key: { record: string; keyNumber: number; wrapped: string };
}): Promise<Findings> {
	const { record, keyNumber } = vector.key;
	const key = { row: { ...vector.key, wrapped: kept(vector.key.wrapped) }, key: [record, keyNumber] };
	const db = holding({ recordKeys: key });
	const row = { ...vector.row, blob: kept(vector.row.blob) };
	const opened = await openCopy(await keysOf(vector.drawer), db, row);
	if (!opened.ok) return { opens: false };
	const read = { header: opened.header, record: opened.record, ...keptBeside(opened) };
	return { content: same(read, vector.content) };
}

export async function readMembershipVector(vector: {
	drawer: KeptDrawer;
	said: Member;
	row: { key: string; counter: number; blob: string };
}): Promise<Findings> {
	const row = { ...vector.row, blob: kept(vector.row.blob) };
	const db = holding({ membership: { row, key: vector.row.key } });
	const held = await readMembership(db, await keysOf(vector.drawer));
	return { said: same(held.said, vector.said), counter: held.counter === vector.row.counter };
}
