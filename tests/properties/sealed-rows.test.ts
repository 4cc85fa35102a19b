import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDrl1, sealDrl1, type SealPlace } from '#lib/trust/drl1.ts';
import { newId } from '#lib/trust/ids.ts';
import type { DecisionRecord, RecordHeader } from '#lib/record/types.ts';
import { openPage, sealPage, withRow, type HeaderPage } from '#lib/vault/header-pages.ts';
import { deriveKeys, importRecordKey, unwrapSecret, wrapSecret, type DrawerKeys } from '#lib/vault/keys.ts';
import { readMembership, sealMembership, type Member } from '#lib/vault/membership.ts';
import { openCopy, sealCopy } from '#lib/vault/working-copy.ts';
import { holding } from '../proofs/frozen-vault.ts';
import { testKey } from '../support/sealing.ts';

const RUNS = { numRuns: process.env.SLOW ? 500 : 25 };

/** Text as people write it: any letters, none of them half a letter. */
const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const counter = fc.nat({ max: 2 ** 40 });
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Uint8Array.from(array));

let keys: DrawerKeys;
let stranger: DrawerKeys;
const owner = { profile: newId(), device: newId() };
beforeAll(async () => {
	keys = await deriveKeys(new Uint8Array(32).fill(1), owner);
	stranger = await deriveKeys(new Uint8Array(32).fill(2), owner);
});

const header: fc.Arbitrary<RecordHeader> = fc.record({
	id: fc.constant(0).map(() => newId()),
	title: text,
	kind: fc.constant('shared' as const),
	life: fc.constantFrom('draft' as const, 'final' as const),
	createdAt: text,
	savedAt: text,
	missing: fc.nat()
});

const page: fc.Arbitrary<HeaderPage> = fc.record({
	page: fc.nat({ max: 10_000 }),
	counter,
	rows: fc.array(fc.record({ header, saveCounter: counter }), { maxLength: 5 })
});

describe('DRL1 at another place', () => {
	const place = fc.record({
		purpose: fc.constantFrom('working', 'revision', 'header-page', 'wrapped-key'),
		id: text,
		device: text,
		number: counter
	}) as fc.Arbitrary<SealPlace>;

	it('does not open, whatever differs: purpose, id, device or number', async () => {
		const key = await testKey();
		await fc.assert(
			fc.asyncProperty(bytes, place, place, async (content, at, elsewhere) => {
				fc.pre(JSON.stringify(at) !== JSON.stringify(elsewhere));
				const sealed = await sealDrl1(content, key, { ...at, schema: 1, keyNumber: 1 });
				const opened = sealed.ok && (await openDrl1(sealed.bytes, key, elsewhere));
				expect(opened).toEqual({ ok: false, reason: 'wrong-key-or-tampered' });
			}),
			RUNS
		);
	});

	it('does not open with the ends of its parts moved: "ab" and "c" are not "a" and "bc"', async () => {
		const key = await testKey();
		await fc.assert(
			fc.asyncProperty(text, text, fc.nat(60), async (id, device, cut) => {
				const joined = id + device;
				const moved = { id: joined.slice(0, cut), device: joined.slice(cut) };
				fc.pre(moved.id !== id);
				const at = { purpose: 'working', number: 1 } as const;
				const sealed = await sealDrl1(new Uint8Array(1), key, { ...at, id, device, schema: 1, keyNumber: 1 });
				expect(sealed.ok && (await openDrl1(sealed.bytes, key, { ...at, ...moved })).ok).toBe(false);
			}),
			RUNS
		);
	});

	it('seals the same content to other bytes each time, and to one size', async () => {
		const key = await testKey();
		await fc.assert(
			fc.asyncProperty(bytes, place, async (content, at) => {
				const seal = () => sealDrl1(content, key, { ...at, schema: 1, keyNumber: 1 });
				const [one, two] = [await seal(), await seal()];
				if (!one.ok || !two.ok) return expect.fail('not sealed');
				expect(one.bytes).toHaveLength(two.bytes.length);
				expect(one.bytes.subarray(11, 23)).not.toEqual(two.bytes.subarray(11, 23));
				expect(one.bytes.subarray(23)).not.toEqual(two.bytes.subarray(23));
			}),
			RUNS
		);
	});
});

describe('header pages', () => {
	it('come back as they were sealed, for this drawer, page and counter alone', async () => {
		await fc.assert(
			fc.asyncProperty(page, async (sealed) => {
				const row = await sealPage(keys, sealed);
				expect(await openPage(keys, row)).toEqual({ ok: true, page: sealed });
				const others = [
					openPage(stranger, row),
					openPage({ ...keys, profile: newId() }, row),
					openPage({ ...keys, device: newId() }, row),
					openPage(keys, { ...row, page: row.page + 1 }),
					openPage(keys, { ...row, counter: row.counter + 1 })
				];
				expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual(others.map(() => false));
			}),
			RUNS
		);
	});

	it('hold one row a record, the newest, under the next counter', () => {
		fc.assert(
			fc.property(page, header, fc.tuple(counter, counter), (before, of, [older, newer]) => {
				const once = withRow(before, { header: of, saveCounter: older });
				const twice = withRow(once, { header: of, saveCounter: newer });
				expect(twice.counter).toBe(before.counter + 2);
				expect(twice.rows).toHaveLength(before.rows.length + 1);
				expect(twice.rows.at(-1)).toEqual({ header: of, saveCounter: newer });
				expect(twice.rows.slice(0, -1)).toEqual(before.rows);
			}),
			RUNS
		);
	});
});

describe('wrapped keys', () => {
	it('come back as they were wrapped, at their place alone', async () => {
		const place = fc.record({ id: text, keyNumber: fc.nat({ max: 0xffff_ffff }) });
		await fc.assert(
			fc.asyncProperty(bytes, place, place, async (secret, at, elsewhere) => {
				const wrapped = await wrapSecret(keys, secret.slice(), at);
				expect(await unwrapSecret(keys, wrapped, at)).toEqual({ ok: true, secret });
				expect((await unwrapSecret(stranger, wrapped, at)).ok).toBe(false);
				fc.pre(at.id !== elsewhere.id || at.keyNumber !== elsewhere.keyNumber);
				expect((await unwrapSecret(keys, wrapped, elsewhere)).ok).toBe(false);
			}),
			RUNS
		);
	});
});

describe('working copies', () => {
	it('come back as they were sealed, for their record, key number and save counter alone', async () => {
		const input = fc.record({
			of: header,
			value: fc.jsonValue(),
			keyNumber: fc.integer({ min: 1, max: 0xffff_ffff }),
			saveCounter: counter
		});
		await fc.assert(
			fc.asyncProperty(input, async ({ of, value, keyNumber, saveCounter }) => {
				// Only what is sealed and opened is looked at: the vault does not read a record's values.
				const record = { values: JSON.parse(JSON.stringify({ value })) as unknown } as DecisionRecord;
				const raw = crypto.getRandomValues(new Uint8Array(32));
				const row = {
					record: of.id,
					keyNumber,
					wrapped: await wrapSecret(keys, raw, { id: of.id, keyNumber })
				};
				const current = { key: await importRecordKey(raw), keyNumber };
				const sealed = await sealCopy(keys, { header: of, record }, { ...current, saveCounter });
				if (!sealed.ok) return expect.fail(sealed.reason);
				const db = holding({ recordKeys: { row, key: [of.id, keyNumber] } });
				const working = { id: of.id, blob: sealed.bytes, saveCounter, keyNumber, page: 0 };
				expect(await openCopy(keys, db, working)).toMatchObject({ ok: true, header: of, record });
				const others = [
					openCopy(keys, db, { ...working, saveCounter: saveCounter + 1 }),
					openCopy(keys, db, { ...working, keyNumber: keyNumber - 1 }),
					openCopy(keys, db, { ...working, id: newId() }),
					openCopy(stranger, db, working)
				];
				expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual(others.map(() => false));
			}),
			RUNS
		);
	});
});

describe('the membership', () => {
	it('comes back as it was sealed, under its counter alone', async () => {
		const said = fc.record({ tenant: text, person: text, keylogSize: fc.nat(), deviceSeq: fc.nat() });
		await fc.assert(
			fc.asyncProperty(said, counter, async (facts, before) => {
				// Whatever was sealed is given back; its shape is for whoever made it.
				const member = { state: 'joined', ...facts } as unknown as Member;
				const row = await sealMembership(keys, member, before);
				const read = (with_: DrawerKeys, at: object) =>
					readMembership(holding({ membership: { row: { ...row, ...at }, key: 'membership' } }), with_);
				expect(await read(keys, {})).toEqual({ counter: before + 1, said: member });
				expect(await read(keys, { counter: before })).toEqual({ counter: before, said: 'damaged' });
				expect((await read(stranger, {})).said).toBe('damaged');
			}),
			RUNS
		);
	});
});
