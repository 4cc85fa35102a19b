import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { device } from '#lib/vault/device-db.ts';
import { deviceKept } from '#lib/vault/device-kept.ts';
import { makeKept, type Kept } from '#lib/vault/kept.ts';
import { newRecordKey, deriveKeys, importRecordKey, wrapSecret } from '#lib/vault/keys.ts';
import { makeSlot } from '#lib/vault/slots.ts';
import { sealDrl1 } from '#lib/trust/drl1.ts';
import { randomBytes } from '#lib/trust/bytes.ts';
import { keepApart } from '#lib/vault/quarantine.ts';
import { draft, FACTS, recordWith, spoilt, textOf } from '../support/drawer.ts';
import {
	joinedPractitioner,
	newOfficeDevice,
	recordIn,
	type OfficeDevice
} from '../support/office-drawer.ts';

afterEach(() => vi.unstubAllGlobals());

const CLEAR = 'MARKER-case-text';

type Bytes = Uint8Array<ArrayBuffer>;

/** A joined device with two records, of which one will be damaged. */
interface Bench {
	readonly device: OfficeDevice;
	readonly kept: Kept;
	readonly bad: string;
	readonly good: string;
	/** The bad record's row as it was before its last save. */
	readonly older: { readonly working: { readonly blob: Bytes } };
}

/** These need an organisation; the others are quicker without. */
const OF_OFFICE = ['entry', 'statement', 'membership'];

async function bench(kind: string): Promise<Bench> {
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

type Damage = readonly [kind: string, damage: string, reason: RegExp, spoil: (at: Bench) => Promise<unknown>];

const rowOf = async ({ device: { db }, bad }: Bench) => {
	const row = await db.working.get(bad);
	if (!row) throw new TypeError('no row');
	return row;
};

const putBlob = async (at: Bench, change: (blob: Bytes) => Bytes) => {
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

const flip = (bytes: Bytes) => spoilt(bytes);
const cut = (bytes: Bytes) => bytes.slice(0, 41);
const asVersion2 = (h: Bytes): Bytes =>
	new Uint8Array(Buffer.from(Buffer.from(h).toString().replace(/"v":1/, '"v":2')));
const otherSuite = (blob: Bytes) => blob.with(4, 9);

const DAMAGES: readonly Damage[] = [
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

describe('what is kept and cannot be used', () => {
	it.each(DAMAGES)(
		'%s, %s: named, listed, in the file, and the rest works',
		async (kind, _damage, reason, spoil) => {
			const at = await bench(kind);
			await spoil(at);
			const fresh = at.device.reopened();
			const kept = makeKept(() => ({ office: fresh.office, drafts: fresh.drafts }));
			const { kept: count } = await kept.inspect();
			expect(count).toBeGreaterThan(0);
			const found = (await kept.kept()).find((item) => item.kind === kind);
			expect(found?.reason).toMatch(reason);
			expect(Date.parse(found?.noticedAt ?? '')).toBeGreaterThan(0);
			const file = JSON.stringify(await kept.keptCopies());
			expect(file).not.toContain(CLEAR);
			expect(file).not.toContain(FACTS.title);
			// The rest works: the other record opens, and is saved.
			expect(await textOf(fresh, at.good)).toBe(`${CLEAR} good`);
			const again = fresh.again();
			await again.open(at.good);
			expect((await again.save(draft(at.good, 'after'))).ok).toBe(true);
			const created = await again.create({
				id: newId(),
				record: recordWith('new'),
				facts: FACTS,
				at: new Date().toISOString()
			});
			expect(created.ok).toBe(true);
			// Looking again finds the same, once.
			const before = await fresh.db.quarantine.count();
			await kept.inspect();
			expect(await fresh.db.quarantine.count()).toBe(before);
		}
	);

	it('finds nothing in a whole drawer, and changes nothing in it', async () => {
		const at = await bench('entry');
		const before = await Promise.all(at.device.db.tables.map((table) => table.toArray()));
		expect((await at.kept.inspect()).kept).toBe(0);
		expect(await Promise.all(at.device.db.tables.map((table) => table.toArray()))).toEqual(before);
	});

	it('hands out every byte of a damaged row', async () => {
		const at = await bench('record');
		await putBlob(at, flip);
		const { blob } = await rowOf(at);
		await at.kept.inspect();
		expect(JSON.stringify(await at.kept.keptCopies())).toContain(toBase64Url(blob));
	});

	it('keeps what was damaged after it can be used again, and a second damage beside the first', async () => {
		const at = await bench('record');
		const whole = await rowOf(at);
		await putBlob(at, flip);
		await at.kept.inspect();
		await putBlob(at, cut);
		await at.kept.inspect();
		expect((await at.kept.keptCopies()).filter(({ kind }) => kind === 'record')).toHaveLength(2);
		await at.device.db.working.put(whole);
		await at.kept.inspect();
		const items = await at.kept.kept();
		expect(items).toHaveLength(2);
		expect(items.some(({ isPast }) => isPast)).toBe(true);
		expect((await at.device.again().list()).damaged).toEqual([]);
	});

	it('does not fill the device with the same thing that comes again and again', async () => {
		const {
			device: { db }
		} = await bench('record');
		const row = {
			id: 'x',
			kind: 'draft',
			record: null,
			h: randomBytes(9),
			s: randomBytes(9),
			state: 'parked',
			order: 1
		} as const;
		for (let queuedAt = 0; queuedAt < 5; queuedAt += 1)
			await keepApart(db, { key: 'entry:x', reason: 'bad-signature', row: { ...row, queuedAt } });
		expect(await db.quarantine.count()).toBe(1);
	});
});

describe('outside the drawers', () => {
	const profile = newId();
	const named = async () => (await deviceKept()).map(({ kind, reason }) => [kind, reason]);

	beforeEach(async () => {
		const db = await device();
		await Promise.all([db.clear('slots'), db.clear('captures')]);
	});

	async function slotText(owner: string): Promise<string> {
		return JSON.stringify(
			await makeSlot(randomBytes(32), 'gravel unsaid tiptop marina', { profile: owner, device: newId() })
		);
	}

	it('names slots that are torn, newer, or of somebody else, and leaves whole ones alone', async () => {
		const db = await device();
		const [mine, other] = [await slotText(profile), await slotText(newId())];
		await db.put('slots', mine, `${profile}.passphrase`);
		expect(await named()).toEqual([]);
		const cases = [
			[mine.slice(0, 50), 'damaged'],
			[mine.replace('"passes":3', '"passes":2'), 'damaged'],
			[mine.replace('"v":1', '"v":2'), 'newer-format'],
			[other, 'foreign']
		] as const;
		for (const [text, reason] of cases) {
			await db.put('slots', text, `${profile}.passphrase`);
			expect(await named()).toEqual([['slot', reason]]);
			expect(JSON.stringify(await deviceKept())).toContain(JSON.stringify(text).slice(1, 40));
			expect(await db.get('slots', `${profile}.passphrase`)).toBe(text);
		}
	});

	it('names quick checks that are no age file, or whose person has no drawer here', async () => {
		const db = await device();
		await db.put('slots', await slotText(profile), `${profile}.passphrase`);
		const age = new Uint8Array(Buffer.from('age-encryption.org/v1\n-> x'));
		await db.put('captures', { id: 'a', profile, madeAt: 1, sealed: age }, 'a');
		await db.put('captures', { id: 'b', profile, madeAt: 1, sealed: randomBytes(40) }, 'b');
		await db.put('captures', { id: 'c', profile: newId(), madeAt: 1, sealed: age }, 'c');
		await db.put('captures', { id: 'd', profile, madeAt: 1, sealed: 'text' as never }, 'd');
		expect(await named()).toEqual([
			['capture', 'not-age'],
			['capture', 'foreign'],
			['capture', 'damaged']
		]);
		expect(await db.count('captures')).toBe(4);
	});
});
