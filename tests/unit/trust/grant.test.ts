import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newIdentity, sealTo } from '#lib/trust/age.ts';
import { fromBase64Url, randomBytes, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { isEntrySignedBy, signEntry, type Entry, type HeaderDraft } from '#lib/trust/entry.ts';
import { makeGrant, openGrant } from '#lib/trust/grant.ts';
import { newId, recordId } from '#lib/trust/ids.ts';
import { keyCommit } from '#lib/trust/key-commit.ts';
import { newSigner, POSITION, someEntry } from './people.ts';

const signer = await newSigner();
const space = { space: newId(), epoch: 1, ...(await newIdentity()) };
const salt = randomBytes(16);
const key = randomBytes(32);
const what = {
	record: await recordId(signer.person, salt),
	salt: toBase64Url(salt),
	keyNumber: 2,
	key
};
const grant = await makeGrant({ signer, position: POSITION }, what, space);
const plaintext = {
	v: 1,
	tenant: signer.tenant,
	record: what.record,
	keyNumber: 2,
	space: space.space,
	epoch: 1,
	key: toBase64Url(key)
};

/** A grant with this header change and this plaintext, signed all the same: what a cheating device could post. */
async function cheat(header: Partial<HeaderDraft>, body: object | Bytes): Promise<Entry> {
	const { bodyHash: _hash, bodyLen: _length, ...draft } = grant.header;
	const file = body instanceof Uint8Array ? body : await sealTo(canonicalBytes(body), [space.recipient]);
	return signEntry({ ...draft, ...header }, file, signer.key);
}

async function reasonOf(entry: Entry, identity = space.identity): Promise<string> {
	const opened = await openGrant(entry, [identity]);
	return opened.ok ? 'opened' : opened.reason;
}

describe('keyCommit', () => {
	it('hashes domain, tenant, record, number in 8 bytes and key', async () => {
		const expected = createHash('sha256')
			.update(`doorstep-key${signer.tenant}${what.record}`)
			.update(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 2))
			.update(key)
			.digest('base64url');
		expect(await keyCommit({ ...what, tenant: signer.tenant })).toBe(expected);
	});
});

describe('grants', () => {
	it('hands the key to the space, signed by the device, with its commitment in the header', async () => {
		expect(await isEntrySignedBy(grant, signer.key.publicKey)).toBe(true);
		expect(grant.header).toMatchObject({ kind: 'grant', record: what.record, keyNumber: 2, epoch: 1 });
		expect(await openGrant(grant, [space.identity])).toEqual({
			ok: true,
			value: { tenant: signer.tenant, record: what.record, keyNumber: 2, key }
		});
		expect(grant.c?.length).toBeLessThan(2100);
	});

	it('opens for no other identity, and not without its body', async () => {
		expect(await reasonOf(grant, (await newIdentity()).identity)).toBe('no-key');
		expect(await reasonOf({ ...grant, c: null })).toBe('no-body');
		expect(await reasonOf(await someEntry(signer))).toBe('not-a-grant');
	});

	it.each<[string, object]>([
		['v', { v: 2 }],
		['tenant', { tenant: newId() }],
		['record', { record: newId() }],
		['key number', { keyNumber: 3 }],
		['space', { space: newId() }],
		['epoch', { epoch: 2 }],
		['key of another length', { key: 'AA' }],
		['key that is no text', { key: 1 }]
	])('refuses a plaintext that disagrees with the header: %s', async (_name, change) => {
		expect(await reasonOf(await cheat({}, { ...plaintext, ...change }))).toBe('disagrees');
	});

	it('refuses a header that was moved to another space, epoch or key number', async () => {
		expect(await reasonOf(await cheat({ space: newId() }, plaintext))).toBe('disagrees');
		expect(await reasonOf(await cheat({ epoch: 2 }, plaintext))).toBe('disagrees');
		expect(await reasonOf(await cheat({ keyNumber: 1 }, plaintext))).toBe('disagrees');
	});

	it('refuses a key that is not the committed one', async () => {
		const other = { ...plaintext, key: toBase64Url(randomBytes(32)) };
		expect(await reasonOf(await cheat({}, other))).toBe('wrong-commit');
		expect(await reasonOf(await cheat({ keyCommit: toBase64Url(key) }, plaintext))).toBe('wrong-commit');
	});

	it('refuses a body that is damaged or no age file', async () => {
		const body = grant.c ?? new Uint8Array();
		const bent = Uint8Array.from(body, (byte, at) => (at === body.length - 1 ? byte ^ 1 : byte));
		expect(await reasonOf(await cheat({}, bent))).toBe('damaged');
		expect(await reasonOf(await cheat({}, canonicalBytes(plaintext)))).toBe('not-age');
		expect(await reasonOf(await cheat({}, await sealTo(key, [space.recipient])))).toBe('disagrees');
	});

	it('cannot be made for the record of somebody else', async () => {
		const stranger = await newSigner(signer.tenant);
		const stolen = makeGrant({ signer: stranger, position: POSITION }, what, space);
		await expect(stolen).rejects.toThrow('bad-own-header');
		expect(fromBase64Url(what.salt)).toHaveLength(16);
	});
});
