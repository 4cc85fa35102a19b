import { newId } from '#lib/trust/ids.ts';
import { makeKept, type Kept } from '#lib/vault/kept.ts';
import { newRecordKey, deriveKeys, importRecordKey, wrapSecret } from '#lib/vault/keys.ts';
import { sealDrl1 } from '#lib/trust/drl1.ts';
import { randomBytes } from '#lib/trust/bytes.ts';
import { draft, spoilt } from './drawer.ts';
import { joinedPractitioner, newOfficeDevice, recordIn, type OfficeDevice } from './office-drawer.ts';

/** Stands in every record of these tests, and in no file that leaves them. */
export const CLEAR = 'MARKER-case-text';

type Bytes = Uint8Array<ArrayBuffer>;

/** A joined device with two records, of which one will be damaged. */
export interface Bench {
	readonly device: OfficeDevice;
	readonly kept: Kept;
	readonly bad: string;
	readonly good: string;
	/** The bad record's row as it was before its last save. */
	readonly older: { readonly working: { readonly blob: Bytes } };
}

/** These need an organisation; the others are quicker without. */
const OF_OFFICE = ['entry', 'statement', 'membership'];

export async function bench(kind: string): Promise<Bench> {
	const isOfOffice = OF_OFFICE.includes(kind);
	const joined = isOfOffice ? (await joinedPractitioner()).device : await newOfficeDevice();
	const record = async (text: string) => (isOfOffice ? recordIn(joined, text) : keptIn(joined, text));
	const [bad, good] = [await record(`${CLEAR} bad`), await record(`${CLEAR} good`)];
	const working = await joined.db.working.get(bad);
	await joined.drafts.save(draft(bad, `${CLEAR} bad, newer`));
	if (isOfOffice) await joined.vault.cut(bad);
	if (!working) throw new TypeError('no record');
	const { office, drafts } = joined;
	return {
		device: joined.reopened(),
		kept: makeKept(() => ({ office, drafts })),
		bad,
		good,
		older: { working }
	};
}

async function keptIn({ drafts }: OfficeDevice, text: string): Promise<string> {
	const id = newId();
	await drafts.create(draft(id, text));
	return id;
}

export type Damage = readonly [
	kind: string,
	damage: string,
	reason: RegExp,
	spoil: (at: Bench) => Promise<unknown>
];

export const rowOf = async ({ device: { db }, bad }: Bench) => {
	const row = await db.working.get(bad);
	if (!row) throw new TypeError('no row');
	return row;
};

export const putBlob = async (at: Bench, change: (blob: Bytes) => Bytes) => {
	const row = await rowOf(at);
	await at.device.db.working.put({ ...row, blob: change(row.blob) });
};

async function ofNewerSchema(at: Bench): Promise<void> {
	const { db, keys } = at.device;
	const row = await rowOf(at);
	const raw = newRecordKey();
	const place = { purpose: 'working', id: at.bad, device: keys.device, number: row.saveCounter } as const;
	const wrapped = await wrapSecret(keys, raw, { id: at.bad, keyNumber: row.keyNumber });
	const sealed = await sealDrl1(new Uint8Array(4), await importRecordKey(raw), {
		...place,
		schema: 2,
		keyNumber: row.keyNumber
	});
	if (!sealed.ok) throw new TypeError('not sealed');
	await db.recordKeys.put({ record: at.bad, keyNumber: row.keyNumber, wrapped });
	await db.working.put({ ...row, blob: sealed.bytes });
}

async function ofStranger(at: Bench): Promise<void> {
	const keys = await deriveKeys(randomBytes(32), { profile: newId(), device: newId() });
	const row = await rowOf(at);
	const wrapped = await wrapSecret(keys, newRecordKey(), { id: at.bad, keyNumber: row.keyNumber });
	await at.device.db.recordKeys.put({ record: at.bad, keyNumber: row.keyNumber, wrapped });
}

/** An entry of the bad record, changed. */
const putEntry = async (at: Bench, change: (h: Bytes) => Bytes, part: 'h' | 'c' = 'h') => {
	const { db } = at.device;
	const row = (await db.entries.where('record').equals(at.bad).toArray()).find(
		({ kind }) => kind === 'draft'
	);
	if (!row) throw new TypeError('no entry');
	await db.entries.put({ ...row, [part]: change(new Uint8Array(row[part] ?? new Uint8Array())) });
};

const putStatement = async (at: Bench, change: (h: Bytes) => Bytes) => {
	const [row] = await at.device.db.entries.where('kind').equals('key').toArray();
	if (!row) throw new TypeError('no statement');
	await at.device.db.entries.put({ ...row, h: change(new Uint8Array(row.h)) });
};

export const flip = (bytes: Bytes) => spoilt(bytes);
export const cut = (bytes: Bytes) => bytes.slice(0, 41);
const asVersion2 = (h: Bytes): Bytes =>
	new Uint8Array(Buffer.from(Buffer.from(h).toString().replace(/"v":1/, '"v":2')));
const otherSuite = (blob: Bytes) => blob.with(4, 9);

/** Every kind of item with every damage, and the reason that must be named. */
export const DAMAGES: readonly Damage[] = [
	['record', 'damaged', /^wrong-key-or-tampered$/, (at) => putBlob(at, flip)],
	['record', 'truncated', /^(truncated|wrong-key-or-tampered)$/, (at) => putBlob(at, cut)],
	['record', 'cut to nothing', /^(truncated|not-drl1)$/, (at) => putBlob(at, () => new Uint8Array())],
	['record', 'not ours at all', /^not-drl1$/, (at) => putBlob(at, () => randomBytes(300))],
	['record', 'of a newer suite', /^unknown-suite$/, (at) => putBlob(at, otherSuite)],
	['record', 'of a newer schema', /^newer-schema$/, ofNewerSchema],
	[
		'record',
		'swapped with another',
		/^wrong-key-or-tampered$/,
		async (at) => {
			const other = await at.device.db.working.get(at.good);
			await putBlob(at, () => other?.blob ?? new Uint8Array());
		}
	],
	['record', 'replayed', /^put-back$/, (at) => at.device.db.working.put(at.older.working as never)],
	['record', 'sealed by a stranger', /^wrong-key-or-tampered$/, ofStranger],
	[
		'record',
		'without its key',
		/^no-key$/,
		(at) => at.device.db.recordKeys.where('record').equals(at.bad).delete()
	],
	['record', 'gone', /^no-such-record$/, (at) => at.device.db.working.delete(at.bad)],
	['entry', 'damaged', /^not-itself$/, (at) => putEntry(at, flip)],
	['entry', 'truncated', /^not-itself$/, (at) => putEntry(at, cut)],
	['entry', 'of a newer format', /^not-itself$/, (at) => putEntry(at, asVersion2)],
	['entry', 'with a damaged body', /^not-itself$/, (at) => putEntry(at, flip, 'c')],
	['entry', 'with a truncated body', /^not-itself$/, (at) => putEntry(at, cut, 'c')],
	['statement', 'damaged', /^not-itself$/, (at) => putStatement(at, flip)],
	['statement', 'of a newer format', /^not-itself$/, (at) => putStatement(at, asVersion2)],
	...(['damaged', 'truncated', 'swapped'] as const).map((damage): Damage => [
		'page',
		damage,
		/./,
		async ({ device: { db } }) => {
			const row = await db.headerPages.get(0);
			if (!row) throw new TypeError('no page');
			const blob = damage === 'damaged' ? flip(row.blob) : cut(row.blob);
			const swapped = { ...row, counter: row.counter + 7 };
			await db.headerPages.put(damage === 'swapped' ? swapped : { ...row, blob });
		}
	]),
	[
		'membership',
		'damaged',
		/^membership-damaged$/,
		async ({ device: { db } }) => {
			const row = await db.membership.get('membership');
			if (row) await db.membership.put({ ...row, blob: flip(row.blob) });
		}
	],
	[
		'device-keys',
		'damaged',
		/^wrong-key-or-tampered$/,
		async ({ device: { db, keys } }) => {
			const row = await db.deviceKeys.get(keys.device);
			if (row) await db.deviceKeys.put({ ...row, wrapped: flip(row.wrapped) });
		}
	]
];
