import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/record/types.ts';
import { fromUtf8, utf8 } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import {
	draftHeader,
	isEntrySignedBy,
	readEntry,
	readWireEntry,
	signEntry,
	toWire,
	type Entry
} from '#lib/trust/entry.ts';
import { entryId, newId } from '#lib/trust/ids.ts';
import { draftFields, ENTRY_ID, HASH, newSigner, POSITION, someEntry } from './people.ts';

const signer = await newSigner();
const entry = await someEntry(signer);

async function reasonFor(changes: Readonly<Record<string, Json | undefined>>, from: Entry = entry) {
	const header = { ...(JSON.parse(fromUtf8(from.h) ?? '') as object), ...changes };
	const kept = Object.fromEntries(Object.entries(header).filter(([, value]) => value !== undefined));
	const outcome = await readEntry({ h: canonicalBytes(kept), s: from.s, c: from.c });
	return outcome.ok ? 'accepted' : [outcome.reason, outcome.at].filter(Boolean).join(' ');
}

describe('signEntry', () => {
	it('makes an entry that its key has signed and that survives the wire', async () => {
		expect(entry.id).toBe(await entryId(entry.h));
		expect(await isEntrySignedBy(entry, signer.key.publicKey)).toBe(true);
		const again = await readWireEntry(toWire(entry));
		expect(again).toEqual({ ok: true, value: entry });
	});

	it('carries every field of version 1, null where unused', () => {
		const names = Object.keys(JSON.parse(fromUtf8(entry.h) ?? '') as object);
		expect(names).toEqual(
			(
				'author bodyHash bodyLen clientAt contentRoot device devicePrev deviceSeq epoch keyCommit ' +
				'keyNumber keylogHead kind lastReceipt n parents purgeAfter record salt schema space supersedes tenant v version'
			).split(' ')
		);
	});

	it('throws when the app drafts a header of wrong shape', async () => {
		const header = draftHeader({ signer, position: POSITION }, 'draft', {});
		await expect(signEntry(header, utf8(''), signer.key)).rejects.toThrow('bad-own-header');
	});

	it('is not signed by another key, nor when a byte of the header changed', async () => {
		const other = await newSigner();
		expect(await isEntrySignedBy(entry, other.key.publicKey)).toBe(false);
		const h = Uint8Array.from(entry.h, (byte, at) => (at === 20 ? byte ^ 1 : byte));
		expect(await isEntrySignedBy({ h, s: entry.s }, signer.key.publicKey)).toBe(false);
	});
});

describe('one flipped bit', () => {
	it('in header, signature or body is always noticed', async () => {
		const parts = [entry.h, entry.s, entry.c ?? new Uint8Array()];
		const total = parts.reduce((sum, part) => sum + part.length * 8, 0);
		await fc.assert(
			fc.asyncProperty(fc.nat({ max: total - 1 }), async (bit) => {
				let left = bit;
				const [h, s, c] = parts.map((part) => {
					const here = left;
					left -= part.length * 8;
					return Uint8Array.from(part, (byte, at) => (at === here >> 3 ? byte ^ (1 << (here & 7)) : byte));
				});
				const read = await readEntry({ h: h ?? entry.h, s: s ?? entry.s, c: c ?? entry.c });
				expect(read.ok && (await isEntrySignedBy(read.value, signer.key.publicKey))).toBe(false);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('readEntry', () => {
	it('keeps and ignores fields that a later version added', async () => {
		expect(await reasonFor({ blobs: [{ id: 'x' }] })).toBe('accepted');
	});

	it('takes an entry without its body, and refuses another body', async () => {
		expect((await readEntry({ ...entry, c: null })).ok).toBe(true);
		expect(await readEntry({ ...entry, c: utf8('bodY') })).toEqual({ ok: false, reason: 'bad-body' });
		expect(await readEntry({ ...entry, c: utf8('') })).toEqual({ ok: false, reason: 'bad-body' });
	});

	it.each<[string, Record<string, Json | undefined>]>([
		['newer-format', { v: 2 }],
		['unknown-kind', { kind: 'gossip' }],
		['unknown-kind', { kind: 'toString' }],
		['bad-header v', { v: 0 }],
		['bad-header tenant', { tenant: 'ours' }],
		['bad-header tenant', { tenant: undefined }],
		['bad-header clientAt', { clientAt: 1.5 }],
		['bad-header clientAt', { clientAt: -1 }],
		['bad-header bodyHash', { bodyHash: `${HASH}=` }],
		['bad-header bodyLen', { bodyLen: '4' }],
		['bad-header keylogHead', { keylogHead: null }],
		['bad-header author', { author: null }],
		['bad-header keyNumber', { keyNumber: 0 }],
		['bad-header keyNumber', { keyNumber: 2 ** 32 }],
		['bad-header schema', { schema: 65536 }],
		['bad-header keyCommit', { keyCommit: null }],
		['bad-header contentRoot', { contentRoot: 'AA' }],
		['bad-header space', { space: newId() }],
		['bad-header epoch', { epoch: 1 }],
		['bad-header version', { version: 1 }],
		['bad-header parents', { parents: [ENTRY_ID] }],
		['bad-header parents', { n: 2, salt: null }],
		['bad-header parents', { n: 2, salt: null, parents: [ENTRY_ID, ENTRY_ID] }],
		['bad-header parents', { n: 2, salt: null, parents: 'x' }],
		['bad-header salt', { salt: null }],
		['bad-header salt', { n: 2, parents: [ENTRY_ID] }],
		['bad-header devicePrev', { devicePrev: ENTRY_ID }],
		['bad-header purgeAfter', { purgeAfter: '2101-06-30' }],
		['bad-header lastReceipt', { lastReceipt: { seq: 0, chain: HASH } }],
		['bad-header lastReceipt', { lastReceipt: { seq: 1, chain: '' } }],
		['bad-record-id record', { record: newId() }],
		['bad-record-id record', { author: newId() }]
	])('says %s for %j', async (reason, changes) => {
		expect(await reasonFor(changes)).toBe(reason);
	});

	it.each<Record<string, Json>>([
		{ purgeAfter: '2101-01-01' },
		{ lastReceipt: { seq: 7, chain: HASH } },
		{ deviceSeq: 9, devicePrev: ENTRY_ID },
		{ n: 2, salt: null, parents: [ENTRY_ID] },
		{ kind: 'final', version: 1 },
		{ kind: 'final', version: 2, supersedes: ENTRY_ID, n: 2, salt: null, parents: [ENTRY_ID] }
	])('accepts %j', async (changes) => {
		expect(await reasonFor(changes)).toBe('accepted');
	});

	it.each<[string, Record<string, Json>]>([
		['bad-header version', { kind: 'final' }],
		['bad-header supersedes', { kind: 'final', version: 2 }],
		['bad-header supersedes', { kind: 'final', version: 1, supersedes: ENTRY_ID }],
		['bad-header salt', { kind: 'addendum' }],
		['bad-header salt', { kind: 'review' }],
		['bad-header n', { kind: 'grant', space: newId(), epoch: 1, schema: null, contentRoot: null }],
		['bad-header space', { kind: 'grant', n: null, schema: null, contentRoot: null }],
		['bad-header record', { kind: 'key', n: null, salt: null }]
	])('holds each kind to its fields: %s for %j', async (reason, changes) => {
		expect(await reasonFor(changes)).toBe(reason);
	});

	it('lets only a key entry stand without author and device', async () => {
		const fields = { ...(await draftFields(signer)), author: null, device: null, deviceSeq: null };
		const draft = draftHeader({ signer, position: POSITION }, 'draft', fields);
		await expect(signEntry(draft, utf8('{}'), signer.key)).rejects.toThrow('bad-own-header');
		const nobody = { author: null, device: null, deviceSeq: null };
		const key = draftHeader({ signer, position: POSITION }, 'key', nobody);
		const signed = await signEntry(key, utf8('{}'), signer.key);
		expect(signed.header.author).toBeNull();
		expect(await reasonFor({ device: newId() }, signed)).toBe('bad-header device');
	});

	it('refuses bytes that are not canonical, not JSON, not signatures', async () => {
		const spaced = utf8(` ${fromUtf8(entry.h) ?? ''}`);
		expect(await readEntry({ ...entry, h: spaced })).toMatchObject({ reason: 'not-canonical' });
		expect(await readEntry({ ...entry, h: utf8('{') })).toMatchObject({ reason: 'bad-encoding' });
		expect(await readEntry({ ...entry, h: utf8('[]') })).toMatchObject({ reason: 'bad-header' });
		expect(await readEntry({ ...entry, s: new Uint8Array(63) })).toMatchObject({ reason: 'bad-encoding' });
		expect(await readEntry({ ...entry, h: new Uint8Array(20_000).fill(0x20) })).toMatchObject({
			reason: 'bad-encoding'
		});
	});

	it.each([
		['h', '='],
		['s', '*'],
		['c', 'Zh']
	])('refuses a wire field %s that is not base64url', async (field, text) => {
		const wire = { ...toWire(entry), [field]: text };
		expect(await readWireEntry(wire)).toMatchObject({ ok: false, reason: 'bad-encoding' });
	});
});
