/** Formats of the drawer: rows of the database and the slot's file. */
import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import type { WorkingRow } from '#lib/vault/database.ts';
import { makeDeviceKeys, openDeviceKeys } from '#lib/vault/device-keys.ts';
import { openPage, sealPage } from '#lib/vault/header-pages.ts';
import { deriveKeys, importRecordKey, unwrapSecret, wrapSecret, type DrawerKeys } from '#lib/vault/keys.ts';
import { readMembership, sealMembership, type Member } from '#lib/vault/membership.ts';
import { openCopy, sealCopy, type WorkingContent } from '#lib/vault/working-copy.ts';
import { holding } from '../frozen-vault.ts';
import type { Target } from './judge.ts';
import { MARK, rowTarget } from './make-target.ts';

function contentOf(id: string, title: string): WorkingContent {
	const header = {
		id,
		title,
		kind: 'shared',
		life: 'draft',
		createdAt: '',
		savedAt: '',
		missing: 1
	} as const;
	// Only what is opened is looked at; a whole record would say no more.
	return { header, record: { values: { 'case/concern': `${MARK} ${title}` } } } as unknown as WorkingContent;
}

async function copyOf(
	keys: DrawerKeys,
	id: string,
	{ saveCounter, raw }: { readonly saveCounter: number; readonly raw: Bytes }
): Promise<Bytes> {
	const current = { key: await importRecordKey(raw.slice()), keyNumber: 1, saveCounter };
	const sealed = await sealCopy(keys, contentOf(id, `save ${saveCounter}`), current);
	return sealed.ok ? sealed.bytes : new Uint8Array();
}

async function workingTarget(keys: DrawerKeys, stranger: DrawerKeys): Promise<Target> {
	const [id, other] = [newId(), newId()];
	const [raw, otherRaw] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
	const at = { id, keyNumber: 1 };
	// Found like in the database: under the record and the key number of the row.
	const wrapped = async (of: string, key: Bytes) => {
		const row = { record: of, keyNumber: 1, wrapped: await wrapSecret(keys, key.slice(), { ...at, id: of }) };
		return { recordKeys: { row, key: [of, 1] } };
	};
	const shelf = [await wrapped(id, raw), await wrapped(other, otherRaw)] as const;
	const db = (of: unknown) => holding(of === other ? shelf[1] : shelf[0]);
	const row: WorkingRow = {
		id,
		blob: await copyOf(keys, id, { saveCounter: 5, raw }),
		saveCounter: 5,
		keyNumber: 1,
		page: 0
	};
	return rowTarget({
		name: 'working copy',
		share: 12_000,
		row,
		blob: 'blob',
		// An older save, another record, another person, and a thing of another purpose.
		others: [
			await copyOf(keys, id, { saveCounter: 4, raw }),
			await copyOf(keys, other, { saveCounter: 5, raw: otherRaw }),
			await copyOf(stranger, id, { saveCounter: 5, raw: otherRaw }),
			await wrapSecret(keys, utf8(MARK), at)
		],
		elsewhere: { id: [other, newId(), ''], saveCounter: [4, 6, 0], keyNumber: [0, 2] },
		open: (given) => openCopy(keys, db(given.id), given)
	});
}

async function pageTarget(keys: DrawerKeys, stranger: DrawerKeys): Promise<Target> {
	const page = (number: number, counter: number) => ({
		page: number,
		counter,
		rows: [{ header: contentOf(newId(), MARK).header, saveCounter: 5 }]
	});
	const others = [page(1, 6), page(2, 7)].map((one) => sealPage(keys, one));
	return rowTarget({
		name: 'header page',
		share: 12_000,
		row: await sealPage(keys, page(1, 7)),
		blob: 'blob',
		others: (await Promise.all([...others, sealPage(stranger, page(1, 7))])).map(({ blob }) => blob),
		elsewhere: { page: [0, 2], counter: [0, 6, 8] },
		open: (row) => openPage(keys, row)
	});
}

async function keyTarget(keys: DrawerKeys, stranger: DrawerKeys): Promise<Target> {
	const at = { id: newId(), keyNumber: 2 };
	const secret = utf8(MARK);
	const others = [
		wrapSecret(keys, secret, { ...at, id: newId() }),
		wrapSecret(keys, secret, { ...at, keyNumber: 3 }),
		wrapSecret(stranger, secret, at)
	];
	return rowTarget({
		name: 'wrapped key',
		share: 12_000,
		row: { ...at, wrapped: await wrapSecret(keys, secret, at) },
		blob: 'wrapped',
		others: await Promise.all(others),
		elsewhere: { id: [newId(), keys.profile], keyNumber: [0, 1, 3] },
		open: ({ wrapped, id, keyNumber }) => unwrapSecret(keys, wrapped, { id, keyNumber })
	});
}

async function deviceTarget(keys: DrawerKeys, stranger: DrawerKeys): Promise<Target> {
	const [row, other] = [await makeDeviceKeys(keys), await makeDeviceKeys(stranger)];
	return rowTarget({
		name: 'device keys',
		share: 8000,
		row,
		blob: 'wrapped',
		others: [other.wrapped, await wrapSecret(keys, utf8(MARK), { id: newId(), keyNumber: 0 })],
		elsewhere: { recipient: [other.recipient, ''], signPublic: [other.signPublic, new Uint8Array(32)] },
		open: async (given) => {
			const opened = await openDeviceKeys(keys, given);
			return opened && { ok: true, ...opened };
		}
	});
}

async function membershipTarget(keys: DrawerKeys, stranger: DrawerKeys): Promise<Target> {
	// The reader gives back whatever was sealed.
	const said = { state: 'joined', tenant: MARK, person: newId() } as Member;
	const others = [sealMembership(keys, said, 2), sealMembership(stranger, said, 3)];
	return rowTarget({
		name: 'membership',
		share: 12_000,
		row: await sealMembership(keys, said, 3),
		blob: 'blob',
		others: [
			...(await Promise.all(others)).map(({ blob }) => blob),
			await wrapSecret(keys, utf8(MARK), { id: keys.profile, keyNumber: 0 })
		],
		elsewhere: { counter: [0, 3, 5] },
		open: async (row) => {
			const held = await readMembership(holding({ membership: { row, key: row.key } }), keys);
			return { ok: held.said !== 'damaged' && held.said !== undefined, ...held };
		}
	});
}

/** Every row that lies in a drawer's database. */
export async function drawerTargets(): Promise<readonly Target[]> {
	const owner = { profile: newId(), device: newId() };
	const [keys, stranger] = await Promise.all(
		[1, 2].map((byte) => deriveKeys(new Uint8Array(32).fill(byte), owner))
	);
	if (!keys || !stranger) throw new TypeError('no keys');
	return Promise.all(
		[workingTarget, pageTarget, keyTarget, deviceTarget, membershipTarget].map((make) => make(keys, stranger))
	);
}
